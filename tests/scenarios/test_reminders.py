"""Reminders of meetings in the channel, with a clock that is set: days pass at once."""

from datetime import UTC, datetime, timedelta

import pytest
from clocks import Clock
from factories_meetings import a_meeting

from bot.domain.meetings import MeetingStatus
from bot.domain.permissions import Role
from bot.services.meetings import changing
from storage import action_reminders, members, sigs

from groups import TEAM, seat
from scenarios_forms import seen

CHANNEL = "CSIG"
FIRST = datetime(2026, 12, 8, 13, tzinfo=UTC)
SECOND = FIRST + timedelta(days=15)


@pytest.fixture
def clock():
    return Clock(FIRST - timedelta(days=20))


def schedule(convenor, starts_at, **changes):
    wall = (starts_at + timedelta(hours=1)).replace(tzinfo=None)
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        meeting = a_meeting(wall, **changes)
        now = convenor.deps.clock()
        return changing.create(session, sig, meeting, actor_id=None, now=now)


def at(convenor, clock, moment):
    """Let the time be this, and do what is due."""
    clock.moment = moment
    convenor.tick()


def live(convenor, clock, until):
    """Let the days pass, as they do where the bot runs."""
    convenor.tick()
    while clock.moment < until:
        at(convenor, clock, clock.moment + timedelta(hours=6))


def nobody_wants_summaries(convenor):
    """Let no weekly summary be among the messages that are counted."""
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        for each in members.roster(session, sig.id):
            action_reminders.pause(session, sig.id, each.person.id, until=None)


def channel(slack):
    return [each.text for each in slack.person("UMEMBER").messages(CHANNEL)]


def reminders(slack, words):
    return [text for text in channel(slack) if text.startswith(words)]


def test_the_channel_hears_four_times_and_each_time_once(slack, start, clock):
    convenor = start()
    schedule(convenor, FIRST, join_url="https://meet.example.org/sig")

    live(convenor, clock, FIRST - timedelta(hours=6))
    at(convenor, clock, FIRST - timedelta(minutes=14))
    live(convenor, clock, FIRST + timedelta(days=1))

    (call,) = reminders(slack, "*Save the date:*")
    (agenda,) = reminders(slack, "*Agenda of M-1")
    (day,) = reminders(slack, "*Reminder:*")
    (soon,) = reminders(slack, "*Beginning soon:*")
    assert "Tuesday 8 December 2026, 14:00 Brussels time" in call
    assert "No points yet." in agenda
    assert "Join: <https://meet.example.org/sig>" in day
    assert "Join: <https://meet.example.org/sig>" in soon
    assert slack.complaints == []


def test_three_days_of_downtime_over_a_meeting(slack, start, clock):
    convenor = start()
    seat(convenor.deps.db, CHANNEL, "UOTHER", Role.SECRETARIAT)
    nobody_wants_summaries(convenor)
    schedule(convenor, FIRST)
    schedule(convenor, SECOND)
    live(convenor, clock, FIRST - timedelta(days=2))
    before = channel(slack)
    convenor.close()

    clock.moment = FIRST + timedelta(days=1, hours=6)
    convenor = start()
    slack.wait_until(lambda: len(channel(slack)) > len(before))
    convenor.tick()

    # M-1 is over: its last two reminders are of no use any more. Whether people come
    # to M-2 can still be asked, a day late.
    (late,) = channel(slack)[len(before) :]
    assert late.startswith("*Save the date:* *M-2*")
    assert late.endswith("(posted late)")
    chair = slack.person("UCHAIR")
    assert chair.command("/sig", "status", channel=CHANNEL).ok
    slack.wait_until(lambda: seen(chair, CHANNEL, "Only you who lead the group"))
    status = seen(chair, CHANNEL, "Only you who lead the group")[-1]
    assert "1 sent late, 2 missed, because it was too late for them" in status.text
    assert "Reminder of M-2 (14 days before) to the channel, due" in status.text
    assert status.text.count("*missed*: it would have come too late") == 2

    chair.press(status, "Delivery log")
    slack.wait_until(lambda: seen(chair, CHANNEL, "*Delivery log.*"))
    log = seen(chair, CHANNEL, "*Delivery log.*")[-1]
    assert log.ephemeral
    assert "1 of them late, 2 missed, 0 failed, 0 waiting" in log.text
    assert "Reminder of M-1 (15 minutes before) to the channel, due" in log.text
    assert slack.complaints == []


def test_who_no_longer_leads_the_group_does_not_see_the_log(slack, start):
    convenor = start()
    chair = slack.person("UCHAIR")
    assert chair.command("/sig", "status", channel=CHANNEL).ok
    slack.wait_until(lambda: seen(chair, CHANNEL, "Only you who lead the group"))
    status = seen(chair, CHANNEL, "Only you who lead the group")[-1]
    seat(convenor.deps.db, CHANNEL, "UCHAIR", Role.MEMBER)

    chair.press(status, "Delivery log")

    slack.wait_until(lambda: seen(chair, CHANNEL, "The chair and the secretariat"))
    assert not seen(chair, CHANNEL, "*Delivery log.*")


def test_the_secretariat_is_asked_in_private_for_missing_minutes(slack, start, clock):
    convenor = start()
    seat(convenor.deps.db, CHANNEL, "UOTHER", Role.SECRETARIAT)
    schedule(convenor, FIRST, status=MeetingStatus.HELD)
    before = channel(slack)

    for days in range(8):
        at(convenor, clock, FIRST + timedelta(days=days))

    asked = [each.text for each in slack.person("UOTHER").direct_messages()]
    asked = [text for text in asked if "The minutes of *M-1*" in text]
    # From Friday to the next Tuesday, and not at the weekend.
    assert len(asked) == 3
    assert channel(slack) == before


def test_a_channel_that_was_archived_meanwhile_is_noticed(slack, start, clock):
    convenor = start()
    schedule(convenor, FIRST)
    at(convenor, clock, FIRST - timedelta(days=2))
    before = channel(slack)
    with slack.workspace.change():
        slack.workspace.channels[CHANNEL].archived = True

    at(convenor, clock, FIRST - timedelta(days=1))
    at(convenor, clock, FIRST - timedelta(minutes=15))
    at(convenor, clock, FIRST + timedelta(minutes=15))

    told = [each.text for each in slack.person("UCHAIR").direct_messages()]
    assert len([text for text in told if "was archived" in text]) == 1
    assert channel(slack) == before
