"""Reminders of action items in private, with a clock that is set: days pass at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from clocks import Clock
from factories_meetings import a_meeting
from reminded import act

from bot.services.meetings import changing
from storage import members, sigs
from storage.directory import directory

from groups import TEAM

CHANNEL = "CSIG"
# A Wednesday at one in the afternoon, where the group is at home.
START = datetime(2026, 11, 18, 12, tzinfo=UTC)
DUE = date(2026, 11, 24)
FIRST, SECOND = "Send the figures", "Ask the ministry"


@pytest.fixture
def clock():
    return Clock(START)


@pytest.fixture
def member(slack):
    return slack.person("UMEMBER")


def the_group(convenor):
    with convenor.deps.db.read() as session:
        return sigs.by_channel(session, TEAM, CHANNEL)


def give(convenor, user_id, title, due_on=DUE):
    """Give somebody something to do."""
    db, sig = convenor.deps.db, the_group(convenor)
    with db.read() as session:
        person = members.find_person(session, TEAM, user_id)
        owner = directory(session, sig.id).people[person.id]
    return act(db, sig, owner, due_on, title=title, now=convenor.deps.clock())


def at(convenor, clock, moment):
    """Let the time be this, and do what is due."""
    clock.moment = moment
    convenor.tick()


def live(convenor, clock, until):
    """Let the days pass, as they do where the bot runs."""
    while clock.moment < until:
        at(convenor, clock, clock.moment + timedelta(hours=24))


def told(person, words):
    return [each for each in person.direct_messages() if words in each.text]


def blocks(person, words):
    (message,) = told(person, words)
    return str(message.blocks)


def test_done_is_said_in_the_reminder_itself(slack, convenor, clock, member):
    give(convenor, "UMEMBER", FIRST)
    convenor.tick()

    at(convenor, clock, START + timedelta(days=3))
    (reminder,) = told(member, "*You do this for")
    member.press(reminder, "Done")

    slack.wait_until(lambda: told(member, "Done. Thank you!"))
    assert FIRST in blocks(member, "Done. Thank you!")
    assert "action_done" not in blocks(member, "Done. Thank you!")
    live(convenor, clock, START + timedelta(days=14))
    assert told(member, "*You do this for") == []
    assert told(member, "This week") == []
    assert slack.complaints == []


def test_whoever_presses_done_again_hears_that_it_is_done(
    slack, convenor, clock, member
):
    give(convenor, "UMEMBER", FIRST)
    convenor.tick()
    at(convenor, clock, START + timedelta(days=3))
    (reminder,) = told(member, "*You do this for")
    member.press(reminder, "Done")
    slack.wait_until(lambda: told(member, "Done. Thank you!"))

    member.press(reminder, "Done")

    slack.wait_until(lambda: told(member, "is done already"))
    assert slack.complaints == []


def test_the_summary_stays_and_loses_what_is_done(slack, convenor, clock, member):
    give(convenor, "UMEMBER", FIRST)
    give(convenor, "UMEMBER", SECOND)
    convenor.tick()
    live(convenor, clock, START + timedelta(days=5))
    (summary,) = told(member, "This week")
    block = next(
        each["block_id"]
        for before, each in zip(summary.blocks, summary.blocks[1:], strict=False)
        if FIRST in str(before)
    )

    member.press(summary, "Done", block_id=block)

    slack.wait_until(lambda: FIRST not in blocks(member, "This week"))
    assert SECOND in blocks(member, "This week")
    assert slack.complaints == []


def test_the_summary_is_stopped_and_wanted_again(slack, convenor, clock, member):
    give(convenor, "UMEMBER", FIRST, date(2026, 11, 2))
    convenor.tick()
    live(convenor, clock, START + timedelta(days=5))
    (summary,) = told(member, "This week")

    member.press(summary, "Stop these")
    slack.wait_until(lambda: told(member, "You get no weekly summary"))
    live(convenor, clock, START + timedelta(days=12))
    assert len(told(member, "This week")) == 1

    assert member.command("/action", "reminders", channel=CHANNEL).ok
    slack.wait_until(lambda: said_in_channel(member, "You get no weekly summary"))
    (answer,) = said_in_channel(member, "You get no weekly summary")
    member.press(answer, "Send them again")
    slack.wait_until(lambda: said_in_channel(member, "On Monday mornings"))
    live(convenor, clock, START + timedelta(days=20))
    assert len(told(member, "This week")) == 2
    assert slack.complaints == []


def test_the_channel_reads_what_is_open_the_day_before_the_meeting(
    slack, convenor, clock, member
):
    give(convenor, "UMEMBER", FIRST, date(2026, 11, 2))
    meeting_day = datetime(2026, 11, 26, 14)  # noqa: DTZ001 - wall time
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        meeting = a_meeting(meeting_day)
        changing.create(session, sig, meeting, actor_id=None, now=clock())

    live(convenor, clock, START + timedelta(days=8))

    (reminder,) = [m for m in member.messages(CHANNEL) if "*Reminder:*" in m.text]
    assert "*Open actions:* 1 (1 past the due date)." in reminder.text
    assert FIRST in reminder.text
    assert "UMEMBER" not in str(reminder.blocks)
    assert slack.complaints == []


def said_in_channel(person, words):
    return [each for each in person.messages(CHANNEL) if words in each.text]
