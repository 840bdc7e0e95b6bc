"""A group of two clusters that asks for a date."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from people import Group

from bot.domain.outbox import Message
from bot.domain.permissions import Role
from bot.services import polls
from bot.services.members import Caller
from storage import members, outbox, sigs
from storage import polls as rows
from storage.tables import OutboxRow

FORM = {
    "title": "Kick-off",
    "minutes": "60",
    "mode": "online",
    "join_url": "https://example.org/room",
    "zone": "Europe/Brussels",
    "deadline_day": "2026-11-30",
    "deadline_time": "17:00",
    "day_1": "2026-12-07",
    "time_1": "10:00",
    "day_2": "2026-12-08",
    "time_2": "14:00",
}


@dataclass
class Asking:
    """The group, its people, and what they do with a poll."""

    group: Group
    chair: Caller
    one: Caller
    other: Caller

    @property
    def database(self):
        return self.group.database

    @property
    def now(self) -> datetime:
        return self.group.clock.moment

    def wait(self, **length):
        self.group.clock.moment += timedelta(**length)

    def open(self, nonce="n", **changes):
        return self.do(polls.open_poll, self.chair, nonce=nonce, values=FORM | changes)

    def do(self, use_case, caller, **arguments):
        return self.group.do(use_case, caller, **arguments)

    def answer(self, who, poll, *words, zone="Europe/Brussels"):
        slots = self.poll(poll).slots
        said = {slot.id: word for slot, word in zip(slots, words, strict=False) if word}
        return self.do(
            polls.answer, who, poll_id=poll.id, zone=zone, answers=said
        ).is_saved

    def decide(self, who, poll, position=1):
        slot = self.poll(poll).slots[position - 1]
        return self.do(polls.decide, who, poll_id=poll.id, slot_id=slot.id)

    def change(self, use_case, poll, who=None, version=None, **values):
        return self.do(
            use_case,
            who or self.chair,
            poll_id=poll.id,
            version=version or self.poll(poll).version,
            values=values,
        )

    def poll(self, poll):
        with self.database.read() as session:
            return rows.get(session, self.group.sig.id, poll.id)

    def shown(self, poll, who=None):
        return self.do(polls.shown, who or self.chair, poll_id=poll.id)

    def rows(self, kind, state=None) -> list[OutboxRow]:
        found = self.group.messages(kind.value)
        return [row for row in found if state in (None, row.state)]

    def message(self, kind, user=None) -> Message:
        """Return the newest message of a kind, to somebody where it is to people."""
        found = [r for r in self.rows(kind) if user in (None, r.recipient)]
        with self.database.read() as session:
            return outbox.by_key(session, found[-1].key)

    def live_in(self, who, zone):
        with self.database.begin() as session:
            members.save_person(session, replace(who.person, zone=zone))

    def rendered(self, kind, user=None):
        return polls.for_message(self.database, self.message(kind, user))


@pytest.fixture
def asking(database) -> Asking:
    group = Group(database)
    with database.begin() as session:
        night = sigs.get(session, group.sig.id)
        group.sig = sigs.save(session, replace(night, quiet_from=night.quiet_until))
    return Asking(
        group=group,
        chair=group.add(Role.CHAIR, "UCHAIR"),
        one=group.add(Role.MEMBER, "UONE", group.estonia),
        other=group.add(Role.MEMBER, "UOTHER", group.latvia),
    )
