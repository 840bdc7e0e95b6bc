"""Reads an agenda with everything that stands on it, stored or not."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.agendas import Situation, openings, suggestion, timing
from bot.domain.agendas.points import is_open
from bot.domain.agendas.shown import Agenda, Presenter
from bot.domain.clock import Clock
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.outbox import Message
from bot.domain.permissions import Permission, may
from bot.domain.practices.presenting import waiting
from bot.domain.sigs import Sig
from bot.services.agendas.hearing import reading_out
from bot.services.meetings.common import asked
from bot.services.members import Caller, require_permission, today
from storage import actions as action_rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage import networks as network_rows
from storage import practices as practice_rows
from storage import sigs as sig_rows
from storage.database import Database
from storage.directory import directory
from storage.practices import presenting


def shown(db: Database, clock: Clock, *, caller: Caller, text: str) -> Agenda:
    """Return the agenda of the meeting that the text names, else of the next one.

    Raises:
        InvalidInputError: the text names no meeting.
        NotFoundError: the group has no such meeting, or the caller is not invited.
        NotAllowedError: only people of the group may.
    """
    require_permission(clock, caller, Permission.READ_MEETINGS)
    with db.read() as session:
        meeting = asked(session, caller, text, now=clock())
        return seen(session, clock, caller, meeting)


def seen(session: Session, clock: Clock, caller: Caller, meeting: Meeting) -> Agenda:
    """Return a meeting's agenda with what the caller may see of it, and do about it."""
    day = today(clock, caller.sig)
    is_full = may(caller.actor, Permission.READ_GROUP, today=day)
    own = caller.person.id
    return _agenda(
        session,
        caller.sig,
        meeting,
        now=clock(),
        is_full=is_full,
        own=frozenset(each.id for each in meeting.agenda if each.proposed_by == own),
        may_order=may(caller.actor, Permission.ORDER_AGENDA, today=day),
    )


def agenda_of(session: Session, sig: Sig, meeting: Meeting, *, now: datetime) -> Agenda:
    """Return a meeting's agenda as the channel sees it."""
    return _agenda(session, sig, meeting, now=now)


def for_message(db: Database, message: Message, *, now: datetime) -> Agenda | None:
    """Return the agenda of the meeting that a message is about.

    None: the meeting is gone, cancelled, or over.
    """
    with db.read() as session:
        found = meeting_rows.find_by_id(session, message.object_id)
        if found is None or not is_open(found[1], now=now):
            return None
        sig = sig_rows.get(session, found[0])
        return _agenda(session, sig, found[1], now=now)


def proposal_of(db: Database, message: Message) -> Agenda | None:
    """Return the agenda on which a message says that something is proposed.

    None: the chair has said their word to everything, or the meeting is over.
    """
    found = for_message(db, message, now=message.due_at)
    return found if found and found.proposed else None


def _agenda(
    session: Session,
    sig: Sig,
    meeting: Meeting,
    *,
    now: datetime,
    is_full: bool = True,
    own: frozenset[int] = frozenset(),
    may_order: bool = False,
) -> Agenda:
    situation = _situation(session, sig, meeting, now=now)
    opened = openings(meeting, situation)
    return Agenda(
        meeting=meeting,
        timing=timing(meeting, opened),
        openings=opened,
        suggestion=suggestion(meeting, situation) if is_full else None,
        presenters=_presenters(session, sig.id),
        own=own,
        is_open=is_open(meeting, now=now),
        is_running=meeting.status is MeetingStatus.IN_PROGRESS,
        is_full=is_full,
        may_order=may_order,
    )


def _situation(
    session: Session, sig: Sig, meeting: Meeting, *, now: datetime
) -> Situation:
    who = directory(session, sig.id)
    known = practice_rows.numbered(session, sig.id)
    presented = presenting.presented(session, sig.id)
    actions = action_rows.all_actions(session, sig.id, who=who)
    return Situation(
        meetings=meeting_rows.all_meetings(session, sig.id, who=who),
        actions=actions,
        done=reading_out(session, sig, actions, meeting),
        networks=network_rows.networks(session, sig.id),
        practice=next(iter(waiting(known, presented)), None),
        today=today(lambda: now, sig),
    )


def _presenters(session: Session, sig_id: int) -> dict[str, Presenter]:
    who = directory(session, sig_id)
    accounts = {
        each.person.id: each.person.user_id
        for each in member_rows.roster(session, sig_id)
    }
    people = {
        key: Presenter(name=who.names[key], user_id=accounts.get(person_id))
        for person_id, key in who.people.items()
    }
    clusters = {key: Presenter(name=who.names[key]) for key in who.clusters.values()}
    return clusters | people
