"""A group with a meeting that is announced, moved and cancelled, for calendars."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clocks import Clock

from bot.delivery import Delivery
from bot.domain.meetings import Meeting, MeetingStatus, MinutesStatus
from bot.domain.outbox import MessageKind
from bot.domain.permissions import Role
from bot.domain.sigs import Membership, Person, Sig
from bot.services.meetings import changing, telling
from storage import invitations, meeting_rows, meetings, members, sigs

from factories import NOW
from groups import TEAM, a_caller

CHANNEL = "CSIG"
ZONE = "Europe/Brussels"


def in_days(days, *, clock=NOW):
    """Return a wall time in that many days."""
    day = (clock + timedelta(days=days)).date()
    return datetime(day.year, day.month, day.day, 14)  # noqa: DTZ001 - wall time


def a_meeting(local, **changes):
    values = {
        "number": 0,
        "title": "Monthly meeting",
        "starts_local": local,
        "zone": ZONE,
        "starts_at": local.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC),
        "duration_minutes": 90,
        "mode": "online",
        "status": MeetingStatus.SCHEDULED,
        "minutes_status": MinutesStatus.NONE,
        "join_url": "https://meet.example.eu/room",
    }
    return Meeting(**(values | changes))


@dataclass
class Group:
    """A group in a database, and what can happen to its meetings."""

    database: object
    clock: Clock
    sig: Sig

    def schedule(self, local=None, **changes):
        with self.database.begin() as session:
            return changing.create(
                session,
                self.sig,
                a_meeting(local or in_days(10), **changes),
                actor_id=None,
                now=self.clock(),
            )

    def move(self, meeting, local):
        starts_at = local.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
        return self._change(
            meeting, MessageKind.MEETING_MOVED, starts_local=local, starts_at=starts_at
        )

    def cancel(self, meeting, reason="Strike"):
        return self._change(
            meeting,
            MessageKind.MEETING_CANCELLED,
            status=MeetingStatus.CANCELLED,
            cancelled_reason=reason,
        )

    def _change(self, meeting, kind, **changes):
        with self.database.begin() as session:
            known = meetings.find(session, self.sig.id, meeting.number)
            new = replace(known, sequence=known.sequence + 1, **changes)
            saved = meeting_rows.change(session, self.sig.id, new)
            telling.changed(session, self.sig, saved, kind=kind, now=self.clock())
        return saved

    def guest(self, email="guest@example.eu", **place):
        """Give somebody without Slack a place, with an address."""
        with self.database.begin() as session:
            person = members.add_person(session, Person(display_name="A hospital"))
            values = {"purpose": "Advice", "expires_on": None} | place
            members.set_membership(
                session,
                Membership(
                    sig_id=self.sig.id,
                    person_id=person.id,
                    role=Role.EXTERNAL,
                    **values,
                ),
            )
            invitations.set_email(session, self.sig.id, person.id, email)
        return person


def a_group(database, clock):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Digital health"))
        sigs.bind(session, sig.id, team_id=TEAM, channel_id=CHANNEL)
    with database.read() as session:
        sig = sigs.get(session, sig.id)
    a_caller(database, sig, Role.CHAIR, "UCHAIR")
    a_caller(database, sig, Role.MEMBER, "UMEMBER")
    return Group(database, clock, sig)


def a_worker(database, clock, client, carriers, name="first"):
    return Delivery(
        db=database,
        clock=clock,
        client=client,
        worker=name,
        blocked={},
        carriers=carriers,
    )
