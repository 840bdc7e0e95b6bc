"""A worker of the outbox, and a Slack that misbehaves when it is told to."""

import pytest
from clocks import Clock
from delivering import CHANNEL, a_worker

from bot.playground.server import Playground

from groups import a_submitted_practice


@pytest.fixture(scope="session")
def server():
    with Playground() as playground:
        for user in ("UCHAIR", "UMEMBER"):
            playground.workspace.add_user(id=user, name=user.lower())
        yield playground


@pytest.fixture
def slack(server):
    """The server, emptied: one is started for all tests of this folder."""
    space = server.workspace
    with space.change():
        space.channels.clear()
        space.published.clear()
    server.calls.clear()
    server.faults.clear()
    server.installation.methods_off.clear()
    for channel in (CHANNEL, "COTHER"):
        space.add_channel(id=channel, name=channel.lower(), members=["UCHAIR"])
    return server


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def worker(slack, database, clock):
    return a_worker(slack, database, clock)


@pytest.fixture
def practice(database):
    return a_submitted_practice(database, channel=CHANNEL, chair="UCHAIR")
