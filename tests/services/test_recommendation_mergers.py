"""Clusters that become one, or several, while they are asked: one voice each.

All of it on both databases: what counts is decided in statements of several tables.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from people import Group, reload

from bot.domain.consensus import Answer, Stance
from bot.domain.errors import InvalidTransitionError, NotAllowedError
from bot.domain.permissions import Role
from bot.domain.recommendations import RecommendationStatus as Status
from bot.domain.successions import Plan, SuccessionKind
from bot.services import successions
from bot.services.recommendations import proposing, rounds, waiting
from storage.database import open_database

WORDS = {"title": "Vouchers", "statement": "Do it.", "addressees": ["regional"]}
ONE, OTHER = "UONE", "UOTHER"


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def database(request):
    """Each kind, whichever is drawn for other use cases."""
    database = open_database(request.getfixturevalue(request.param))
    yield database
    database.close()


@dataclass
class Asking:
    """Estonia and Latvia, which are asked about a recommendation."""

    group: Group
    chair: object

    def do(self, use_case, who, **arguments):
        caller = self.chair if who is None else reload(self.group, who)
        return self.group.do(use_case, caller, **arguments)

    def say(self, who, stance, reason=""):
        self.group.clock.moment += timedelta(minutes=1)
        answer = Answer(stance=stance, reason=reason)
        return self.do(rounds.say, who, number=1, answer=answer).standing

    def shown(self):
        return self.do(proposing.shown, None, text=1)

    def end(self):
        return self.do(rounds.end, None, number=1)

    def change(self, kind, old, *, new=(), successors=()):
        self.group.clock.moment += timedelta(minutes=1)
        plan = Plan(
            kind=kind,
            predecessors=tuple(each.id for each in old),
            successors=tuple(each.id for each in successors),
            new=new,
            country="EE",
            effective_on=self.group.clock.moment.date(),
        )
        digest = self.do(successions.preview, None, plan=plan).digest
        named = {"plan": plan, "nonce": str(kind), "digest": digest}
        return self.do(successions.commit, None, **named)

    def merge(self):
        old = (self.group.estonia, self.group.latvia)
        return self.change(SuccessionKind.MERGER, old, new=("Baltic cluster",))

    def waits_for(self, who):
        found = reload(self.group, who)
        with self.group.database.read() as session:
            waiting_for = waiting.for_cluster(
                session,
                self.group.sig,
                found.actor.cluster_id,
                now=self.group.clock.moment,
            )
        return [each.ref for each in waiting_for]


@pytest.fixture
def asking(database):
    group = Group(database)
    chair = group.add(Role.CHAIR, "UCHAIR")
    asking = Asking(group, chair)
    asking.one = group.add(Role.MEMBER, ONE, group.estonia)
    asking.other = group.add(Role.MEMBER, OTHER, group.latvia)
    made = asking.do(proposing.propose, None, nonce="n", typed=WORDS).proposed
    day = (group.clock.moment.date() + timedelta(days=7)).isoformat()
    named = {"number": 1, "version": made.version, "typed": {"closes_on": day}}
    asking.do(rounds.open_round, None, **named)
    return asking


def said(standing):
    """Return what each voice says, by its name."""
    return {standing.names[each.cluster]: each.stance for each in standing.tally.said}


def test_an_objection_stands_after_a_merger_until_the_new_cluster_speaks(asking):
    asking.say(asking.one, Stance.OBJECT, "Too dear.")
    asking.say(asking.other, Stance.SUPPORT)

    asking.merge()

    assert said(asking.shown()) == {"Baltic cluster": Stance.OBJECT}
    assert asking.shown().tally.silent == ()
    found = asking.say(asking.other, Stance.LIVE_WITH)
    assert said(found) == {"Baltic cluster": Stance.LIVE_WITH}
    assert found.mine.stance is Stance.LIVE_WITH
    assert said(asking.say(asking.one, Stance.SUPPORT)) == {
        "Baltic cluster": Stance.SUPPORT
    }
    assert asking.end().proposed.status is Status.ADOPTED


def test_a_round_that_ends_after_a_merger_counts_the_objection(asking):
    asking.say(asking.one, Stance.OBJECT, "Too dear.")
    asking.say(asking.other, Stance.SUPPORT)
    asking.merge()

    ended = asking.end()

    assert ended.proposed.status is Status.DISCUSSED
    assert [each.reason for each in ended.tally.against] == ["Too dear."]


def test_a_cluster_that_takes_in_another_takes_its_objection_over(asking):
    group = asking.group
    asking.say(asking.one, Stance.OBJECT, "Too dear.")
    asking.say(asking.other, Stance.SUPPORT)

    old, successors = (group.estonia,), (group.latvia,)
    asking.change(SuccessionKind.REPLACEMENT, old, successors=successors)

    assert said(asking.shown()) == {"Latvia": Stance.OBJECT}
    assert said(asking.say(asking.other, Stance.SUPPORT)) == {"Latvia": Stance.SUPPORT}


def test_when_the_merger_is_taken_back_they_are_two_again(asking):
    asking.say(asking.one, Stance.OBJECT, "Too dear.")
    asking.say(asking.other, Stance.SUPPORT)
    before = said(asking.shown())
    made = asking.merge()

    asking.do(successions.undo, None, succession_id=made.id)

    assert said(asking.shown()) == before
    assert len(asking.shown().tally.said) == 2


def test_what_the_new_cluster_answered_keeps_the_merger_from_being_taken_back(asking):
    made = asking.merge()
    asking.say(asking.one, Stance.OBJECT, "Too dear.")
    before = said(asking.shown())

    with pytest.raises(InvalidTransitionError, match=r"1 answer .* round \(R-1\)"):
        asking.do(successions.undo, None, succession_id=made.id)

    assert said(asking.shown()) == before


def test_after_a_split_the_word_stands_for_both_until_they_speak(asking):
    asking.say(asking.one, Stance.OBJECT, "Too dear.")
    asking.say(asking.other, Stance.SUPPORT)

    asking.change(SuccessionKind.SPLIT, (asking.group.estonia,), new=("North", "South"))

    assert said(asking.shown()) == {
        "North": Stance.OBJECT,
        "South": Stance.OBJECT,
        "Latvia": Stance.SUPPORT,
    }
    # Its people say first for which of the two they speak.
    with pytest.raises(NotAllowedError, match="no cluster"):
        asking.say(asking.one, Stance.SUPPORT)


def test_a_merger_after_the_round_changes_nothing_in_what_was_said(asking):
    asking.say(asking.one, Stance.SUPPORT)
    asking.say(asking.other, Stance.LIVE_WITH)
    before = asking.end()

    asking.merge()

    assert said(asking.shown()) == said(before)
    assert asking.shown().tally.endorsed_by == ("ee",)


def test_a_round_waits_for_nobody_whose_cluster_has_spoken_through_another(asking):
    asking.say(asking.one, Stance.SUPPORT)
    assert asking.waits_for(asking.one) == []
    assert asking.waits_for(asking.other) == ["R-1"]

    asking.merge()

    assert asking.waits_for(asking.one) == asking.waits_for(asking.other) == []


@pytest.mark.parametrize("attempt", range(4))
def test_an_objection_at_the_last_moment_is_counted_or_refused(asking, attempt):
    callers = [asking.one, asking.other]

    def object_to_it(who):
        answer = Answer(stance=Stance.OBJECT, reason="No.")
        try:
            asking.group.do(rounds.say, who, number=1, answer=answer)
        except InvalidTransitionError:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        noted = [pool.submit(object_to_it, who) for who in callers]
        ended = pool.submit(asking.end)
    heard = sum(each.result() for each in noted)

    assert len(asking.shown().tally.against) == heard
    expected = Status.DISCUSSED if heard else Status.ADOPTED
    assert ended.result().proposed.status is expected, attempt
