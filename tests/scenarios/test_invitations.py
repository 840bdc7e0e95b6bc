"""Meetings in calendars, as people see it: the file, the button, guests by e-mail."""

import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from calendar_client import Client
from meetings_told import Clock, Group, in_days
from pydantic import SecretStr

from bot.domain.clock import system_clock
from bot.domain.permissions import Role
from storage import sigs

from groups import TEAM, seat
from scenarios_forms import seen

CHANNEL = "CSIG"


class Postbox(Handler):
    """Keeps the e-mails that a mail server gets."""

    def __init__(self):
        super().__init__()
        self.mails = []

    def handle_message(self, message):
        self.mails.append(message)


@pytest.fixture
def postbox():
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    controller = Controller(Postbox(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


def group_of(convenor):
    with convenor.deps.db.read() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
    return Group(convenor.deps.db, Clock(system_clock()), sig)


def days(group, number):
    return in_days(number, clock=group.clock())


def files(messages):
    return [file for message in messages for file in message.files]


def test_the_button_below_a_meeting_sends_its_file_in_private(slack, convenor):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")
    group = group_of(convenor)
    meeting = group.schedule(days(group, 10), title="Monthly <b> & @channel")
    convenor.deps.wake()
    slack.wait_until(lambda: files(member.messages(CHANNEL)))
    (notice,) = [m for m in member.messages(CHANNEL) if "Monthly" in m.text]
    ((_, thread),) = [(m, m.thread_ts) for m in member.messages(CHANNEL) if m.files]
    assert thread == notice.ts

    assert member.press(notice, "Add to my calendar").ok
    slack.wait_until(lambda: seen(member, CHANNEL, "in our direct message"))
    slack.wait_until(lambda: files(member.direct_messages()))
    assert member.press(notice, "Add to my calendar").ok
    slack.wait_until(lambda: seen(member, CHANNEL, "already"))

    (file,) = files(member.direct_messages())
    client = Client()
    client.take(member.download(file))
    assert client.shown == [meeting.starts_at]
    assert other.direct_messages() == []

    group.clock.moment = system_clock()
    group.cancel(meeting)
    convenor.deps.wake()
    slack.wait_until(lambda: len(files(member.direct_messages())) == 2)
    client.take(member.download(files(member.direct_messages())[-1]))
    assert client.shown == []
    assert slack.complaints == []


def test_one_meeting_can_be_asked_for_by_name(slack, convenor):
    member = slack.person("UMEMBER")
    group = group_of(convenor)
    group.schedule(days(group, 10))

    assert member.command("/meeting", "calendar m-1", channel=CHANNEL).ok
    slack.wait_until(lambda: files(member.direct_messages()))
    assert member.command("/meeting", "calendar M-77", channel=CHANNEL).ok

    slack.wait_until(lambda: seen(member, CHANNEL, "There is no meeting M-77"))


def test_a_guest_without_slack_is_invited_in_a_form(slack, start, settings, postbox):
    chosen = settings.model_copy(
        update={
            "convenor_smtp_url": SecretStr(f"smtp://127.0.0.1:{postbox.port}"),
            "convenor_mail_from": "group@example.eu",
        }
    )
    convenor = start(chosen)
    seat(convenor.deps.db, CHANNEL, "UMEMBER", Role.MEMBER, "EE")
    member = slack.person("UMEMBER")
    group = group_of(convenor)
    meeting = group.schedule(days(group, 10))
    assert member.command("/meeting", "guests", channel=CHANNEL).ok
    slack.wait_until(lambda: seen(member, CHANNEL, "Nobody is invited by e-mail"))
    message = seen(member, CHANNEL, "Nobody is invited by e-mail")[-1]

    assert member.press(message, "Invite by e-mail").ok
    slack.wait_until(lambda: member.view is not None)
    form = {
        "email": "no address",
        "name": "Head of the pharmacy",
        "organisation": "County hospital",
        "purpose": "Advice on medicines",
    }
    member.fill(form)
    assert list(member.submit().errors) == ["email"]
    member.fill({"email": "pharmacy@hospital.example"})
    assert member.submit().errors == {}

    slack.wait_until(lambda: postbox.handler.mails)
    (mail,) = postbox.handler.mails
    assert mail["To"] == "pharmacy@hospital.example"
    (part,) = [p for p in mail.walk() if p.get_content_subtype() == "calendar"]
    client = Client()
    client.take(part.get_payload(decode=True))
    assert client.shown == [meeting.starts_at]
    slack.wait_until(lambda: seen(member, CHANNEL, "is invited. The meetings"))

    assert member.command("/meeting", "guests", channel=CHANNEL).ok
    slack.wait_until(lambda: seen(member, CHANNEL, "*1 guest*"))
    listed = seen(member, CHANNEL, "*1 guest*")[-1]
    assert member.press(listed, "End the invitation").ok
    slack.wait_until(lambda: seen(member, CHANNEL, "I forgot their address"))
    group.cancel(meeting)
    convenor.deps.wake()
    slack.wait_until(lambda: seen(member, CHANNEL, "is cancelled"))
    assert len(postbox.handler.mails) == 1
    assert slack.complaints == []


def test_without_a_mail_server_the_form_says_who_can_help(slack, convenor):
    chair = slack.person("UCHAIR")

    assert chair.command("/meeting", "guests", channel=CHANNEL).ok

    slack.wait_until(lambda: seen(chair, CHANNEL, "E-mail is switched off here"))
