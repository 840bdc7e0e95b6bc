"""A recommendation through Slack: proposed, asked about, objected to, decided."""

from datetime import timedelta

from scenarios_papers import CHANNEL

from bot.domain.permissions import Role

from groups import seat
from scenarios_forms import seen

WORDS = {
    "title": "Let vouchers cross borders",
    "statement": "Regions should let vouchers be spent elsewhere.",
    "addressees": ["regional"],
}


def propose(slack, person):
    person.command("/whitepaper", "recommend", channel=CHANNEL)
    slack.wait_until(lambda: person.view is not None)
    person.fill(WORDS)
    assert person.submit().errors == {}
    slack.wait_until(lambda: seen(person, CHANNEL, "Saved as *R-1*"))
    return seen(person, CHANNEL, "Saved as *R-1*")[-1]


def ask(slack, convenor, chair):
    """Let the chair ask the clusters and return the question in the channel."""
    chair.press(propose(slack, chair), "Ask the clusters…")
    slack.wait_until(lambda: chair.view is not None)
    day = convenor.deps.clock().date() + timedelta(days=7)
    chair.fill({"closes_on": day.isoformat()})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "What does your cluster say?"))
    return seen(chair, CHANNEL, "What does your cluster say?")[0]


def test_clusters_are_asked_in_the_channel_and_an_objection_goes_to_the_chair(
    slack, convenor
):
    chair, member = slack.person("UCHAIR"), slack.person("UMEMBER")
    seat(convenor.deps.db, CHANNEL, "UMEMBER", Role.MEMBER, "EE")
    question = ask(slack, convenor, chair)
    assert not question.ephemeral

    member.press(question, "Object…")
    slack.wait_until(lambda: member.view is not None)
    member.fill({"reason": "Who pays for it?", "is_printed": ["yes"]})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "objects (R-1)"))
    assert seen(member, CHANNEL, "objects (R-1)")[0].ephemeral
    chair.command("/whitepaper", "recommend R-1", channel=CHANNEL)
    slack.wait_until(lambda: "Who pays for it?" in str(chair.messages(CHANNEL)))
    chair.press(card(chair), "Count now")

    slack.wait_until(lambda: seen(member, CHANNEL, "had objections"))
    assert slack.complaints == []


def card(person):
    found = [
        post
        for post in person.messages(CHANNEL)
        if post.ephemeral and "recommendation_end" in str(post.blocks)
    ]
    return found[-1]


def test_nobody_objects_and_it_is_adopted(slack, convenor):
    chair, member = slack.person("UCHAIR"), slack.person("UMEMBER")
    seat(convenor.deps.db, CHANNEL, "UMEMBER", Role.MEMBER, "EE")
    question = ask(slack, convenor, chair)

    member.press(question, "Support")
    slack.wait_until(lambda: seen(member, CHANNEL, "supports it (R-1)"))
    chair.command("/whitepaper", "recommend R-1", channel=CHANNEL)
    slack.wait_until(lambda: "recommendation_end" in str(chair.messages(CHANNEL)))
    chair.press(card(chair), "Count now")

    slack.wait_until(lambda: seen(member, CHANNEL, "it is *adopted* (decision D-1)"))
    assert slack.complaints == []


def test_a_form_without_an_addressee_comes_back_with_everything_kept(slack, convenor):
    chair = slack.person("UCHAIR")
    chair.command("/whitepaper", "recommend", channel=CHANNEL)
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"title": "A title", "statement": "A statement."})

    errors = chair.submit().errors

    assert errors == {"addressees": "Choose who should do it."}
    assert chair.view is not None


def test_the_list_shows_every_recommendation_to_members(slack, convenor):
    chair, member = slack.person("UCHAIR"), slack.person("UMEMBER")
    propose(slack, chair)

    member.command("/whitepaper", "recommendations", channel=CHANNEL)

    slack.wait_until(lambda: seen(member, CHANNEL, "*1 recommendation*"))
