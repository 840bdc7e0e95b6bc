"""Invitations by e-mail, for externals without Slack; off unless a server is set.

A mail server cannot be asked whether it has a message. So an e-mail is sent once: what
fails before its text was handed over comes again later; where the connection ended
after that, before the answer, it is given up, and the chairs are told. Every e-mail of
one change has the same Message-ID, UID and SEQUENCE, so that one that is forwarded or
sent by hand after all makes no second entry in a calendar.
"""

import logging
import smtplib
import ssl
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.delivery import NotSentError, RefusedError
from bot.domain.clock import Clock
from bot.domain.mail_server import MailServer
from bot.domain.outbox import Message
from bot.services.calendars import enclosing
from storage.database import Database
from templates.letters import letter

logger = logging.getLogger(__name__)
_SECONDS = 5
_LATER = timedelta(minutes=5)
# The time a hand-over may take before the lease of the message would run out.
_PATIENCE = timedelta(seconds=30)
_NAMESPACE = uuid.UUID("c2f0a1de-93f1-4c0e-8d0f-0f5c6b8f6a7d")
_GIVEN_UP = 500
_DOUBTFUL = "I cannot find out whether the e-mail was sent"
_OFF = "e-mail is switched off"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailCarrier:
    """Hands e-mails over to a mail server; without one there are no e-mails.

    ``resting`` is until when a server that did not answer is left alone: others, who
    wait for messages in Slack, shall not wait for it each time.
    """

    db: Database
    clock: Clock
    server: MailServer | None
    mail_from: str | None
    context: ssl.SSLContext | None = None
    resting: list[datetime] = field(default_factory=list)

    def __call__(self, message: Message) -> str | None:
        """Send it; return its Message-ID, or None when there is nothing to send.

        Raises:
            NotSentError: the server did not take it yet, for certain.
            RefusedError: it never will, or whether it did cannot be found out.
        """
        if self.server is None or self.mail_from is None:
            return None
        if message.is_uncertain:
            raise RefusedError(_DOUBTFUL)
        now = self.clock()
        found = enclosing.mail_for_message(self.db, message, now=now)
        if found is None:
            return None
        invitation, address = found
        domain = self.mail_from.rpartition("@")[2]
        message_id = f"<{uuid.uuid5(_NAMESPACE, message.key)}@{domain}>"
        made = letter(
            invitation,
            to=address,
            mail_from=self.mail_from,
            message_id=message_id,
            date=now,
        )
        with self._connected(self.server, now) as smtp:
            self._address(smtp, address)
            if self.clock() - now > _PATIENCE:
                raise NotSentError("the mail server was slow", wait=_LATER)
            _hand_over(smtp, made.as_bytes())
        return message_id

    @contextmanager
    def _connected(self, server: MailServer, now: datetime) -> Iterator[smtplib.SMTP]:
        until = max(self.resting, default=now)
        if until > now:
            raise NotSentError("the mail server did not answer", wait=until - now)
        self.resting.clear()
        with ExitStack() as stack:
            try:
                smtp = stack.enter_context(connected(server, self.context))
            except NotSentError as error:
                self.resting.append(now + error.wait)
                raise
            yield smtp

    def _address(self, smtp: smtplib.SMTP, address: str) -> None:
        try:
            for code, _ in (smtp.mail(str(self.mail_from)), smtp.rcpt(address)):
                _require(code)
        except OSError as error:
            raise _not_sent(error) from None


@contextmanager
def connected(
    server: MailServer, context: ssl.SSLContext | None = None
) -> Iterator[smtplib.SMTP]:
    """Give a connection to the server, encrypted and signed in.

    Raises:
        NotSentError: there is none.
    """
    context = context or ssl.create_default_context()
    try:
        smtp = _open(server, context)
    except (OSError, ValueError) as error:
        raise _not_sent(error) from None
    try:
        yield smtp
    finally:
        # What it was given it has by then, whatever it answers to a farewell.
        with suppress(OSError):
            smtp.quit()
        smtp.close()


def _open(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    smtp: smtplib.SMTP
    if server.is_implicit:
        smtp = smtplib.SMTP_SSL(
            server.host, server.port, timeout=_SECONDS, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        smtp.ehlo_or_helo_if_needed()
        if not server.is_implicit and not server.is_here:
            smtp.starttls(context=context)
            # What was said in the clear counts no more (RFC 3207, 4.2).
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _hand_over(smtp: smtplib.SMTP, data: bytes) -> None:
    """Give the text; what fails from here on may have arrived.

    Raises:
        NotSentError: the server says that it did not take it.
        RefusedError: it never will; or the connection ended before its answer.
    """
    try:
        code, _ = smtp.data(data)
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
    except OSError:
        logger.warning("The mail server did not answer; it may have the e-mail.")
        raise RefusedError(_DOUBTFUL) from None
    _require(code)


def _require(code: int) -> None:
    """Let the answer of a server pass if it is a yes (RFC 5321, 4.2.1)."""
    if code in {250, 251, 252}:
        return
    if code >= _GIVEN_UP:
        raise RefusedError(f"the mail server said {code}")
    raise NotSentError(f"the mail server said {code}", wait=_LATER)


def _not_sent(error: Exception) -> NotSentError:
    code = getattr(error, "smtp_code", "")
    why = f"{type(error).__name__} {code}".strip()
    return NotSentError(f"no connection to the mail server ({why})", wait=_LATER)
