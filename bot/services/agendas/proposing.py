"""Proposes a point for an agenda; what those who lead propose is accepted at once."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.agendas import presentation, read, require_open, require_space
from bot.domain.agendas.shown import Agenda, Choices
from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.domain.meetings import AgendaItem, AgendaState, Meeting
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import TABLE, Permission, may
from bot.domain.registers.typed import Typed, Values
from bot.services.agendas.looking_up import applied, choices_for
from bot.services.agendas.reading import seen
from bot.services.meetings.common import asked, numbered
from bot.services.members import Caller, require_permission, today
from storage import agendas as rows
from storage import audit, inbound, outbox
from storage import members as member_rows
from storage.database import Database, alone
from storage.directory import directory

_NO_SUGGESTION = (
    "There is a presentation on the agenda already, or no practice waits for its turn. "
    "Look at it again: /meeting agenda."
)
_USEFUL = timedelta(days=7)


def choices(
    db: Database, clock: Clock, *, caller: Caller, text: str, suggested: bool = False
) -> Choices:
    """Return what the form of a new point offers, for the meeting the text names.

    ``suggested``: filled in with the practice that somebody could present.

    Raises:
        InvalidInputError: the text names no meeting.
        NotFoundError: the group has no such meeting, or the caller is not invited.
        NotAllowedError: only people of the group may.
        InvalidTransitionError: the meeting is over, or was cancelled.
    """
    require_permission(clock, caller, Permission.PROPOSE_AGENDA)
    with db.read() as session:
        meeting = asked(session, caller, text, now=clock())
        require_open(meeting, now=clock())
        found = choices_for(session, clock, caller=caller, meeting=meeting)
        if not suggested:
            return found
        practice = seen(session, clock, caller, meeting).suggestion
        if practice is None:
            raise NotFoundError(_NO_SUGGESTION)
        who = directory(session, caller.sig.id)
        key = who.key_of(None, practice.cluster_id)
        return replace(found, item=presentation(practice, key), person=None)


def propose(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    nonce: str,
    typed: Values,
) -> Agenda:
    """Add a point to a meeting's agenda; the same nonce adds it once.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotFoundError: the group has no such meeting, or the caller is not invited.
        NotAllowedError: only people of the group may.
        InvalidTransitionError: the meeting is over, or was cancelled.
    """
    require_permission(clock, caller, Permission.PROPOSE_AGENDA)
    form, now, sig_id = Typed(typed), clock(), caller.sig.id
    draft = read(form)
    with db.begin() as session:
        alone(session)
        meeting = numbered(session, caller, number)
        require_open(meeting, now=now)
        blank = _blank(session, clock, caller, meeting)
        item = applied(session, clock, caller=caller, form=form, draft=draft, to=blank)
        form.require()
        if not inbound.first_time(session, f"agenda:{sig_id}:{nonce}", now):
            return seen(session, clock, caller, meeting)
        require_space(meeting)
        added = rows.add(session, sig_id, meeting, item=item)
        _log(session, caller, added, now)
        if added.state is AgendaState.PROPOSED:
            _tell_leaders(session, caller, meeting, now=now)
        return seen(session, clock, caller, numbered(session, caller, number))


def _blank(
    session: Session, clock: Clock, caller: Caller, meeting: Meeting
) -> AgendaItem:
    """Return a point with nothing but its place, and the caller to present it."""
    day = today(clock, caller.sig)
    leads = may(caller.actor, Permission.ORDER_AGENDA, today=day)
    last = max((each.position for each in meeting.agenda), default=0)
    return AgendaItem(
        position=last + 1,
        kind="",
        title="",
        minutes=0,
        presenter=directory(session, caller.sig.id).people.get(caller.person.id),
        state=AgendaState.ACCEPTED if leads else AgendaState.PROPOSED,
        proposed_by=caller.person.id,
    )


def _tell_leaders(
    session: Session, caller: Caller, meeting: Meeting, *, now: datetime
) -> None:
    """Tell those who lead, in one place and once an hour, that something waits."""
    sig = caller.sig
    places = [sig.chairs_channel_id]
    if sig.chairs_channel_id is None:
        leaders = TABLE[Permission.ORDER_AGENDA]
        known = member_rows.members_with(session, sig.id, leaders)
        places = [each.user_id for each in known]
    for place in filter(None, places):
        outbox.enqueue(
            session,
            Message(
                key=f"agenda:{meeting.id}:proposed:{now:%Y%m%d%H}:{place}",
                kind=MessageKind.AGENDA_PROPOSED,
                sig_id=sig.id,
                object_id=meeting.id,
                recipient=place,
                due_at=now,
                not_after=now + _USEFUL,
            ),
        )


def _log(session: Session, caller: Caller, item: AgendaItem, now: datetime) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb="proposed",
        object_kind="agenda_item",
        object_id=item.id,
        now=now,
    )
