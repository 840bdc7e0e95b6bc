"""A mail server that keeps what it gets, and can misbehave."""

import email
import email.policy
import socket
from contextlib import suppress
from dataclasses import dataclass, field

from sqlmodel import select

from bot.domain.mail_server import MailServer
from bot.domain.outbox import MessageKind
from storage.tables import OutboxRow

FROM = "group@example.eu"


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


def rows(database):
    with database.read() as session:
        query = select(OutboxRow).where(
            OutboxRow.kind == MessageKind.MEETING_MAIL.value
        )
        return [(r.state, r.reason) for r in session.exec(query.order_by(OutboxRow.id))]


def calendar_of(mail):
    (part,) = [each for each in mail.walk() if each.get_content_subtype() == "calendar"]
    return part


def hang_up(server, callers):
    """End every connection at once, and count them."""
    with suppress(OSError):
        while True:
            connection, _ = server.accept()
            callers.append(connection.getpeername())
            connection.close()
