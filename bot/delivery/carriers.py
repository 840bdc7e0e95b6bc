"""Other ways to a recipient than Slack: one carrier for each kind of address."""

from datetime import timedelta
from typing import Protocol

from bot.domain.outbox import Message


class RefusedError(Exception):
    """The message can never arrive; the text says why, in a few words."""


class NotSentError(Exception):
    """It was not sent, for certain, and may be tried again after ``wait``."""

    def __init__(self, reason: str, *, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(reason)


class Carrier(Protocol):
    """Takes messages to recipients whose address begins with a scheme (``mailto:``).

    A carrier renders the message itself, from what is true when it is sent. It returns
    an id of what it sent, or None when the reason of the message is gone.

    Where it cannot find out whether something arrived it raises an ``OSError`` (those
    of ``smtplib`` are some). The message then comes again after the lease, with
    ``is_uncertain`` set: whether repeating it does harm is the carrier's to know.

    Raises:
        NotSentError: not yet, for certain.
        RefusedError: it can never arrive.
    """

    def __call__(self, message: Message) -> str | None:
        """Send it."""
