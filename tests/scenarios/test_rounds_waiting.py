"""A round that waits for a cluster: on Home and in the summary, answered from there."""

from datetime import UTC, datetime, timedelta

import pytest
from clocks import Clock

from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services import members
from bot.services.members import Origin
from bot.services.recommendations import proposing, rounds
from storage import sigs

from groups import TEAM, seat

CHANNEL = "CSIG"
START = datetime(2026, 11, 18, 12, tzinfo=UTC)
WORDS = {
    "title": "Let vouchers cross borders",
    "statement": "Regions should let them.",
    "addressees": ["regional"],
}


@pytest.fixture
def clock():
    return Clock(START)


@pytest.fixture
def convenor(start):
    convenor = start()
    seat(convenor.deps.db, CHANNEL, "UMEMBER", Role.MEMBER, "EE")
    return convenor


@pytest.fixture
def member(slack, convenor):
    """Somebody of two groups, in one of which the clusters are asked."""
    db = convenor.deps.db
    with db.begin() as session:
        second = sigs.add(session, Sig(name="Second"))
        sigs.bind(session, second.id, team_id=TEAM, channel_id="CELSE")
    seat(db, "CELSE", "UMEMBER", Role.MEMBER, "PT")
    ask(convenor)
    return slack.person("UMEMBER")


def ask(convenor):
    db, clock = convenor.deps.db, convenor.deps.clock
    origin = Origin(team_id=TEAM, user_id="UCHAIR", channel_id=CHANNEL)
    who = {"caller": members.find(db, origin)}
    made = proposing.propose(db, clock, nonce="n", typed=WORDS, **who).proposed
    day = (clock().date() + timedelta(days=14)).isoformat()
    asked = {"number": 1, "version": made.version, "typed": {"closes_on": day}}
    rounds.open_round(db, clock, **asked, **who)


def position(convenor):
    db, clock = convenor.deps.db, convenor.deps.clock
    origin = Origin(team_id=TEAM, user_id="UMEMBER", channel_id=CHANNEL)
    found = proposing.shown(db, clock, caller=members.find(db, origin), text="R-1")
    return found.mine


def test_the_cluster_speaks_from_home(slack, convenor, member):
    member.open_home()
    slack.wait_until(lambda: "Waiting for the word of your" in str(member.home))
    assert member.press(member.home, "Answer").ok
    slack.wait_until(lambda: member.view is not None)
    assert "Regions should let them." in str(member.view)

    assert member.press(member.view, "Object…").ok
    slack.wait_until(lambda: member.view["callback_id"] == "recommendation_objection")
    member.fill({"reason": "Who pays for it?"})
    assert member.submit().errors == {}

    slack.wait_until(lambda: "Waiting for the word of" not in str(member.home))
    assert position(convenor).reason == "Who pays for it?"
    assert slack.complaints == []


def test_the_cluster_speaks_from_the_summary_of_monday(slack, convenor, clock, member):
    while clock.moment < START + timedelta(days=5):
        clock.moment += timedelta(hours=24)
        convenor.tick()
    (summary,) = [each for each in member.direct_messages() if "This week" in each.text]
    assert "1 recommendation." in summary.text

    member.press(summary, "Answer")
    slack.wait_until(lambda: any_with(member, "recommendation_say_object"))
    card = any_with(member, "recommendation_say_object")[0]
    member.press(card, "Object…")
    slack.wait_until(lambda: member.view is not None)
    member.fill({"reason": "Who pays for it?"})
    assert member.submit().errors == {}

    slack.wait_until(lambda: position(convenor) is not None)
    assert position(convenor).reason == "Who pays for it?"
    assert slack.complaints == []


def any_with(person, action_id):
    """Return the private messages with this button."""
    said = person.direct_messages()
    return [each for each in said if action_id in str(each.blocks)]
