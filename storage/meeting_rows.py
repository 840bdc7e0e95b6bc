"""Adds one meeting and changes one: what scheduling, polls and holding one need."""

import uuid
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.meetings import Meeting
from bot.domain.references import Kind
from storage.meetings import find
from storage.sigs import next_number
from storage.statements import changed_one
from storage.tables import MeetingRow

# The agenda, decisions and attendance of a meeting are rows of their own.
_COLUMNS = (
    *("title", "starts_local", "zone", "starts_at", "duration_minutes", "mode"),
    *("status", "minutes_status", "note", "moved_from", "series_id", "occurs_on"),
    *("uid", "sequence", "join_url", "place", "cancelled_reason", "began_at"),
    *("ended_at", "thread_channel_id", "thread_ts"),
)


def add(session: Session, sig_id: int, meeting: Meeting) -> Meeting:
    """Store a new meeting with the group's next number and a UID that never changes.

    A UID must be unique in the world (RFC 5545, 3.8.4.7), so it is random.
    """
    number = next_number(session, sig_id, Kind.MEETING)
    new = replace(meeting, number=number, uid=meeting.uid or str(uuid.uuid4()))
    row = MeetingRow(sig_id=sig_id, number=number, **_values(new))
    session.add(row)
    session.flush()
    return replace(new, id=row.id, version=row.version)


def change(session: Session, sig_id: int, meeting: Meeting) -> Meeting:
    """Store what was changed about a meeting; return it with its new version.

    ``meeting.version`` is the version it was read at.

    Raises:
        NotFoundError: the group has no such meeting.
        StaleVersionError: somebody saved it since it was read.
    """
    statement = (
        sa.update(MeetingRow)
        .where(
            col(MeetingRow.sig_id) == sig_id,
            col(MeetingRow.number) == meeting.number,
            col(MeetingRow.version) == meeting.version,
        )
        .values(**_values(meeting), version=meeting.version + 1)
    )
    if changed_one(session, statement):
        return replace(meeting, version=meeting.version + 1)
    if find(session, sig_id, meeting.number) is None:
        raise NotFoundError(f"There is no meeting {meeting.ref} in this group.")
    raise StaleVersionError(
        f"{meeting.ref} was changed by somebody else in the meantime. "
        f"Look at it with /meeting show {meeting.ref}, then change it again."
    )


def _values(meeting: Meeting) -> dict[str, Any]:
    values = {name: getattr(meeting, name) for name in _COLUMNS}
    return values | {"guests": list(meeting.guests)}
