"""Starting, stopping, dying and coming back; as real processes where one dies."""

import contextlib
import json
import signal
import socket
import sqlite3
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from bot import app as composition
from bot import socket_mode
from bot.cli.run import serve
from bot.playground.server import Playground
from bot.settings import SettingsError

from processes import ROOT, environment_of, free_port, get, process, wait_for
from scenarios_forms import STEP_1, STEP_2, open_form, seen, share

CHANNEL = "CSIG"
LEASE_SECONDS, HELD_UP_SECONDS = 2, 1.5
ANOTHER = STEP_1 | {"title": "Shorter waits", "summary": "Two desks, not one."}


@pytest.fixture
def environment(slack, sqlite_url):
    known = environment_of(slack, sqlite_url, channel=CHANNEL)
    return known | {"PORT": str(free_port())}


@pytest.fixture
def closing():
    """Close bots at the end of a test, also when it fails."""
    with contextlib.ExitStack() as stack:
        yield lambda convenor: stack.callback(convenor.close) and convenor


def address(environment, path):
    return f"http://127.0.0.1:{environment['PORT']}{path}"


def test_it_waits_for_a_slack_that_is_not_there_yet_and_ends_cleanly(
    environment, tmp_path
):
    port = free_port()
    late = Playground(port=port)
    environment["SLACK_API_URL"] = f"http://127.0.0.1:{port}/api/"
    with process(["-m", "bot", "run"], environment, tmp_path) as bot:
        wait_for(lambda: get(address(environment, "/healthz")) == (200, "ok"))
        status, body = get(address(environment, "/readyz"))
        assert (status, json.loads(body)["ready"]) == (503, False)

        with late:
            late.workspace.add_channel(id=CHANNEL, name="sig", members=[])
            late.wait_for_bot(20)
            wait_for(lambda: get(address(environment, "/readyz"))[0] == 200)
            assert get(address(environment, "/healthz")) == (200, "ok")
            began = time.monotonic()

            bot.send_signal(signal.SIGTERM)

            assert bot.wait(10) == 0
            assert time.monotonic() - began < 10


def test_what_runs_when_it_is_stopped_is_finished_and_its_loudest_log_tells_no_text(
    slack, environment, tmp_path
):
    environment["LOG_LEVEL"] = "DEBUG"
    member = slack.person("UMEMBER")
    with process(["-m", "bot", "run"], environment, tmp_path) as bot:
        slack.wait_for_bot(15)
        share(slack, member, channel=CHANNEL)
        slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"))
        open_form(slack, member, channel=CHANNEL)
        member.fill(ANOTHER)
        assert member.submit().errors == {}
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
        holding.close()
        output, _ = bot.communicate(timeout=10)

    assert bot.returncode == 0
    assert (outcome.ok, outcome.errors) == (True, {})
    typed = (STEP_1["title"], ANOTHER["title"], STEP_2["evidence"])
    for private in (*typed, slack.bot_token, "UMEMBER"):
        assert private not in output


def test_killed_between_commit_and_announcement_it_announces_once(
    slack, environment, settings, tmp_path, closing
):
    member = slack.person("UMEMBER")
    script = [str(ROOT / "tests" / "bot_process.py"), str(LEASE_SECONDS)]
    with process(script, environment, tmp_path) as bot:
        slack.wait_for_bot(15)
        open_form(slack, member, channel=CHANNEL)
        member.fill(STEP_1)
        member.submit()
        member.fill(STEP_2)
        slack.faults.latency(HELD_UP_SECONDS, method="chat.postMessage")
        assert member.submit().ok
        bot.send_signal(signal.SIGKILL)
        bot.wait()
    assert seen(member, CHANNEL, "was submitted") == []

    slack.faults.clear()
    lease = timedelta(seconds=LEASE_SECONDS)
    convenor = closing(composition.build(settings, lease=lease))
    convenor.start()
    slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"), 20)
    time.sleep(LEASE_SECONDS)  # longer than the first attempt was held up

    posted = [m for m in seen(member, CHANNEL, "P-1") if not m.ephemeral]
    assert len(posted) == 1


def test_a_port_that_is_taken_is_one_line(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        chosen = settings.model_copy(update={"host": "127.0.0.1", "port": port})

        with pytest.raises(SettingsError, match=r"\AHOST .* PORT \d+: .* in use.*\Z"):
            serve(chosen)


def test_a_token_that_slack_refuses_is_said_plainly(slack, settings, caplog, closing):
    wrong = settings.model_copy(update={"slack_bot_token": SecretStr("xoxb-wrong")})
    convenor = closing(composition.build(wrong))

    convenor.start()

    said = "Slack refuses the token (invalid_auth). Run: convenor doctor"
    slack.wait_until(lambda: said in caplog.messages)
    assert convenor.problems() == ["Slack is not connected"]


def test_a_channel_that_is_not_there_moves_no_group(slack, settings, start, caplog):
    member = slack.person("UMEMBER")
    convenor = start()
    share(slack, member, channel=CHANNEL)
    convenor.close()

    start(settings.model_copy(update={"convenor_channel": "CNOWHERE"}))

    member.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "*1 practice*"))
    assert "Channel CNOWHERE: Slack says channel_not_found" in caplog.text


def test_a_database_that_is_busy_at_the_start_is_waited_for(
    slack, settings, sqlite_url, closing
):
    path = sqlite_url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as holding:
        convenor = closing(composition.build(settings))
        holding.execute("BEGIN IMMEDIATE")
        convenor.start()
        slack.wait_until(lambda: [c for c in slack.calls if c.method == "auth.test"])
        time.sleep(1.5)
        assert convenor.problems() != []
    slack.wait_for_bot(15)


# slack_sdk leaves the socket of a refused handshake to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_a_deaf_socket_is_replaced(slack, start, monkeypatch):
    monkeypatch.setattr(socket_mode, "PING_SECONDS", 0.3)
    convenor = start()
    slack.wait_until(lambda: not convenor.problems())

    slack.faults.deafen_sockets()
    slack.faults.refuse_tickets(2)
    slack.wait_until(convenor.problems, 30)
    slack.wait_until(lambda: not convenor.problems(), 30)

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
