"""What reminders of action items say, read when they are sent."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.actions import reminders as rules
from bot.domain.actions.reminders import Nudge, OpenWork
from bot.domain.members import Member
from bot.domain.outbox import Message, MessageKind
from bot.domain.sigs import Sig
from bot.services.actions import common
from bot.services.actions.reminding import AGAIN
from storage import action_reminders as rows
from storage import actions as action_rows
from storage import members as member_rows
from storage import outbox
from storage import sigs as sig_rows
from storage.database import Database


def for_message(db: Database, message: Message) -> Nudge | None:
    """Return what a reminder says, or None when its reason is gone.

    It is gone when the action is done, due on another day or put off, or when it is
    somebody else's. A reminder that was read already says what became of it.
    """
    key = message.key.partition(AGAIN)[0]
    with db.read() as session:
        action = action_rows.by_id(session, message.sig_id, message.object_id)
        reader = reader_of(session, message)
        if action is None or reader is None:
            return None
        sig = sig_rows.get(session, message.sig_id)
        (task,) = rows.tasks(session, sig.id, numbers=[action.number])
        is_waiting = key in {each.key for each in rules.reminders(task, reader, sig)}
        if not is_waiting and message.kind is MessageKind.ACTION_REMINDER:
            return None
        (shown,) = common.shown(session, sig.id, [action])
    today = today_in(sig, message.due_at)
    return Nudge(sig=sig, shown=shown, today=today, is_waiting=is_waiting)


def earlier_of(db: Database, message: Message) -> Message | None:
    """Return the message that a later one brings up to date."""
    with db.read() as session:
        return outbox.by_key(session, message.key.partition(AGAIN)[0])


def open_work(db: Database, message: Message) -> OpenWork:
    """Return what a group has to do, for the reminder of its next meeting."""
    with db.read() as session:
        sig = sig_rows.get(session, message.sig_id)
        found = action_rows.all_actions(session, sig.id)
    actions = sorted(
        (each for each in found if each.is_open),
        key=lambda each: (each.due_on or date.max, each.number),
    )
    return OpenWork(actions=tuple(actions), today=today_in(sig, message.due_at))


def reader_of(session: Session, message: Message) -> Member | None:
    """Return whom a private message is for, while they are in the group."""
    for each in member_rows.roster(session, message.sig_id):
        if each.person.user_id == message.recipient:
            return each
    return None


def today_in(sig: Sig, moment: datetime) -> date:
    """Return the day on which a message is read, in the group's home zone."""
    return moment.astimezone(ZoneInfo(sig.zone)).date()
