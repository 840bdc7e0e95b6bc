"""What people say of an action item: done, blocked, for somebody else, later."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot.domain.actions import ActionItem, Shown, states
from bot.domain.actions.dating import day_meant
from bot.domain.actions.phrases import today_in
from bot.domain.actions.states import Event
from bot.domain.actions.telling import Notice, Verb, Worked, is_true
from bot.domain.clock import Clock
from bot.domain.outbox import Message
from bot.domain.permissions import TABLE, Permission
from bot.services.actions import common
from bot.services.members import Caller, require_permission, today
from storage import actions as rows
from storage import members as member_rows
from storage import sigs as sig_rows
from storage.database import Database
from storage.directory import directory

Change = Callable[[ActionItem], ActionItem]
Hearers = Callable[[Session, Shown], Collection[int | None]]
_VERBS = {
    Event.START: Verb.STARTED,
    Event.DONE: Verb.DONE,
    Event.REOPEN: Verb.REOPENED,
    Event.BLOCK: Verb.BLOCKED,
    Event.UNBLOCK: Verb.UNBLOCKED,
    Event.CANCEL: Verb.CANCELLED,
}
_LEADERS = TABLE[Permission.SCHEDULE_MEETINGS]


def done(
    db: Database, clock: Clock, *, caller: Caller, number: int, evidence: str = ""
) -> Worked:
    """Say that an action item is done; a second time is told who said it first.

    Raises:
        InvalidInputError: the evidence is too long.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """
    return _say(
        db, clock, caller=caller, number=number, event=Event.DONE, words=evidence
    )


def start(db: Database, clock: Clock, *, caller: Caller, number: int) -> Worked:
    """Say that somebody has begun with it.

    Raises:
        InvalidTransitionError: it is blocked or finished.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """
    return _say(db, clock, caller=caller, number=number, event=Event.START)


def reopen(db: Database, clock: Clock, *, caller: Caller, number: int) -> Worked:
    """Open again what was done or cancelled.

    Raises:
        InvalidTransitionError: it is neither.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """
    return _say(db, clock, caller=caller, number=number, event=Event.REOPEN)


def block(
    db: Database, clock: Clock, *, caller: Caller, number: int, reason: str
) -> Worked:
    """Say that it cannot go on, and why; those who lead the group hear of it.

    Raises:
        InvalidInputError: the reason is missing or too long.
        InvalidTransitionError: it is finished.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """
    return _say(
        db, clock, caller=caller, number=number, event=Event.BLOCK, words=reason
    )


def unblock(db: Database, clock: Clock, *, caller: Caller, number: int) -> Worked:
    """Say that nothing is in its way any more.

    Raises:
        InvalidTransitionError: it is finished, or goes on already.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """
    return _say(db, clock, caller=caller, number=number, event=Event.UNBLOCK)


def cancel(
    db: Database, clock: Clock, *, caller: Caller, number: int, reason: str
) -> Worked:
    """Say that it is not to be done, and why.

    Raises:
        InvalidInputError: the reason is missing or too long.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """
    return _say(
        db, clock, caller=caller, number=number, event=Event.CANCEL, words=reason
    )


def add_evidence(
    db: Database, clock: Clock, *, caller: Caller, number: int, evidence: str
) -> Worked:
    """Note what shows that it is done.

    Raises:
        InvalidInputError: the evidence is too long.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """

    def change(action: ActionItem) -> ActionItem:
        return replace(action, evidence=states.evidence(evidence))

    return changed(
        db, clock, caller=caller, number=number, change=change, verb=Verb.EVIDENCED
    )


def snooze(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    until: date | None = None,
    words: str = "",
    moves_due: bool = False,
) -> Worked:
    """Let nobody be reminded of it before a day; None: from now on again.

    ``words`` are a day as somebody types it. ``moves_due`` puts its due date off as
    well, where the day is after it.

    Raises:
        InvalidInputError: the day is not to come, or after the due date.
        InvalidTransitionError: it is finished.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """
    day = today(clock, caller.sig)
    if words:
        until = day_meant(words, today=_own_day(clock, caller), name="until")

    def change(action: ActionItem) -> ActionItem:
        return states.snoozed(action, until, today=day, moves_due=moves_due)

    return changed(
        db, clock, caller=caller, number=number, change=change, verb=Verb.SNOOZED
    )


def move(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    due_on: date | None = None,
    words: str = "",
    version: int | None = None,
) -> Worked:
    """Give it another due date, or none; its owner hears of it from others.

    ``words`` are a day as somebody types it; ``version`` is the one a form was opened
    with.

    Raises:
        InvalidInputError: the day is over.
        InvalidTransitionError: it is finished.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
        StaleVersionError: somebody changed it since ``version``.
    """
    day = today(clock, caller.sig)
    if words:
        due_on = day_meant(words, today=_own_day(clock, caller), name="due_on")

    def change(action: ActionItem) -> ActionItem:
        common.require_version(action, version)
        return states.due(action, due_on, today=day)

    return changed(
        db,
        clock,
        caller=caller,
        number=number,
        change=change,
        verb=Verb.MOVED,
        to=_owners,
    )


def _own_day(clock: Clock, caller: Caller) -> date:
    """Return the day that the caller has, by which they say "tomorrow"."""
    return today_in(clock(), caller.person.zone or caller.sig.zone)


def for_notice(db: Database, message: Message) -> Notice | None:
    """Return what a message to one person tells; None: it is not so any more."""
    with db.read() as session:
        action = rows.by_id(session, message.sig_id, message.object_id)
        verb = Verb(message.key.split(":")[2])
        if action is None or not is_true(action, verb):
            return None
        sig = sig_rows.get(session, message.sig_id)
        by = rows.latest_actor(session, sig.id, action.id, verb=verb)
        return Notice(
            shown=common.one(session, sig.id, action),
            verb=verb,
            today=today(lambda: message.due_at, sig),
            by_user_id=common.accounts(session, sig.id).get(by or 0),
        )


def _say(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    event: Event,
    words: str = "",
) -> Worked:
    day = today(clock, caller.sig)

    def change(action: ActionItem) -> ActionItem:
        return states.after(action, event, today=day, by=caller.person.id, words=words)

    to = _HEARERS.get(event, _concerned)
    return changed(
        db,
        clock,
        caller=caller,
        number=number,
        change=change,
        verb=_VERBS[event],
        to=to,
    )


def changed(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    change: Change,
    verb: Verb,
    to: Hearers | None = None,
) -> Worked:
    """Change an action item, once; those whom it concerns are told.

    Raises:
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """
    require_permission(clock, caller, Permission.WORK_ACTION)
    now, day = clock(), today(clock, caller.sig)
    with db.begin() as session:
        rows.lock(session, caller.sig.id, number)
        action = common.asked(session, caller, number)
        found = common.one(session, caller.sig.id, action)
        common.require_work(clock, caller, found)
        changed = change(action)
        if changed == action:
            return _said_before(session, caller, found, verb=verb, day=day)
        stored = common.store(session, caller, changed, verb=verb, now=now)
        if to is not None:
            hearers = to(session, stored)
            common.tell(session, caller, stored, verb=verb, to=hearers, now=now)
    return Worked(shown=stored, before=action.status, today=day)


def _said_before(
    session: Session, caller: Caller, found: Shown, *, verb: Verb, day: date
) -> Worked:
    """Return what is so already, and who said it, if that is known."""
    action, sig_id = found.action, caller.sig.id
    by = action.done_by if verb is Verb.DONE else None
    by = by or rows.latest_actor(session, sig_id, action.id, verb=verb)
    who = directory(session, sig_id)
    return Worked(
        shown=found,
        before=action.status,
        today=day,
        is_new=False,
        by="you" if by == caller.person.id else _title(who.names, who.people, by),
        by_user_id=common.accounts(session, sig_id).get(by or 0),
    )


def _title(names: dict[str, str], people: dict[int, str], by: int | None) -> str:
    return names.get(people.get(by or 0, ""), "")


def _owners(_: Session, found: Shown) -> Collection[int | None]:
    return found.people


def _concerned(_: Session, found: Shown) -> Collection[int | None]:
    """Return who owns it or helps, and who wrote it down."""
    return (*found.people, found.action.recorded_by)


def _leaders_too(session: Session, found: Shown) -> Collection[int | None]:
    leaders = member_rows.members_with(session, found.sig_id, _LEADERS)
    return (*_concerned(session, found), *(each.id for each in leaders))


def _nobody(_session: Session, _found: Shown) -> Collection[int | None]:
    return ()


_HEARERS: dict[Event, Hearers] = {
    Event.START: _nobody,
    Event.BLOCK: _leaders_too,
    Event.UNBLOCK: _leaders_too,
}
