"""A Bolt app connected to the local Slack for the time of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from playground.kit import client_of
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.playground.server import Playground


@contextmanager
def connected(slack: Playground, app: App) -> Iterator[None]:
    """Connect an app by Socket Mode."""
    handler = SocketModeHandler(
        app, slack.app_token, web_client=client_of(slack), ping_interval=0.1
    )
    handler.connect()
    slack.wait_for_bot()
    yield
    # The SDK's threads notice an end only when something comes in: its reader a
    # message or the end of the socket, which is brought about here.
    handler.client.auto_reconnect_enabled = False
    slack.faults.drop_sockets()
    slack.wait_until(lambda: not handler.client.is_connected())
    handler.client.closed = True
    handler.client.message_queue.put("{}")
    handler.close()
