"""Meetings in a value or in a real database, ready for a test."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.meetings import (
    AgendaItem,
    AgendaState,
    Meeting,
    MeetingStatus,
    MinutesStatus,
)
from bot.domain.permissions import Role
from bot.domain.sigs import Membership
from storage import agendas, meeting_rows, meetings, members, sigs

from factories import NOW
from groups import TEAM, onboard, seat

ZONE = "Europe/Brussels"


def a_meeting(starts_at=NOW + timedelta(days=10), **changes):
    """Return a meeting in ten days, unless told otherwise."""
    local = starts_at.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    values = {
        "id": 1,
        "number": 1,
        "title": "Monthly meeting",
        "starts_local": local,
        "zone": ZONE,
        "starts_at": starts_at,
        "duration_minutes": 90,
        "mode": "online",
        "status": MeetingStatus.SCHEDULED,
        "minutes_status": MinutesStatus.NONE,
    }
    return Meeting(**(values | changes))


def an_item(item_id, position=None, **changes):
    """Return a point of ten minutes that is on the agenda."""
    values = {
        "id": item_id,
        "position": item_id if position is None else position,
        "kind": "discussion",
        "title": f"Point {item_id}",
        "minutes": 10,
        "state": AgendaState.ACCEPTED,
    }
    return AgendaItem(**(values | changes))


def plan(database, sig_id, *, now=NOW, days=10, **changes):
    """Store a meeting that many days from now; return it."""
    meeting = a_meeting(now + timedelta(days=days), **changes)
    with database.begin() as session:
        return meeting_rows.add(session, sig_id, replace(meeting, id=0, number=0))


def change(database, sig_id, meeting, **changes):
    """Let something become of a meeting."""
    with database.begin() as session:
        known = meetings.find(session, sig_id, meeting.number)
        return meeting_rows.change(session, sig_id, replace(known, **changes))


def read(database, sig_id, meeting):
    """Return a meeting as it is stored."""
    with database.read() as session:
        return meetings.find(session, sig_id, meeting.number)


def put(database, sig_id, meeting, *titles, **changes):
    """Put points on a meeting's agenda; return them."""
    with database.begin() as session:
        last = len(meetings.find(session, sig_id, meeting.number).agenda)
        return [
            agendas.add(
                session,
                sig_id,
                meeting,
                item=an_item(0, last + place, title=title, **changes),
            )
            for place, title in enumerate(titles, start=1)
        ]


def group_in(database, channel, *, team=TEAM):
    """Return the channel's group."""
    with database.read() as session:
        return sigs.by_channel(session, team, channel)


def seated(database, channel):
    """Seat a chair, two people of one cluster, one of another, and an observer."""
    seat(database, channel, "UCHAIR", Role.CHAIR)
    seat(database, channel, "UMEMBER", Role.MEMBER, "EE")
    seat(database, channel, "UOTHER", Role.ALTERNATE, "EE")
    seat(database, channel, "UTHIRD", Role.MEMBER, "DK")
    seat(database, channel, "UWATCH", Role.OBSERVER)
    return group_in(database, channel)


def guest(database, channel, user_id, *, team=TEAM, **terms):
    """Invite an external to some meetings, or to all."""
    onboard(database, channel, user_id, team=team)
    sig = group_in(database, channel, team=team)
    with database.begin() as session:
        person = members.find_person(session, team, user_id)
        place = Membership(
            sig_id=sig.id, person_id=person.id, role=Role.EXTERNAL, **terms
        )
        members.set_membership(session, place)
