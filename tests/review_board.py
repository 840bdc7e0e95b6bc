"""A group with an author and reviewers of other clusters, for tests of use cases."""

from dataclasses import replace

import copies

from bot.domain.permissions import Role
from bot.domain.practices import (
    Answer,
    Criterion,
    Declaration,
    Label,
    Opinion,
    Verdict,
)
from bot.domain.sigs import Sig
from bot.domain.themes import DEFAULT_THEMES
from bot.services import practices, reviews
from bot.services.members import Caller
from storage import members, sigs, themes

from factories import NOW, a_content
from groups import TEAM, a_caller, a_cluster

DECLARED = Declaration(has_rights=True, may_publish=True, names_no_patient=True)
CAST = {
    "chair": (Role.CHAIR, "BE"),
    "secretariat": (Role.SECRETARIAT, None),
    "author": (Role.MEMBER, "EE"),
    "colleague": (Role.REVIEWER, "EE"),
    "near_editor": (Role.EDITOR, "EE"),
    "denmark": (Role.REVIEWER, "DK"),
    "portugal": (Role.REVIEWER, "PT"),
    "france": (Role.EDITOR, "FR"),
    "member": (Role.MEMBER, "PT"),
    "observer": (Role.OBSERVER, None),
    "external": (Role.EXTERNAL, None),
}
ANSWERS = dict.fromkeys(Criterion, Answer.YES)
ACCEPT = Opinion(
    answers=ANSWERS,
    verdict=Verdict.ACCEPT,
    label=Label.GOOD,
    names_no_patient=True,
)
CHANGES = Opinion(
    answers=ANSWERS, verdict=Verdict.CHANGES, remarks={"evidence": "Since when?"}
)
DECLINE = Opinion(answers=ANSWERS, verdict=Verdict.DECLINE, comment="No.")


class Board:
    """The people of a group, and what they do; each step is one use case."""

    def __init__(self, database, channel="CSIG", cast=CAST):
        self.database = database
        self.moment = NOW
        key = ("board", channel, *cast.items())
        self.sig, people = copies.filled(
            database, key, lambda: self._found(channel, cast)
        )
        self.people = dict(people)
        self.submitted = 0

    def _found(self, channel, cast):
        with self.database.begin() as session:
            sig = sigs.add(session, Sig(name=channel))
            themes.ensure_themes(session, sig.id, DEFAULT_THEMES)
            self.sig = sigs.bind(session, sig.id, team_id=TEAM, channel_id=channel)
        return self.sig, {
            name: self._seat(name, *place) for name, place in cast.items()
        }

    def clock(self):
        return self.moment

    def _seat(self, name, role, country):
        place = {}
        if country:
            place["cluster_id"] = a_cluster(self.database, self.sig.id, country)
        user = f"U{self.sig.id}{name.upper()}"
        return a_caller(self.database, self.sig, role, user, **place)

    def move(self, name, country):
        """Let somebody speak for another cluster from now on."""
        caller = self.people[name]
        cluster_id = a_cluster(self.database, self.sig.id, country)
        with self.database.begin() as session:
            place = members.place(session, self.sig.id, caller.person.id)
            members.set_membership(session, replace(place, cluster_id=cluster_id))
            actor = members.actor(session, self.sig.id, caller.person.id)
        self.people[name] = Caller(sig=self.sig, person=caller.person, actor=actor)

    def submit(self, name="author", *, needed=2, **content):
        self.submitted += 1
        return practices.submit(
            self.database,
            self.clock,
            caller=self.people[name],
            nonce=f"{self.sig.id}-{self.submitted}",
            change=lambda _: a_content(**content),
            declaration=DECLARED,
            needed=needed,
        )

    def edit(self, name, practice, *, revision=None, declaration=None, **changes):
        return practices.edit(
            self.database,
            self.clock,
            caller=self.people[name],
            practice_id=practice.id,
            revision=revision or self.now(practice).revision,
            change=lambda before: replace(before, **changes),
            declaration=declaration,
        )

    def take_up(self, name, practice):
        return reviews.take_up(
            self.database,
            self.clock,
            caller=self.people[name],
            practice_id=practice.id,
        )

    def give(self, name, task, opinion, *, needed=2):
        return reviews.give(
            self.database,
            self.clock,
            caller=self.people[name],
            review_id=task.review.id,
            change=lambda _: opinion,
            needed=needed,
        )

    def review(self, name, practice, opinion, *, needed=2):
        return self.give(name, self.take_up(name, practice), opinion, needed=needed)

    def decide(self, what, name, practice, **more):
        return what(
            self.database,
            self.clock,
            caller=self.people[name],
            practice_id=practice.id,
            **more,
        )

    def now(self, practice):
        """Return the practice as its author sees it."""
        caller = self.people["author"]
        return practices.find(
            self.database, self.clock, caller=caller, number=practice.number
        )

    def rows(self, query):
        with self.database.read() as session:
            found = session.connection().exec_driver_sql(query)
            return [tuple(row) for row in found]

    def messages(self, kind, state="pending"):
        """Return the recipients of the messages of a kind, in order."""
        query = (
            f"SELECT recipient FROM outbox WHERE kind = '{kind}' AND "  # noqa: S608
            f"state = '{state}' AND sig_id = {self.sig.id} ORDER BY id"
        )
        start = len(f"U{self.sig.id}")
        return [recipient[start:].lower() for (recipient,) in self.rows(query)]
