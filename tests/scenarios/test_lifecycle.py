"""Starting, stopping, dying and coming back, as real processes."""

import contextlib
import json
import re
import signal
import socket
import sqlite3
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from bot import app as composition
from bot.playground.server import Playground

from processes import ROOT, free_port, get, process, wait_for
from scenarios_forms import STEP_1, STEP_2, open_form, seen, share

CHANNEL = "CSIG"


@pytest.fixture
def environment(slack, sqlite_url):
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": sqlite_url,
        "CONVENOR_CHANNEL": CHANNEL,
        "CONVENOR_CHAIRS": "UCHAIR",
        "PORT": str(free_port()),
    }


def address(environment, path):
    return f"http://127.0.0.1:{environment['PORT']}{path}"


def test_it_starts_says_that_it_is_ready_and_ends_cleanly(slack, environment, tmp_path):
    with process(["-m", "bot", "run"], environment, tmp_path) as bot:
        wait_for(lambda: get(address(environment, "/readyz"))[0] == 200)
        assert get(address(environment, "/healthz")) == (200, "ok")
        began = time.monotonic()

        bot.send_signal(signal.SIGTERM)

        assert bot.wait(10) == 0
        assert time.monotonic() - began < 10


def test_what_runs_when_it_is_stopped_is_finished_and_acknowledged(
    slack, environment, tmp_path
):
    member = slack.person("UMEMBER")
    with process(["-m", "bot", "run"], environment, tmp_path) as bot:
        slack.wait_for_bot(15)
        open_form(slack, member, channel=CHANNEL)
        member.fill(STEP_1)
        member.submit()
        member.fill(STEP_2)
        path = environment["DATABASE_URL"].removeprefix("sqlite:///")
        holding = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        holding.execute("BEGIN IMMEDIATE")

        with ThreadPoolExecutor(1) as pool:
            submission = pool.submit(member.submit)
            time.sleep(0.3)
            bot.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            holding.execute("ROLLBACK")
            outcome = submission.result()

        assert bot.wait(10) == 0
        assert (outcome.ok, outcome.errors) == (True, {})
        holding.close()


def test_killed_between_commit_and_announcement_it_announces_once(
    slack, environment, tmp_path
):
    member = slack.person("UMEMBER")
    script = [str(ROOT / "tests" / "bot_process.py"), "2"]
    with process(script, environment, tmp_path) as bot:
        slack.wait_for_bot(15)
        open_form(slack, member, channel=CHANNEL)
        member.fill(STEP_1)
        member.submit()
        member.fill(STEP_2)
        slack.faults.latency(3, method="chat.postMessage")
        assert member.submit().ok
        bot.send_signal(signal.SIGKILL)
        bot.wait()
    assert seen(member, CHANNEL, "was submitted") == []

    slack.faults.clear()
    with process(script, environment, tmp_path):
        slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"), 20)
        time.sleep(4)  # longer than the first attempt was held up

    assert len(seen(member, CHANNEL, "P-1")) == 1


def test_even_the_loudest_log_holds_nothing_that_was_typed(
    slack, environment, tmp_path
):
    environment["LOG_LEVEL"] = "DEBUG"
    member = slack.person("UMEMBER")
    with process(["-m", "bot", "run"], environment, tmp_path) as bot:
        slack.wait_for_bot(15)
        share(slack, member, channel=CHANNEL)
        slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"))
        bot.send_signal(signal.SIGTERM)
        output, _ = bot.communicate(timeout=10)

    for private in (STEP_1["title"], STEP_2["evidence"], slack.bot_token, "UMEMBER"):
        assert private not in output


def test_a_missing_setting_is_one_line(environment, tmp_path):
    del environment["SLACK_BOT_TOKEN"]

    with process(["-m", "bot", "run"], environment, tmp_path) as bot:
        output, _ = bot.communicate(timeout=15)

    assert output == "convenor: SLACK_BOT_TOKEN is not set; see .env.example\n"
    assert bot.returncode == 1


def test_a_port_that_is_taken_is_one_line(environment, tmp_path):
    command = ["-m", "bot", "run"]
    with (
        socket.create_server(("127.0.0.1", int(environment["PORT"]))),
        process(command, environment, tmp_path) as bot,
    ):
        output, _ = bot.communicate(timeout=15)

    assert re.fullmatch(r"convenor: HOST .* PORT \d+: .* in use.*\n", output)
    assert bot.returncode == 1


