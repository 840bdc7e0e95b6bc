"""A message of a channel as the beginning of an action item."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.actions.drafts import MAX_DETAIL, MAX_TITLE, Draft
from bot.domain.errors import InvalidInputError
from bot.domain.text import decode_slack, normalise, normalise_line

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>")
_LEADING = re.compile(r"\s*(?:<@[UW][A-Z0-9]+(?:\|[^<>]*)?>[\s,:;-]*)+")
_NO_TEXT = "There is no text in this message that I could make an action item of."
_MORE = "…"


def source_of(*, team_id: str, channel_id: str, ts: str) -> str:
    """Return what makes the same message the same action item, whoever saves it."""
    return f"message:{team_id}:{channel_id}:{ts}"


def mentioned(message: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the accounts whom a message names, in order."""
    found = (match[1] for match in _MENTION.finditer(_text(message)))
    return tuple(dict.fromkeys(found))


def draft_of(
    message: Mapping[str, Any],
    *,
    names: Callable[[str], str | None],
    permalink: str = "",
) -> Draft:
    """Return what a message says as a draft: its first line is what is to be done.

    Whoever is named first in it may be its owner; the form shows that, to be changed.
    A text that is only a mention gives no title. ``names`` tells what they are called.

    Raises:
        InvalidInputError: it says nothing at all, such as a picture alone.
    """
    raw = _text(message)
    if not raw.strip():
        raise InvalidInputError({"message": _NO_TEXT})
    leading = _LEADING.match(raw)
    whole = normalise(_named(raw, names))
    said = normalise(_named(raw[leading.end() :] if leading else raw, names))
    first = next((line for line in said.split("\n") if line.strip()), "")
    title = normalise_line(first)
    is_all = normalise_line(whole) == title and len(title) <= MAX_TITLE
    owner = _MENTION.search(leading[0]) if leading else None
    return Draft(
        title=_cut(title, MAX_TITLE),
        detail="" if is_all or not title else _cut(whole, MAX_DETAIL),
        owner=owner[1] if owner else "",
        permalink=permalink,
    )


def _text(message: Mapping[str, Any]) -> str:
    return str(message.get("text") or "")


def _named(text: str, names: Callable[[str], str | None]) -> str:
    def name(match: re.Match[str]) -> str:
        return f"@{names(match[1]) or match[2] or match[1]}"

    return decode_slack(_MENTION.sub(name, text))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + _MORE
