"""The Playground: a strict local Slack for tests, the demo and benchmarks."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.playground import schema
from bot.playground.admin import Admin
from bot.playground.blocks import texts
from bot.playground.delivery import payloads
from bot.playground.delivery.courier import Courier
from bot.playground.delivery.records import Carrier, Delivery
from bot.playground.delivery.sockets import Sockets
from bot.playground.delivery.webhooks import Webhooks
from bot.playground.events import wants
from bot.playground.faults import Faults
from bot.playground.people import Person
from bot.playground.records import Json, User
from bot.playground.routes import Call, Endpoints
from bot.playground.site import Installation, Site
from bot.playground.wire import Wire
from bot.playground.workspace import Clock, Workspace


def _now() -> datetime:
    return datetime.now(UTC)


class Playground:
    """One workspace with one installed app, served on loopback.

    Without `events_url` the bot connects by Socket Mode, with it every payload is
    posted there, signed. `commands`, `events` and `shortcuts` (callback ids) are what
    the manifest registers; None stands for all. Use it as a context manager, or
    `start` and `close` it.
    """

    # Lets a day pass, where the clock can be put forward; the page offers it then.
    next_day: Callable[[], object] | None = None

    def __init__(
        self,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        scopes: Iterable[str] | None = None,
        commands: Iterable[str] | None = None,
        events: Iterable[str] | None = None,
        shortcuts: Iterable[str] | None = None,
        events_url: str | None = None,
        deliver_timeout: float = 3.0,
        clock: Clock = _now,
        extra_routes: Iterable[BaseRoute] = (),
    ) -> None:
        app = Installation()
        if scopes is not None:
            app.scopes = set(scopes)
        app.commands = None if commands is None else set(commands)
        app.events = None if events is None else set(events)
        app.shortcuts = None if shortcuts is None else set(shortcuts)
        self.team_id = "T0PLAYGROUND"
        self.bot_user_id = "U0CONVENOR"
        self.installation = app
        self.bot_token, self.app_token = app.bot_token, app.app_token
        self.signing_secret = app.signing_secret
        self.calls: list[Call] = []
        self.extra_routes = list(extra_routes)
        self._wire = Wire(host=host, port=port)
        bot = User(
            id=self.bot_user_id, name="convenor", team_id=self.team_id, is_bot=True
        )
        bot.real_name = "Convenor"
        self.workspace = Workspace(
            clock=clock, team_id=self.team_id, bot=bot, app_id=app.app_id
        )
        self.sockets = Sockets(
            app_id=app.app_id, wire=self._wire, refuses_ticket=self._refuses_ticket
        )
        self.faults = Faults(self.sockets)
        self.site = Site(
            workspace=self.workspace,
            installation=app,
            emit=self.emit,
            open_socket=self.sockets.open_ticket,
        )
        self.admin = Admin(self.site)
        self._webhooks = events_url and Webhooks(
            url=events_url, secret=app.signing_secret, wire=self._wire
        )
        carrier: Carrier = self._webhooks or self.sockets
        self.courier = Courier(
            carrier=carrier,
            wire=self._wire,
            faults=self.faults,
            timeout=deliver_timeout,
        )
        self._carriers = [c for c in (self.sockets, self._webhooks) if c]
        for changing in (*self._carriers, self.courier):
            changing.changed = self._touch
        self._people: dict[str, Person] = {}

    # Life

    def start(self) -> Self:
        """Listen; the addresses are known afterwards."""
        # Now, not in the first call: a trigger id lives three seconds.
        schema.prepare()
        endpoints = Endpoints(
            site=self.site,
            faults=self.faults,
            wire=self._wire,
            sockets=self.sockets,
            note=self._note,
        )
        self._wire.start(Starlette(routes=[*endpoints.routes(), *self.extra_routes]))
        self.sockets.base_url = self.site.base_url = self.url
        self.workspace.base_url = self.url
        return self

    def close(self) -> None:
        """Cut every connection and stop."""
        self._wire.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return self._wire.url

    @property
    def api_url(self) -> str:
        """What the SDK calls `base_url`."""
        return f"{self.url}/api/"

    def wait_for_bot(self, timeout: float = 10.0) -> None:
        """Wait until a socket is connected, or the request URL answers.

        Raises:
            TimeoutError: with what was seen instead.
        """
        webhooks = self._webhooks
        if not webhooks:
            self.wait_until(lambda: self.sockets.lines, timeout=timeout)
            return
        deadline = time.monotonic() + timeout
        while not webhooks.is_answering():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{webhooks.url} does not answer\n{self.dump()}")
            time.sleep(0.02)

    # People and what happens

    def person(self, user_id: str) -> Person:
        """Return somebody who can act and see; the same object each time."""
        with self.workspace.look():
            if user_id not in self.workspace.users:
                raise LookupError(f"nobody has the id {user_id}")
            if user_id not in self._people:
                self._people[user_id] = Person(user_id, self.site, self.courier)
            return self._people[user_id]

    def event(self, type: str, **fields: Any) -> Delivery:  # noqa: A002 - Slack's word
        """Deliver any event, whether subscribed or not; returns at once."""
        body = {"type": type, "event_ts": self.workspace.new_ts(), **fields}
        return self.courier.notify(payloads.event(self.site, body))

    def emit(self, body: Json) -> Delivery | None:
        """Deliver an event if the app subscribes to it and may see it."""
        if not wants(self.site, body):
            return None
        channel = body.get("channel") or body.get("channel_id")
        place = self.workspace.channels.get(str(channel))
        whole = {"event_ts": self.workspace.new_ts()} | body
        shared = place is not None and place.is_ext_shared
        return self.courier.notify(payloads.event(self.site, whole, shared=shared))

    def redeliver_last(self) -> Delivery:
        """Deliver the last payload once more, the same ids in it."""
        return self.courier.redeliver(self.courier.deliveries[-1])

    # Looking

    @property
    def deliveries(self) -> list[Delivery]:
        """Every attempt to deliver something, in order."""
        return self.courier.deliveries

    @property
    def late_acks(self) -> list[Delivery]:
        """What was acknowledged only after the time limit."""
        return [late for carrying in self._carriers for late in carrying.late]

    @property
    def complaints(self) -> list[str]:
        """What was wrong with answers of the bot that Slack tells nobody."""
        return self.site.complaints

    def said(self, text: str) -> list[Json]:
        """Return everything the bot ever showed that contains `text`."""
        found = [p for p in self.workspace.published if text in p]
        return [{"kind": p.kind, "to": p.to, "body": p.body} for p in found]

    def wait_until(self, predicate: Callable[[], object], timeout: float = 20.0) -> Any:
        """Wait until something holds, woken by every change; return its value.

        Raises:
            TimeoutError: with a description of what there is instead.
        """
        if value := self.workspace.wait_until(predicate, timeout):
            return value
        raise TimeoutError(f"not within {timeout} s\n{self.dump()}")

    def dump(self) -> str:
        """Describe the last calls, deliveries and messages."""
        lines = [f"call {c.method}: {c.error or 'ok'}" for c in self.calls[-20:]]
        lines += [
            f"delivery {d.kind} {d.payload.get('type', d.payload.get('command'))}: "
            f"{d.state}"
            for d in self.deliveries[-20:]
        ]
        for shown in self.workspace.published[-10:]:
            text = " / ".join(list(texts(shown.body))[:12])
            lines.append(f"{shown.kind} to {shown.to}: {text[:300]}")
        lines += [f"complaint {text}" for text in self.complaints[-10:]]
        return "\n".join(lines) or "nothing happened"

    def _refuses_ticket(self) -> bool:
        return bool(self.faults.take("refuse_ticket"))

    def _note(self, call: Call) -> None:
        with self.workspace.change():
            self.calls.append(call)

    def _touch(self) -> None:
        with self.workspace.change():
            pass
