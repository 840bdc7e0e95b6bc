"""Bots that are killed between planning and sending: each is reminded once."""

import os
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from reminded import act, everything, join

from bot.domain.outbox import MessageState
from bot.domain.sigs import Sig
from bot.playground.server import Playground
from storage import sigs

from groups import TEAM
from processes import environment_of, nursery, wait_for

PEOPLE = [f"U{number:04}" for number in range(12)]
CHANNEL = "CSIG"
LEASE_SECONDS = 2


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def slack():
    with Playground() as playground:
        for user in PEOPLE:
            playground.workspace.add_user(id=user, name=user.lower())
        playground.workspace.add_channel(id=CHANNEL, name="sig", members=[])
        playground.faults.latency(0.1, method="chat.postMessage")
        playground.faults.lose_answers(0.2, seed=7, method="chat.postMessage")
        yield playground


@pytest.mark.timeout(300)
def test_everybody_is_reminded_once_whoever_dies(
    slack, database, database_url, tmp_path
):
    now = datetime.now(UTC).replace(microsecond=0)
    plan(database, due=now + timedelta(seconds=2), now=now)
    environment = environment_of(slack, database_url)
    with nursery(environment, tmp_path, lease=LEASE_SECONDS) as bear:
        for enough in (1, 4, 7):
            bot = bear()
            wait_for(lambda: sum(posts(slack).values()) >= enough, 60)  # noqa: B023 - used at once
            os.kill(bot, signal.SIGKILL)
        bear()
        slack.wait_until(lambda: set(posts(slack)) == set(PEOPLE), 60)
        wait_for(lambda: is_settled(database), 60)
        time.sleep(LEASE_SECONDS)  # whatever is under way arrives by then

    assert posts(slack) == Counter(PEOPLE)


def plan(database, *, due, now):
    """Let everybody be reminded of something today, when the quiet hours end.

    They live where it is noon: the morning is quiet there until then.
    """
    hours = 12 - due.hour
    zone = f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"
    local = due.astimezone(ZoneInfo(zone))
    with database.begin() as session:
        night = {
            "quiet_from": local.time().replace(hour=8),
            "quiet_until": local.time(),
        }
        sig = sigs.add(session, Sig(name="Group", zone=zone, **night))
        sig = sigs.bind(session, sig.id, team_id=TEAM, channel_id=CHANNEL)
    for user in PEOPLE:
        act(database, sig, join(database, sig, user, zone=zone), local.date(), now=now)
    found = {due_at for *_, due_at, _ in everything(database)}
    assert found == {due}


def is_settled(database):
    states = {row[2] for row in everything(database) if row[0].startswith("action")}
    return states == {MessageState.SENT}


def posts(slack):
    """Count the reminders that each person has."""
    return Counter(
        user
        for user in PEOPLE
        for message in slack.person(user).direct_messages()
        if "You do this" in message.text
    )
