"""`/action` with a line: what it was understood as is shown before it is saved."""

import pytest
from scenarios_meetings import CHANNEL, in_channel, posted, say, seated
from sqlmodel import select

from storage.tables import ActionItemRow

from scenarios_forms import seen, typed_in

ASKED = "Is that right?"


@pytest.fixture
def people(slack, convenor):
    return seated(slack, convenor)


def stored(convenor):
    with convenor.deps.db.read() as session:
        return session.exec(select(ActionItemRow)).all()


def preview(slack, person, line):
    return say(slack, person, "/action", line, ASKED)


def labels(message):
    return [each["text"]["text"] for each in message.blocks[-1]["elements"]]


def in_form(slack, person):
    slack.wait_until(lambda: person.view is not None)
    return person.view


def test_what_was_understood_is_saved_once(slack, convenor, people):
    member = people[0]
    shown = preview(slack, member, "@other and @member send it by 3 December 2027")
    assert stored(convenor) == []
    for words in ("<@UOTHER>, helped by <@UMEMBER>", "Friday 3 December 2027"):
        assert words in shown.text
    assert labels(shown) == ["Save", "Change…", "Discard"]

    member.press(shown, "Save")
    slack.wait_until(lambda: seen(member, CHANNEL, "Recorded as *A-1*"))

    assert "Friday 3 December 2027" in posted(slack, member, "*A-1* send it").text
    again = preview(slack, member, "start the survey by 3 December 2027")
    assert "*What:* start the survey" in again.text
    member.press(again, "Discard")
    slack.wait_until(lambda: seen(member, CHANNEL, "Nothing was recorded"))
    assert len(stored(convenor)) == 1
    assert slack.complaints == []


def test_a_date_that_reads_two_ways_is_a_choice(slack, convenor, people):
    member = people[0]
    shown = preview(slack, member, "send the figures by 03/04/2027")
    assert labels(shown) == [
        "Save, due Thursday 4 March 2027",
        "Save, due Saturday 3 April 2027",
        "Save, no date",
        "Change…",
        "Discard",
    ]
    member.press(shown, "Change…")
    form = in_form(slack, member)
    assert typed_in(form, "title") == "send the figures by 03/04/2027"
    assert "could not tell it from “by 03/04/2027”" in str(form["blocks"][0])
    member.close_view()

    member.press(shown, "Save, due Saturday 3 April 2027")
    slack.wait_until(lambda: seen(member, CHANNEL, "Recorded as *A-1*"))

    (action,) = stored(convenor)
    assert (action.title, f"{action.due_on}") == ("send the figures", "2027-04-03")


def test_an_owner_who_is_not_in_the_group_is_told(slack, convenor, people):
    member = people[0]
    shown = preview(slack, member, "@newcomer send the list")
    assert "<@UNEW> is not in the group" in shown.text
    assert labels(shown)[0] == "Save without an owner"

    member.press(shown, "Change…")
    assert typed_in(in_form(slack, member), "title") == "send the list"
    refused = member.submit()
    assert "is not in the group" in refused.errors["owner"]
    member.fill({"owner": "UOTHER", "cluster": "ee"})
    assert "one owner" in member.submit().errors["cluster"]
    member.fill({"owner": None})
    assert member.submit().errors == {}
    slack.wait_until(lambda: in_channel(member, "Tallinn Health Cluster"))

    member.press(shown, "Save without an owner")
    slack.wait_until(lambda: seen(member, CHANNEL, "recorded already"))
    assert len(stored(convenor)) == 1


def test_a_line_without_text_opens_the_form(slack, convenor, people):
    member = people[0]
    assert member.command("/action", "@other", channel=CHANNEL).ok
    form = in_form(slack, member)
    assert "I do not know yet what is to be done" in str(form["blocks"][0])
    member.fill(
        {
            "title": "Book a room",
            "due_on": "2021-11-15",
            "co_owners": ["UCHAIR"],
            "detail": "With a screen.",
            "meeting": "none",
        }
    )
    assert "is over" in member.submit().errors["due_on"]
    assert typed_in(member.view, "title") == "Book a room"
    member.fill({"due_on": "2099-11-15"})
    assert member.submit().errors == {}
    slack.wait_until(lambda: in_channel(member, "Book a room"))
    assert "<@UOTHER>" in in_channel(member, "Book a room")[-1].text


def test_what_is_too_long_for_a_title_is_kept(slack, convenor, people):
    member, long = people[0], "send the figures " * 20
    assert member.command("/action", f"@other {long}", channel=CHANNEL).ok
    form = in_form(slack, member)
    assert typed_in(form, "detail") == long.strip()
    assert len(typed_in(form, "title")) <= 200
    member.close_view()
    longer = "send the figures " * 300
    answer = say(slack, member, "/action", longer, "too long for an action")
    assert str(answer.blocks).count("figures") == 300
