"""Plans the private reminders of action items, once, whatever happens meanwhile.

What is planned are rows of the outbox, each with a key that names the action, the day
it is about and whom it is for. So planning again changes nothing, a restart loses
nothing, and an action that is due on another day gets new ones.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.actions import reminders as rules
from bot.domain.actions.reminders import Nudge, OpenWork, Task
from bot.domain.clock import Clock
from bot.domain.members import Member
from bot.domain.outbox import Message, MessageKind
from bot.domain.sigs import Sig
from bot.services.actions import common
from storage import action_reminders as rows
from storage import actions as action_rows
from storage import members as member_rows
from storage import outbox
from storage import sigs as sig_rows
from storage.database import Database

# What people read that long ago is not brought up to date any more.
_READ = timedelta(days=14)
_AGAIN = "|"
_REFRESH = {
    MessageKind.ACTION_REMINDER: MessageKind.ACTION_REMINDER_REFRESH,
    MessageKind.ACTION_DIGEST: MessageKind.ACTION_DIGEST_REFRESH,
}


def replan(
    session: Session,
    sig_id: int,
    *,
    numbers: Collection[int] | None = None,
    now: datetime,
) -> None:
    """Plan the reminders of the group's actions anew, after any change of them.

    Of the actions with these ``numbers``, or of all. What their owners have read
    already says then what is true now. Called in the transaction of the change;
    calling it again changes nothing.
    """
    sig = sig_rows.get(session, sig_id)
    members = member_rows.roster(session, sig_id)
    tasks = rows.tasks(session, sig_id, numbers=numbers)
    rows.carry_out(session, _plan(session, sig, tasks, members=members, now=now))
    if numbers is not None:
        _refresh(session, sig, tasks, members=members, now=now)


def plan_all(db: Database, clock: Clock) -> None:
    """Plan for every group what time alone brings: reminders and weekly summaries.

    Writes only where something changes.
    """
    now = clock()
    with db.read() as session:
        known = sig_rows.all_sigs(session)
        changed = [
            sig.id for sig in known if any(not each.is_empty for each in _time(session, sig, now))
        ]
    for sig_id in changed:
        with db.begin() as session:
            sig = sig_rows.get(session, sig_id)
            for each in _time(session, sig, now):
                rows.carry_out(session, each)


def replan_digests(session: Session, sig_id: int, *, now: datetime) -> None:
    """Plan the weekly summaries of a group anew, after somebody paused theirs."""
    sig = sig_rows.get(session, sig_id)
    members = member_rows.roster(session, sig_id)
    rows.carry_out(session, _digests(session, sig, members, now))


def for_message(db: Database, message: Message) -> Nudge | None:
    """Return what a reminder says, or None when its reason is gone.

    It is gone when the action is done, due on another day or put off, or when it is
    somebody else's. A reminder that was read already says what became of it.
    """
    with db.read() as session:
        action = action_rows.by_id(session, message.sig_id, message.object_id)
        reader = _reader(session, message)
        if action is None or reader is None:
            return None
        sig = sig_rows.get(session, message.sig_id)
        (task,) = rows.tasks(session, sig.id, numbers=[action.number])
        key = message.key.partition(_AGAIN)[0]
        is_waiting = key in {each.key for each in rules.reminders(task, reader, sig)}
        if not is_waiting and message.kind is MessageKind.ACTION_REMINDER:
            return None
        (shown,) = common.shown(session, sig.id, [action])
    today = message.due_at.astimezone(ZoneInfo(sig.zone)).date()
    return Nudge(sig=sig, shown=shown, today=today, is_waiting=is_waiting)


def earlier_of(db: Database, message: Message) -> Message | None:
    """Return the message that a later one brings up to date."""
    with db.read() as session:
        return outbox.by_key(session, message.key.partition(_AGAIN)[0])


def open_work(db: Database, sig_id: int, *, now: datetime) -> OpenWork:
    """Return what a group has to do, for the reminder of its next meeting."""
    with db.read() as session:
        sig = sig_rows.get(session, sig_id)
        numbers = {each.number for each in rows.tasks(session, sig_id)}
        found = [
            each
            for each in action_rows.all_actions(session, sig_id)
            if each.number in numbers
        ]
    return OpenWork(actions=tuple(found), today=_today(sig, now))
