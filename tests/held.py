"""A small group with a meeting that is held, for tests of use cases."""

from dataclasses import dataclass
from datetime import timedelta

import copies
from factories_matching import two_more_clusters
from scenarios_meetings import a_planned_meeting

from bot.domain.decisions import DecisionKind, Proposal
from bot.domain.minutes import TakesIn
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services import decisions, holding, minutes
from storage import sigs

from factories import NOW
from groups import TEAM, a_caller


@dataclass
class Hall:
    """A group of two clusters, its people, and a clock that can be set."""

    database: object
    sig: Sig
    people: dict
    number: int
    moment: object = NOW

    def clock(self):
        return self.moment

    def do(self, use_case, name, **arguments):
        caller = self.people[name]
        return use_case(self.database, self.clock, caller=caller, **arguments)

    def start(self):
        return self.do(holding.start, "chair", text=f"M-{self.number}")

    def end(self):
        return self.do(holding.end, "chair", text=f"M-{self.number}")

    def note(self, text, name="member", *, source=None):
        return self.do(holding.note, name, text=text, source=source or text[:50])

    def decide(self, text="We go on.", kind=DecisionKind.VOTE, **changes):
        if kind is DecisionKind.WRITTEN:
            changes = {"ends_on": self.moment.date() + timedelta(days=7)} | changes
        proposal = Proposal(text=text, kind=kind, **changes)
        return self.do(
            decisions.record, "chair", nonce=f"{kind}:{text}", proposal=proposal
        )

    def record(self, name="chair"):
        return self.do(holding.material, name, text=f"M-{self.number}")

    def edit(self, body, *, revision, name="chair", takes_in=None):
        return self.do(
            minutes.edit,
            name,
            number=self.number,
            revision=revision,
            body=body,
            takes_in=takes_in or TakesIn(),
        )

    def circulate(self, body="# Minutes", *, revision=0, takes_in=None):
        return self.do(
            minutes.circulate,
            "chair",
            number=self.number,
            revision=revision,
            body=body,
            takes_in=takes_in or TakesIn(),
        )


def a_hall(database, *, meeting=True):
    """Store the group; its chair speaks for no cluster."""
    sig, people, number = copies.filled(
        database, ("hall", meeting), lambda: _fill(database, meeting=meeting)
    )
    return Hall(database, sig, dict(people), number)


def _fill(database, *, meeting):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
        sig = sigs.bind(session, sig.id, team_id=TEAM, channel_id="CSIG")
        first, second = two_more_clusters(session, sig.id)
    people = {
        name: a_caller(database, sig, role, f"U{name.upper()}", **place)
        for name, role, place in (
            ("chair", Role.CHAIR, {}),
            ("editor", Role.EDITOR, {"cluster_id": first}),
            ("member", Role.MEMBER, {"cluster_id": first}),
            ("colleague", Role.MEMBER, {"cluster_id": first}),
            ("other", Role.MEMBER, {"cluster_id": second}),
            ("observer", Role.OBSERVER, {}),
            ("guest", Role.EXTERNAL, {"meetings": (99,)}),
        )
    }
    number = a_planned_meeting(database, sig.id, NOW).number if meeting else 0
    return sig, people, number
