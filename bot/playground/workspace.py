"""The state of the local Slack: one workspace behind one lock."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from bot.playground.blocks import completed, state_of
from bot.playground.records import (
    Channel,
    File,
    Json,
    Message,
    Publication,
    User,
    View,
)

MODAL_STACK = 3  # https://docs.slack.dev/surfaces/modals
_LOOK_AGAIN = 0.02  # seconds
Clock = Callable[[], datetime]


class Workspace:
    """People, channels, messages, views and files of one workspace.

    Every public method may be called from any thread. Each change wakes who
    waits with `wait_until` or `wait_for_change`.
    """

    def __init__(self, *, clock: Clock, team_id: str, bot: User, app_id: str) -> None:
        self.team_id = team_id
        self.app_id = app_id
        self.domain = "playground"
        self.bot = bot
        self.bot_id = f"B{bot.id[1:]}"
        self.base_url = ""
        self.users: dict[str, User] = {bot.id: bot}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.canvases: dict[str, Json] = {}
        self.modals: dict[str, list[View]] = {}  # per person, the stack
        self.homes: dict[str, View] = {}
        self.ephemerals: dict[str, list[Message]] = {}
        self.published: list[Publication] = []
        self.version = 0
        self._clock = clock
        self._changed = threading.Condition(threading.RLock())
        self._last_ts = 0
        self._numbers = itertools.count(1)

    # Locking and waiting

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the lock for a change; who waits is woken afterwards."""
        with self._changed:
            yield
            self.version += 1
            self._changed.notify_all()

    @contextmanager
    def look(self) -> Iterator[None]:
        """Hold the lock for reading several things that belong together."""
        with self._changed:
            yield

    def wait_for_change(self, version: int, timeout: float) -> int:
        """Wait until something changed after `version`; return the version now."""
        with self._changed:
            self._changed.wait_for(lambda: self.version > version, timeout)
            return self.version

    def wait_until(self, predicate: Callable[[], object], timeout: float) -> object:
        """Wait until `predicate` holds; return its value, falsy after `timeout`.

        The lock is not held while it is asked: it may call the bot, which may call
        this Slack.
        """
        deadline = time.monotonic() + timeout
        while True:
            before = self.version
            value = predicate()
            remaining = deadline - time.monotonic()
            if value or remaining <= 0:
                return value
            # Also looks again by itself: not all that a predicate asks about, the
            # bot's database for one, is a change of the workspace.
            self.wait_for_change(before, min(remaining, _LOOK_AGAIN))

    # Time and numbers

    def now(self) -> float:
        """Return Slack's time in seconds."""
        return self._clock().astimezone(UTC).timestamp()

    def new_ts(self) -> str:
        """Return a message time stamp that nobody had and none comes before."""
        with self._changed:
            self._last_ts = max(round(self.now() * 1_000_000), self._last_ts + 1)
            seconds, micros = divmod(self._last_ts, 1_000_000)
            return f"{seconds}.{micros:06d}"

    def new_id(self, prefix: str) -> str:
        """Return an id of Slack's shape that was never given out."""
        return f"{prefix}{next(self._numbers):010d}"

    # People and channels

    def add_user(self, **fields: Any) -> User:
        """Add a person; the arguments are the fields of `User`."""
        fields["team_id"] = fields.get("team_id") or self.team_id
        fields.setdefault("name", fields["id"].lower())
        fields.setdefault("real_name", fields["name"].title())
        with self.change():
            user = self.users[fields["id"]] = User(**fields)
        return user

    def add_channel(self, *, bot_is_member: bool = True, **fields: Any) -> Channel:
        """Add a channel; the other arguments are the fields of `Channel`."""
        fields["members"] = list(fields.get("members", ()))
        fields.setdefault("name", fields["id"].lower())
        fields.setdefault("created", int(self.now()))
        if bot_is_member and self.bot.id not in fields["members"]:
            fields["members"].append(self.bot.id)
        with self.change():
            channel = self.channels[fields["id"]] = Channel(**fields)
        return channel

    def direct_channel(self, user: str) -> Channel:
        """Return the direct message of a person with the bot, made when needed."""
        with self._changed:
            for channel in self.channels.values():
                if channel.user == user:
                    return channel
            with self.change():
                channel = Channel(
                    id=f"D{user[1:]}", user=user, members=[user, self.bot.id]
                )
                channel.created = int(self.now())
                self.channels[channel.id] = channel
            return channel

    def group_channel(self, users: list[str]) -> Channel:
        """Return the group message of these people with the bot, made when needed."""
        with self._changed:
            members = [*users, self.bot.id]
            for channel in self.channels.values():
                if channel.is_mpim and set(channel.members) == set(members):
                    return channel
            names = "--".join(self.users[member].name for member in members)
            return self.add_channel(
                id=self.new_id("C"),
                name=f"mpdm-{names}-1",
                members=members,
                private=True,
                is_mpim=True,
            )

    def user_named(self, name: str) -> User | None:
        """Return the person with that handle."""
        with self._changed:
            return next((u for u in self.users.values() if u.name == name), None)

    def channel_named(self, name: str) -> Channel | None:
        """Return the channel with that name."""
        with self._changed:
            return next((c for c in self.channels.values() if c.name == name), None)

    # Messages

    def post(
        self, channel: Channel, *, kind: str = "message", **fields: Any
    ) -> Message:
        """Store a message, ephemeral when it has `ephemeral_to`."""
        fields["blocks"] = completed(fields.get("blocks") or [], self.new_block_id)
        with self.change():
            message = Message(ts=self.new_ts(), channel=channel.id, **fields)
            if message.ephemeral_to is None:
                channel.messages[message.ts] = message
            else:
                kind = "ephemeral"
                self.ephemerals.setdefault(message.ephemeral_to, []).append(message)
            self._publish(message, kind)
        return message

    def edit(self, message: Message, **fields: Any) -> None:
        """Change a message in place."""
        if "blocks" in fields:
            fields["blocks"] = completed(fields["blocks"], self.new_block_id)
        with self.change():
            for name, value in fields.items():
                setattr(message, name, value)
            message.edited = self.new_ts()
            self._publish(message, "update")

    def remove(self, message: Message) -> None:
        """Take a message away, from the channel or from its only reader."""
        with self.change():
            if message.ephemeral_to is not None:
                self.ephemerals[message.ephemeral_to].remove(message)
            else:
                del self.channels[message.channel].messages[message.ts]

    def find_message(
        self, channel: str, ts: str, *, reader: str = ""
    ) -> Message | None:
        """Return a message of a channel, or an ephemeral one of `reader`."""
        with self._changed:
            place = self.channels.get(channel)
            if place is not None and ts in place.messages:
                return place.messages[ts]
            mine = self.ephemerals.get(reader, [])
            return next((m for m in mine if m.ts == ts), None)

    def visible_to(self, user: str, channel: str) -> list[Message]:
        """Return the messages a person sees in a channel, in time order."""
        with self._changed:
            place = self.channels.get(channel)
            if place is None or user not in place.members:
                return []
            mine = [m for m in self.ephemerals.get(user, []) if m.channel == channel]
            seen = sorted([*place.messages.values(), *mine], key=lambda m: m.ts)
            return [message.snapshot() for message in seen]

    # Views

    def new_view(self, user: str, body: Json, *, under: View | None = None) -> View:
        """Make a view from a checked body, on top of another one or alone."""
        view_id = self.new_id("V")
        root = under.root_view_id if under else view_id
        view = View(id=view_id, user=user, body={}, root_view_id=root)
        view.previous_view_id = under.id if under else None
        view.version = 0
        self.show(view, body)
        return view

    def show(self, view: View, body: Json) -> None:
        """Give a view a new body; values survive where both ids stay the same."""
        with self.change():
            blocks = completed(body["blocks"], self.new_block_id)
            modal = body["type"] == "modal"
            defaults: Json = {
                "private_metadata": "",
                "callback_id": "",
                "external_id": "",
            }
            if modal:
                defaults |= {"submit": None, "close": None}
                defaults |= {"clear_on_close": False, "notify_on_close": False}
            view.body = defaults | body | {"blocks": blocks}
            view.values = state_of(blocks, view.values)
            view.errors = {}
            view.version += 1
            kind = "modal" if modal else "home"
            self.published.append(Publication(kind=kind, to=view.user, body=view.body))

    def stack(self, user: str) -> list[View]:
        """Return a person's modals, the visible one last."""
        with self._changed:
            return self.modals.setdefault(user, [])

    def find_view(self, *, view_id: str = "", external_id: str = "") -> View | None:
        """Return an open modal or a Home tab by either of its ids."""
        with self._changed:
            for view in self._views():
                if view_id and view.id == view_id:
                    return view
                if external_id and view.body["external_id"] == external_id:
                    return view
            return None

    def view_json(self, view: View) -> Json:
        """Return a view as the API and interaction payloads show it."""
        with self._changed:
            return view.to_json(team=self.team_id, app=self.app_id, bot=self.bot_id)

    # Inside

    def new_block_id(self) -> str:
        """Return an id for a block or element that came without one."""
        return f"x{next(self._numbers):04x}"

    def _views(self) -> Iterator[View]:
        yield from itertools.chain.from_iterable(self.modals.values())
        yield from self.homes.values()

    def _publish(self, message: Message, kind: str) -> None:
        if message.user == self.bot.id:
            to = message.ephemeral_to or message.channel
            body = message.to_json(full_metadata=True)
            self.published.append(Publication(kind=kind, to=to, body=body))
