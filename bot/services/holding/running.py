"""Starting and ending a meeting, and the thread in which it is held."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import InvalidTransitionError
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.minutes import Record, require_started
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission
from bot.domain.sigs import Sig
from bot.services.agendas import carrying, hearing
from bot.services.holding.material import record_of, running_or_latest
from bot.services.meetings import reminding
from bot.services.meetings.common import asked
from bot.services.members import Caller, require_permission
from storage import audit, outbox
from storage import meeting_rows as rows
from storage import meetings as meeting_rows
from storage import sigs as sig_rows
from storage.database import Database

_USEFUL = timedelta(days=3)
# A meeting that nobody ended does not keep the next one from beginning, and one of
# another day is not begun by mistake.
_HALF_A_DAY = timedelta(hours=12)


def start(db: Database, clock: Clock, *, caller: Caller, text: str = "") -> Meeting:
    """Begin a meeting; the channel gets the message under which it is held.

    Raises:
        InvalidInputError: the text is no name of a meeting.
        InvalidTransitionError: it runs, is over or was cancelled, or another runs.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such meeting, or none is planned.
    """
    require_permission(clock, caller, Permission.RUN_MEETING)
    now = clock()
    with db.begin() as session:
        meeting = asked(session, caller, text, now=now)
        _require_startable(session, caller.sig, meeting, now)
        begun = replace(meeting, status=MeetingStatus.IN_PROGRESS, began_at=now)
        begun = rows.change(session, caller.sig.id, begun)
        _log(session, clock, caller, verb="started", meeting=begun)
        _tell(session, caller.sig, begun, kind=MessageKind.MEETING_STARTED, clock=clock)
        reminding.replan(session, caller.sig.id, numbers={begun.number}, now=now)
    return begun


def _require_startable(
    session: Session, sig: Sig, meeting: Meeting, now: datetime
) -> None:
    if meeting.status is MeetingStatus.IN_PROGRESS:
        raise InvalidTransitionError(
            f"{meeting.ref} is running already. Everything goes into its thread; "
            "/meeting end ends it."
        )
    if meeting.status is MeetingStatus.HELD:
        raise InvalidTransitionError(
            f"{meeting.ref} is over. See /meeting minutes {meeting.ref}."
        )
    if meeting.status is MeetingStatus.CANCELLED:
        raise InvalidTransitionError(
            f"{meeting.ref} was cancelled. If it takes place after all, type "
            f"/meeting reopen {meeting.ref} first."
        )
    if meeting.starts_at > now + _HALF_A_DAY:
        raise InvalidTransitionError(
            f"{meeting.ref} is planned for {meeting.starts_local:%-d %B %Y}. If it "
            f"takes place today, move it first: /meeting move {meeting.ref}."
        )
    for other in meeting_rows.all_meetings(session, sig.id):
        is_running = other.status is MeetingStatus.IN_PROGRESS
        if is_running and now < (other.began_at or now) + _HALF_A_DAY:
            raise InvalidTransitionError(
                f"{other.ref} is still running. Type /meeting end {other.ref} first."
            )


def end(db: Database, clock: Clock, *, caller: Caller, text: str = "") -> Meeting:
    """End a meeting: what is unfinished moves on, the skeleton of minutes is posted.

    Raises:
        InvalidInputError: the text is no name of a meeting.
        InvalidTransitionError: it has not begun, is over or was cancelled.
        NotAllowedError: only the chair and the secretariat may.
        NotFoundError: there is no such meeting.
    """
    require_permission(clock, caller, Permission.RUN_MEETING)
    now = clock()
    with db.begin() as session:
        meeting = running_or_latest(session, caller, text)
        require_started(meeting)
        if meeting.status is MeetingStatus.HELD:
            raise InvalidTransitionError(
                f"{meeting.ref} has ended already. See /meeting minutes {meeting.ref}."
            )
        over = replace(
            remembered(session, meeting), status=MeetingStatus.HELD, ended_at=now
        )
        over = rows.change(session, caller.sig.id, over)
        _log(session, clock, caller, verb="ended", meeting=over)
        _tell(session, caller.sig, over, kind=MessageKind.MEETING_ENDED, clock=clock)
        _tell(session, caller.sig, over, kind=MessageKind.MEETING_CLOSED, clock=clock)
        carrying.carry_over(session, caller.sig.id, over, now)
        hearing.close(session, caller.sig, meeting, now=now)
        reminding.replan(session, caller.sig.id, now=now)
    return over


def remembered(session: Session, meeting: Meeting) -> Meeting:
    """Return the meeting with the thread in which it is held, once that is known."""
    head = outbox.by_key(session, head_key(meeting.id))
    if meeting.thread_ts or head is None or head.ts is None:
        return meeting
    return replace(meeting, thread_channel_id=head.channel_id, thread_ts=head.ts)


def head_key(meeting_id: int) -> str:
    """Return the key of the message under which a meeting is held."""
    return f"meeting:{meeting_id}:started"


def head_of(db: Database, message: Message) -> Message | None:
    """Return the message under which the meeting of another message is held."""
    with db.read() as session:
        return outbox.by_key(session, head_key(message.object_id))


def started_for_message(db: Database, message: Message) -> Record | None:
    """Return the meeting whose thread is opened."""
    return _for_message(db, message)


def ended_for_message(db: Database, message: Message) -> Record | None:
    """Return the meeting whose skeleton of minutes is posted."""
    found = _for_message(db, message)
    is_over = found is not None and found.meeting.status is MeetingStatus.HELD
    return found if is_over else None


def _for_message(db: Database, message: Message) -> Record | None:
    with db.read() as session:
        found = meeting_rows.find_by_id(session, message.object_id)
        if found is None or found[0] != message.sig_id:
            return None
        return record_of(session, sig_rows.get(session, found[0]), found[1])


def _tell(
    session: Session, sig: Sig, meeting: Meeting, *, kind: MessageKind, clock: Clock
) -> None:
    if sig.channel_id is None:
        return
    now = clock()
    is_reply = kind is MessageKind.MEETING_ENDED and bool(
        outbox.by_key(session, head_key(meeting.id))
    )
    key = f"meeting:{meeting.id}:{kind.value.removeprefix('meeting_')}"
    outbox.enqueue(
        session,
        Message(
            key=key,
            kind=kind,
            sig_id=sig.id,
            object_id=meeting.id,
            recipient=sig.channel_id,
            due_at=now,
            not_after=now + _USEFUL,
            thread_key=head_key(meeting.id) if is_reply else None,
        ),
    )


def _log(
    session: Session, clock: Clock, caller: Caller, *, verb: str, meeting: Meeting
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="meeting",
        object_id=meeting.id,
        now=clock(),
    )
