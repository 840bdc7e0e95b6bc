"""One thing sent to the bot, and what became of it."""

import threading
import uuid
from dataclasses import dataclass, field
from typing import Protocol

from bot.playground.records import Json

COMMAND, INTERACTIVE, EVENT = "slash_commands", "interactive", "events_api"
# Slack's reasons for delivering an event again.
TIMEOUT, CONNECTION, HTTP_ERROR = "http_timeout", "connection_failed", "http_error"


@dataclass(slots=True, kw_only=True, eq=False)
class Delivery:
    """A payload under way; `state` tells how it ended.

    `acked`: in time. `timed_out`: not acknowledged in time; `late` then says
    whether it still was afterwards. `failed`: it could not be handed over, or the
    bot answered with an error; `failure` is Slack's word for why.
    """

    kind: str
    payload: Json
    attempt: int = 0
    reason: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    state: str = "pending"
    failure: str = ""
    answer: Json | None = None
    late: bool = False
    retry_unwanted: bool = False
    seconds: float = 0.0
    _settled: threading.Event = field(default_factory=threading.Event)

    @property
    def acked(self) -> bool:
        """Whether the bot acknowledged in time."""
        return self.state == "acked"

    def settle(self, answer: Json) -> None:
        """Note that the bot acknowledged in time."""
        self.state, self.answer = "acked", answer
        self._settled.set()

    def fail(self, failure: str) -> None:
        """Note that it did not, and why."""
        self.failure = failure
        self.state = "timed_out" if failure == TIMEOUT else "failed"
        self._settled.set()

    def wait(self, timeout: float = 5.0) -> bool:
        """Wait until this attempt has ended; say whether it was acknowledged."""
        self._settled.wait(timeout)
        return self.acked

    def again(self) -> "Delivery":
        """Return the next attempt to deliver the same payload."""
        return Delivery(
            kind=self.kind,
            payload=self.payload,
            attempt=self.attempt + 1,
            reason=self.failure or TIMEOUT,
        )


class Carrier(Protocol):
    """A way to the bot: sockets or signed HTTP."""

    async def carry(self, delivery: Delivery, timeout: float) -> None:  # noqa: ASYNC109 - Slack's limit, part of the contract
        """Hand a payload over and settle the delivery."""
