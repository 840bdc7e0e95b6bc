"""WebSocket connections: tickets, refreshes, breaks and deafness."""

import logging
import time

import pytest

# slack_sdk leaves the socket of a refused handshake to the garbage collector.
LEAK = "ignore:unclosed <socket:ResourceWarning"


@pytest.fixture(autouse=True)
def _quiet(caplog):
    # The SDK logs every break of a connection as an error; here they are wanted.
    caplog.set_level(logging.CRITICAL, logger="slack_bolt")


@pytest.fixture
def chair(slack):
    return slack.person("UCHAIR")


@pytest.mark.filterwarnings(LEAK)
def test_a_ticket_works_once(slack, connect):
    handler = connect()
    used = handler.client.wss_uri
    handler.client.auto_reconnect_enabled = False
    slack.faults.drop_sockets()
    slack.wait_until(lambda: not slack.sockets.lines)
    time.sleep(0.01)
    handler.client.wss_uri = used
    handler.client.connect()

    assert not handler.client.is_connected()


@pytest.mark.filterwarnings(LEAK)
def test_a_refused_ticket_is_followed_by_a_new_one(slack, app, connect, chair):
    app.command("/practice")(lambda ack: ack())
    connect(ping_interval=0.05)
    slack.faults.refuse_tickets(2)
    slack.faults.drop_sockets()

    slack.wait_until(lambda: len(opened(slack)) >= 4)
    slack.wait_until(lambda: slack.sockets.lines)
    assert chair.command("/practice").ok


@pytest.mark.parametrize("reset", [False, True])
def test_the_bot_comes_back_after_a_broken_connection(
    slack, app, connect, chair, reset
):
    app.command("/practice")(lambda ack: ack())
    connect(ping_interval=0.05)
    slack.faults.drop_sockets(reset=reset)

    slack.wait_until(lambda: len(opened(slack)) == 2 and slack.sockets.lines)
    assert chair.command("/practice").ok


def test_the_bot_comes_back_when_slack_asks_it_to(slack, app, connect, chair):
    app.command("/practice")(lambda ack: ack())
    connect()
    slack.faults.refresh_sockets()

    slack.wait_until(lambda: slack.sockets.lines)
    assert chair.command("/practice").ok


def test_a_deaf_connection_stays_open_but_nothing_comes_through(
    slack, app, connect, chair
):
    slack.courier.timeout = 0.05
    app.command("/practice")(lambda ack: ack())
    handler = connect(ping_interval=0.05)
    session = handler.client.current_session
    slack.wait_until(lambda: session.last_ping_pong_time)
    slack.faults.deafen_sockets()
    time.sleep(0.05)  # a pong may still be under way
    last = session.last_ping_pong_time

    assert chair.command("/practice").error == "operation_timeout"
    assert handler.client.is_connected()
    assert session.last_ping_pong_time == last
    slack.courier.timeout = 3
    slack.faults.mend_sockets()
    assert chair.command("/practice").ok


def test_several_connections_share_the_payloads(slack, app, connect, chair):
    app.command("/practice")(lambda ack: ack())
    connect()
    connect()
    for _ in range(4):
        assert chair.command("/practice").ok

    assert len(slack.sockets.lines) == 2


def opened(slack) -> list:
    return [call for call in slack.calls if call.method == "apps.connections.open"]
