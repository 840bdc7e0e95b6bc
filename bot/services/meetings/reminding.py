"""Plans what is said before and after a meeting, once, whatever happens meanwhile.

What is planned are rows of the outbox, each with a key that names the meeting, what
is said and the time it is about. So planning again changes nothing, a restart loses
nothing, and a meeting that was moved gets new ones.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlmodel import Session

from bot.domain import reminders as rules
from bot.domain.clock import Clock
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Role
from bot.domain.reminders import MissingMinutes, Occasion, Reminder
from bot.domain.sigs import Person, Sig
from bot.domain.zones import clock_change_note
from bot.services import rsvps
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage import reminders as rows
from storage import sigs as sig_rows
from storage.database import Database

# Whoever writes the minutes; where there is no secretariat, the chair.
_WRITERS = ((Role.SECRETARIAT,), (Role.CHAIR,), (Role.VICE_CHAIR,))


def replan(
    session: Session,
    sig_id: int,
    *,
    numbers: Collection[int] | None = None,
    now: datetime,
) -> None:
    """Plan the reminders of the group's meetings anew, after any change of them.

    Of the meetings with these ``numbers``, or of all. Called in the transaction of
    the change; calling it again changes nothing.
    """
    sig = sig_rows.get(session, sig_id)
    rows.carry_out(
        session, _plan(session, sig, numbers=numbers, now=now, is_change=True)
    )


def plan_all(db: Database, clock: Clock) -> None:
    """Plan for every group what time alone brings, and what was not planned yet.

    Writes only where something changes.
    """
    now = clock()
    with db.read() as session:
        known = sig_rows.all_sigs(session)
        changed = [
            sig.id
            for sig in known
            if not _plan(session, sig, numbers=None, now=now, is_change=False).is_empty
        ]
    for sig_id in changed:
        with db.begin() as session:
            replan(session, sig_id, now=now)


def for_message(db: Database, message: Message) -> Reminder | None:
    """Return what a reminder says, or None when its reason is gone.

    It is gone when the meeting is cancelled, has begun, or begins at another time
    than the one the reminder is about.
    """
    with db.read() as session:
        found = meeting_rows.find_by_id(session, message.object_id)
        if found is None or found[0] != message.sig_id:
            return None
        meeting = found[1]
        minutes = rules.minutes_of(message.key, meeting)
        if minutes is None:
            return None
        sig = sig_rows.get(session, message.sig_id)
        zones = {
            each.person.zone
            for each in member_rows.roster(session, sig.id)
            if each.is_active and each.person.zone
        }
        forecast = rsvps.forecast_of(session, sig, meeting)
    note = clock_change_note(meeting.zone, meeting.starts_local, others=zones)
    return Reminder(
        sig=sig, meeting=meeting, minutes=minutes, note=note, forecast=forecast
    )


def missing_minutes_for_message(
    db: Database, message: Message
) -> MissingMinutes | None:
    """Return the meeting whose minutes are missing, or None when they are not."""
    with db.read() as session:
        found = meeting_rows.find_by_id(session, message.object_id)
        if found is None or found[0] != message.sig_id:
            return None
        sig = sig_rows.get(session, message.sig_id)
        asked = {each.user_id for each in _writers(session, sig.id)}
    meeting = found[1]
    is_missing = rules.is_without_minutes(meeting, message.due_at)
    if not is_missing or message.recipient not in asked:
        return None
    return MissingMinutes(sig=sig, meeting=meeting)


def _plan(
    session: Session,
    sig: Sig,
    *,
    numbers: Collection[int] | None,
    now: datetime,
    is_change: bool,
) -> rows.Plan:
    found = rows.occasions(session, sig.id, numbers=numbers, now=now, lock=is_change)
    writers = _writers(session, sig.id)
    wanted = [
        message
        for each in found
        for message in (*_before(sig, each), *_after(sig, each, writers, now))
    ]
    about = [each.id for each in found]
    return rows.plan(session, sig.id, wanted, about=about, now=now)


def _before(sig: Sig, occasion: Occasion) -> Iterator[Message]:
    """Yield the reminders of a meeting to the group's channel, if it has one."""
    if sig.channel_id is None:
        return
    for due in rules.reminders(occasion):
        yield Message(
            key=due.key,
            kind=MessageKind.MEETING_REMINDER,
            sig_id=sig.id,
            object_id=occasion.id,
            recipient=sig.channel_id,
            due_at=due.due_at,
            not_after=due.not_after,
        )


def _after(
    sig: Sig, occasion: Occasion, writers: Collection[Person], now: datetime
) -> Iterator[Message]:
    """Yield a word to each who writes minutes, while those of a meeting are missing."""
    for person in writers:
        for due in rules.nags(
            occasion, sig, reader_id=person.id, zone=person.zone, now=now
        ):
            yield Message(
                key=due.key,
                kind=MessageKind.MINUTES_MISSING,
                sig_id=sig.id,
                object_id=occasion.id,
                recipient=str(person.user_id),
                due_at=max(due.due_at, now),
                not_after=due.not_after,
            )


def _writers(session: Session, sig_id: int) -> tuple[Person, ...]:
    """Return who writes the minutes and can be reached in Slack."""
    for roles in _WRITERS:
        people = member_rows.members_with(session, sig_id, roles)
        reachable = tuple(each for each in people if each.user_id is not None)
        if reachable:
            return reachable
    return ()
