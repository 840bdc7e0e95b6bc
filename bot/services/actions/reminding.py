"""Plans the private reminders of action items, once, whatever happens meanwhile.

What is planned are rows of the outbox, each with a key that names the action, the day
it is about and whom it is for. So planning again changes nothing, a restart loses
nothing, and an action that is due on another day gets new ones.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.actions import reminders as rules
from bot.domain.actions.reminders import Task
from bot.domain.clock import Clock
from bot.domain.members import Member
from bot.domain.outbox import Message, MessageKind
from bot.domain.reminders import Due
from bot.domain.sigs import Sig
from storage import action_reminders as rows
from storage import members as member_rows
from storage import outbox
from storage import sigs as sig_rows
from storage.database import Database

AGAIN = "|"
# What people read longer ago is not brought up to date any more.
_READ = timedelta(days=14)
_DAY = timedelta(days=1)
_KINDS = (MessageKind.ACTION_REMINDER, MessageKind.ACTION_DIGEST)
_REFRESHED_BY = {
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
    about = None if numbers is None else [each.id for each in tasks]
    found = _reminders(session, sig, tasks, members=members, about=about, now=now)
    rows.carry_out(session, found)
    if numbers is not None:
        _refresh(session, sig, tasks, members=members, now=now)


def replan_digests(session: Session, sig_id: int, *, now: datetime) -> None:
    """Plan the weekly summaries of a group anew, after somebody paused theirs."""
    sig = sig_rows.get(session, sig_id)
    members = member_rows.roster(session, sig_id)
    rows.carry_out(session, _digests(session, sig, members, now))


def plan_all(db: Database, clock: Clock) -> None:
    """Plan for every group what time alone brings: reminders and weekly summaries.

    Writes only where something changes.
    """
    now = clock()
    with db.read() as session:
        changed = [
            sig
            for sig in sig_rows.all_sigs(session)
            if any(not each.is_empty for each in _plans(session, sig, now))
        ]
    for sig in changed:
        with db.begin() as session:
            for each in _plans(session, sig, now):
                rows.carry_out(session, each)


def _plans(session: Session, sig: Sig, now: datetime) -> tuple[rows.Plan, rows.Plan]:
    members = member_rows.roster(session, sig.id)
    today = now.astimezone(ZoneInfo(sig.zone)).date()
    # A day more: it may be tomorrow already where somebody lives, or still yesterday.
    last = today + rules.PLANNED_AHEAD + rules.REMINDED_BEFORE + _DAY
    tasks = rows.tasks(session, sig.id, due=(today - _DAY, last))
    return (
        _reminders(session, sig, tasks, members=members, about=None, now=now),
        _digests(session, sig, members, now),
    )


def _reminders(
    session: Session,
    sig: Sig,
    tasks: Collection[Task],
    *,
    members: Collection[Member],
    about: Collection[int] | None,
    now: datetime,
) -> rows.Plan:
    wanted = [
        message
        for task in tasks
        for message in _messages(task, members, sig)
        if message.due_at <= now + rules.PLANNED_AHEAD
        and (message.not_after is None or message.not_after > now)
    ]
    kind = MessageKind.ACTION_REMINDER
    return rows.plan(session, sig.id, wanted, kind=kind, about=about, now=now)


def _messages(task: Task, members: Collection[Member], sig: Sig) -> Iterator[Message]:
    for member in rules.owners(task, members):
        for due in rules.reminders(task, member, sig):
            yield Message(
                key=due.key,
                kind=MessageKind.ACTION_REMINDER,
                sig_id=sig.id,
                object_id=task.id,
                recipient=str(member.person.user_id),
                due_at=due.due_at,
                not_after=due.not_after,
            )


def _digests(
    session: Session, sig: Sig, members: Collection[Member], now: datetime
) -> rows.Plan:
    """Plan a summary for each person; what it says is seen when it is sent."""
    paused = rows.pauses(session, sig.id)
    wanted = []
    for member in members:
        due = rules.digest(member, sig, now)
        if due and not rules.is_paused(paused, member, sig, due.due_at):
            wanted.append(_digest(due, member, sig))
    kind = MessageKind.ACTION_DIGEST
    return rows.plan(session, sig.id, wanted, kind=kind, about=None, now=now)


def _digest(due: Due, member: Member, sig: Sig) -> Message:
    return Message(
        key=due.key,
        kind=MessageKind.ACTION_DIGEST,
        sig_id=sig.id,
        object_id=member.person.id,
        recipient=str(member.person.user_id),
        due_at=due.due_at,
        not_after=due.not_after,
    )


def _refresh(
    session: Session,
    sig: Sig,
    tasks: Collection[Task],
    *,
    members: Collection[Member],
    now: datetime,
) -> None:
    """Let what the owners have read about actions say what is true now.

    Each change has a row of its own: one that waits already may be rendered before
    this change is saved.
    """
    for task in tasks:
        owners = [each.person.id for each in rules.owners(task, members)]
        for kind, about in zip(_KINDS, ([task.id], owners), strict=True):
            since = now - _READ
            for each in rows.told(session, sig.id, kind, about=about, since=since):
                outbox.enqueue(
                    session,
                    Message(
                        key=f"{each.key}{AGAIN}{task.id}:{task.version}",
                        kind=_REFRESHED_BY[kind],
                        sig_id=sig.id,
                        object_id=each.object_id,
                        recipient=each.recipient,
                        due_at=now,
                    ),
                )
