"""Socket Mode: one-use tickets, envelopes and acknowledgements.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import itertools
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.delivery.records import CONNECTION, EVENT, TIMEOUT, Delivery
from bot.playground.records import Json
from bot.playground.wire import Wire

CONNECTIONS = 10  # at most, over all processes of an app
CONNECTION_SECONDS = 18_060
NORMAL, GOING_AWAY = 1000, 1001


@dataclass(slots=True, eq=False)
class Line:
    """One open connection."""

    socket: WebSocket
    deaf: bool = False

    @property
    def client(self) -> tuple[str, int]:
        """The address of the other end."""
        client = self.socket.client
        return (client.host, client.port) if client else ("", 0)


class Sockets:
    """All connections of the bot; each payload goes to one of them."""

    def __init__(
        self, *, app_id: str, wire: Wire, refuses_ticket: Callable[[], bool]
    ) -> None:
        self.lines: list[Line] = []
        self.late: list[Delivery] = []
        self.base_url = ""
        self.changed: Callable[[], None] = lambda: None
        self._app_id = app_id
        self._wire = wire
        self._refuses_ticket = refuses_ticket
        self._tickets: set[str] = set()
        self._waiting: dict[str, tuple[Delivery, asyncio.Future[Json]]] = {}
        self._overdue: dict[str, Delivery] = {}
        self._turn = itertools.count()
        self._retiring: list[Line] = []

    # Connecting

    def open_ticket(self) -> str:
        """Return a WebSocket address that works once."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        host = self.base_url.replace("http", "ws", 1)
        return f"{host}/link/?ticket={ticket}&app_id={self._app_id}"

    async def endpoint(self, websocket: WebSocket) -> None:
        """Serve one connection until either side ends it."""
        ticket = websocket.query_params.get("ticket", "")
        known = ticket in self._tickets
        self._tickets.discard(ticket)
        if not known or self._refuses_ticket():
            await websocket.close()  # before accepting: HTTP 403
            return
        await websocket.accept()
        if len(self.lines) >= CONNECTIONS:
            await self._say_disconnect(websocket, "too_many_websockets")
            await websocket.close(NORMAL)
            return
        line = Line(websocket)
        await websocket.send_text(json.dumps(self._hello()))
        self.lines.append(line)
        self.changed()
        await self._retire()
        try:
            while True:
                self._take_ack(json.loads(await websocket.receive_text()))
        except WebSocketDisconnect:
            pass
        finally:
            self._forget(line)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.lines) + 1,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {
                "host": "playground",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_SECONDS,
            },
        }

    def _forget(self, line: Line) -> None:
        if line in self.lines:
            self.lines.remove(line)
            self.changed()

    # Delivering

    async def carry(self, delivery: Delivery, timeout: float) -> None:  # noqa: ASYNC109 - Slack's limit for every acknowledgement
        """Send an envelope over one connection and wait for its ack."""
        if not self.lines:
            delivery.fail(CONNECTION)
            return
        start = time.monotonic()
        line = self.lines[next(self._turn) % len(self.lines)]
        answered = asyncio.get_running_loop().create_future()
        self._waiting[delivery.id] = (delivery, answered)
        try:
            if not line.deaf:
                await line.socket.send_text(json.dumps(self._envelope(delivery)))
            answer = await asyncio.wait_for(answered, timeout)
        except TimeoutError:
            self._overdue[delivery.id] = delivery
            delivery.fail(TIMEOUT)
        except (WebSocketDisconnect, RuntimeError):  # the line broke while sending
            self._forget(line)
            delivery.fail(CONNECTION)
        else:
            delivery.seconds = time.monotonic() - start
            delivery.settle(answer)
        finally:
            del self._waiting[delivery.id]

    def _envelope(self, delivery: Delivery) -> Json:
        envelope: Json = {
            "envelope_id": delivery.id,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != EVENT,
        }
        if delivery.kind == EVENT:
            envelope["retry_attempt"] = delivery.attempt
            envelope["retry_reason"] = delivery.reason
        return envelope

    def _take_ack(self, ack: Json) -> None:
        # An ack counts on whichever connection it comes back.
        envelope_id, answer = ack.get("envelope_id", ""), ack.get("payload") or {}
        _delivery, answered = self._waiting.get(envelope_id, (None, None))
        if answered is not None and not answered.done():
            answered.set_result(answer)
        elif late := self._overdue.pop(envelope_id, None):
            late.late, late.answer = True, answer
            self.late.append(late)
            self.changed()

    # Breaking

    def drop(self, *, reset: bool) -> None:
        """Close every connection, or reset it without a word."""
        self._wire.run(self._drop(reset=reset))

    def refresh(self) -> None:
        """Ask the bot to open new connections, then close the old ones."""
        self._wire.run(self._refresh())

    def deafen(self) -> None:
        """Let nothing through in either direction; TCP stays up."""
        for line in self.lines:
            line.deaf = True
            self._wire.call(self._wire.deafen, line.client)

    def mend(self) -> None:
        """Undo `deafen`; what was said in between is lost."""
        for line in self.lines:
            if line.deaf:
                line.deaf = False
                self._wire.call(self._wire.mend, line.client)

    async def _drop(self, *, reset: bool) -> None:
        for line in list(self.lines):
            self._forget(line)
            if reset:
                self._wire.reset(line.client)
            else:
                await line.socket.close(GOING_AWAY)

    async def _refresh(self) -> None:
        # A connection that Slack gives up gets no more payloads; it is closed when
        # its successor is there.
        self._retiring += self.lines
        for line in self._retiring:
            await self._say_disconnect(line.socket, "refresh_requested")
            self._forget(line)

    async def _retire(self) -> None:
        while self._retiring:
            await self._retiring.pop().socket.close(GOING_AWAY)

    async def _say_disconnect(self, websocket: WebSocket, reason: str) -> None:
        message: dict[str, Any] = {"type": "disconnect", "reason": reason}
        await websocket.send_text(
            json.dumps(message | {"debug_info": {"host": "playground"}})
        )
