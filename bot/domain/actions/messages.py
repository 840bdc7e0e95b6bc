"""A message of a channel as the beginning of an action item."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.actions import phrases
from bot.domain.actions.drafts import Draft
from bot.domain.actions.phrases import Ambiguous, Impossible, Past, Reading, Understood
from bot.domain.actions.telling import Story
from bot.domain.errors import InvalidInputError
from bot.domain.text import clean, decode_slack, normalise

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>")
_LEADING = re.compile(r"\s*(?:<@[UW][A-Z0-9]+(?:\|[^<>]*)?>[\s,:;-]*)+")
_NOT_IN_TOKEN = re.compile(r"[<>|\s]+")
_NO_TEXT = "There is no text in this message that I could make an action item of."


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a message says, and who wrote it when.

    ``line`` is what is to be done, as Slack sends it: whoever the message names in
    front, and its first line. ``whole`` is all of it as people read it. ``named`` and
    ``author`` are accounts.
    """

    line: str
    whole: str
    written_at: datetime
    named: tuple[str, ...] = ()
    author: str | None = None
    permalink: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A day, and which day the next meeting was then, where it was known."""

    day: date
    next_meeting: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What a line says of a due date.

    ``was`` is the day that was meant when it was written, where that one is over; the
    date is then read anew as of today.
    """

    found: phrases.Found
    was: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A message as a draft; ``known`` is the action item that was made of it before.

    ``until`` is what was read as its due date, for its reader to judge; the draft has a
    date only where the words mean one day and no other.
    """

    draft: Draft
    until: Dated
    known: Story | None = None


def source_of(*, team_id: str, channel_id: str, ts: str) -> str:
    """Return what makes the same message the same action item, whoever saves it."""
    return f"message:{team_id}:{channel_id}:{ts}"


def mentioned(message: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the accounts whom a message names, in order."""
    found = (match[1] for match in _MENTION.finditer(_text(message)))
    return tuple(dict.fromkeys(found))


def said_in(
    message: Mapping[str, Any],
    *,
    names: Callable[[str], str | None],
    permalink: str = "",
) -> Said:
    """Return what a message says; ``names`` tells what those in it are called.

    Raises:
        InvalidInputError: it says nothing at all, such as a picture alone.
    """
    raw = clean(_MENTION.sub(lambda match: _token(match, names), _text(message)))
    if not raw.strip():
        raise InvalidInputError({"message": _NO_TEXT})
    leading = _LEADING.match(raw)
    front, rest = (leading[0], raw[leading.end() :]) if leading else ("", raw)
    first = next((line for line in rest.splitlines() if line.strip()), "")
    return Said(
        line=f"{' '.join(front.split())} {first.strip()}".strip(),
        whole=normalise(decode_slack(raw)),
        written_at=datetime.fromtimestamp(float(message["ts"]), UTC),
        named=mentioned(message),
        author=str(message["user"]) if message.get("user") else None,
        permalink=permalink,
    )


def dated(title: str, *, written: Asked, today: Asked) -> Dated:
    """Read a due date as of the day a line was written, else as of today.

    Words such as "by Friday" mean the Friday after they were written while that lies
    ahead. When it is over, today's reader cannot have meant it, and the words are read
    anew; a date that would only come again a year later is not, but asked about.
    """
    first = _found(title, written)
    if first.reading is None or isinstance(first.reading, Impossible):
        return Dated(found=first)
    ahead = _ahead(first.reading, today.day)
    if ahead is not None:
        return Dated(found=replace(first, reading=ahead))
    was, again = _last(first.reading), _found(title, today)
    if not isinstance(again.reading, Understood):
        over = Past(day=was, words=first.reading.words)
        return Dated(found=replace(first, reading=again.reading or over))
    day = again.reading.day
    if (day.month, day.day) == (was.month, was.day):
        over = Past(day=was, words=first.reading.words, instead=day)
        return Dated(found=replace(first, reading=over))
    return Dated(found=again, was=was)


def _found(title: str, asked: Asked) -> phrases.Found:
    return phrases.find_or_only(title, today=asked.day, next_meeting=asked.next_meeting)


def _ahead(reading: Reading, today: date) -> Reading | None:
    """Return what of a reading is not over; None where nothing is left."""
    match reading:
        case Understood(day=day) if day >= today:
            return reading
        case Ambiguous(days=days) if left := tuple(d for d in days if d >= today):
            return replace(reading, days=left)
    return None


def _last(reading: Understood | Ambiguous | Past) -> date:
    return reading.days[-1] if isinstance(reading, Ambiguous) else reading.day


def _text(message: Mapping[str, Any]) -> str:
    return str(message.get("text") or "")


def _token(match: re.Match[str], names: Callable[[str], str | None]) -> str:
    """Return a mention with the name that people read."""
    name = _NOT_IN_TOKEN.sub(" ", names(match[1]) or match[2] or match[1]).strip()
    return f"<@{match[1]}|{name or match[1]}>"
