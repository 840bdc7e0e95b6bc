"""Changes an agenda: accepts, edits, orders, puts off, withdraws, finishes points."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.agendas import (
    Move,
    after,
    is_correctable,
    listed,
    moved,
    placed,
    read,
    require_open,
)
from bot.domain.agendas.shown import Agenda, Choices
from bot.domain.clock import Clock
from bot.domain.errors import (
    NotAllowedError,
    NotFoundError,
)
from bot.domain.meetings import AgendaItem, AgendaState, Meeting
from bot.domain.permissions import Permission, may
from bot.domain.registers.edited import Edited
from bot.domain.registers.typed import Typed, Values
from bot.services.agendas.carrying import pick_up, take_back
from bot.services.agendas.looking_up import applied, choices_for
from bot.services.agendas.reading import seen
from bot.services.meetings.common import numbered
from bot.services.members import Caller, require_permission, today
from storage import agendas as rows
from storage import audit
from storage.database import Database, alone

_NOT_YOURS = (
    "Only the chair and the secretariat change what is on the agenda. What you propose "
    "you can change yourself until they accept it."
)
_GONE = "This point is not there any more. Look at the agenda again: /meeting agenda."


def editable(db: Database, clock: Clock, *, caller: Caller, item_id: int) -> Choices:
    """Return a point with what its form offers.

    Raises:
        NotFoundError: the group has no such point, or the caller is not invited.
        NotAllowedError: it is neither theirs nor do they lead.
        InvalidTransitionError: the meeting is over, or was cancelled.
    """
    require_permission(clock, caller, Permission.PROPOSE_AGENDA)
    with db.read() as session:
        meeting, item = _found(session, caller, item_id)
        _require_theirs(clock, caller, item)
        require_open(meeting, now=clock())
        return choices_for(session, clock, caller=caller, meeting=meeting, item=item)


def edit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    item_id: int,
    version: int,
    typed: Values,
) -> Edited[AgendaItem]:
    """Save what the form of a point says: its text, what becomes of it, its place.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotFoundError: the group has no such point, or the caller is not invited.
        NotAllowedError: it is neither theirs nor do they lead.
        InvalidTransitionError: the meeting is over, or the point cannot get there.
    """
    require_permission(clock, caller, Permission.PROPOSE_AGENDA)
    form, now = Typed(typed), clock()
    draft = read(form)
    with db.begin() as session:
        alone(session)
        meeting, stored = _found(session, caller, item_id)
        _require_theirs(clock, caller, stored)
        require_open(meeting, now=now)
        changed = applied(
            session, clock, caller=caller, form=form, draft=draft, to=stored
        )
        form.require()
        changed = _decided(clock, caller, form, changed)
        place = _place(form, meeting, stored)
        if changed == stored and place is None:
            return Edited(stored=stored)  # nothing new, or the same save twice
        if stored.version != version:
            return Edited(stored=stored, typed=changed)
        saved = _save(session, caller, changed, place=place, now=now)
        return Edited(stored=saved)


def accept(
    db: Database, clock: Clock, *, caller: Caller, item_id: int, version: int
) -> Agenda:
    """Take a proposal onto the agenda; accepting it twice is accepting it once.

    Raises:
        NotFoundError: the group has no such point.
        NotAllowedError: only the chair and the secretariat may.
        InvalidTransitionError: the meeting is over, or the point was withdrawn.
    """
    return _become(
        db,
        clock,
        caller=caller,
        item_id=item_id,
        version=version,
        state=AgendaState.ACCEPTED,
    )


def finish(
    db: Database, clock: Clock, *, caller: Caller, item_id: int, version: int
) -> Agenda:
    """Note that a point is done; what is not done goes on in the next meeting.

    After the meeting too, until its minutes are approved: what went on in the next
    meeting is withdrawn there.

    Raises:
        NotFoundError: the group has no such point.
        NotAllowedError: only the chair and the secretariat may.
        InvalidTransitionError: the meeting is over, or the point is not accepted.
    """
    return _become(
        db,
        clock,
        caller=caller,
        item_id=item_id,
        version=version,
        state=AgendaState.DONE,
    )


def move(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    item_id: int,
    version: int,
    to: Move,
) -> Agenda:
    """Move a point a place up or down.

    The version is the one that the caller saw the point at: a second click on the
    same button moves nothing, nor does one on what somebody else moved meanwhile.

    Raises:
        NotFoundError: the group has no such point.
        NotAllowedError: only the chair and the secretariat may.
        InvalidTransitionError: the meeting is over.
    """
    require_permission(clock, caller, Permission.ORDER_AGENDA)
    now = clock()
    with db.begin() as session:
        alone(session)
        meeting, item = _found(session, caller, item_id)
        require_open(meeting, now=now)
        is_stale = item.version != version
        if not is_stale:
            before = listed(meeting)
            rows.reorder(session, caller.sig.id, before, moved(before, item_id, to))
            _log(session, caller, item, verb="moved", now=now)
        return _after(session, clock, caller, meeting, is_stale=is_stale)


def close(
    session: Session, sig_id: int, meeting: Meeting, *, done: Collection[int]
) -> None:
    """Note which points a meeting has done, by id, when it ends.

    For whoever ends it, in their transaction and before what is left is carried over.
    """
    for item in meeting.agenda:
        if item.id in done and item.state is AgendaState.ACCEPTED:
            rows.change(session, sig_id, after(item, AgendaState.DONE))


def _become(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    item_id: int,
    version: int,
    state: AgendaState,
) -> Agenda:
    require_permission(clock, caller, Permission.ORDER_AGENDA)
    now = clock()
    with db.begin() as session:
        alone(session)
        meeting, item = _found(session, caller, item_id)
        if not (state is AgendaState.DONE and is_correctable(meeting)):
            require_open(meeting, now=now)
        is_stale = item.state is not state and item.version != version
        if item.state is not state and not is_stale:
            rows.change(session, caller.sig.id, after(item, state))
            if item.state is AgendaState.DEFERRED:
                take_back(session, caller.sig.id, item, now=now)
            _log(session, caller, item, verb=state.value, now=now)
        return _after(session, clock, caller, meeting, is_stale=is_stale)


def _after(
    session: Session, clock: Clock, caller: Caller, meeting: Meeting, *, is_stale: bool
) -> Agenda:
    now = numbered(session, caller, meeting.number)
    return replace(seen(session, clock, caller, now), is_stale=is_stale)


def _save(
    session: Session,
    caller: Caller,
    changed: AgendaItem,
    *,
    place: int | None,
    now: datetime,
) -> AgendaItem:
    """Store a point, and what its new state or place means for others."""
    sig_id = caller.sig.id
    saved = rows.change(session, sig_id, changed)
    _log(session, caller, saved, verb="edited", now=now)
    if place is not None:
        meeting, saved = _found(session, caller, saved.id)
        before = listed(meeting)
        rows.reorder(session, sig_id, before, placed(before, saved.id, place))
    if saved.state is AgendaState.DEFERRED:
        pick_up(session, sig_id, now=now)
    return _found(session, caller, saved.id)[1]


def _decided(clock: Clock, caller: Caller, form: Typed, item: AgendaItem) -> AgendaItem:
    """Read what becomes of a point: theirs can be withdrawn by whoever proposed it."""
    chosen = form.raw("state")
    if chosen not in set(AgendaState):
        return item
    state = AgendaState(chosen)
    if not _leads(clock, caller) and state not in {item.state, AgendaState.WITHDRAWN}:
        raise NotAllowedError(_NOT_YOURS)
    return after(item, state)


def _place(form: Typed, meeting: Meeting, item: AgendaItem) -> int | None:
    """Read the place that a point goes to, where it is in order and is to move."""
    chosen, ids = form.raw("place"), [each.id for each in listed(meeting)]
    if not chosen.isascii() or not chosen.isdecimal() or item.id not in ids:
        return None
    return int(chosen) if int(chosen) != ids.index(item.id) + 1 else None


def _found(
    session: Session, caller: Caller, item_id: int
) -> tuple[Meeting, AgendaItem]:
    number = rows.number_of(session, caller.sig.id, item_id)
    meeting = numbered(session, caller, number)
    for item in meeting.agenda:
        if item.id == item_id:
            return meeting, item
    raise NotFoundError(_GONE)


def _leads(clock: Clock, caller: Caller) -> bool:
    day = today(clock, caller.sig)
    return may(caller.actor, Permission.ORDER_AGENDA, today=day)


def _require_theirs(clock: Clock, caller: Caller, item: AgendaItem) -> None:
    is_own = item.proposed_by == caller.person.id
    is_waiting = item.state is AgendaState.PROPOSED
    if not _leads(clock, caller) and not (is_own and is_waiting):
        raise NotAllowedError(_NOT_YOURS)


def _log(
    session: Session, caller: Caller, item: AgendaItem, *, verb: str, now: datetime
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="agenda_item",
        object_id=item.id,
        now=now,
    )
