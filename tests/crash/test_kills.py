"""Two bots, killed again and again: nothing is posted twice, nothing is lost."""

import random
import signal
import time
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.server import Playground

from groups import a_submitted_practice, enqueue
from processes import ROOT, process

CHANNELS = [f"C{number:04}" for number in range(7)]
LEASE_SECONDS = 2
MESSAGES_PER_KILL = 10


@pytest.fixture
def slack():
    with Playground() as playground:
        playground.workspace.add_user(id="UCHAIR", name="chair")
        for channel in CHANNELS:
            playground.workspace.add_channel(id=channel, name=channel, members=[])
        playground.faults.latency(0.04, method="chat.postMessage")
        playground.faults.lose_answers(0.1, seed=7, method="chat.postMessage")
        yield playground


def test_every_message_arrives_once(slack, database, database_url, tmp_path, kills):
    total = MESSAGES_PER_KILL * kills
    began = datetime.now(UTC) + timedelta(seconds=3)
    practice = a_submitted_practice(database, channel=CHANNELS[0], chair="UCHAIR")
    for number in range(total):
        enqueue(
            database,
            practice,
            f"key-{number}",
            recipient=CHANNELS[number % len(CHANNELS)],
            due_at=began + timedelta(seconds=number / total * kills * 0.9),
        )
    environment = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
    }
    kill_at_random(environment, tmp_path, kills)

    with start(environment, tmp_path):
        slack.wait_until(lambda: set(posts(slack)) >= keys(total), 60)
        time.sleep(2 * LEASE_SECONDS)

    assert {key: times for key, times in posts(slack).items() if times > 1} == {}
    assert set(posts(slack)) == keys(total)


def kill_at_random(environment, folder, kills):
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    with ExitStack() as running:
        bots = [running.enter_context(start(environment, folder)) for _ in range(2)]
        time.sleep(2)
        for _ in range(kills):
            time.sleep(chance.uniform(0.4, 1.2))
            bots.pop(chance.randrange(2)).send_signal(signal.SIGKILL)
            bots.append(running.enter_context(start(environment, folder)))


def start(environment, folder):
    script = [str(ROOT / "tests" / "bot_process.py"), str(LEASE_SECONDS)]
    return process(script, environment, folder)


def posts(slack):
    """Count the messages of each key that Slack holds."""
    found = Counter()
    with slack.workspace.look():
        for channel in CHANNELS:
            for message in slack.workspace.channels[channel].messages.values():
                payload = (message.metadata or {}).get("event_payload") or {}
                found[payload.get("key")] += 1
    return found


def keys(total):
    return {f"key-{number}" for number in range(total)}
