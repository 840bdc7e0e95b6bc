"""Two bots, killed again and again: no reminder is posted twice, none is lost."""

import os
import random
import re
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from factories_meetings import a_meeting
from sqlmodel import select

from bot.domain.outbox import MessageState
from bot.domain.sigs import Sig
from bot.playground.server import Playground
from bot.services.meetings import reminding
from storage import meeting_rows, reminders, sigs
from storage.tables import OutboxRow

from groups import TEAM
from processes import environment_of, nursery, wait_for

CHANNELS = [f"C{number:04}" for number in range(7)]
LEASE_SECONDS = 2
REMINDERS_PER_KILL = 10
BEFORE = timedelta(minutes=15)


@pytest.fixture
def slack():
    with Playground() as playground:
        playground.workspace.add_user(id="UCHAIR", name="chair")
        for channel in CHANNELS:
            playground.workspace.add_channel(id=channel, name=channel, members=[])
        playground.faults.latency(0.04, method="chat.postMessage")
        playground.faults.lose_answers(0.1, seed=7, method="chat.postMessage")
        yield playground


@pytest.mark.timeout(1800)  # fifty kills take their time on a busy machine
def test_every_reminder_arrives_once(slack, database, database_url, tmp_path, kills):
    total = REMINDERS_PER_KILL * kills
    expected = plan(database, total, seconds=kills * 0.2)
    environment = environment_of(slack, database_url)
    with nursery(environment, tmp_path, lease=LEASE_SECONDS) as bear:
        kill_at_random(slack, bear, kills)
        between = sum(posts(slack).values())
        slack.wait_until(lambda: set(posts(slack)) >= expected, 60 + total / 4)
        wait_for(lambda: is_settled(database), 60)
        time.sleep(LEASE_SECONDS)  # whatever is under way arrives by then

    found = posts(slack)
    print(f"{total} due, {between} posted between {kills} kills")  # noqa: T201
    assert {key: times for key, times in found.items() if times > 1} == {}
    assert set(found) == expected
    assert sorted(titles(slack)) == sorted(f"Meeting {n} of all" for n in range(total))
    assert between >= 2 * kills


def plan(database, total, *, seconds):
    """Let reminders come due one after another; return their keys.

    They are planned the usual way: a quarter of an hour before meetings of as many
    groups as there are channels.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    began = now + timedelta(seconds=3)
    for number, channel in enumerate(CHANNELS):
        with database.begin() as session:
            sig = sigs.add(session, Sig(name=f"Group {number}"))
            sigs.bind(session, sig.id, team_id=TEAM, channel_id=channel)
            for each in range(number, total, len(CHANNELS)):
                due = began + timedelta(seconds=each / total * seconds)
                meeting_rows.add(session, sig.id, meeting(due + BEFORE, each))
            reminding.replan(session, sig.id, now=now)
    with database.read() as session:
        keys = {
            row.key
            for sig in sigs.all_sigs(session)
            for row in reminders.waiting(session, sig.id)
        }
    assert len(keys) == total
    return keys


def meeting(starts_at, number):
    wall = starts_at.replace(tzinfo=None)
    return a_meeting(wall, zone="UTC", title=f"Meeting {number} of all")


def kill_at_random(slack, bear, kills):
    """Kill one of two bots as soon as a few more messages arrived.

    Waiting for messages and not for a time: however slow the machine is, the bots are
    killed in the middle of their work and not while they start. Two live at the end.
    """
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    bots = [bear(), bear()]
    for _ in range(kills):
        enough = sum(posts(slack).values()) + chance.randint(2, 5)
        wait_for(lambda: sum(posts(slack).values()) >= enough, 60)  # noqa: B023 - used at once
        time.sleep(chance.uniform(0, 0.05))
        os.kill(bots.pop(chance.randrange(2)), signal.SIGKILL)
        bots.append(bear())


def is_settled(database):
    """Whether there is nothing left that a bot could take."""
    with database.read() as session:
        states = session.exec(select(OutboxRow.state)).all()
    return set(states) == {MessageState.SENT}


def messages(slack):
    with slack.workspace.look():
        return [
            message
            for channel in CHANNELS
            for message in slack.workspace.channels[channel].messages.values()
        ]


def posts(slack):
    """Count the messages of each key that Slack holds."""
    payloads = [
        (each.metadata or {}).get("event_payload") or {} for each in messages(slack)
    ]
    return Counter(payload.get("key") for payload in payloads)


def titles(slack):
    """Return which meetings the messages speak of."""
    return [
        re.search(r"Meeting \d+ of all", message.text)[0] for message in messages(slack)
    ]
