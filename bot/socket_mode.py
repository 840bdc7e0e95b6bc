"""Socket Mode with a watchdog: rebuilds a deaf connection, drains before it closes."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.domain.errors import ConvenorError

logger = logging.getLogger(__name__)

PING_SECONDS = 3.0
# The SDK calls a connection stale after four pings; a little more, and it is ours.
_DEAF_AFTER_PINGS = 5
_CHECK_SECONDS = 1.0
_FIRST_RETRY_SECONDS = 1.0
_LAST_RETRY_SECONDS = 30.0
_CONCURRENCY = 32
# These do not heal by waiting.
_WRONG_TOKEN = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "not_allowed_token_type",
    "missing_scope",
}


class InFlight:
    """Counts the requests being answered, so that a shutdown can wait for them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one request while it is being answered."""
        with self._changed:
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    def wait_until_idle(self, seconds: float) -> bool:
        """Wait until nothing is being answered; say whether that came true."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, timeout=seconds)


class _Handler(SocketModeHandler):
    """Bolt's handler, counted up to and including the acknowledgement."""

    in_flight: InFlight

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        with self.in_flight.one():
            super().handle(client, req)


class SocketConnection:
    """Keeps one healthy connection to Slack from ``start`` to ``stop``.

    The SDK reconnects by itself in most cases. It stays deaf when its first
    connection fails, when a refresh is refused (its reading thread dies of it), or
    when an open socket carries nothing any more; then the watchdog builds a new one.
    ``before_connecting`` runs before each attempt and may raise to postpone it.
    """

    def __init__(
        self,
        app: App,
        *,
        app_token: str,
        web_client: WebClient,
        before_connecting: Callable[[], None],
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._web_client = web_client
        self._before_connecting = before_connecting
        self._ping_seconds = PING_SECONDS
        self._deaf_seconds = _DEAF_AFTER_PINGS * PING_SECONDS
        self._in_flight = InFlight()
        self._handler: _Handler | None = None
        self._healthy_at = time.monotonic()
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._supervise, name="socket-watchdog", daemon=True
        )

    def start(self) -> None:
        """Begin to connect; returns at once."""
        self._thread.start()

    def is_healthy(self) -> bool:
        """Whether the socket is open and Slack answered a ping lately."""
        handler = self._handler
        return handler is not None and self._hears(handler.client)

    def stop(self, *, drain_seconds: float) -> None:
        """Let running requests finish and acknowledge, then close."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=_CHECK_SECONDS * 2)
        handler, self._handler = self._handler, None
        if handler is None:
            return
        # The SDK would close the socket first and lose the acknowledgements.
        if not self._in_flight.wait_until_idle(drain_seconds):
            logger.warning("Some requests were still running when the socket closed.")
        _close(handler)

    def _supervise(self) -> None:
        pause = _FIRST_RETRY_SECONDS
        while not self._stopping.is_set():
            if self._handler is not None and self._is_in_order():
                pause = _FIRST_RETRY_SECONDS
                self._stopping.wait(_CHECK_SECONDS)
            elif not self._rebuild():
                self._stopping.wait(pause)
                pause = min(pause * 2, _LAST_RETRY_SECONDS)

    def _is_in_order(self) -> bool:
        if self.is_healthy():
            self._healthy_at = time.monotonic()
            return True
        return time.monotonic() - self._healthy_at < self._deaf_seconds

    def _hears(self, client: SocketModeClient) -> bool:
        session = client.current_session
        if session is None or not session.is_active():
            return False
        if not client.message_processor.is_alive():
            return False
        pong = session.last_ping_pong_time
        return pong is None or time.time() - pong < self._deaf_seconds

    def _rebuild(self) -> bool:
        if self._handler is not None:
            logger.warning("The connection to Slack went deaf; building a new one.")
            self._discard()
        try:
            self._before_connecting()
            handler = _Handler(
                self._app,
                self._app_token,
                web_client=self._web_client,
                ping_interval=self._ping_seconds,
                concurrency=_CONCURRENCY,
            )
            handler.in_flight = self._in_flight
            self._handler = handler
            handler.connect()  # type: ignore[no-untyped-call]
        except (SlackClientError, OSError, ConvenorError) as error:
            reason = _reason(error)
            if reason in _WRONG_TOKEN:
                logger.error(  # noqa: TRY400 - no trace for a setting
                    "Slack refuses the token (%s). Run: convenor doctor", reason
                )
            else:
                logger.warning("Not connected to Slack yet: %s", reason)
            self._discard()
            return False
        self._healthy_at = time.monotonic()
        logger.info("Connected to Slack over Socket Mode.")
        return True

    def _discard(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            # Closing waits for the workers of the old connection: not here.
            threading.Thread(target=_close, args=(handler,), daemon=True).start()


def _close(handler: SocketModeHandler) -> None:
    """Close without the SDK's waits of 3 s for its reader and 1 s for its queue."""
    client = handler.client
    client.auto_reconnect_enabled = False
    session = client.current_session
    if session is not None and session.sock is not None:
        with suppress(OSError):
            session.sock.shutdown(socket.SHUT_RDWR)

    def close() -> None:
        # The SDK's own threads may have let go of what its close still touches.
        with suppress(AttributeError, OSError):
            handler.close()  # type: ignore[no-untyped-call]

    closing = threading.Thread(target=close, daemon=True)
    closing.start()
    while closing.is_alive():
        client.message_queue.put(None)  # ignored by the SDK, but it looks up
        closing.join(0.02)


def _reason(error: Exception) -> str:
    """Name the error without the address or payload that may stand in its text."""
    if isinstance(error, ConvenorError):
        return str(error)
    response = getattr(error, "response", None)
    code = response.get("error") if response is not None else None
    return str(code or type(error).__name__)
