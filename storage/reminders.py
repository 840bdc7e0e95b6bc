"""What is planned about meetings: read, compared with what is wanted, put right."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.reminders import ASKED_FOR, LADDER, Occasion
from storage import outbox
from storage.tables import MeetingRow, MeetingSeriesRow, OutboxRow

KINDS = (MessageKind.MEETING_REMINDER, MessageKind.MINUTES_MISSING)
# Longer than any meeting takes.
_LONG = timedelta(days=2)
_PLANNED_ANEW = "it was planned anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What has to change so that exactly what is wanted waits to be sent.

    ``new`` is missing, ``gone`` are the ids of rows that nobody wants any more,
    ``changes`` what becomes of the others.
    """

    new: tuple[Message, ...]
    gone: tuple[int, ...]
    changes: Mapping[int, Mapping[str, Any]]

    @property
    def is_empty(self) -> bool:
        """Whether everything is as it should be."""
        return not (self.new or self.gone or self.changes)


def occasions(
    session: Session,
    sig_id: int,
    *,
    numbers: Collection[int] | None,
    now: datetime,
    lock: bool,
) -> tuple[Occasion, ...]:
    """Return the meetings to plan for: those with these numbers, or all that matter.

    With ``lock`` one that somebody else is changing is left out: whoever changes it
    plans for it too, and nobody plans by what was true before.
    """
    which = col(MeetingRow.starts_at) > now - ASKED_FOR - _LONG
    if numbers is not None:
        which = col(MeetingRow.number).in_(list(numbers))
    query = (
        select(MeetingRow, col(MeetingSeriesRow.reminder_minutes))
        .outerjoin(
            MeetingSeriesRow, col(MeetingSeriesRow.id) == col(MeetingRow.series_id)
        )
        .where(MeetingRow.sig_id == sig_id, which)
        .order_by(col(MeetingRow.id))
        .execution_options(populate_existing=True)
    )
    if lock:
        query = query.with_for_update(of=MeetingRow, skip_locked=True)
    return tuple(_occasion(row, ladder) for row, ladder in session.exec(query))


def plan(
    session: Session,
    sig_id: int,
    wanted: Iterable[Message],
    *,
    about: Collection[int],
    now: datetime,
) -> Plan:
    """Compare what is wanted about these meetings with what is planned.

    What was begun stays as it is. What is wanted for a time before ``now`` and was
    not planned then is left out: that moment is over.
    """
    missing = {each.key: each for each in wanted}
    gone = [
        row.id for row in _waiting(session, sig_id, about) if row.key not in missing
    ]
    changes = {}
    for row in _known(session, missing):
        changed = _changes(row, missing.pop(row.key), now)
        if changed:
            changes[row.id] = changed
    new = tuple(each for each in missing.values() if each.due_at >= now)
    return Plan(new=new, gone=tuple(gone), changes=changes)


def carry_out(session: Session, found: Plan) -> None:
    """Put right what a plan says, but for what a worker has begun meanwhile."""
    if found.gone:
        ended = {"state": MessageState.CANCELLED, "reason": _PLANNED_ANEW}
        _update(session, found.gone, ended)
    for row_id, values in found.changes.items():
        _update(session, [row_id], values)
    for message in found.new:
        outbox.enqueue(session, message)


def _changes(row: OutboxRow, wanted: Message, now: datetime) -> Mapping[str, Any]:
    """Return what becomes of a row that is wanted; nothing where it is right.

    One that was cancelled waits again when its time has not come yet. One that is due
    keeps the time by which it is known to be late.
    """
    values = {
        "recipient": wanted.recipient,
        "due_at": wanted.due_at,
        "not_after": wanted.not_after,
    }
    if row.state is MessageState.CANCELLED and wanted.due_at > now:
        return values | {"state": MessageState.PENDING, "reason": None}
    if row.state is not MessageState.PENDING:
        return {}
    if row.due_at <= now and wanted.due_at <= now:
        del values["due_at"]
    return {name: new for name, new in values.items() if getattr(row, name) != new}


def waiting(session: Session, sig_id: int) -> tuple[Message, ...]:
    """Return what waits about the meetings of a group, the first first."""
    about = select(col(MeetingRow.id)).where(MeetingRow.sig_id == sig_id)
    found = (
        outbox.by_key(session, row.key)
        for row in _waiting(session, sig_id, session.exec(about).all())
    )
    known = [message for message in found if message is not None]
    return tuple(sorted(known, key=lambda each: (each.due_at, each.id)))


def _waiting(
    session: Session, sig_id: int, about: Collection[int]
) -> Iterator[OutboxRow]:
    query = select(OutboxRow).where(
        OutboxRow.sig_id == sig_id,
        OutboxRow.state == MessageState.PENDING,
        col(OutboxRow.kind).in_([kind.value for kind in KINDS]),
        col(OutboxRow.object_id).in_(list(about)),
    )
    yield from session.exec(
        query.order_by(col(OutboxRow.id)).execution_options(populate_existing=True)
    )


def _known(session: Session, keys: Iterable[str]) -> list[OutboxRow]:
    query = select(OutboxRow).where(col(OutboxRow.key).in_(list(keys)))
    return list(session.exec(query.execution_options(populate_existing=True)))


def _update(session: Session, ids: Collection[int], values: Mapping[str, Any]) -> None:
    """Change rows that no worker holds."""
    statement = (
        sa.update(OutboxRow)
        .where(
            col(OutboxRow.id).in_(list(ids)),
            col(OutboxRow.state).in_((MessageState.PENDING, MessageState.CANCELLED)),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session.connection().execute(statement)


def _occasion(row: MeetingRow, ladder: list[int] | None) -> Occasion:
    return Occasion(
        id=row.id,
        number=row.number,
        starts_at=row.starts_at,
        ends_at=row.starts_at + timedelta(minutes=row.duration_minutes),
        status=row.status,
        minutes_status=row.minutes_status,
        ladder=LADDER if ladder is None else tuple(ladder),
    )
