"""What somebody does on the page, done by the person it is done for."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.blocks import elements
from bot.playground.page.fields import changed, given, suggestions
from bot.playground.page.messages import SLACKBOT
from bot.playground.page.reader import zone_named
from bot.playground.page.screen import (
    DIRECT,
    HOME,
    Asked,
    acting,
    is_home,
    joinable,
    reader_of,
)
from bot.playground.page.surface import Entry, Surface
from bot.playground.people import CannotError, Outcome, Person, editor
from bot.playground.people.forms import find_field
from bot.playground.people.hands import Target
from bot.playground.people.typing import escaped
from bot.playground.records import File, Json, Message
from bot.playground.server import Playground


class MalformedError(ValueError):
    """The page never sends that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One request of the page: who, where, and what it says."""

    slack: Playground
    person: Person
    where: str
    body: Json

    def text(self, name: str, default: str | None = None) -> str:
        """Return a string of the request.

        Raises:
            MalformedError: when it is not there, or no string.
        """
        value = self.body.get(name, default)
        if not isinstance(value, str):
            raise MalformedError(f"{name} must be a text")
        return value

    def optional(self, name: str) -> str | None:
        """Return a string of the request, or None."""
        return self.text(name) if self.body.get(name) is not None else None

    def items(self, name: str) -> list[Json]:
        """Return a list of objects of the request."""
        value = self.body.get(name, [])
        if not isinstance(value, list) or not all(isinstance(i, dict) for i in value):
            raise MalformedError(f"{name} must be a list of objects")
        return value

    def field(self) -> tuple[str, str]:
        """Return which field is meant, exactly."""
        return self.text("block_id"), self.text("action_id")

    def place(self) -> str:
        """Return the id of the channel or direct message."""
        if self.where not in {DIRECT, HOME}:
            if self.where not in {channel.id for channel in self.person.channels()}:
                raise CannotError("you are not in this channel")
            return self.where
        if not is_home(self.slack, self.person):
            raise CannotError("people of other workspaces cannot write to the app")
        return self.slack.workspace.direct_channel(self.person.id).id

    def target(self) -> Target:
        """Return the message, modal or Home tab that is acted on."""
        if view_id := self.optional("view"):
            return self.view(view_id)
        ts = self.text("ts")
        for message in self.person.messages(self.place()):
            if message.ts == ts:
                return message
        raise CannotError("that message is not there any more")

    def view(self, view_id: str) -> Json:
        """Return an open view: the modal on top, or the Home tab."""
        for view in (self.person.view, self.person.home):
            if view is not None and view["id"] == view_id:
                return view
        raise CannotError("that form is closed")

    def entry(self, target: Target) -> Entry:
        """Return the element that is meant, with what is in it."""
        ids = self.field()
        if isinstance(target, Message):
            blocks, values = target.blocks, self.person.chosen(target)
        else:
            blocks, values = target["blocks"], target["state"]["values"]
        reader = reader_of(self.slack, self.person)
        surface = Surface(prefix="", reader=reader, values=values)
        return Entry(*find_field(blocks, ids), surface)

    def given(self, element: Json, raw: Any) -> Any:
        """Return a value as the person enters it."""
        return given(element, raw, zone=zone_named(self.person.user.tz))

    def enter(self, target: Target) -> dict[str, str]:
        """Enter what is in the form; return what does not fit, by block id."""
        blocks = target.blocks if isinstance(target, Message) else target["blocks"]
        known = {(b["block_id"], e["action_id"]): e for b, e in elements(blocks)}
        errors = {}
        for item in self.items("values"):
            ids = (str(item.get("block_id")), str(item.get("action_id")))
            if ids not in known:
                continue  # the bot has just taken it away
            try:
                value = self.given(known[ids], item.get("value"))
                if known[ids]["type"] == "rich_text_input":
                    value = self._written(target, ids, value)
                self.person.enter(target, ids, value)
            except CannotError as error:
                errors[ids[0]] = sentence(str(error))
        return errors

    def _written(self, target: Target, ids: tuple[str, str], text: str | None) -> Any:
        """Return formatted text as it was typed, or as it is where nobody touched it.

        A text that holds signs of formatting as signs would change otherwise.
        """
        if isinstance(target, Message):
            values = self.person.chosen(target)
        else:
            values = target["state"]["values"]
        before = values.get(ids[0], {}).get(ids[1], {}).get("rich_text_value")
        if text == (editor.shown(before) or None):
            return before
        return editor.written(self.slack.workspace, text) if text else None


def do(slack: Playground, asked: Asked, verb: str, *, body: Json) -> Json:
    """Do it, wait for the app, and return what came of it.

    Raises:
        NobodyError: when there is no such person.
        MalformedError: when there is no such verb, or the request says too little.
    """
    person = acting(slack, asked.me)
    work = _VERBS.get(verb)
    if work is None:
        raise MalformedError(f"nobody can {verb}")
    try:
        return work(Act(slack=slack, person=person, where=asked.place, body=body))
    except CannotError as error:
        return _told(Outcome(ok=False, error="cannot", text=sentence(str(error))))


def sentence(text: str) -> str:
    """Return a reason as a sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _send(act: Act) -> Json:
    text, thread = act.text("text").strip(), act.optional("thread_ts")
    if not text:
        raise CannotError("there is nothing to send")
    if not text.startswith("/"):
        act.person.say(act.place(), text, thread_ts=thread)
        return _told(Outcome(ok=True))
    name, *rest = text.split(maxsplit=1)
    if thread:
        raise CannotError(f"{name} does not work in threads")
    place = act.place()
    outcome = act.person.command(name, "".join(rest), channel=place)
    if not outcome.ok:  # Slackbot says so, to this person only
        act.slack.workspace.post(
            act.slack.workspace.channels[place],
            user=SLACKBOT,
            text=escaped(outcome.text or f"{name} failed: {outcome.error}"),
            ephemeral_to=act.person.id,
        )
    return _told(outcome)


