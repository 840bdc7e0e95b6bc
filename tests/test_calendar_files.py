"""The file of a meeting in Slack: below its notice, once for each change."""

from datetime import timedelta

import pytest
from calendar_client import Client
from meetings_told import CHANNEL, Clock, a_group, a_worker, in_days
from slack_sdk import WebClient
from sqlmodel import select

from bot.calendar_files import FileCarrier
from bot.deps import Identity
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.playground.server import Playground
from bot.services.calendars import giving, keys
from storage import members, outbox
from storage.tables import OutboxRow

from groups import a_caller

COMPLETE = "files.completeUploadExternal"


@pytest.fixture(scope="module")
def server():
    with Playground() as playground:
        for user in ("UCHAIR", "UMEMBER", "UGUEST"):
            playground.workspace.add_user(id=user)
        yield playground


@pytest.fixture
def slack(server):
    """The server, emptied: one is started for all tests of this file."""
    space = server.workspace
    with space.change():
        space.channels.clear()
    space.add_channel(id=CHANNEL, name="sig", members=["UCHAIR", "UMEMBER"])
    server.calls.clear()
    server.faults.clear()
    server.installation.scopes |= {"im:history", "channels:history"}
    return server


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def group(database, clock):
    return a_group(database, clock)


@pytest.fixture
def worker(slack, database, clock):
    return started(slack, database, clock)


def started(slack, database, clock, name="first"):
    client = WebClient(
        slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5
    )
    bot_user = slack.workspace.bot.id
    files = FileCarrier(
        db=database,
        clock=clock,
        client=client,
        identity=Identity(bot_user_id=bot_user),
    )
    return a_worker(database, clock, client, {keys.FILE: files}, name)


def uploads(slack, channel=CHANNEL):
    """Return the names of the files in a channel with the thread each is in."""
    person = slack.person("UMEMBER")
    return [
        (file, message.thread_ts)
        for message in person.messages(channel)
        for file in message.files
    ]


def notices(slack):
    return [m for m in slack.person("UMEMBER").messages(CHANNEL) if not m.files]


def direct(slack, user="UMEMBER"):
    found = slack.person(user).direct_messages()
    return [file for message in found for file in message.files]


def states(database, kind=MessageKind.MEETING_FILE):
    with database.read() as session:
        query = select(OutboxRow).where(OutboxRow.kind == kind.value)
        return [row.state for row in session.exec(query.order_by(OutboxRow.id))]


def press(database, clock, group, meeting, user="UMEMBER"):
    who = a_caller(database, group.sig, Role.MEMBER, user)
    return giving.take(database, clock, caller=who, meeting_id=meeting.id)


def test_the_file_is_in_the_thread_of_the_announcement(slack, group, worker, database):
    meeting = group.schedule()

    worker.deliver_due()
    worker.deliver_due()

    (notice,) = notices(slack)
    ((file, thread),) = uploads(slack)
    assert (file.name, thread) == ("M-1.ics", notice.ts)
    client = Client()
    client.take(slack.person("UMEMBER").download(file))
    assert client.shown == [meeting.starts_at]
    assert states(database) == [MessageState.SENT]
    assert slack.complaints == []


def test_a_move_and_a_cancellation_replace_and_remove_it(slack, group, worker, clock):
    client, member = Client(), slack.person("UMEMBER")
    meeting = group.schedule()
    other = group.schedule(in_days(20))
    worker.deliver_due()
    clock.later(hours=1)
    moved = group.move(meeting, in_days(12))
    worker.deliver_due()
    for file, _ in uploads(slack):
        client.take(member.download(file))
    assert client.shown == [moved.starts_at, other.starts_at]
    clock.later(hours=1)

    group.cancel(meeting)
    worker.deliver_due()

    for file, _ in uploads(slack):
        client.take(member.download(file))
    assert client.shown == [other.starts_at]
    assert len(client.entries) == 2
    assert [file.name for file, _ in uploads(slack)] == [
        "M-1.ics",
        "M-2.ics",
        "M-1-change-1.ics",
        "M-1-change-2-cancelled.ics",
    ]


def test_a_lost_answer_is_looked_up_in_the_thread(
    slack, group, worker, database, clock
):
    group.schedule()
    slack.faults.lose_answer(method=COMPLETE)
    worker.deliver_due()
    assert states(database) == [MessageState.CLAIMED]
    clock.later(seconds=61)

    started(slack, database, clock, "second").deliver_due()

    assert len(uploads(slack)) == 1
    assert states(database) == [MessageState.SENT]


def test_an_upload_that_broke_before_its_end_is_repeated(
    slack, group, worker, database, clock
):
    group.schedule()
    slack.faults.server_error(method=COMPLETE)
    worker.deliver_due()
    assert uploads(slack) == []
    clock.later(seconds=61)

    started(slack, database, clock, "second").deliver_due()

    assert len(uploads(slack)) == 1
    assert states(database) == [MessageState.SENT]


