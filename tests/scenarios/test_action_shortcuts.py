"""A message becomes an action item: once, with its address, whoever saves it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from scenarios_meetings import CHANNEL, say, seated
from sqlmodel import select

from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from storage import sigs
from storage.tables import ActionItemRow

from groups import TEAM, seat
from scenarios_forms import typed_in

TEXT = "@other send the figures to Riga\nThe ministry waits for them."


@pytest.fixture
def people(slack, convenor):
    return seated(slack, convenor)


def stored(convenor):
    with convenor.deps.db.read() as session:
        return session.exec(select(ActionItemRow)).all()


def choose(slack, person, message, words):
    """Choose the shortcut and wait until the modal says something."""
    assert person.message_shortcut("save_as_action", message.channel, message.ts).ok
    slack.wait_until(lambda: words in str(person.view))
    return person.view


def test_a_message_is_one_action_item_whoever_saves_it(slack, convenor, people):
    member, other, *_ = people
    message = other.say(CHANNEL, TEXT)

    view = choose(slack, member, message, "What is to be done")
    assert typed_in(view, "title") == "send the figures to Riga"
    assert "The ministry waits" in typed_in(view, "detail")
    assert member.submit().errors == {}
    slack.wait_until(lambda: stored(convenor))
    again = choose(slack, other, message, "is *A-1* already")

    (row,) = stored(convenor)
    assert row.permalink.endswith(f"/archives/CSIG/p{message.ts.replace('.', '')}")
    assert row.owner_person_id == row.said_by_id
    assert "send the figures to Riga" in str(again)
    other.close_view()
    card = say(slack, member, "/action", "show A-1", "send the figures")
    assert "this message>, written by <@UOTHER>" in str(card.blocks)
    assert slack.complaints == []


def test_what_a_message_says_of_a_due_date_stands_in_the_form(slack, convenor, people):
    member, other, *_ = people
    message = other.say(CHANNEL, "Please send the figures by Friday")
    today = datetime.fromtimestamp(float(message.ts), ZoneInfo("Europe/Tallinn")).date()
    friday = today + timedelta(days=(4 - today.weekday()) % 7)

    if friday == today:  # that day's own name may mean either: it is asked
        choose(slack, member, message, "Choose the day you mean below")
        member.fill({"due_on": friday.isoformat(), "title": "Please send the figures"})
    else:
        view = choose(slack, member, message, "was read as the due date")
        assert typed_in(view, "title") == "Please send the figures"
        assert friday.isoformat() in str(view["blocks"])
        assert typed_in(view, "detail") == "Please send the figures by Friday"
    assert member.submit().errors == {}
    slack.wait_until(lambda: stored(convenor))

    (row,) = stored(convenor)
    assert (row.title, row.due_on) == ("Please send the figures", friday)
    assert row.detail == "Please send the figures by Friday"
    assert slack.complaints == []


def test_a_date_that_reads_two_ways_is_asked_about_and_not_guessed(
    slack, convenor, people
):
    member, other, *_ = people
    message = other.say(CHANNEL, "Ask @member for the list by 03/04")

    view = choose(slack, member, message, "Choose the day you mean below")
    assert typed_in(view, "title") == "Ask @member for the list by 03/04"
    assert "initial_date" not in str(view["blocks"])
    assert member.submit().errors == {}
    slack.wait_until(lambda: stored(convenor))

    (row,) = stored(convenor)
    assert row.due_on is None
    assert row.owner_person_id is not None


def test_a_message_of_a_channel_without_the_bot_keeps_its_text(slack, convenor, people):
    member = people[0]
    slack.workspace.add_channel(
        id="CSECRET", members=["UMEMBER"], private=True, bot_is_member=False
    )
    message = member.say("CSECRET", "Find a room")

    choose(slack, member, message, "I am not in that channel")
    assert member.submit().errors == {}
    slack.wait_until(lambda: stored(convenor))

    assert [(row.title, row.permalink) for row in stored(convenor)] == [
        ("Find a room", "")
    ]


def test_a_message_that_was_deleted_meanwhile_saves_nothing(slack, convenor, people):
    member, other, *_ = people
    message = other.say(CHANNEL, TEXT)
    slack.faults.refuse("message_not_found", method="chat.getPermalink")

    choose(slack, member, message, "is not there any more")

    assert stored(convenor) == []


def test_a_message_that_only_names_somebody_asks_what_is_to_be_done(
    slack, convenor, people
):
    member, other, *_ = people
    message = other.say(CHANNEL, "@member")

    view = choose(slack, member, message, "This message only names somebody")

    assert not typed_in(view, "title")
    member.fill({"title": "Book the room"})
    assert member.submit().errors == {}
    slack.wait_until(lambda: stored(convenor))


def test_whoever_is_in_two_groups_says_which_one(slack, convenor, people):
    member = people[0]
    with convenor.deps.db.begin() as session:
        added = sigs.add(session, Sig(name="Second group"))
        sigs.bind(session, added.id, team_id=TEAM, channel_id="CELSE")
    seat(convenor.deps.db, "CELSE", "UMEMBER", Role.MEMBER)
    slack.workspace.add_channel(id="CTHIRD", members=["UMEMBER"])
    message = member.say("CTHIRD", "Find a room by 19 February 2031")

    choose(slack, member, message, "Which group is it for?")
    member.fill({"group": "Second group"})
    assert member.submit().errors == {}
    slack.wait_until(lambda: "What is to be done" in str(member.view))
    assert typed_in(member.view, "detail") == "Find a room by 19 February 2031"
    assert member.submit().errors == {}
    slack.wait_until(lambda: stored(convenor))

    assert [row.sig_id for row in stored(convenor)] == [added.id]
    assert slack.complaints == []
