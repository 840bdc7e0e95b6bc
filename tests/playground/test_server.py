"""The Playground itself: start and stop, clock, extra routes, raw WebSockets."""

import json
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from playground.kit import client_of, fetch, settle
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from bot.playground.server import Playground


def ticket(slack) -> str:
    answer = client_of(slack).apps_connections_open(app_token=slack.app_token)
    return answer["url"]


def test_it_starts_and_stops_at_once():
    with Playground():
        pass  # compiles the schema, once a process
    start = time.monotonic()
    for _ in range(5):
        with Playground() as slack:
            assert fetch(f"{slack.api_url}api.test")[0] == 200

    assert time.monotonic() - start < 1


def test_it_can_be_started_again_on_the_same_port():
    slack = Playground()
    slack.start()
    url = slack.url
    slack.close()
    slack.close()
    slack.start()

    assert fetch(f"{slack.api_url}api.test")[0] == 200
    assert slack.url == url
    slack.close()
    with pytest.raises(RuntimeError):
        settle(slack).person("UCHAIR").command("/practice")


def test_web_pages_can_be_mounted():
    def hello(_request):
        return PlainTextResponse("Hello")

    with Playground(extra_routes=[Route("/hello", hello)]) as slack:
        assert fetch(f"{slack.url}/hello")[2] == b"Hello"


def test_time_stamps_follow_the_given_clock():
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    with Playground(clock=lambda: noon) as slack:
        client = client_of(settle(slack))
        stamps = [client.chat_postMessage(channel="CSIG", text="x")["ts"] for _ in "12"]

    assert stamps == ["1796126400.000000", "1796126400.000001"]


def test_a_response_url_is_dead_after_half_an_hour(slack):
    url = slack.site.new_response_url("CSIG", "UCHAIR")
    for known in slack.site.response_urls.values():
        known.expires -= 30 * 60 + 1
    status, _kind, body = fetch(url, b'{"text": "x"}')

    assert (status, json.loads(body)["error"]) == (404, "expired_url")
    assert fetch(f"{slack.url}/response/none", b'{"text": "x"}')[0] == 404
    assert slack.complaints


def test_a_bad_message_for_a_response_url_is_refused(slack):
    url = slack.site.new_response_url("CSIG", "UCHAIR")

    assert fetch(url, b"{}")[0] == 400
    assert fetch(url, b"[]")[0] == 400
    assert fetch(url, b"nonsense")[0] == 400


def test_a_change_wakes_who_waits_for_it(slack, client):
    before = slack.workspace.version
    woken = []
    waiting = threading.Thread(
        target=lambda: woken.append(slack.workspace.wait_for_change(before, 5))
    )
    waiting.start()
    client.chat_postMessage(channel="CSIG", text="x")
    waiting.join()

    assert woken[0] > before
    assert slack.workspace.wait_for_change(slack.workspace.version, 0.01) > before


def test_what_is_waited_for_may_itself_talk_to_slack(slack, client):
    def posts() -> list:
        client.chat_postMessage(channel="CSIG", text="x")
        return slack.person("UCHAIR").messages("CSIG")

    assert len(slack.wait_until(posts)) == 1


def test_a_connection_begins_with_hello_and_carries_envelopes(slack):
    with connect(ticket(slack)) as line:
        hello = json.loads(line.recv())
        delivery = slack.event("anything", user="UCHAIR")
        envelope = json.loads(line.recv())
        line.send(json.dumps({"envelope_id": envelope["envelope_id"]}))

        assert hello["type"] == "hello"
        assert hello["connection_info"]["app_id"] == slack.installation.app_id
        assert delivery.wait()
    assert envelope["type"] == "events_api"
    assert envelope["accepts_response_payload"] is False
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    assert envelope["payload"]["event"]["user"] == "UCHAIR"


def test_a_used_or_invented_ticket_is_refused(slack):
    url = ticket(slack)
    with connect(url):
        pass

    for bad in (url, url.replace("ticket=", "ticket=x")):
        with pytest.raises(InvalidStatus):
            connect(bad)


def test_an_eleventh_connection_is_turned_away(slack):
    with ExitStack() as lines:
        for _ in range(10):
            lines.enter_context(connect(ticket(slack)))
        slack.wait_until(lambda: len(slack.sockets.lines) == 10)
        extra = lines.enter_context(connect(ticket(slack)))

        assert json.loads(extra.recv())["reason"] == "too_many_websockets"
        with pytest.raises(ConnectionClosed):
            extra.recv()
    slack.wait_until(lambda: not slack.sockets.lines)


def test_a_refresh_closes_the_old_connection_when_the_new_one_is_there(slack):
    with connect(ticket(slack)) as old:
        old.recv()
        slack.faults.refresh_sockets()
        assert json.loads(old.recv())["reason"] == "refresh_requested"
        with connect(ticket(slack)) as new:
            new.recv()
            with pytest.raises(ConnectionClosed):
                old.recv()
            assert len(slack.sockets.lines) == 1


def test_people_cannot_act_from_within_the_server(slack):
    seen = []

    def act() -> None:
        try:
            slack.person("UCHAIR").command("/practice")
        except RuntimeError as error:
            seen.append(error)

    slack._wire.call(act)
    slack.wait_until(lambda: seen)
    assert "own thread" in str(seen[0])
