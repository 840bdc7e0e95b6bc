"""`/meeting calendar`: an address of one's own, read by a calendar program."""

import re
import urllib.error
import urllib.request

import pytest
from calendar_client import Client, instants
from meetings_told import Clock, Group, in_days

from bot.domain.clock import system_clock
from storage import sigs
from storage.database import open_database

from groups import TEAM, onboard
from processes import environment_of, free_port, get, process, wait_for
from scenarios_forms import seen

CHANNEL = "CSIG"
ADDRESS = re.compile(r"`(http://127\.0\.0\.1:\d+/calendar/([\w-]{43})\.ics)`")


@pytest.fixture
def environment(slack, sqlite_url):
    port = free_port()
    return environment_of(slack, sqlite_url, channel=CHANNEL) | {
        "CONVENOR_URL": f"http://127.0.0.1:{port}/",
        "LOG_LEVEL": "DEBUG",
        "PORT": str(port),
    }


@pytest.fixture
def bot(slack, environment, tmp_path):
    with process(["-m", "bot", "run"], environment, tmp_path) as running:
        slack.wait_for_bot(20)
        wait_for(lambda: get(f"{environment['CONVENOR_URL']}readyz")[0] == 200)
        yield running


@pytest.fixture
def group(bot, database_url):
    """The group of the running bot, whose meetings change behind its back."""
    database = open_database(database_url)
    onboard(database, CHANNEL, "UCHAIR", "UMEMBER", "UOTHER")
    with database.read() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
    yield Group(database, Clock(system_clock()), sig)
    database.close()


def ask(url, **headers):
    """Return status, headers and body, as a calendar program asks for them."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def addresses(person):
    """Return the addresses that a person was shown, oldest first."""
    found = []
    for message in person.messages(CHANNEL):
        for block in message.blocks:
            found += ADDRESS.findall(str(block.get("text", {}).get("text", "")))
    return found


def subscribe(slack, person, count=1):
    assert person.command("/meeting", "calendar", channel=CHANNEL).ok
    slack.wait_until(lambda: len(addresses(person)) == count)
    return addresses(person)[-1]


def test_a_calendar_program_follows_the_meetings(slack, bot, group):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")
    now = group.clock()
    first = group.schedule(in_days(10, clock=now))
    second = group.schedule(in_days(200, clock=now))

    url, secret = subscribe(slack, member)
    status, headers, data = ask(url)

    assert status == 200
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"].startswith("private")
    assert instants(data) == [
        (each.starts_at, each.ends_at) for each in (first, second)
    ]
    assert addresses(other) == []
    assert seen(member, CHANNEL, "Your calendar of")[-1].ephemeral

    status, headers, body = ask(url, **{"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")
    client = Client()
    client.subscribe(data)
    moved = group.move(first, in_days(12, clock=now))
    status, new_headers, data = ask(url, **{"If-None-Match": headers["ETag"]})
    client.subscribe(data)
    assert status == 200
    assert new_headers["ETag"] != headers["ETag"]
    assert client.shown == [moved.starts_at, second.starts_at]
    group.cancel(moved)
    client.subscribe(ask(url)[2])
    assert client.shown == [second.starts_at]

    bot.terminate()
    printed = bot.communicate(timeout=15)[0]
    assert "Convenor is running." in printed
    assert secret not in printed


def test_only_the_newest_address_opens_a_calendar_until_it_is_switched_off(
    slack, bot, group, environment
):
    member = slack.person("UMEMBER")
    group.schedule(in_days(10, clock=group.clock()))
    old, _ = subscribe(slack, member)
    assert_nothing_else_opens_one(environment["CONVENOR_URL"])
    assert member.command("/meeting", "calendar", channel=CHANNEL).ok
    slack.wait_until(lambda: seen(member, CHANNEL, "I keep no copy"))
    message = seen(member, CHANNEL, "I keep no copy")[-1]
    assert len(addresses(member)) == 1

    assert member.press(message, "New address").ok
    slack.wait_until(lambda: len(addresses(member)) == 2)
    new = addresses(member)[-1][0]

    assert ask(old)[0] == 404
    assert ask(new)[0] == 200
    message = seen(member, CHANNEL, "Your calendar of")[-1]
    assert member.press(message, "Switch off").ok
    slack.wait_until(lambda: seen(member, CHANNEL, "is switched off"))
    assert ask(new)[0] == 404
    assert slack.complaints == []


def assert_nothing_else_opens_one(home):
    answers = [
        ask(f"{home}calendar/{secret}.ics")
        for secret in ("x", "a" * 43, "%00", "%F0%9F%8E%89", "..%2f..%2fetc%2fpasswd")
    ]

    assert {status for status, _, _ in answers} == {404}
    assert ask(f"{home}calendar/.ics")[0] == 404
    assert ask(f"{home}calendar/")[0] == 404
    headers = {tuple(sorted(set(found.keys()))) for _, found, _ in answers[:2]}
    assert len(headers) == 1


def test_without_a_public_address_it_says_who_can_help(slack, convenor):
    member = slack.person("UMEMBER")

    assert member.command("/meeting", "calendar", channel=CHANNEL).ok

    slack.wait_until(lambda: seen(member, CHANNEL, "CONVENOR_URL"))
    assert "/meeting calendar M-4" in seen(member, CHANNEL, "CONVENOR_URL")[-1].text
