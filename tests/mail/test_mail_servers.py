"""Handing e-mails over: once, encrypted, whatever the mail server does."""

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from postbox import NOWHERE, free_port, hang_up, rows

from bot.domain.mail_server import MailServer, read_server
from bot.domain.outbox import MessageState

# A certificate for localhost, made for these tests; nothing else trusts it.
PEM = Path(__file__).parent.parent / "data/mail_server.pem"


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


def test_a_server_that_does_not_answer_is_asked_once_for_all(group, start):
    for number in range(3):
        group.guest(f"guest{number}@example.eu")
    group.schedule()
    callers = []
    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor() as pool:
        port = silent.getsockname()[1]
        pool.submit(hang_up, silent, callers)

        start(MailServer(host="127.0.0.1", port=port, is_implicit=False)).deliver_due()
        silent.shutdown(socket.SHUT_RDWR)

    assert len(callers) == 1
    assert [state for state, _ in rows(group.database)] == [MessageState.PENDING] * 3


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
    told = slack.person("UCHAIR").direct_messages()[-1].text
    assert "to a guest by e-mail could not be delivered: the mail server said" in told
    assert "/meeting guests" in told


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
