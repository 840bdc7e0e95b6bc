"""Invitations by e-mail: to a real server, once, as calendars and people read them."""

import email
import email.policy
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from calendar_client import Client, instants
from meetings_told import CHANNEL, Clock, a_group, a_worker, in_days
from slack_sdk import WebClient
from sqlmodel import select

from bot.domain.mail_server import MailServer, read_server
from bot.domain.outbox import MessageKind, MessageState
from bot.mail import MailCarrier
from bot.playground.server import Playground
from bot.services.calendars import keys
from storage import members
from storage.tables import OutboxRow

FROM = "group@example.eu"
# A certificate for localhost, made for these tests; nothing else trusts it.
PEM = Path(__file__).parent / "data/mail_server.pem"


@dataclass
class Postbox:
    """The handler of a mail server that keeps what it gets, and can misbehave.

    ``answers`` are given in place of a yes, one after another; ``hangs_up``: it takes
    the e-mail and ends the connection without an answer.
    """

    mails: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    at_recipient: list = field(default_factory=list)
    hangs_up: bool = False

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - its name
        if self.at_recipient:
            return self.at_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - its name
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(envelope)
        if self.hangs_up:
            server.transport.abort()
            return "250 nobody hears this"
        return "250 OK"

    def read(self):
        policy = email.policy.default
        return [
            email.message_from_bytes(each.content, policy=policy) for each in self.mails
        ]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


NOWHERE = MailServer(host="127.0.0.1", port=free_port(), is_implicit=False)


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def server(postbox):
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield MailServer(host="127.0.0.1", port=controller.port, is_implicit=False)
    controller.stop()


@pytest.fixture(scope="module")
def slack():
    with Playground() as playground:
        playground.workspace.add_user(id="UCHAIR")
        playground.workspace.add_channel(id=CHANNEL, name="sig", members=["UCHAIR"])
        yield playground


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def group(sqlite_database, clock):
    return a_group(sqlite_database, clock)


@pytest.fixture
def start(slack, sqlite_database, clock):
    """Make a worker that hands e-mails to a server, or to none."""
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])

    def run(server, context=None):
        carrier = MailCarrier(
            db=sqlite_database,
            clock=clock,
            server=server,
            mail_from=FROM,
            context=context,
        )
        carriers = {keys.MAIL: carrier, keys.FILE: lambda _: None}
        return a_worker(sqlite_database, clock, client, carriers)

    return run


@pytest.fixture
def worker(start, server):
    return start(server)


def rows(database):
    with database.read() as session:
        query = select(OutboxRow).where(
            OutboxRow.kind == MessageKind.MEETING_MAIL.value
        )
        return [(r.state, r.reason) for r in session.exec(query.order_by(OutboxRow.id))]


def calendar_of(mail):
    (part,) = [each for each in mail.walk() if each.get_content_subtype() == "calendar"]
    return part


