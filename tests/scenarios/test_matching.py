"""`/sig match`: from a pair that fits to a message for two people."""

import pytest
import sqlalchemy as sa
from scenarios_matching import CHANNEL, FITTING, TEXT, match, seated, state

from storage import members
from storage.tables import MembershipRow

from groups import TEAM
from scenarios_forms import seen

YES, NO = "Yes, introduce us", "No, thank you"


@pytest.fixture
def people(slack, convenor):
    return seated(slack, convenor)


def both_state(slack, people):
    needs, has, _ = people
    state(slack, needs, "need", TEXT)
    state(slack, has, "offer", FITTING)


def introduce(slack, people):
    """Let the chair ask for an introduction; return the questions to the two."""
    needs, has, chair = people
    chair.press(match(slack, chair), "Introduce them")
    slack.wait_until(lambda: question(needs) and question(has))
    return question(needs), question(has)


def question(person):
    """Return the newest question to the person as it reads now."""
    asked = [m for m in person.direct_messages() if "looks for" in str(m.blocks)]
    return asked[-1] if asked else None


def together(slack, person):
    found = [c.id for c in person.channels() if c.is_mpim]
    return [message for channel in found for message in person.messages(channel)]


def test_two_clusters_find_each_other(slack, people):
    needs, has, chair = people
    both_state(slack, people)

    asked, _ = introduce(slack, people)
    (told,) = seen(chair, CHANNEL, "I ask the two people")
    assert "they decide" in str(told.blocks)
    assert "Lisbon Health Cluster offers" in asked.blocks[0]["text"]["text"]
    assert FITTING in str(asked.blocks)
    assert "UOTHER" not in str(asked.blocks)
    needs.press(asked, YES)
    slack.wait_until(lambda: "You said yes" in question(needs).text)
    assert together(slack, needs) == []
    has.press(question(has), YES)
    slack.wait_until(lambda: together(slack, has))

    (message,) = together(slack, needs)
    assert [m.ts for m in together(slack, has)] == [message.ts]
    for words in ("<@UMEMBER>", "<@UOTHER>", TEXT, FITTING):
        assert words in message.blocks[0]["text"]["text"]
    slack.wait_until(lambda: "You both agreed" in question(needs).text)
    assert "button" not in str(question(needs).blocks)
    assert together(slack, chair) == []
    assert slack.complaints == []


def test_a_no_is_told_to_nobody_and_settles_it(slack, people):
    needs, has, chair = people
    both_state(slack, people)
    asked, other = introduce(slack, people)

    needs.press(asked, NO)
    slack.wait_until(lambda: "You said no" in question(needs).text)
    assert question(has).text == other.text
    has.press(other, YES)
    slack.wait_until(lambda: "It does not suit the other side" in question(has).text)
    slack.wait_until(lambda: "nothing follows" in question(needs).text)

    assert together(slack, needs) == []
    shown = str(match(slack, chair).blocks)
    assert "they decide" in shown
    assert "Introduce them" not in shown


def test_a_mind_can_be_changed_before_the_other_answers(slack, people):
    needs, has, _ = people
    both_state(slack, people)
    asked, other = introduce(slack, people)

    needs.press(asked, NO)
    slack.wait_until(lambda: "You said no" in question(needs).text)
    needs.press(question(needs), YES)
    slack.wait_until(lambda: "You said yes" in question(needs).text)
    has.press(other, YES)

    slack.wait_until(lambda: together(slack, needs))


def test_double_clicks_change_nothing(slack, people):
    needs, has, chair = people
    both_state(slack, people)
    found = match(slack, chair)

    for _ in range(2):
        chair.press(found, "Introduce them")
    slack.wait_until(lambda: question(needs) and question(has))
    first, second = question(needs), question(has)
    for person, asked in ((needs, first), (has, second)):
        person.press(asked, YES)
        slack.redeliver_last()
    slack.wait_until(lambda: together(slack, needs))
    slack.wait_until(lambda: "You both agreed" in question(needs).text)

    assert len(together(slack, needs)) == 1
    for person in (needs, has):
        questions = [
            m for m in person.direct_messages() if "looks for" in str(m.blocks)
        ]
        assert len(questions) == 1


def test_without_the_scope_each_hears_directly_how_to_reach_the_other(slack, people):
    needs, has, _ = people
    slack.installation.scopes -= {"mpim:write", "mpim:history"}
    both_state(slack, people)
    asked, other = introduce(slack, people)

    needs.press(asked, YES)
    has.press(other, YES)
    slack.wait_until(lambda: seen_directly(has, "<@UMEMBER>"))
    slack.wait_until(lambda: seen_directly(needs, "<@UOTHER>"))

    assert together(slack, needs) == []


def seen_directly(person, words):
    return [m for m in person.direct_messages() if words in m.text]


@pytest.mark.parametrize("user", ["UGUEST", "USTRANGER", "UCHAIR", "UNEW"])
def test_others_who_press_the_buttons_change_nothing(slack, people, user):
    needs, has, _ = people
    both_state(slack, people)
    asked, other = introduce(slack, people)
    intruder = slack.person(user)
    published = len(slack.workspace.published)

    for message, button in ((asked, YES), (other, NO)):
        intruder.press(message, button)
    slack.wait_until(lambda: len(slack.workspace.published) >= published + 2)

    assert question(needs).text == asked.text
    assert question(has).text == other.text
    needs.press(asked, YES)
    slack.wait_until(lambda: "You said yes" in question(needs).text)


@pytest.mark.parametrize("user", ["UGUEST", "USTRANGER"])
def test_guests_who_press_the_buttons_of_a_list_change_nothing(slack, people, user):
    needs, _, chair = people
    both_state(slack, people)
    found, intruder = match(slack, chair), slack.person(user)
    slack.workspace.post(slack.workspace.channels[CHANNEL], **shared(slack, found))
    (copied,) = [m for m in intruder.messages(CHANNEL) if "that fit" in m.text]

    intruder.press(copied, "Introduce them")
    slack.wait_until(lambda: seen(intruder, CHANNEL, "Guests take part"))

    assert question(needs) is None


def shared(slack, message):
    """Return a message of the bot as if everybody could see it."""
    bot = {"user": slack.workspace.bot.id, "bot_id": slack.workspace.bot_id}
    return {"text": message.text, "blocks": message.blocks} | bot


def test_who_left_in_between_is_said(slack, convenor, people):
    needs, has, _ = people
    both_state(slack, people)
    asked, _ = introduce(slack, people)
    with convenor.deps.db.begin() as session:
        person = members.find_person(session, TEAM, "UOTHER")
        session.exec(
            sa.delete(MembershipRow).where(MembershipRow.person_id == person.id)
        )

    needs.press(asked, YES)
    slack.wait_until(lambda: "I cannot introduce you" in question(needs).text)

    assert together(slack, needs) == []
    assert together(slack, has) == []


def test_an_account_that_is_gone_is_said(slack, people):
    needs, has, chair = people
    both_state(slack, people)
    slack.workspace.users["UOTHER"].deleted = True
    chair.press(match(slack, chair), "Introduce them")
    slack.wait_until(lambda: question(needs))
    slack.wait_until(lambda: seen_directly(chair, "could not be delivered"))

    needs.press(question(needs), YES)
    slack.wait_until(lambda: "cannot be reached" in question(needs).text)

    assert question(has) is None
