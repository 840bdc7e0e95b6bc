"""A recommendation through Slack: proposed, asked about, objected to, decided."""

from datetime import timedelta

from scenarios_papers import CHANNEL

from bot.domain.consensus import Answer, Stance
from bot.domain.permissions import Role
from bot.services import members
from bot.services.members import Origin
from bot.services.recommendations import proposing, rounds

from groups import TEAM, seat
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


def change_words(convenor, **changes):
    """Let the chair, at another screen, change what was proposed."""
    deps = convenor.deps
    origin = Origin(team_id=TEAM, user_id="UCHAIR", channel_id=CHANNEL)
    chair = members.find(deps.db, origin)
    found = proposing.shown(deps.db, deps.clock, caller=chair, text="R-1").proposed
    saved = proposing.edit(
        deps.db,
        deps.clock,
        caller=chair,
        number=1,
        version=found.version,
        typed=WORDS | changes,
    )
    assert saved.is_done


def test_a_ruling_about_words_that_changed_comes_back_with_its_reason(slack, convenor):
    chair = slack.person("UCHAIR")
    chair.press(propose(slack, chair), "Adopt…")
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"reason": "Nobody was against it."})
    change_words(convenor, statement="Regions must let them.")

    assert chair.submit().errors == {}
    shown = str(chair.view)
    assert "R-1 has changed since you opened this form: what should be done." in shown
    assert "Regions must let them." in shown
    assert "Nobody was against it." in shown
    assert chair.submit().errors == {}

    slack.wait_until(lambda: seen(chair, CHANNEL, "It is now *adopted*: Nobody was"))
    assert slack.complaints == []


def test_words_typed_over_those_of_somebody_else_are_asked_about_again(slack, convenor):
    chair = slack.person("UCHAIR")
    chair.press(propose(slack, chair), "Edit")
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"title": "Mine"})
    change_words(convenor, title="Theirs")

    assert chair.submit().errors == {}
    assert "R-1 has changed since you opened this form: its title." in str(chair.view)
    assert chair.submit().errors == {}

    slack.wait_until(lambda: "*R-1* Mine" in str(chair.messages(CHANNEL)))
    assert slack.complaints == []


def test_an_objection_to_earlier_words_comes_back_with_what_was_typed(slack, convenor):
    chair, member = slack.person("UCHAIR"), slack.person("UMEMBER")
    seat(convenor.deps.db, CHANNEL, "UMEMBER", Role.MEMBER, "EE")
    question = ask(slack, convenor, chair)
    member.press(question, "Object…")
    slack.wait_until(lambda: member.view is not None)
    member.fill({"reason": "Who pays for it?", "is_printed": ["yes"]})
    end_and_ask_again(convenor, statement="The EU should pay for them.")

    assert member.submit().errors == {}
    shown = str(member.view)
    assert "The EU should pay for them." in shown
    assert "Who pays for it?" in shown
    # The button of the first round asks about words that are not there any more.
    member.press(question, "Support")
    slack.wait_until(lambda: seen(member, CHANNEL, "Nothing was noted"))

    posts = seen(member, CHANNEL, "Nothing was noted")
    assert "The EU should pay for them." in str(posts[-1].blocks)
    assert slack.complaints == []


def end_and_ask_again(convenor, **changes):
    """Let a round end with an objection, and ask about other words."""
    deps = convenor.deps
    seat(deps.db, CHANNEL, "ULATVIAN", Role.MEMBER, "LV")
    chair, latvian = (
        members.find(deps.db, Origin(team_id=TEAM, user_id=user, channel_id=CHANNEL))
        for user in ("UCHAIR", "ULATVIAN")
    )
    objection = Answer(stance=Stance.OBJECT, reason="No.")
    rounds.say(deps.db, deps.clock, caller=latvian, number=1, answer=objection)
    rounds.end(deps.db, deps.clock, caller=chair, number=1)
    change_words(convenor, **changes)
    found = proposing.shown(deps.db, deps.clock, caller=chair, text="R-1").proposed
    rounds.open_round(
        deps.db,
        deps.clock,
        caller=chair,
        number=1,
        version=found.version,
        typed={"closes_on": (deps.clock().date() + timedelta(days=7)).isoformat()},
    )