def test_a_guest_without_slack_gets_words_and_a_part_for_calendars(
    group, worker, postbox
):
    group.guest()
    meeting = group.schedule(title="Grüße, 健康 & <b>Ω</b>")

    worker.deliver_due()
    worker.deliver_due()

    (mail,) = postbox.read()
    assert postbox.mails[0].rcpt_tos == ["guest@example.eu"]
    assert postbox.mails[0].mail_from == FROM
    assert mail["From"] == "Digital health <group@example.eu>"
    assert mail["To"] == "guest@example.eu"
    assert mail["Subject"] == (
        "Invitation: Grüße, 健康 & <b>Ω</b>, 1 December 2026, 14:00 Brussels time"
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@example.eu>")
    assert mail.get_content_type() == "multipart/alternative"
    words, part = mail.iter_parts()
    assert "Join: https://meet.example.eu/room" in words.get_content()
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "REQUEST"
    data = part.get_payload(decode=True)
    assert instants(data) == [(meeting.starts_at, meeting.ends_at)]
    text = data.decode().replace("\r\n ", "")
    assert "ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT" in text
    assert ":mailto:guest@example.eu" in text
    assert rows(group.database) == [(MessageState.SENT, None)]


def test_a_move_and_a_cancellation_come_with_the_same_uid(
    group, worker, postbox, clock
):
    group.guest()
    meeting = group.schedule()
    worker.deliver_due()
    clock.later(hours=1)
    group.move(meeting, in_days(12))
    worker.deliver_due()
    clock.later(hours=1)
    group.cancel(meeting)
    worker.deliver_due()

    client = Client()
    mails = postbox.read()
    shown = []
    for mail in mails:
        client.take(calendar_of(mail).get_payload(decode=True))
        shown.append(len(client.shown))

    assert shown == [1, 1, 0]
    assert len(client.entries) == 1
    subjects = [mail["Subject"].strip().partition(":")[0] for mail in mails]
    assert subjects == ["Invitation", "Changed", "Cancelled"]
    assert calendar_of(mails[2])["Content-Type"].params["method"] == "CANCEL"
    assert len({mail["Message-ID"] for mail in mails}) == 3


def test_nobody_hears_of_the_end_of_what_they_never_heard_of(group, worker, postbox):
    group.guest()
    meeting = group.schedule()
    group.cancel(meeting)

    worker.deliver_due()

    assert postbox.mails == []
    assert [state for state, _ in rows(group.database)] == [
        MessageState.CANCELLED,
        MessageState.CANCELLED,
    ]


@pytest.mark.parametrize(
    "place",
    [
        pytest.param({"meetings": (99,)}, id="invited to another meeting"),
        pytest.param({"expires_on": Clock().moment.date()}, id="over the day after"),
    ],
)
def test_who_may_not_come_hears_nothing(group, worker, postbox, clock, place):
    group.guest(**place)
    clock.later(days=1)

    group.schedule()
    worker.deliver_due()

    assert postbox.mails == []


def test_who_left_the_group_hears_nothing(group, worker, postbox):
    person = group.guest()
    group.schedule()
    with group.database.begin() as session:
        members.remove_membership(session, group.sig.id, person.id)

    worker.deliver_due()

    assert postbox.mails == []
    assert rows(group.database)[0][0] is MessageState.CANCELLED


def test_without_a_mail_server_there_are_no_e_mails(group, start):
    group.guest()
    group.schedule()

    start(None).deliver_due()

    assert rows(group.database)[0][0] is MessageState.CANCELLED


@pytest.mark.parametrize(
    "nasty",
    [
        "x\r\nBcc: everybody@example.eu",
        "x\nSubject: other\n\nbody",
        "x\u2028Bcc: a@b.eu",
        '"=?utf-8?q?x?= ' * 40,
        "\x00\x0b\x85",
        "界" * 3000,
    ],
)
def test_nothing_typed_becomes_a_header(group, worker, postbox, nasty):
    group.guest()
    group.schedule(title=nasty, place=nasty, join_url="https://a.eu/" + nasty)

    worker.deliver_due()

    (mail,) = postbox.read()
    assert sorted(mail.keys()) == [
        *("Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version"),
        *("Message-ID", "Subject", "To"),
    ]
    assert postbox.mails[0].rcpt_tos == ["guest@example.eu"]
    assert instants(calendar_of(mail).get_payload(decode=True))


def test_a_server_that_is_not_there_is_tried_again(
    group, start, server, postbox, clock
):
    group.guest()
    group.schedule()
    start(NOWHERE).deliver_due()
    assert rows(group.database) == [(MessageState.PENDING, None)]
    clock.later(minutes=6)

    start(server).deliver_due()

    assert len(postbox.mails) == 1
    assert rows(group.database) == [(MessageState.SENT, None)]


def test_a_server_that_is_not_there_holds_nobody_up(group, start, postbox, clock):
    for number in range(3):
        group.guest(f"guest{number}@example.eu")
    group.schedule()
    carrier = (worker := start(NOWHERE)).carriers[keys.MAIL]
    tried = []
    carrier.resting.append(clock())  # over at once
    worker.deliver_due()
    tried += carrier.resting

    assert len(tried) == 1
    states = {state for state, _ in rows(group.database)}
    assert states == {MessageState.PENDING}
    assert postbox.mails == []


@pytest.mark.parametrize("where", ["answers", "at_recipient"])
def test_a_busy_server_is_tried_again(group, worker, postbox, clock, where):
    group.guest()
    group.schedule()
    getattr(postbox, where).append("451 try later")
    worker.deliver_due()
    assert rows(group.database) == [(MessageState.PENDING, None)]
    clock.later(minutes=6)

    worker.deliver_due()

    assert len(postbox.mails) == 1


@pytest.mark.parametrize("where", ["answers", "at_recipient"])
def test_a_server_that_says_never_is_believed(group, worker, postbox, slack, where):
    group.guest()
    group.schedule()
    getattr(postbox, where).append("550 no such mailbox")

    worker.deliver_due()
    worker.deliver_due()

    assert postbox.mails == []
    assert rows(group.database) == [(MessageState.FAILED, "the mail server said 550")]
    chair = slack.person("UCHAIR").direct_messages()
    assert "could not" in chair[-1].text or "cannot" in chair[-1].text


def test_an_e_mail_whose_answer_is_lost_is_not_sent_twice(
    group, worker, postbox, clock
):
    group.guest()
    group.schedule()
    postbox.hangs_up = True
    worker.deliver_due()
    postbox.hangs_up = False
    clock.later(minutes=10)

    worker.deliver_due()

    assert len(postbox.mails) == 1
    ((state, reason),) = rows(group.database)
    assert state is MessageState.FAILED
    assert reason == "I cannot find out whether the e-mail was sent"


def test_a_worker_that_died_over_an_e_mail_does_not_send_it_twice(
    group, start, server, postbox, clock
):
    group.guest()
    group.schedule()
    worker = start(server)
    while (message := worker._claim()) is not None:  # and then it dies
        last = message
    assert last is not None
    clock.later(minutes=2)

    start(server).deliver_due()

    assert postbox.mails == []
    assert rows(group.database)[0][0] is MessageState.FAILED


def test_the_password_is_used_and_never_printed(group, start, postbox):
    seen = []

    def check(server, session, envelope, mechanism, data):
        seen.append((data.login, data.password))
        return AuthResult(success=True)

    controller = Controller(
        postbox,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=check,
        auth_require_tls=False,
    )
    controller.start()
    address = f"smtp://group%40example.eu:p%3Aw@127.0.0.1:{controller.port}"
    server = read_server(address)
    group.guest()
    group.schedule()

    start(server).deliver_due()
    controller.stop()

    assert len(postbox.mails) == 1
    assert seen == [(b"group@example.eu", b"p:w")]
    assert "p:w" not in repr(server)


@pytest.fixture
def trusted():
    """Trust the certificate of the tests' mail server, and no other."""
    return ssl.create_default_context(cafile=PEM)


@pytest.fixture(params=["from the first byte", "STARTTLS"])
def encrypting(request, postbox):
    """A mail server that takes nothing in the clear."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    is_implicit = request.param != "STARTTLS"
    how = {"tls_context": context, "require_starttls": True}
    if is_implicit:
        how = {"ssl_context": context}
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port(), **how)
    controller.start()
    # Written so, it is not on this same machine as far as the bot knows.
    yield MailServer(host="LOCALHOST", port=controller.port, is_implicit=is_implicit)
    controller.stop()


def test_e_mails_are_handed_over_encrypted(group, start, postbox, trusted, encrypting):
    group.guest()
    group.schedule()

    start(encrypting, context=trusted).deliver_due()

    assert len(postbox.mails) == 1
    assert rows(group.database) == [(MessageState.SENT, None)]


def test_a_server_that_cannot_prove_its_name_gets_nothing(
    group, start, postbox, encrypting
):
    group.guest()
    group.schedule()

    start(encrypting).deliver_due()

    assert postbox.mails == []
    assert rows(group.database) == [(MessageState.PENDING, None)]


def test_a_server_elsewhere_that_knows_no_encryption_gets_nothing(
    group, start, server, postbox
):
    elsewhere = MailServer(host="LOCALHOST", port=server.port, is_implicit=False)
    group.guest()
    group.schedule()

    start(elsewhere).deliver_due()

    assert postbox.mails == []
    assert rows(group.database) == [(MessageState.PENDING, None)]


@pytest.mark.parametrize(
    ("address", "port", "is_implicit"),
    [
        ("smtps://u:p@mail.example.eu", 465, True),
        ("smtp://mail.example.eu", 587, False),
        ("smtp://mail.example.eu:2525/", 2525, False),
    ],
)
def test_an_address_says_how_to_connect(address, port, is_implicit):
    server = read_server(address)

    assert (server.host, server.port) == ("mail.example.eu", port)
    assert server.is_implicit is is_implicit


@pytest.mark.parametrize(
    "address",
    [
        "mail.example.eu",
        "http://mail.example.eu",
        "smtps://",
        "smtp://a:b",
        "smtp://a/x",
    ],
)
def test_any_other_address_is_refused(address):
    with pytest.raises(ValueError, match="must look like smtps://"):
        read_server(address)
