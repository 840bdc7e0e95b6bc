"""`/practice` as its users meet it, over a real WebSocket, on both databases."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

from groups import onboard
from scenarios_forms import STEP_1, STEP_2, open_form, seen, share, typed_in

CHANNEL = "CSIG"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


def test_a_practice_goes_from_the_form_to_acceptance(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")

    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "P-1 is with the group"))
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))

    (confirmation,) = seen(member, CHANNEL, "P-1 is with the group")
    assert confirmation.ephemeral
    assert "Your own name is not printed" in confirmation.text
    assert seen(chair, CHANNEL, "is with the group") == []
    (announcement,) = seen(chair, CHANNEL, "P-1")
    assert STEP_1["title"] in announcement.text

    chair.press(announcement, "Accept")
    slack.wait_until(member.direct_messages)
    slack.wait_until(lambda: seen(member, CHANNEL, "(Estonia) is accepted"))

    assert "was accepted. Thank you!" in member.direct_messages()[0].text
    (announcement,) = seen(member, CHANNEL, "*P-1*")
    assert "Accept" not in str(announcement.blocks)
    assert slack.complaints == []


def test_an_error_stands_beside_its_field_and_keeps_what_was_typed(slack, convenor):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1 | {"start": "2024-13"})

    outcome = member.submit()

    assert outcome.errors == {"start": "Write a date like 2021, 2021-03 or 2021-03-15."}
    assert typed_in(member.view, "description") == STEP_1["description"]

    member.fill({"start": "2024"})
    assert member.submit().errors == {}
    assert "2 of 2" in str(member.view["blocks"][0])


def test_consent_is_asked_for_beside_its_box(slack, convenor):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)
    member.submit()

    member.fill(STEP_2 | {"consent": []})
    missing = member.submit().errors["consent"]
    assert "may share this text" in missing
    assert "no patient can be recognised" in missing
    member.fill({"consent": ["rights", "patients"]})
    assert "may be printed" in member.submit().errors["consent"]
    member.fill({"consent": ["rights", "publish"]})
    assert "no patient can be recognised" in member.submit().errors["consent"]
    member.fill(
        {
            "attribution": "name_and_organisation",
            "consent": ["rights", "publish", "patients"],
        }
    )
    assert "your name" in member.submit().errors["printed_name"]
    member.fill({"visibility": "sig_only", "attribution": "organisation"})
    member.fill({"consent": ["rights", "patients"]})
    assert member.submit().errors == {}


def test_the_same_submission_delivered_twice_is_one_practice(slack, convenor):
    member = slack.person("UMEMBER")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"))

    slack.redeliver_last()
    slack.wait_until(lambda: len(seen(member, CHANNEL, "is with the group")) == 2)

    assert seen(member, CHANNEL, "P-2") == []
    assert len(seen(member, CHANNEL, "was submitted")) == 1


def test_two_deliveries_at_the_same_moment_are_one_practice(slack, convenor):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)
    member.submit()
    member.fill(STEP_2)

    slack.faults.duplicate_next()
    assert member.submit().errors == {}
    slack.wait_until(lambda: len(seen(member, CHANNEL, "P-1 is with the group")) == 2)
    slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"))

    assert seen(member, CHANNEL, "P-2") == []


def test_what_was_saved_for_later_waits_on_any_device(slack, convenor):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    half = {
        "title": "Half a practice",
        "problem": "Not *finished* yet",
        "start": "soon",
    }
    member.fill(half)

    member.press(member.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(member.view))
    member.close_view()
    open_form(slack, member, channel=CHANNEL)
    assert "You have an unfinished draft" in str(member.view["blocks"][1])
    member.close_view()
    member.command("/practice", "mine", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "Your practices: 1"))
    (listed,) = seen(member, CHANNEL, "Your practices: 1")
    assert listed.ephemeral
    member.press(listed, "Continue")
    slack.wait_until(lambda: member.view is not None)

    assert {name: typed_in(member.view, name) for name in half} == half


def test_going_back_loses_nothing_of_the_second_step(slack, convenor):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)
    member.submit()
    member.fill({"evidence": "Half a sentence", "difficulties": "The first winter."})

    member.press(member.view, "Back")
    slack.wait_until(lambda: "1 of 2" in str(member.view["blocks"][0]))
    assert member.submit().errors == {}

    assert typed_in(member.view, "evidence") == "Half a sentence"
    assert typed_in(member.view, "difficulties") == "The first winter."


def test_a_draft_is_nobody_elses(slack, convenor):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")
    open_form(slack, member, channel=CHANNEL)
    member.fill({"title": "Secret so far"})
    member.press(member.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(member.view))

    other.command("/practice", "mine", channel=CHANNEL)
    slack.wait_until(lambda: seen(other, CHANNEL, "no practices yet"))
    other.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(lambda: seen(other, CHANNEL, "No practices yet"))

    shown = [message.text for message in other.messages(CHANNEL)]
    assert not any("Secret" in text for text in shown)


def test_a_draft_is_thrown_away_for_good(slack, convenor):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill({"title": "Never mind"})
    member.press(member.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(member.view))
    member.close_view()
    member.command("/practice", "mine", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "Your practices: 1"))
    member.press(seen(member, CHANNEL, "Your practices: 1")[0], "Continue")
    slack.wait_until(lambda: member.view is not None)

    slack.faults.duplicate_next()
    member.press(member.view, "Discard")
    slack.wait_until(lambda: "The draft is gone" in str(member.view))
    member.close_view()
    member.command("/practice", "mine", channel=CHANNEL)

    slack.wait_until(lambda: seen(member, CHANNEL, "no practices yet"))


def test_an_author_withdraws_and_the_channel_no_longer_names_it(slack, convenor):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(other, CHANNEL, STEP_1["title"]))

    other.command("/practice", "withdraw P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(other, CHANNEL, "can withdraw a practice of"))

    member.command("/practice", "withdraw P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "Withdraw *P-1*"))
    member.press(seen(member, CHANNEL, "Withdraw *P-1*")[0], "Withdraw it")
    slack.wait_until(lambda: seen(member, CHANNEL, "*P-1* is withdrawn. The next"))
    slack.wait_until(lambda: seen(other, CHANNEL, "*P-1*  is withdrawn."))

    shown = [m.text for m in other.messages(CHANNEL) if not m.ephemeral]
    assert not any(STEP_1["title"] in text for text in shown)


def test_pressing_twice_while_the_form_is_open_says_nothing_odd(slack, convenor):
    member = slack.person("UMEMBER")
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)
    member.submit()

    for button in ("Back", "Save and finish later"):
        slack.faults.duplicate_next()
        member.press(member.view, button)
        slack.wait_until(lambda: "2 of 2" not in str(member.view))

    slack.wait_until(lambda: "is saved" in str(member.view))
    assert member.messages(CHANNEL) == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("lsit", "Did you mean `/practice list`"),
        ("acept P-1", "Did you mean `/practice accept`"),
        ("p-9", "There is no practice P-9"),
        ("R&D", "`/practice R&amp;D`"),
        ("help", "/practice show P-7"),
        ("HELP", "/practice show P-7"),
        ("<!channel>", "I do not know"),
        ("show", "Write it like P-7"),
        ("show P-99", "There is no practice P-99"),
        ("accept A-1", "Write it like P-7"),
    ],
)
def test_every_word_gets_a_private_answer(slack, convenor, text, answer):
    member = slack.person("UMEMBER")

    member.command("/practice", text, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, answer))

    assert all(message.ephemeral for message in member.messages(CHANNEL))
    assert slack.said("<!channel") == []


def test_twenty_submissions_at_once_get_twenty_numbers_without_gaps(slack, convenor):
    people = [another(slack, number) for number in range(20)]
    onboard(convenor.deps.db, CHANNEL, *(person.id for person in people))
    for person in people:
        open_form(slack, person, channel=CHANNEL)
        number = secrets.token_hex(8)  # or they would look like one another
        about = {"title": number, "summary": number[::-1]}
        person.fill(STEP_1 | about)
        assert person.submit().errors == {}
        person.fill(STEP_2)

    with ThreadPoolExecutor(20) as crowd:
        list(crowd.map(submit_until_saved, people))

    chair = slack.person("UCHAIR")
    slack.wait_until(lambda: len(seen(chair, CHANNEL, "was submitted")) == 20, 30)
    numbers = sorted(
        int(message.text.split("*")[1].removeprefix("P-"))
        for message in seen(chair, CHANNEL, "was submitted")
    )
    assert numbers == list(range(1, 21))


def submit_until_saved(person):
    """Press Submit; on a slow machine the form may say to try again, and one does."""
    while said := " ".join(person.submit().errors.values()):
        assert "the database is busy. Please try again" in said


def another(slack, number):
    user = slack.workspace.add_user(id=f"U{number:04}", name=f"person-{number}")
    slack.workspace.channels[CHANNEL].members.append(user.id)
    return slack.person(user.id)
