"""What the chair does with a poll: close, give more time, correct, cancel, decide."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import polls as rules
from bot.domain.clock import Clock
from bot.domain.errors import InvalidTransitionError, NotFoundError, StaleVersionError
from bot.domain.meetings import Meeting, MeetingStatus, MinutesStatus
from bot.domain.permissions import Permission
from bot.domain.polls import Board, Poll, PollState, Slot
from bot.domain.registers.typed import Values
from bot.domain.setup import zones as known_zones
from bot.services.meetings import changing
from bot.services.members import Caller, require_permission
from bot.services.polls import planning
from bot.services.polls.common import board, note
from storage import meetings as meeting_rows
from storage import polls as rows
from storage.database import Database

_ENDED = "{} is over: /meeting poll {} shows what came of it."
_STILL_OPEN = "{} is still open. Close it first, then choose a time."
_PAST = (
    "This time is over already. Choose a later one, or ask for new ones with "
    "/meeting poll."
)


def to_change(db: Database, clock: Clock, *, caller: Caller, poll_id: int) -> Poll:
    """Return a poll of which the deadline or the zone may be changed.

    Raises:
        NotAllowedError: only those who lead the group may.
        NotFoundError: the group has no such poll.
        InvalidTransitionError: it is decided or cancelled.
    """
    require_permission(clock, caller, Permission.POLL_DATES)
    with db.read() as session:
        poll = rows.get(session, caller.sig.id, poll_id).at(clock())
    _require_alive(poll)
    return poll


def close(db: Database, clock: Clock, *, caller: Caller, poll_id: int) -> Board:
    """End a poll now; one that is closed already stays so.

    Raises:
        NotAllowedError: only those who lead the group may.
        NotFoundError: the group has no such poll.
        InvalidTransitionError: it is decided or cancelled.
    """
    require_permission(clock, caller, Permission.POLL_DATES)
    now = clock()
    with db.begin() as session:
        poll = rows.lock(session, caller.sig.id, poll_id)
        _require_alive(poll)
        if poll.at(now).state is PollState.OPEN:
            closed = replace(poll, state=PollState.CLOSED, deadline_at=now)
            poll = _save(session, caller, closed, verb="closed", now=now)
        return board(session, caller.sig, poll, now=now, actor=caller.actor)


def extend(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    poll_id: int,
    version: int,
    values: Values,
) -> Board:
    """Set another deadline; a closed poll takes answers again.

    Raises:
        NotAllowedError: only those who lead the group may.
        NotFoundError: the group has no such poll.
        InvalidInputError: with a sentence per field.
        InvalidTransitionError: it is decided or cancelled.
        StaleVersionError: somebody changed the poll since the form was opened.
    """
    require_permission(clock, caller, Permission.POLL_DATES)
    now = clock()
    with db.begin() as session:
        poll = rows.lock(session, caller.sig.id, poll_id)
        _require_alive(poll)
        deadline = rules.read_deadline(values, poll, now=now)
        changed = replace(poll, state=PollState.OPEN, deadline_at=deadline)
        if changed != poll:
            _require_version(poll, version)
            poll = _save(session, caller, changed, verb="extended", now=now)
        return board(session, caller.sig, poll, now=now, actor=caller.actor)


def correct_zone(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    poll_id: int,
    version: int,
    values: Values,
) -> Board:
    """Put all times into another zone: the clocks show the same, answers are kept.

    Those who answered are told.

    Raises:
        NotAllowedError: only those who lead the group may.
        NotFoundError: the group has no such poll.
        InvalidInputError: with a sentence per field.
        InvalidTransitionError: it is decided or cancelled.
        StaleVersionError: somebody changed the poll since the form was opened.
    """
    require_permission(clock, caller, Permission.POLL_DATES)
    now = clock()
    with db.begin() as session:
        poll = rows.lock(session, caller.sig.id, poll_id)
        _require_alive(poll)
        zone = rules.read_zone(values, zones=known_zones())
        if zone != poll.zone:
            _require_version(poll, version)
            changed = rules.moved(poll, zone, now=now)
            poll = _save(session, caller, changed, verb="corrected", now=now)
            planning.tell_zone(session, caller.sig, poll, now=now)
        return board(session, caller.sig, poll, now=now, actor=caller.actor)


def cancel(db: Database, clock: Clock, *, caller: Caller, poll_id: int) -> Board:
    """Give a poll up; one that was cancelled before stays so.

    Raises:
        NotAllowedError: only those who lead the group may.
        NotFoundError: the group has no such poll.
        InvalidTransitionError: a meeting was made of it already.
    """
    require_permission(clock, caller, Permission.POLL_DATES)
    now = clock()
    with db.begin() as session:
        poll = rows.lock(session, caller.sig.id, poll_id)
        if poll.state is not PollState.CANCELLED:
            _require_alive(poll)
            changed = replace(poll, state=PollState.CANCELLED)
            poll = _save(session, caller, changed, verb="cancelled", now=now)
        return board(session, caller.sig, poll, now=now, actor=caller.actor)


def decide(
    db: Database, clock: Clock, *, caller: Caller, poll_id: int, slot_id: int
) -> Board:
    """Make a meeting of one of the times; once it is made, nothing changes any more.

    Of two chairs who choose at the same moment the second sees what the first chose.

    Raises:
        NotAllowedError: only those who lead the group may.
        NotFoundError: the group has no such poll, or the poll no such time.
        InvalidTransitionError: it is open or cancelled, or the time is over.
    """
    require_permission(clock, caller, Permission.POLL_DATES)
    now = clock()
    with db.begin() as session:
        poll = rows.lock(session, caller.sig.id, poll_id)
        if poll.state is not PollState.DECIDED:
            slot = _require_choosable(poll.at(now), slot_id, now)
            meeting = changing.create(
                session,
                caller.sig,
                _meeting(poll, slot),
                actor_id=caller.person.id,
                now=now,
            )
            decided = replace(poll, state=PollState.DECIDED, meeting=meeting.number)
            ids = meeting_rows.meeting_ids(session, caller.sig.id)
            rows.set_meeting(session, poll.id, ids[meeting.number])
            poll = _save(session, caller, decided, verb="decided", now=now)
        return board(session, caller.sig, poll, now=now, actor=caller.actor)


def _meeting(poll: Poll, slot: Slot) -> Meeting:
    return Meeting(
        number=0,
        title=poll.title,
        starts_local=slot.starts_local,
        zone=poll.zone,
        starts_at=slot.starts_at,
        duration_minutes=poll.duration_minutes,
        mode=poll.mode,
        status=MeetingStatus.SCHEDULED,
        minutes_status=MinutesStatus.NONE,
        join_url=poll.join_url,
        place=poll.place,
    )


def _save(
    session: Session, caller: Caller, poll: Poll, *, verb: str, now: datetime
) -> Poll:
    """Store a step, log it, plan anew what is said, and show it where it stands."""
    saved = rows.save(session, caller.sig.id, poll)
    note(session, caller.sig, saved, verb=verb, by=caller.person.id, now=now)
    planning.replan(session, caller.sig, saved, now=now)
    planning.refresh(session, caller.sig, saved, now=now)
    return saved


def _require_alive(poll: Poll) -> None:
    if poll.is_ended:
        raise InvalidTransitionError(_ENDED.format(poll.ref, poll.number))


def _require_version(poll: Poll, version: int) -> None:
    if poll.version != version:
        raise StaleVersionError(
            f"{poll.ref} was changed by somebody else in the meantime. Look at it "
            f"with /meeting poll {poll.number}, then change it again."
        )


def _require_choosable(poll: Poll, slot_id: int, now: datetime) -> Slot:
    if poll.state is PollState.CANCELLED:
        raise InvalidTransitionError(_ENDED.format(poll.ref, poll.number))
    if poll.state is PollState.OPEN:
        raise InvalidTransitionError(_STILL_OPEN.format(poll.ref))
    slot = poll.slot(slot_id)
    if slot is None:
        raise NotFoundError(f"{poll.ref} has no such time.")
    if slot.starts_at <= now:
        raise InvalidTransitionError(_PAST)
    return slot
