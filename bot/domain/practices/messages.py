"""A message of a channel as the beginning of a practice."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from bot.domain.errors import InvalidInputError
from bot.domain.practices.checks import LIMITS, is_web_link
from bot.domain.practices.formatting import plain_document, with_document
from bot.domain.practices.values import PracticeContent
from bot.domain.rich_text import (
    Block,
    BlockKind,
    Document,
    Span,
    from_slack,
    readable,
    tidy,
)
from bot.domain.rich_text.slack import Names
from bot.domain.text import decode_slack, normalise_line

Json = Mapping[str, Any]
# What people write; the others only tell that something happened in the channel
# (https://docs.slack.dev/reference/events/message).
_WRITTEN = {None, "thread_broadcast", "file_share", "me_message", "bot_message"}
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_MOST_NAMES = 20
_MORE = "…"
_NO_TEXT = "There is no text in this message that I could make a practice of."


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a message says; ``is_cut`` says that not all of it fits."""

    content: PracticeContent
    is_cut: bool = False


def nonce_of(*, team_id: str, channel_id: str, ts: str, user_id: str) -> str:
    """Return what makes the same message, saved by the same person, the same draft."""
    return _hashed("message", team_id, channel_id, ts, user_id)


def nonce_of_file(digest: str, *, person_id: int, place: int) -> str:
    """Return what makes the same file, taken in by the same person, the same draft."""
    return _hashed("file", digest, str(person_id), str(place))


def mentioned(message: Json) -> tuple[str, ...]:
    """Return the ids of the people whom a message names."""
    found = [*_MENTION.findall(str(message.get("text") or ""))]
    found += _users(message.get("blocks") or ())
    return tuple(dict.fromkeys(found))[:_MOST_NAMES]


def practice_of(
    message: Json, *, names: Names = lambda _: None, permalink: str = ""
) -> Found:
    """Return a message as a practice: its first line is the title.

    Raises:
        InvalidInputError: there is no text in it.
    """
    document = _document(message, names)
    if not document or message.get("subtype") not in _WRITTEN:
        raise InvalidInputError({"message": _NO_TEXT})
    title, rest = _parted(document)
    rest, is_cut = _fitting(rest, LIMITS["description"])
    links = (permalink,) if is_web_link(permalink) else ()
    content = PracticeContent(title=title, links=links)
    return Found(content=with_document(content, "description", rest), is_cut=is_cut)


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def _users(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if value.get("type") == "user" and value.get("user_id"):
            yield str(value["user_id"])
        yield from _users(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _users(item)


def _document(message: Json, names: Names) -> Document:
    """Return what was written: in Slack's editor, else as text with its signs."""
    rich = [
        block
        for block in message.get("blocks") or ()
        if block.get("type") == "rich_text"
    ]
    found = tidy(part for block in rich for part in from_slack(block, names))
    if found:
        return found
    text = _MENTION.sub(
        lambda mention: f"@{names(mention[1]) or 'member'}",
        str(message.get("text") or ""),
    )
    return tidy([Block(spans=(Span(decode_slack(text)),))])


def _parted(document: Document) -> tuple[str, Document]:
    """Return the title, and what stands below it; a title that is cut stays whole."""
    first = document[0]
    line = first.text.partition("\n")[0]
    title, limit = normalise_line(line), LIMITS["title"]
    if len(title) > limit:
        start = title[:limit].rpartition(" ")[0] or title
        return start[: limit - 1] + _MORE, document
    if first.kind is not BlockKind.PARAGRAPH:
        return title, document
    return title, tidy((_without(first, len(line)), *document[1:]))


def _without(block: Block, length: int) -> Block:
    """Return a block without its first characters."""
    spans = []
    for span in block.spans:
        spans.append(replace(span, text=span.text[length:]))
        length = max(0, length - len(span.text))
    return replace(block, spans=tuple(spans))


def _fitting(document: Document, limit: int) -> tuple[Document, bool]:
    """Return as much of a document as fits, and whether something is left out."""
    if len(readable(document)) <= limit:
        return document, False
    room = limit - len(f"\n\n{_MORE}")
    ends = accumulate(len(readable((block,))) + len("\n\n") for block in document)
    kept = sum(end <= room for end in ends)
    if not kept:
        return plain_document(document[0].text[:room] + _MORE), True
    return tidy([*document[:kept], *plain_document(_MORE)]), True
