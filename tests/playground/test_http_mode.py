"""Bolt over signed HTTP: the same deliveries without sockets."""

import socket
import threading

import pytest
from playground.kit import bolt_app, client_of, fetch, field, modal, settle, text_input
from slack_bolt import BoltResponse

from bot.playground.server import Playground


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def slack(port):
    url = f"http://127.0.0.1:{port}/slack/events"
    with Playground(events_url=url) as running:
        yield settle(running)


@pytest.fixture
def app(slack):
    return bolt_app(client_of(slack), slack.signing_secret)


@pytest.fixture
def chair(slack):
    return slack.person("UCHAIR")


def test_from_the_command_to_the_submission(slack, app, serve, port, chair):
    taken = []

    @app.command("/practice")
    def command(ack, body, client):
        ack()
        client.views_open(
            trigger_id=body["trigger_id"],
            view=modal(field("Title", text_input("t"), block_id="b")),
        )

    @app.view("form")
    def submit(ack, view):
        value = view["state"]["values"]["b"]["t"]["value"]
        if value == "bad":
            return ack(response_action="errors", errors={"b": "No."})
        taken.append(value)
        return ack()

    serve(app, port)
    slack.wait_for_bot(5)
    assert chair.command("/practice", "new", channel="CSIG").ok
    chair.fill({"Title": "bad"})
    assert chair.submit().errors == {"b": "No."}
    chair.fill({"Title": "good & <b>"})
    assert chair.submit().ok
    assert taken == ["good & <b>"]
    assert chair.view is None


def test_the_text_of_an_answer_is_shown(slack, app, serve, port, chair):
    app.command("/help")(lambda ack: ack("Ask away"))
    serve(app, port)

    assert chair.command("/help", channel="CSIG").text == "Ask away"


def test_a_command_nobody_listens_to_fails_at_once(slack, app, serve, port, chair):
    serve(app, port)

    assert chair.command("/unknown").error == "dispatch_failed"


def test_without_a_server_a_command_fails(chair):
    assert chair.command("/practice").error == "dispatch_failed"


def test_a_late_answer_is_a_timeout_and_is_recorded(slack, app, serve, port, chair):
    slack.courier.timeout = 0.05
    go = threading.Event()

    @app.command("/slow")
    def slow(ack):
        go.wait(2)
        ack("Too late")

    serve(app, port)
    outcome = chair.command("/slow")
    go.set()

    assert outcome.error == "operation_timeout"
    slack.wait_until(lambda: slack.late_acks)
    assert slack.late_acks[0].answer == {"text": "Too late"}
    assert chair.direct_messages() == []


def test_events_come_again_with_retry_headers(slack, app, serve, port):
    slack.courier.retry_delays = (0.0, 0.01, 0.01)
    headers = []
    app.use(lambda req, next_: headers.append(req.headers) or next_())
    serve(app, port)
    slack.event("nobody_listens")

    slack.wait_until(lambda: len(slack.deliveries) == 4 and len(headers) == 4)
    numbers = [one.get("x-slack-retry-num", [None])[0] for one in headers]
    assert numbers == [None, "1", "2", "3"]
    assert headers[1]["x-slack-retry-reason"] == ["http_error"]


def test_an_event_is_acknowledged_once(slack, app, serve, port, chair):
    slack.courier.retry_delays = (0.0,)
    app.event("app_home_opened")(lambda: None)
    serve(app, port)

    assert chair.open_home().ok
    assert [delivery.state for delivery in slack.deliveries] == ["acked"]


def test_the_bot_can_ask_for_no_retry(slack, app, serve, port):
    slack.courier.retry_delays = (0.0, 0.0, 0.0)

    @app.middleware
    def refuse():
        return BoltResponse(status=500, headers={"x-slack-no-retry": ["1"]})

    serve(app, port)
    first = slack.event("anything")

    assert not first.wait()
    assert len(slack.deliveries) == 1


def test_a_wrong_signing_secret_shows(slack, serve, port, chair):
    app = bolt_app(client_of(slack), "another secret")
    app.command("/practice")(lambda ack: ack())
    serve(app, port)

    assert chair.command("/practice").error == "dispatch_failed"
    with pytest.raises(TimeoutError):
        slack.wait_for_bot(0.1)


def test_an_unsigned_request_is_refused_by_the_bot(slack, app, serve, port):
    serve(app, port)
    url = f"http://127.0.0.1:{port}/slack/events"

    assert fetch(url, b"command=%2Fpractice")[0] == 401
