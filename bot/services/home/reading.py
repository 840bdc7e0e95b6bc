"""Reads what is on somebody's Home, in as many queries for many things as for few."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import privacy
from bot.domain.clock import Clock
from bot.domain.consensus import Proposed
from bot.domain.errors import NotAllowedError
from bot.domain.home import (
    SIZES,
    Holes,
    Home,
    Next,
    Page,
    Part,
    Places,
    Screen,
    start_of,
)
from bot.domain.members import is_asked_for_cluster
from bot.domain.permissions import Permission, may
from bot.domain.sigs import Person, Sig
from bot.domain.status import DELIVERY_WINDOW
from bot.services import rsvps
from bot.services.members import Caller, Origin, require_access, today
from bot.services.recommendations import waiting
from storage import actions as action_rows
from storage import home as rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage import rsvps as rsvp_rows
from storage import sigs as sig_rows
from storage import status as status_rows
from storage.database import Database
from storage.home import Whose


def screen(db: Database, clock: Clock, *, origin: Origin) -> Screen:
    """Return what somebody sees on Home: of the group they chose, else of the first.

    Everything is from one moment; what happens later is an event after its last one.
    """
    with db.read() as session:
        event = rows.last_event(session)
        mine = sig_rows.of_person(session, origin.home_team_id, origin.user_id)
        groups = tuple(sig for sig in mine if sig.team_id == origin.team_id)
        person = member_rows.find_person(session, origin.home_team_id, origin.user_id)
        tab = rows.find(session, person.id) if person else None
        found = Screen(groups=groups, tab=tab, event=event)
        if person is None or not groups:
            return found
        chosen = tab.sig_id if tab else None
        sig = next((each for each in groups if each.id == chosen), groups[0])
        return _of_group(session, clock, replace(found, sig=sig), sig, person)


def read(db: Database, clock: Clock, *, caller: Caller, places: Places) -> Home:
    """Return the caller's own things of their group, a page of each list.

    Raises:
        NotAllowedError: an external's last day is over.
    """
    with db.read() as session:
        return _read(session, clock, caller=caller, places=places)


def _of_group(
    session: Session, clock: Clock, found: Screen, sig: Sig, person: Person
) -> Screen:
    actor = member_rows.actor(session, sig.id, person.id)
    has_seen = privacy.has_seen(person.notice_version)
    if actor is None or not has_seen:
        place = member_rows.place(session, sig.id, person.id)
        asks_cluster = not has_seen and is_asked_for_cluster(place)
        return replace(found, shows_notice=not has_seen, asks_cluster=asks_cluster)
    caller = Caller(sig=sig, person=person, actor=actor)
    places = found.tab.places if found.tab else {}
    try:
        home = _read(session, clock, caller=caller, places=places)
    except NotAllowedError as error:
        return replace(found, refused=str(error))
    return replace(found, home=home)


def _read(session: Session, clock: Clock, *, caller: Caller, places: Places) -> Home:
    require_access(clock, caller)
    now, day = clock(), today(clock, caller.sig)
    whose = Whose(
        sig_id=caller.sig.id,
        person_id=caller.person.id,
        cluster_id=caller.actor.cluster_id,
        places=places,
    )
    leads = may(caller.actor, Permission.MANAGE_MEMBERS, today=day)
    votes = may(caller.actor, Permission.ANSWER_POLL, today=day)
    polls = rows.polls(session, whose, now)
    if not votes or caller.actor.cluster_id is None:
        polls = replace(polls, items=(), total=0, offset=0)
    return Home(
        sig=caller.sig,
        as_of=now,
        today=day,
        next=_next(session, caller, now),
        actions=rows.actions(session, whose, day),
        practices=rows.practices(session, whose),
        reviews=rows.reviews(session, whose),
        polls=polls,
        rounds=_rounds(session, caller, now, places),
        sections=rows.sections(session, whose),
        edition=status_rows.last_edition(session, caller.sig.id),
        holes=_holes(session, caller.sig.id, now) if leads else None,
        has_finished=action_rows.has_finished(
            session, caller.sig.id, person_id=caller.person.id
        ),
        may_submit=may(caller.actor, Permission.SUBMIT_PRACTICE, today=day),
        may_record=may(caller.actor, Permission.RECORD_ACTION, today=day),
    )


def _rounds(
    session: Session, caller: Caller, now: datetime, places: Places
) -> Page[Proposed]:
    """Return what the caller's cluster is asked and has not answered."""
    part, cluster_id = Part.ROUNDS, caller.actor.cluster_id
    votes = may(caller.actor, Permission.VOTE, today=today(lambda: now, caller.sig))
    if not votes or cluster_id is None:
        return Page(part=part)
    found = waiting.for_cluster(session, caller.sig, cluster_id, now=now)
    start = start_of(part, places.get(part, 0), len(found))
    items = found[start : start + SIZES[part]]
    return Page(part=part, total=len(found), offset=start, items=items)


def _next(session: Session, caller: Caller, now: datetime) -> Next | None:
    numbers = rows.coming(session, caller.sig.id, now)
    invited = [each for each in numbers if caller.actor.may_attend(each)]
    if not invited:
        return None
    meeting = meeting_rows.find(session, caller.sig.id, invited[0])
    if meeting is None:
        return None
    own = rsvp_rows.of_person(session, meeting.id, caller.person.id)
    return Next(
        meeting=meeting,
        forecast=rsvps.forecast_of(session, caller.sig, meeting),
        own=own.answer if own else None,
        own_represented_by=own.represented_by if own else "",
    )


def _holes(session: Session, sig_id: int, now: datetime) -> Holes:
    since = now - DELIVERY_WINDOW
    delivery = status_rows.delivery(session, sig_id, since=since, now=now)
    return Holes(
        without_owner=rows.without_owner(session, sig_id),
        without_minutes=rows.without_minutes(session, sig_id, now),
        failed=delivery.failed,
        missed=delivery.missed,
        proposals=status_rows.open_proposals(session, sig_id),
    )
