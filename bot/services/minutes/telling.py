"""What others are told about minutes."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.meetings import Meeting
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import TABLE, Permission
from bot.domain.sigs import Sig
from bot.services.members import Caller
from storage import audit, outbox
from storage import members as member_rows
from storage import minutes as rows

_USEFUL = timedelta(days=3)


def circulated_key(meeting_id: int, revision: int) -> str:
    """Return the key of the message that circulates a version."""
    return f"minutes:{meeting_id}:r{revision}:circulated"


def circulate(
    session: Session, sig: Sig, meeting: Meeting, *, revision: int, now: datetime
) -> None:
    """Show the minutes to the channel."""
    key = circulated_key(meeting.id, revision)
    _tell(session, sig, meeting.id, key, kind=MessageKind.MINUTES_CIRCULATED, now=now)


def refresh(session: Session, sig: Sig, meeting: Meeting, *, now: datetime) -> None:
    """Let every message that circulated a version say what is true now."""
    if sig.channel_id is None:
        return
    for version in rows.versions(session, meeting.id):
        key = circulated_key(meeting.id, version.revision)
        if outbox.by_key(session, key) is not None:
            stamp = f"{key}:{_state(session, meeting)}"
            kind = MessageKind.MINUTES_REFRESH
            _tell(session, sig, meeting.id, stamp, kind=kind, now=now)


def _state(session: Session, meeting: Meeting) -> str:
    """Return what tells one state of the minutes from the next."""
    versions = rows.versions(session, meeting.id)
    answers = rows.answers(session, meeting.id)
    settled = sum(each.is_settled for each in answers)
    is_approved = rows.approval(session, meeting.id) is not None
    return f"{len(versions)}.{len(answers)}.{settled}.{is_approved:d}"


def correction(session: Session, sig: Sig, *, answer_id: int, now: datetime) -> None:
    """Tell those who lead the group, each alone, what somebody would correct."""
    leaders = TABLE[Permission.APPROVE_MINUTES]
    for person in member_rows.members_with(session, sig.id, leaders):
        if person.user_id is None:
            continue
        outbox.enqueue(
            session,
            Message(
                key=f"minutes:correction:{answer_id}:{person.id}",
                kind=MessageKind.MINUTES_CORRECTION,
                sig_id=sig.id,
                object_id=answer_id,
                recipient=person.user_id,
                due_at=now,
                not_after=now + timedelta(days=14),
            ),
        )


def log(
    session: Session, clock: Clock, caller: Caller, *, verb: str, meeting: Meeting
) -> None:
    """Record a step."""
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="meeting",
        object_id=meeting.id,
        now=clock(),
    )


def _tell(
    session: Session,
    sig: Sig,
    meeting_id: int,
    key: str,
    *,
    kind: MessageKind,
    now: datetime,
) -> None:
    if sig.channel_id is not None:
        outbox.enqueue(
            session,
            Message(
                key=key,
                kind=kind,
                sig_id=sig.id,
                object_id=meeting_id,
                recipient=sig.channel_id,
                due_at=now,
                not_after=now + _USEFUL,
            ),
        )