def _press(act: Act) -> Json:
    target = act.target()
    act.enter(target)
    block_id, action_id = act.field()
    value = act.optional("value")
    return _told(act.person.press(target, action_id, value=value, block_id=block_id))


def _choose(act: Act) -> Json:
    target = act.target()
    act.enter(target)
    entry = act.entry(target)
    value = act.given(entry.element, changed(entry, act.body))
    return _told(act.person.choose(target, act.field(), value))


def _submit(act: Act) -> Json:
    view = act.view(act.text("view"))
    if errors := act.enter(view):
        open_view = act.slack.workspace.find_view(view_id=view["id"])
        if open_view is not None:
            with act.slack.workspace.change():
                open_view.errors = errors
        return _told(Outcome(ok=False, error="unfinished_form", errors=errors))
    return _told(act.person.submit())


def _close(act: Act) -> Json:
    act.view(act.text("view"))
    return _told(act.person.close_view(everything=act.body.get("all") is True))


def _options(act: Act) -> Json:
    target = act.target()
    act.enter(target)
    found = act.person.options(act.field(), act.text("query"), target=target)
    return _told(Outcome(ok=True)) | {"tree": suggestions(act.entry(target), found)}


def _attach(act: Act) -> Json:
    target = act.target()
    act.enter(target)
    files = [_kept(act, item) for item in act.items("files")]
    return _told(act.person.choose(target, act.field(), files))


def _upload(act: Act) -> Json:
    for item in act.items("files"):
        act.person.upload(act.place(), _name(item), _bytes(item))
    return _told(Outcome(ok=True))


def _pass_day(act: Act) -> Json:
    if act.slack.next_day is None:
        raise CannotError("the clock of this workspace cannot be put forward")
    act.slack.next_day()
    return _told(Outcome(ok=True))


def _shortcut(act: Act) -> Json:
    callback_id, ts = act.text("callback_id"), act.optional("ts")
    if ts is None:
        return _told(act.person.shortcut(callback_id))
    return _told(act.person.message_shortcut(callback_id, act.place(), ts))


def _open(act: Act) -> Json:
    if act.text("tab") == HOME:
        return _told(act.person.open_home())
    # Apps that do not ask for it would only be confused by this event.
    if "app_home_opened" in (act.slack.installation.events or ()):
        return _told(act.person.open_messages_tab())
    return _told(Outcome(ok=True))


def _join(act: Act) -> Json:
    channel = act.text("channel")
    if channel not in {place.id for place in joinable(act.slack, act.person)}:
        raise CannotError("only members of the workspace can join, and only once")
    act.person.join(channel)
    return _told(Outcome(ok=True))


def _kept(act: Act, item: Json) -> File:
    """Return a new file, or one that this person had added before."""
    if "id" not in item:
        return act.person.new_file(_name(item), _bytes(item))
    file = act.slack.workspace.files.get(str(item["id"]))
    if file is None or file.user != act.person.id:
        raise CannotError("that file is not yours")
    return file


def _name(item: Json) -> str:
    name = item.get("name")
    if not isinstance(name, str) or not name:
        raise MalformedError("a file needs a name")
    return name.replace("/", "_")


def _bytes(item: Json) -> bytes:
    try:
        return base64.b64decode(item.get("data", ""), validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise MalformedError("a file's data must be base64") from None


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "ok": outcome.ok,
        "error": outcome.error,
        "text": outcome.text,
        "errors": outcome.errors,
    }


_VERBS: dict[str, Callable[[Act], Json]] = {
    "send": _send,
    "press": _press,
    "choose": _choose,
    "submit": _submit,
    "close": _close,
    "options": _options,
    "attach": _attach,
    "upload": _upload,
    "shortcut": _shortcut,
    "open": _open,
    "join": _join,
    "pass_day": _pass_day,
}