def test_slack_may_ask_to_wait(slack, group, worker, database, clock):
    group.schedule()
    slack.faults.rate_limit(retry_after=30, method=COMPLETE)
    worker.deliver_due()
    assert states(database) == [MessageState.PENDING]
    clock.later(seconds=31)

    worker.deliver_due()

    assert len(uploads(slack)) == 1


def test_without_leave_to_read_a_doubtful_file_is_not_repeated(
    slack, group, worker, database, clock
):
    group.schedule()
    slack.faults.lose_answer(method=COMPLETE)
    worker.deliver_due()
    clock.later(seconds=61)
    slack.installation.scopes.discard("channels:history")

    worker.deliver_due()

    assert len(uploads(slack)) == 1
    assert states(database) == [MessageState.FAILED]


def test_a_file_that_a_change_overtook_is_not_sent(
    slack, group, worker, database, clock
):
    meeting = group.schedule()
    slack.faults.server_error(times=5, method=COMPLETE)
    worker.deliver_due()
    slack.faults.clear()
    moved = group.move(meeting, in_days(12))
    clock.later(seconds=61)

    worker.deliver_due()

    ((file, _),) = uploads(slack)
    client = Client()
    client.take(slack.person("UMEMBER").download(file))
    assert client.shown == [moved.starts_at]
    assert states(database) == [MessageState.CANCELLED, MessageState.SENT]


def test_what_a_change_overtook_before_it_was_said_has_no_file(
    slack, group, worker, database
):
    meeting = group.schedule()
    group.cancel(meeting)

    worker.deliver_due()

    assert [file.name for file, _ in uploads(slack)] == ["M-1-change-1-cancelled.ics"]
    assert states(database) == [MessageState.CANCELLED, MessageState.SENT]


def test_the_button_sends_the_file_once_however_often_it_is_pressed(
    slack, group, worker, database, clock
):
    meeting = group.schedule()
    worker.deliver_due()

    first = press(database, clock, group, meeting)
    again = press(database, clock, group, meeting)
    worker.deliver_due()

    assert (first.is_new, again.is_new) == (True, False)
    (file,) = direct(slack)
    assert file.name == "M-1.ics"
    assert direct(slack, "UCHAIR") == []
    assert "open this file" in slack.person("UMEMBER").direct_messages()[0].text


def test_whoever_took_the_file_gets_each_change_too(
    slack, group, worker, database, clock
):
    meeting = group.schedule()
    press(database, clock, group, meeting)
    worker.deliver_due()
    group.move(meeting, in_days(12))
    worker.deliver_due()

    group.cancel(meeting)
    worker.deliver_due()

    names = [file.name for file in direct(slack)]
    assert names == ["M-1.ics", "M-1-change-1.ics", "M-1-change-2-cancelled.ics"]
    said = [m.text for m in slack.person("UMEMBER").direct_messages() if not m.files]
    assert "was changed" in said[1]
    assert "is *cancelled*" in said[2]
    assert direct(slack, "UCHAIR") == []


def test_whoever_left_the_group_gets_no_change(slack, group, worker, database, clock):
    meeting = group.schedule()
    press(database, clock, group, meeting)
    worker.deliver_due()
    with database.begin() as session:
        (person,) = members.in_group(session, group.sig.id, user_id="UMEMBER")
        members.remove_membership(session, group.sig.id, person.id)

    group.move(meeting, in_days(12))
    worker.deliver_due()

    assert [file.name for file in direct(slack)] == ["M-1.ics"]
    assert [file.name for file, _ in uploads(slack)] == ["M-1.ics", "M-1-change-1.ics"]


def test_a_lost_answer_in_a_direct_message_is_looked_up_there(
    slack, group, worker, database, clock
):
    meeting = group.schedule()
    worker.deliver_due()
    press(database, clock, group, meeting)
    slack.faults.lose_answer(method=COMPLETE)
    worker.deliver_due()
    clock.later(seconds=61)

    worker.deliver_due()

    assert len(direct(slack)) == 1
    assert states(database) == [MessageState.SENT, MessageState.SENT]


def test_a_meeting_of_a_series_is_sent_when_it_is_announced(
    slack, group, worker, database
):
    group.schedule(in_days(60), series_id=None)
    with database.read() as session:
        (row,) = session.exec(
            select(OutboxRow).where(OutboxRow.kind == MessageKind.MEETING_FILE.value)
        )
        notice = outbox.by_key(session, row.thread_key)

    assert row.due_at == notice.due_at
    assert row.not_after <= notice.due_at + timedelta(days=61)
