"""A bot with a whole group, and people who press and send what was never for them."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from slack_bolt import App
from slack_sdk import WebClient
from sqlmodel import select
from who_may.scene import Scene

import handlers
from bot.app import Convenor
from bot.domain.outbox import MessageState
from bot.playground.blocks import elements
from bot.playground.delivery import payloads
from bot.playground.delivery.records import COMMAND, INTERACTIVE
from bot.playground.records import Message, View
from bot.playground.server import Playground
from handlers.listeners import Listeners
from storage.tables import OutboxRow
from templates.messages import PROBLEM, Post

CHANNEL = "CSIG"
FORGED = {"type": "plain_text", "text": "Forged"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Pressed:
    """A button as it was shown: its value, and the form it is in, if it is in one."""

    value: str
    view: Json | None = None


@dataclass
class Floor:
    """A running bot, its group, and the local Slack around it."""

    slack: Playground
    convenor: Convenor
    scene: Scene

    @property
    def bound(self) -> Listeners:
        """Return the names of everything that any feature has bound."""
        app = App(token="xoxb-none", token_verification_enabled=False)
        return handlers.register(app, self.convenor.deps)

    def post(self, post: Post) -> None:
        """Let the bot post a message in the channel that strangers share."""
        client = WebClient(self.slack.bot_token, base_url=self.slack.api_url)
        client.chat_postMessage(channel=CHANNEL, **post.arguments())

    def type_as(self, name: str, lines: Iterable[str]) -> None:
        """Let somebody of the group type commands, and look at what they are shown."""
        person = self.slack.person(self.scene.account(name))
        for line in lines:
            self._type(person, line)

    def _type(self, person, line: str) -> None:
        published = self.slack.workspace.published
        count = len(published)
        command, _, text = line.partition(" ")
        person.command(command, text, channel=CHANNEL)
        self.slack.wait_until(lambda: len(published) > count)
        while person.view:
            person.close_view()

    def settle(self) -> None:
        """Wait until the bot has told everybody what there was to tell."""
        self.convenor.deps.wake()
        self.slack.wait_until(lambda: not self._is_telling(), timeout=30)

    def _is_telling(self) -> bool:
        states = [MessageState.PENDING, MessageState.CLAIMED]
        with self.scene.database.read() as session:
            query = select(OutboxRow.id).where(
                OutboxRow.state.in_(states),
                # Not what comes back later, because it changes what never stands.
                sa.func.coalesce(OutboxRow.retry_at, OutboxRow.due_at)
                <= self.convenor.deps.clock(),
            )
            return session.exec(query).first() is not None

    def pressable(self, person) -> Iterator[tuple[Message, Json, Json]]:
        """Yield every button of what the bot has posted in the channel."""
        for message in person.messages(CHANNEL):
            if not message.ephemeral:
                for block, element in elements(message.blocks):
                    yield message, block, element

    # What was shown to people of the group

    def buttons(self) -> dict[str, list[Pressed]]:
        """Return where each button was seen, and with which values."""
        found: dict[str, list[Pressed]] = {}
        for body in self._shown():
            view = body if body.get("type") == "modal" else None
            for element in _elements(body):
                pressed = Pressed(str(element.get("value") or ""), view)
                known = found.setdefault(element["action_id"], [])
                if pressed.value not in {each.value for each in known}:
                    known.append(pressed)
        return found

    def views(self) -> dict[str, Json]:
        """Return a form of each kind that was seen."""
        bodies = [body for body in self._shown() if body.get("type") == "modal"]
        return {body["callback_id"]: body for body in bodies}

    def _shown(self) -> list[Json]:
        return [each.body for each in self.slack.workspace.published]

    # What the stand-in's own people could not do: Slack's client would not let them

    def forge_press(self, person, action_id: str, pressed: Pressed) -> None:
        """Press a button that was shown to somebody else."""
        site, space = self.slack.site, self.slack.workspace
        action = {"type": "button", "action_id": action_id, "value": pressed.value}
        action |= {"block_id": "forged", "action_ts": space.new_ts()}
        if pressed.view is None:
            message = self._first_message(person)
            payload = payloads.message_action(site, person.user, message, action)
        else:
            view = self._held(person, pressed.view)
            payload = payloads.view_action(site, person.user, view, action)
        self._send(payload)

    def forge_submission(self, person, view: Json) -> Json:
        """Send a form that was opened for somebody else."""
        opened = self._held(person, view)
        payload = payloads.view_submission(self.slack.site, person.user, opened)
        return self._send(payload)

    def forge_query(self, person, action_id: str, view: Json) -> Json:
        """Ask for the entries of a menu that is in no form of theirs."""
        opened, ids = self._held(person, view), ("forged", action_id)
        payload = payloads.suggestion(
            self.slack.site, person.user, opened, ids=ids, value="e"
        )
        return self._send(payload)

    def forge_shortcut(self, person, callback_id: str) -> None:
        """Choose a shortcut of the workspace."""
        payload = payloads.shortcut(self.slack.site, person.user, callback_id)
        self._send(payload)

    def forge_message_shortcut(self, person, callback_id: str) -> None:
        """Choose a shortcut in the menu of a message."""
        message = self._first_message(person)
        payload = payloads.message_shortcut(
            self.slack.site, person.user, message, callback_id
        )
        self._send(payload)

    def forge_command(self, person, command: str, text: str) -> None:
        """Type a command; Slack gives none to people of other workspaces."""
        place = self.slack.workspace.channels[CHANNEL]
        site, user = self.slack.site, person.user
        payload = payloads.command(site, user, place, name=command, text=text)
        delivery = self.slack.courier.interact(COMMAND, payload)
        assert delivery.acked, (command, text, delivery.failure)

    def _send(self, payload: Mapping[str, Any]) -> Json:
        delivery = self.slack.courier.interact(INTERACTIVE, dict(payload))
        assert delivery.acked, (payload, delivery.failure)
        return delivery.answer or {}

    def _held(self, person, body: Json) -> View:
        """Return a modal in somebody's hands that the bot did not open for them."""
        space = self.slack.workspace
        view = space.new_view(person.id, body | {"title": FORGED})
        with space.change():
            space.stack(person.id).clear()
            space.stack(person.id).append(view)
        return view

    def _first_message(self, person) -> Message:
        return self.slack.workspace.visible_to(person.id, CHANNEL)[0]

    def answers(self, person) -> list[str]:
        """Return what the person was told alone, oldest first."""
        space = self.slack.workspace
        with space.look():  # and copy nothing: the channel is full of messages
            here = [
                m for m in space.ephemerals.get(person.id, ()) if m.channel == CHANNEL
            ]
            direct = space.direct_channel(person.id).messages.values()
            return [m.text for m in (*here, *direct)]

    def told(self, person, ask: Callable[[], object]) -> list[str]:
        """Let somebody ask for something, and return what they are told alone.

        That is a message, or a sentence on top of the form that is open.
        """
        heard = len(self.answers(person))
        ask()

        def said() -> list[str]:
            return [*self.answers(person)[heard:], *_problems(person.view)]

        sentences = self.slack.wait_until(said)
        with self.slack.workspace.change():
            self.slack.workspace.stack(person.id).clear()
        return sentences

    def opened(self, people: Collection[str]) -> list[Json]:
        """Return the forms that the bot has opened for people, or gone on with.

        Not those that were forged, or that only say why nothing was done.
        """
        return [
            each.body
            for each in self.slack.workspace.published
            if each.kind == "modal"
            and each.to in people
            and each.body.get("title") != FORGED
            and not _problems(each.body)
        ]


def bare_view(callback_id: str, **about: Any) -> Json:
    """Return a form with nothing but its name and where it began."""
    field = {"type": "plain_text_input", "action_id": "value"}
    block = {"type": "input", "block_id": "forged", "label": FORGED, "element": field}
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": FORGED,
        "submit": FORGED,
        "private_metadata": json.dumps({"c": CHANNEL} | about),
        "blocks": [block],
    }


def _problems(view: Json | None) -> list[str]:
    """Return what a form says on top since it was answered."""
    blocks = (view or {}).get("blocks", ())
    found = [block for block in blocks if block["block_id"] == PROBLEM]
    return [block["text"]["text"] for block in found]


def _elements(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        if "action_id" in value:
            yield value
        for each in value.values():
            yield from _elements(each)
    elif isinstance(value, list):
        for each in value:
            yield from _elements(each)
