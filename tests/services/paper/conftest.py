"""A group that writes a paper: a chair, an editor, members of two clusters."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services.whitepaper import outlining
from storage import outbox, sigs
from storage import sections as section_rows

from factories import NOW
from groups import TEAM, a_caller, a_cluster


@dataclass
class Group:
    """A group, its people as callers, and a clock that tests can turn."""

    database: object
    sig: object
    people: dict
    passed: timedelta = field(default_factory=timedelta)

    def clock(self):
        return NOW + self.passed

    def do(self, use_case, who, **arguments):
        caller = self.people[who]
        return use_case(self.database, self.clock, caller=caller, **arguments)

    def section(self, key):
        with self.database.read() as session:
            found = section_rows.listed(session, self.sig.id)
            gone = section_rows.listed(session, self.sig.id, is_removed=True)
        return next(each for each in found + gone if each.section.key == key)

    def order(self):
        found = self.do(outlining.outline, "chair").cards
        return [each.kept.section.key for each in found]

    def texts(self, key):
        with self.database.read() as session:
            found = section_rows.revisions(session, self.section(key).id)
        return [each.body for each in reversed(found)]

    def message(self, key):
        with self.database.read() as session:
            return outbox.by_key(session, key)


@pytest.fixture
def group(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
        sig = sigs.bind(session, sig.id, team_id=TEAM, channel_id="CSIG")
    home, other = (a_cluster(database, sig.id, each) for each in ("EE", "PT"))
    people = {
        "chair": a_caller(database, sig, Role.CHAIR, "UCHAIR"),
        "editor": a_caller(database, sig, Role.EDITOR, "UEDITOR"),
        "member": a_caller(database, sig, Role.MEMBER, "UMEMBER", cluster_id=home),
        "colleague": a_caller(database, sig, Role.ALTERNATE, "UCOL", cluster_id=home),
        "other": a_caller(database, sig, Role.MEMBER, "UOTHER", cluster_id=other),
    }
    made = Group(database, sig, people)
    made.do(outlining.outline, "chair")
    return made
