"""A bot with a whole group, and people who press and send what was never for them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

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
from bot.playground.server import Playground
from handlers.listeners import Listeners
from storage.tables import OutboxRow
from templates import help as helps
from templates.messages import Post

CHANNEL = "CSIG"
Json = dict[str, Any]


@dataclass
class Floor:
    """A running bot, its group, and the local Slack around it."""

    slack: Playground
    convenor: Convenor
    scene: Scene
    seen: list[Json] = field(default_factory=list)

    @property
    def bound(self) -> Listeners:
        """Return the names of everything that any feature has bound."""
        app = App(token="xoxb-none", token_verification_enabled=False)
        return handlers.register(app, self.convenor.deps)

    def post(self, post: Post) -> None:
        """Let the bot post a message in the channel that strangers share."""
        client = WebClient(self.slack.bot_token, base_url=self.slack.api_url)
        client.chat_postMessage(channel=CHANNEL, **post.arguments())

    def settle(self) -> None:
        """Wait until the bot has told everybody what there was to tell."""
        self.convenor.tick()
        self.slack.wait_until(lambda: not self._is_telling())

    def _is_telling(self) -> bool:
        states = [MessageState.PENDING, MessageState.CLAIMED]
        with self.scene.database.read() as session:
            query = select(OutboxRow.id).where(
                OutboxRow.state.in_(states),
                OutboxRow.due_at <= self.convenor.deps.clock(),
            )
            return session.exec(query).first() is not None

    def show_everything(self, names: tuple[str, ...], more: list[str]) -> None:
        """Let people type every example of the help, and look at what they see."""
        examples = [line.example for each in helps.COMMANDS.values() for line in each]
        for name in names:
            person = self.slack.person(self.scene.account(name))
            for line in [*examples, *more]:
                self._type(person, line)

    def _type(self, person, line: str) -> None:
        published = self.slack.workspace.published
        count = len(published)
        command, _, text = line.partition(" ")
        person.command(command, text, channel=CHANNEL)
        self.slack.wait_until(lambda: len(published) > count)
        while person.view:
            person.close_view()

    def press_all(self, person) -> int:
        """Let somebody press every button in the channel; return how many."""
        pressed = 0
        for message in person.messages(CHANNEL):
            if message.ephemeral:
                continue
            for block, element in elements(message.blocks):
                heard = len(self.answers(person))
                person.press(
                    message,
                    element["action_id"],
                    value=element.get("value"),
                    block_id=block["block_id"],
                )
                self.slack.wait_until(lambda: len(self.answers(person)) > heard)  # noqa: B023 - asked at once
                pressed += 1
        return pressed

    # What was shown so far

    def values(self) -> dict[str, set[str]]:
        """Return the values that each button of a message or form was seen with."""
        found: dict[str, set[str]] = {}
        for body in self._shown():
            for element in _elements(body):
                value = element.get("value")
                found.setdefault(element["action_id"], set()).add(value or "")
        return found

    def views(self) -> dict[str, Json]:
        """Return a form of each kind that was seen."""
        bodies = [body for body in self._shown() if body.get("type") == "modal"]
        return {body["callback_id"]: body for body in bodies}

    def _shown(self) -> Iterator[Json]:
        yield from (each.body for each in self.slack.workspace.published)

    # What the stand-in's own people could not do: Slack's client would not let them

    def forge_action(self, person, action_id: str, value: str) -> Json:
        """Press a button that is in no message, with this value."""
        site, user = self.slack.site, person.user
        message = self.slack.workspace.visible_to(person.id, CHANNEL)[0]
        action = {"type": "button", "action_id": action_id, "value": value}
        action |= {"block_id": "forged", "action_ts": self.slack.workspace.new_ts()}
        return self._send(payloads.message_action(site, user, message, action))

    def forge_submission(self, person, view: Json) -> Json:
        """Send a form that was opened for somebody else."""
        site, space = self.slack.site, self.slack.workspace
        opened = space.new_view(person.id, view)
        payload = payloads.view_submission(site, person.user, opened)
        space.stack(person.id).clear()
        return self._send(payload)

    def forge_query(self, person, action_id: str, view: Json) -> Json:
        """Ask for the entries of a menu that is in no form of theirs."""
        opened = self.slack.workspace.new_view(person.id, view)
        ids = ("forged", action_id)
        payload = payloads.suggestion(
            self.slack.site, person.user, opened, ids=ids, value="e"
        )
        self.slack.workspace.stack(person.id).clear()
        return self._send(payload)

    def forge_shortcut(self, person, callback_id: str) -> None:
        """Choose a shortcut, of the workspace and of a message."""
        site, user = self.slack.site, person.user
        message = self.slack.workspace.visible_to(person.id, CHANNEL)[0]
        self._send(payloads.shortcut(site, user, callback_id))
        self._send(payloads.message_shortcut(site, user, message, callback_id))

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

    def answers(self, person) -> list[str]:
        """Return what the person was told alone, oldest first."""
        here = [m for m in person.messages(CHANNEL) if m.ephemeral]
        return [m.text for m in (*here, *person.direct_messages())]


def bare_view(callback_id: str, **about: Any) -> Json:
    """Return a form with nothing but its name and where it began."""
    text = {"type": "plain_text", "text": "Forged"}
    field = {"type": "plain_text_input", "action_id": "value"}
    block = {"type": "input", "block_id": "forged", "label": text, "element": field}
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": text,
        "submit": text,
        "private_metadata": json.dumps({"c": CHANNEL} | about),
        "blocks": [block],
    }


def _elements(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        if "action_id" in value:
            yield value
        for each in value.values():
            yield from _elements(each)
    elif isinstance(value, list):
        for each in value:
            yield from _elements(each)
