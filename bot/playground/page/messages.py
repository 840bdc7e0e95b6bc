"""Messages and threads as pieces of a page."""

import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

from bot.playground.page import blocks, reader
from bot.playground.page.reader import Reader
from bot.playground.page.surface import Surface
from bot.playground.page.text import link, mrkdwn
from bot.playground.page.tree import Child, Tree, el
from bot.playground.people import Person
from bot.playground.records import File, Json, Message

# Who tells people that a command failed; no account of the workspace.
SLACKBOT = "USLACKBOT"
_HUES = 6
_KILO, _MEGA = 1_000, 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Whose messages, in which place, and what can be done with them."""

    person: Person
    reader: Reader
    place: str
    apps: frozenset[str]
    shortcuts: tuple[Json, ...]

    def items(self, messages: list[Message], *, last: int) -> list[Json]:
        """Return a channel's last messages by day, without replies."""
        roots = list(_roots(messages))
        if not roots:
            nothing = el("p", "Nothing has been written here yet.", class_="quiet")
            return [_item("empty", nothing)]
        shown = [_item("earlier", _earlier())] if len(roots) > last else []
        for day, group in itertools.groupby(roots[-last:], self._day):
            shown.append(_item(day, el("p", el("span", day), class_="day")))
            shown += [
                _item(m.ts, self._message(m, replies=len(_replies(messages, m))))
                for m in group
            ]
        return shown

    def thread(self, messages: list[Message], ts: str) -> list[Json]:
        """Return a message and its replies; nothing when it is not there."""
        root = next((m for m in messages if m.ts == ts), None)
        if root is None:
            return []
        thread = [root, *_replies(messages, root)]
        return [_item(m.ts, self._message(m, in_thread=True)) for m in thread]

    def _day(self, message: Message) -> str:
        return reader.day(self.reader.moment(float(message.ts)))

    def _message(
        self, message: Message, *, replies: int = 0, in_thread: bool = False
    ) -> Tree:
        name = self.reader.names.get(message.user, "Somebody")
        there = self.reader.moment(float(message.ts))
        label = f"{name}, {there:%H:%M}"
        private = el("p", "Only visible to you", class_="quiet")
        time = el("time", f"{there:%H:%M}", datetime=there.isoformat())
        menu = None if in_thread else self._menu(message, label)
        app = el("span", "app", class_="badge") if message.user in self.apps else None
        letter = el("span", name[:1], class_=_avatar(message.user), aria_hidden="true")
        said = el(
            "div",
            private if message.ephemeral else None,
            el("p", el("bdi", name, class_="name"), app, time, menu, class_="who"),
            self._content(message, "t" if in_thread else "m"),
            self._count(message, replies) if replies else None,
            class_="said",
        )
        style = "message only-me" if message.ephemeral else "message"
        target = json.dumps({"ts": message.ts})
        return el(
            "article",
            letter,
            said,
            class_=style,
            aria_label=label,
            tabindex=-1,
            data_target=target,
        )

    def _content(self, message: Message, letter: str) -> Iterator[Tree]:
        surface = Surface(
            prefix=letter + message.ts,
            reader=self.reader,
            values=self.person.chosen(message) if message.blocks else {},
        )
        if message.blocks:
            yield from blocks.draw(message.blocks, surface)
        elif message.text:
            yield el(
                "div", mrkdwn(message.text, self.reader), class_="text", dir="auto"
            )
        if message.edited:
            yield el("p", "(edited)", class_="quiet")
        yield from (self._attachment(part, surface) for part in message.attachments)
        yield from (self._file(file) for file in message.files)
        if message.reactions:
            yield el("p", self._reactions(message), class_="reactions")

    def _attachment(self, part: Json, surface: Surface) -> Tree:
        title = part.get("title")
        headline = link(part.get("title_link", ""), el("strong", title or ""))
        body: Child = mrkdwn(
            part.get("text") or part.get("fallback") or "", self.reader
        )
        if part.get("blocks"):
            body = blocks.draw(part["blocks"], surface)
        words = el("div", body, class_="text", dir="auto")
        return el("div", headline if title else None, words, class_="attachment")

    def _file(self, file: File) -> Tree:
        href = f"/play/file/{quote(file.id)}?me={quote(self.person.id)}"
        name = file.title or file.name
        about = f" {_kind(file.name)}{_size(len(file.data))} · Download"
        size = el("span", about, class_="quiet")
        named = el("bdi", name)
        return el("a", named, size, class_="file", href=href, download=file.name)

    def _reactions(self, message: Message) -> Iterator[Tree]:
        for name, who in message.reactions.items():
            sign = mrkdwn(f":{name}:", self.reader)
            yield el("span", sign, f" {len(who)}", class_="badge")

    def _thread_of(self, message: Message) -> str:
        thread = message.thread_ts or message.ts
        return f"#/{quote(self.person.id)}/{quote(self.place)}/{quote(thread)}"

    def _count(self, message: Message, replies: int) -> Tree:
        words = "1 reply" if replies == 1 else f"{replies} replies"
        href = self._thread_of(message)
        return el("a", words, class_="replies", id=f"replies:{message.ts}", href=href)

    def _menu(self, message: Message, label: str) -> Tree | None:
        if message.ephemeral:
            return None
        entries: list[Tree] = [
            el("a", "Reply in thread", href=self._thread_of(message))
        ]
        entries += (
            el(
                "button",
                shortcut["name"],
                type="button",
                data_act=json.dumps(
                    {"verb": "shortcut", "callback_id": shortcut["callback_id"]}
                ),
            )
            for shortcut in self.shortcuts
        )
        label = f"More actions for the message of {label}"
        return blocks.menu(label, entries, id_=f"more:{message.ts}")


def _item(key: str, tree: Tree) -> Json:
    return {"key": key, "tree": tree}


def _earlier() -> Tree:
    words = "Show earlier messages"
    button = el("button", words, type="button", class_="button", data_earlier=True)
    return el("p", button, class_="day")


def _roots(messages: list[Message]) -> Iterable[Message]:
    known = {message.ts for message in messages}
    for message in messages:
        # A reply whose thread nobody sees would otherwise be lost.
        if message.thread_ts in (None, message.ts) or message.thread_ts not in known:
            yield message


def _replies(messages: list[Message], root: Message) -> list[Message]:
    return [m for m in messages if m.thread_ts == root.ts and m.ts != root.ts]


def _avatar(user: str) -> str:
    return f"avatar hue-{sum(map(ord, user)) % _HUES}"


def _kind(name: str) -> str:
    """Return what comes before the size: a title alone does not tell a PDF."""
    suffix = PurePath(name).suffix.removeprefix(".")
    return f"{suffix.upper()} · " if suffix else ""


def _size(length: int) -> str:
    if length < _KILO:
        return f"{length} bytes"
    if length < _MEGA:
        return f"{round(length / _KILO)} kB"
    return f"{length / _MEGA:.1f} MB"
