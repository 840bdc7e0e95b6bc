"""`/practice search` as its users meet it, over a real WebSocket, on both databases."""

import pytest
from exchange_files import CORPUS

from bot.services import exchange

from factories import NOW
from scenarios_forms import STEP_1, seen, share

CHANNEL = "CSIG"


@pytest.fixture
def sample(convenor):
    """The sample group's practices, in the group of the channel."""
    exchange.import_file(convenor.deps.db, lambda: NOW, CORPUS)


def answers(person):
    return [message for message in person.messages(CHANNEL) if message.ephemeral]


def ask(slack, person, text):
    """Type a command and return the answer."""
    before = len(answers(person))
    assert person.command("/practice", text, channel=CHANNEL).ok
    slack.wait_until(lambda: len(answers(person)) > before)
    return answers(person)[-1]


def names(message):
    return [line.split("*")[1] for line in message.text.splitlines()[1:]]


def test_practices_are_found_read_and_paged(slack, sample):
    member = slack.person("UMEMBER")

    answer = ask(slack, member, "search ÜLERIIGILINE digiretsept")
    assert answer.ephemeral
    assert names(answer) == ["P-1"]
    member.press(answer, "Read")
    slack.wait_until(lambda: member.view is not None)
    assert member.view["title"]["text"] == "P-1"
    member.close_view()

    first = ask(slack, member, "search Health")
    assert "*21 practices* with “Health”, 1 to 10." in first.text
    member.press(first, "Later")
    slack.wait_until(lambda: "11 to 20." in answers(member)[-1].text)
    second = answers(member)[-1]
    assert not set(names(first)) & set(names(second))
    member.press(second, "Later")
    slack.wait_until(lambda: "21 to 21." in answers(member)[-1].text)
    member.press(answers(member)[-1], "Earlier")
    slack.wait_until(lambda: "11 to 20." in answers(member)[-1].text)
    assert names(answers(member)[-1]) == names(second)
    assert slack.complaints == []


def test_what_was_shared_a_moment_ago_is_found_by_every_member(slack, convenor):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "is with the group"))

    answer = ask(slack, other, "search heart villages")

    assert "*1 practice* with “heart villages”." in answer.text
    assert f"*P-1* {STEP_1['title']}" in answer.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("search", "What shall I look for?"),
        ("search ?!", "In “?!” there is no word to look for."),
        ("search " + "long " * 60, "That is 299 characters."),
        ("search beehive", "I found no practice with “beehive”. Try fewer words"),
        ('search "NEAR(" OR *', "I found no practice with"),
    ],
)
def test_what_cannot_be_found_is_answered_with_what_to_try(slack, convenor, text, said):
    assert said in ask(slack, slack.person("UMEMBER"), text).text


def test_free_text_becomes_the_title_of_a_practice(slack, convenor):
    member = slack.person("UMEMBER")
    answer = ask(slack, member, "Remote heart check & more")

    slack.faults.duplicate_next()
    member.press(answer, "Share it as a practice")
    slack.wait_until(lambda: member.view is not None)

    typed = member.view["state"]["values"]["title"]["value"]["value"]
    assert typed == "Remote heart check & more"
    assert slack.complaints == []


def test_free_text_is_looked_for(slack, sample):
    member = slack.person("UMEMBER")
    answer = ask(slack, member, "Paperless prescription")

    member.press(answer, "Look for it")
    slack.wait_until(lambda: "*1 practice* with" in answers(member)[-1].text)

    assert names(answers(member)[-1]) == ["P-23"]


def test_a_draft_is_found_by_its_author_alone_and_goes_on_from_there(slack, convenor):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")
    answer = ask(slack, member, "Beehives on hospital roofs")
    member.press(answer, "Share it as a practice")
    slack.wait_until(lambda: member.view is not None)
    member.press(member.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(member.view))
    member.close_view()

    assert "I found no practice" in ask(slack, other, "search beehives").text
    found = ask(slack, member, "search beehives")
    member.press(found, "Continue")
    slack.wait_until(lambda: member.view is not None)

    typed = member.view["state"]["values"]["title"]["value"]["value"]
    assert typed == "Beehives on hospital roofs"
