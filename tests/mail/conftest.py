"""A group, a mail server, and a worker that hands e-mails over to it."""

import pytest
from aiosmtpd.controller import Controller
from meetings_told import CHANNEL, Clock, a_group, a_worker
from postbox import FROM, Postbox, free_port
from slack_sdk import WebClient

from bot.domain.mail_server import MailServer
from bot.mail import MailCarrier
from bot.playground.server import Playground
from bot.services.calendars import keys


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def server(postbox):
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield MailServer(host="127.0.0.1", port=controller.port, is_implicit=False)
    controller.stop()


@pytest.fixture(scope="module")
def slack():
    with Playground() as playground:
        playground.workspace.add_user(id="UCHAIR")
        playground.workspace.add_channel(id=CHANNEL, name="sig", members=["UCHAIR"])
        yield playground


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def group(sqlite_database, clock):
    return a_group(sqlite_database, clock)


@pytest.fixture
def start(slack, sqlite_database, clock):
    """Make a worker that hands e-mails to a server, or to none."""
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])

    def run(server, context=None):
        carrier = MailCarrier(
            db=sqlite_database,
            clock=clock,
            server=server,
            mail_from=FROM,
            context=context,
        )
        carriers = {keys.MAIL: carrier, keys.FILE: lambda _: None}
        return a_worker(sqlite_database, clock, client, carriers)

    return run


@pytest.fixture
def worker(start, server):
    return start(server)
