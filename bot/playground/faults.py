"""Misbehaviour on request: slowness, refusals, lost answers, broken sockets."""

import random
import threading
from dataclasses import dataclass
from typing import Any, Protocol


class BreakableSockets(Protocol):
    """What faults can do to open WebSocket connections."""

    def drop(self, *, reset: bool) -> None:
        """Close them all, or reset them."""

    def refresh(self) -> None:
        """Ask the bot to connect anew."""

    def deafen(self) -> None:
        """Keep them open, but let nothing through."""

    def mend(self) -> None:
        """Let everything through again."""


@dataclass(slots=True)
class _Fault:
    kind: str
    times: int
    value: Any
    method: str | None
    channel: str | None

    def fits(self, kind: str, method: str | None, channel: str | None) -> bool:
        return (
            self.kind == kind
            and self.method in (None, method)
            and self.channel in (None, channel)
        )


class Faults:
    """What the next calls and connections suffer.

    Without `method` and `channel` any call suffers. Every method may be called from any
    thread, also while calls are under way.
    """

    def __init__(self, sockets: BreakableSockets) -> None:
        self._sockets = sockets
        self._lock = threading.Lock()
        self._waiting: list[_Fault] = []
        self._latency: dict[str | None, float] = {}
        self._losses: dict[str | None, tuple[float, random.Random]] = {}

    def latency(self, seconds: float, *, method: str | None = None) -> None:
        """Let each call take that long before it is looked at."""
        with self._lock:
            self._latency[method] = seconds

    def rate_limit(
        self,
        times: int = 1,
        *,
        retry_after: int = 1,
        method: str | None = None,
        channel: str | None = None,
    ) -> None:
        """Answer the next calls with 429 and Retry-After, doing nothing."""
        self._add("rate_limit", times, retry_after, method=method, channel=channel)

    def server_error(
        self,
        times: int = 1,
        *,
        status: int = 503,
        method: str | None = None,
        channel: str | None = None,
    ) -> None:
        """Answer the next calls with an HTTP error, doing nothing."""
        self._add("server_error", times, status, method=method, channel=channel)

    def refuse(
        self,
        error: str,
        times: int = 1,
        *,
        method: str | None = None,
        channel: str | None = None,
    ) -> None:
        """Answer the next calls with one of Slack's errors, doing nothing."""
        self._add("refuse", times, error, method=method, channel=channel)

    def lose_answer(
        self, times: int = 1, *, method: str | None = None, channel: str | None = None
    ) -> None:
        """Do what the next calls ask and cut the connection without an answer."""
        self._add("lose_answer", times, "lost", method=method, channel=channel)

    def lose_answers(
        self, probability: float, *, seed: int = 0, method: str | None = None
    ) -> None:
        """Lose answers at random, the same way for the same seed."""
        with self._lock:
            # Reproducible chance, nothing to do with secrets.
            self._losses[method] = (probability, random.Random(seed))  # noqa: S311

    def refuse_tickets(self, times: int = 1) -> None:
        """Refuse the next WebSocket connections, whatever their ticket."""
        self._add("refuse_ticket", times, "refused")

    def duplicate_next(self, times: int = 1) -> None:
        """Deliver the next interactions and events twice at once."""
        self._add("duplicate", times, "twice")

    def drop_sockets(self, *, reset: bool = False) -> None:
        """Close all WebSocket connections properly, or reset them."""
        self._sockets.drop(reset=reset)

    def refresh_sockets(self) -> None:
        """Tell the bot `disconnect` with reason `refresh_requested`."""
        self._sockets.refresh()

    def deafen_sockets(self) -> None:
        """Keep the connections open but let nothing through, not even pings."""
        self._sockets.deafen()

    def mend_sockets(self) -> None:
        """End the deafness."""
        self._sockets.mend()

    def clear(self) -> None:
        """Behave well again."""
        with self._lock:
            self._waiting.clear()
            self._latency.clear()
            self._losses.clear()
        self._sockets.mend()

    def latency_of(self, method: str) -> float:
        """Return how long a call of `method` has to wait."""
        with self._lock:
            return self._latency.get(method, self._latency.get(None, 0.0))

    def take(
        self, kind: str, method: str | None = None, *, channel: str | None = None
    ) -> Any:
        """Use up one fault that fits; return its value, or None."""
        with self._lock:
            for fault in self._waiting:
                if fault.fits(kind, method, channel):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault.value
        return None

    def loses_answer(self, method: str, *, channel: str | None = None) -> bool:
        """Say whether the answer to this call gets lost."""
        if self.take("lose_answer", method, channel=channel):
            return True
        with self._lock:
            probability, chance = self._losses.get(
                method, self._losses.get(None, (0.0, None))
            )
            return chance is not None and chance.random() < probability

    def _add(
        self,
        kind: str,
        times: int,
        value: Any,
        *,
        method: str | None = None,
        channel: str | None = None,
    ) -> None:
        with self._lock:
            self._waiting.append(_Fault(kind, times, value, method, channel))