def test_a_token_that_slack_refuses_is_said_plainly(slack, environment, tmp_path):
    environment["SLACK_BOT_TOKEN"] = "xoxb-wrong"  # noqa: S105 - it is wrong
    with process(["-m", "bot", "run"], environment, tmp_path) as bot:
        wait_for(lambda: get(address(environment, "/readyz"))[0] == 503)
        wait_for(lambda: len(slack.calls) > 0)
        bot.send_signal(signal.SIGTERM)
        output, _ = bot.communicate(timeout=10)

    assert "Slack refuses the token (invalid_auth). Run: convenor doctor" in output


def test_a_channel_that_is_not_there_moves_no_group(slack, environment, tmp_path):
    member = slack.person("UMEMBER")
    with process(["-m", "bot", "run"], environment, tmp_path):
        slack.wait_for_bot(15)
        share(slack, member, channel=CHANNEL)
    environment["CONVENOR_CHANNEL"] = "CNOWHERE"

    with process(["-m", "bot", "run"], environment, tmp_path) as bot:
        slack.wait_for_bot(15)
        member.command("/practice", "list", channel=CHANNEL)
        slack.wait_until(lambda: seen(member, CHANNEL, "*1 practice*"))
        bot.send_signal(signal.SIGTERM)
        output, _ = bot.communicate(timeout=10)

    assert "Channel CNOWHERE: Slack says channel_not_found" in output


def test_it_waits_for_a_slack_that_is_not_there_yet(environment, tmp_path):
    port = free_port()
    late = Playground(port=port)
    environment["SLACK_API_URL"] = f"http://127.0.0.1:{port}/api/"
    with process(["-m", "bot", "run"], environment, tmp_path):
        wait_for(lambda: get(address(environment, "/healthz"))[0] == 200)
        status, body = get(address(environment, "/readyz"))
        assert (status, json.loads(body)["ready"]) == (503, False)

        with late:
            late.workspace.add_channel(id=CHANNEL, name="sig", members=[])
            late.wait_for_bot(20)
            wait_for(lambda: get(address(environment, "/readyz"))[0] == 200)


def test_a_database_that_is_busy_at_the_start_is_waited_for(
    slack, settings, sqlite_url
):
    path = sqlite_url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as holding:
        convenor = composition.build(settings)
        holding.execute("BEGIN IMMEDIATE")
        convenor.start()
        slack.wait_until(lambda: [c for c in slack.calls if c.method == "auth.test"])
        time.sleep(1.5)
        assert convenor.problems() != []
    slack.wait_for_bot(15)
    convenor.close()


def test_a_deaf_socket_is_replaced(slack, environment, tmp_path):
    with process(["-m", "bot", "run"], environment, tmp_path):
        slack.wait_for_bot(15)
        wait_for(lambda: get(address(environment, "/readyz"))[0] == 200)

        slack.faults.deafen_sockets()
        slack.faults.refuse_tickets(2)
        wait_for(lambda: get(address(environment, "/readyz"))[0] == 503, 30)
        wait_for(lambda: get(address(environment, "/readyz"))[0] == 200, 30)

        member = slack.person("UMEMBER")
        open_form(slack, member, channel=CHANNEL)


def test_over_signed_http_it_serves_the_same(environment, tmp_path):
    url = address(environment, "/slack/events")
    with Playground(events_url=url) as slack:
        slack.workspace.add_user(id="UMEMBER", name="member")
        slack.workspace.add_channel(id=CHANNEL, name="sig", members=["UMEMBER"])
        del environment["SLACK_APP_TOKEN"]
        environment["SLACK_SIGNING_SECRET"] = slack.signing_secret
        environment["SLACK_API_URL"] = slack.api_url
        with process(["-m", "bot", "run"], environment, tmp_path) as bot:
            slack.wait_for_bot(15)
            member = slack.person("UMEMBER")
            share(slack, member, channel=CHANNEL)
            slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"), 15)
            now = str(int(time.time()))
            assert post(url, "secret-body", timestamp=now) == 401
            for odd in ("soon", "", "1" * 5000, "\u0661"):
                assert post(url, "secret-body", timestamp=odd) == 401
            assert post(url, "secret-body" * 100_000, timestamp=now) == 413
            bot.send_signal(signal.SIGTERM)
            output, _ = bot.communicate(timeout=10)

    assert bot.returncode == 0
    assert "secret-body" not in output
    assert STEP_1["title"] not in output


def post(url, body, *, timestamp):
    stamp = quote(timestamp)
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=00"}
    request = urllib.request.Request(url, body.encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
