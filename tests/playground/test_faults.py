"""Every fault that can be asked for, as the SDK meets it."""

import http.client
import time
import urllib.error

import pytest
from playground.kit import modal, refused
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


def test_rate_limits_name_the_seconds_and_end(slack, client):
    slack.faults.rate_limit(2, retry_after=7, method="chat.postMessage")
    assert client.auth_test()["ok"]

    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="CSIG", text="x")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
        assert caught.value.response["error"] == "ratelimited"
    assert client.chat_postMessage(channel="CSIG", text="x")["ok"]
    assert len(slack.person("UCHAIR").messages("CSIG")) == 1


def test_one_channel_can_be_limited_alone(slack, client):
    slack.faults.rate_limit(method="chat.postMessage", channel="CSIG")

    assert client.chat_postMessage(channel="CBOARD", text="x")["ok"]
    assert refused(client.chat_postMessage, channel="CSIG", text="x") == "ratelimited"


def test_server_errors_do_nothing_else(slack, client):
    slack.faults.server_error(status=500)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="CSIG", text="x")

    assert caught.value.response.status_code == 500
    assert slack.person("UCHAIR").messages("CSIG") == []
    assert slack.calls[-1].error == "http_500"


def test_any_of_slacks_errors_can_be_asked_for(slack, client):
    slack.faults.refuse("fatal_error", method="chat.postMessage")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="CSIG", text="x")

    assert caught.value.response["error"] == "fatal_error"


def test_latency_delays_one_method_or_all(slack, client):
    slack.faults.latency(0.05, method="auth.test")
    start = time.monotonic()
    client.auth_test()
    slowed = time.monotonic() - start
    client.team_info()

    assert slowed >= 0.05
    slack.faults.latency(0.05)
    start = time.monotonic()
    client.team_info()
    assert time.monotonic() - start >= 0.05


def test_latency_eats_a_trigger_id(slack, client):
    slack.site.triggers.lifetime = 0.02
    slack.faults.latency(0.05, method="views.open")
    trigger_id = slack.site.triggers.issue("UCHAIR")
    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=trigger_id, view=modal())

    assert caught.value.response["error"] == "expired_trigger_id"


def test_a_lost_answer_leaves_the_message_behind(slack, client):
    slack.faults.lose_answer(method="chat.postMessage")
    with pytest.raises((http.client.RemoteDisconnected, urllib.error.URLError)):
        client.chat_postMessage(channel="CSIG", text="x")

    assert [m.text for m in slack.person("UCHAIR").messages("CSIG")] == ["x"]
    assert [call.answered for call in slack.calls] == [False]


def test_the_sdks_own_retry_posts_twice_after_a_lost_answer(slack):
    slack.faults.lose_answer(method="chat.postMessage")
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    client.chat_postMessage(channel="CSIG", text="x")

    assert len(slack.person("UCHAIR").messages("CSIG")) == 2


def test_answers_get_lost_at_random_the_same_way_each_time(slack, client):
    def losses() -> list[bool]:
        slack.faults.lose_answers(0.5, seed=4, method="auth.test")
        return [slack.faults.loses_answer("auth.test") for _ in range(20)]

    first = losses()
    assert losses() == first
    assert set(first) == {True, False}
    slack.faults.clear()
    assert client.auth_test()["ok"]


def test_clearing_ends_all_faults(slack, client):
    slack.faults.rate_limit(100)
    slack.faults.server_error(100)
    slack.faults.latency(60)
    slack.faults.clear()

    assert client.auth_test()["ok"]


def test_stopping_does_not_wait_for_slow_calls(slack, client):
    slack.faults.latency(30)
    client.timeout = 0.05
    with pytest.raises(TimeoutError):
        client.auth_test()
    start = time.monotonic()
    slack.close()

    assert time.monotonic() - start < 0.5
