"""What becomes of text that a person types.

https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
"""

import re

from bot.playground.records import Json
from bot.playground.workspace import Workspace

_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
_REFERENCE = re.compile(
    r"(?P<url>https?://[^\s<>|]+)|@(?P<user>[\w.-]*\w)|#(?P<channel>[\w-]+)"
)
_BROADCASTS = {"here", "channel", "everyone"}


def escaped(text: str) -> str:
    """Return text with the three characters that Slack escapes."""
    for character, entity in _ENTITIES:
        text = text.replace(character, entity)
    return text


def encoded(space: Workspace, text: str, *, labels: bool = False) -> str:
    """Return typed text as Slack stores it: mentions and links in brackets.

    Slash commands carry the names too (`labels`), messages only the ids.
    """
    parts = []
    for piece, found in _pieces(text):
        reference = found and _reference(space, found, labels=labels)
        parts.append(reference or escaped(piece))
    return "".join(parts)


def rich_text(space: Workspace, text: str) -> Json:
    """Return typed text as the `rich_text` block that Slack makes of it."""
    inline = [_element(space, piece, found) for piece, found in _pieces(text)]
    section = {"type": "rich_text_section", "elements": inline}
    return {"type": "rich_text", "elements": [section] if inline else []}


def _pieces(text: str) -> list[tuple[str, re.Match[str] | None]]:
    pieces: list[tuple[str, re.Match[str] | None]] = []
    end = 0
    for found in _REFERENCE.finditer(text):
        if found.start() > end:
            pieces.append((text[end : found.start()], None))
        pieces.append((found.group(), found))
        end = found.end()
    if end < len(text):
        pieces.append((text[end:], None))
    return pieces


def _reference(space: Workspace, found: re.Match[str], *, labels: bool) -> str | None:
    if found["url"]:
        return f"<{found['url'].replace('&', '&amp;')}>"
    if found["user"]:
        if found["user"] in _BROADCASTS:
            return f"<!{found['user']}>"
        user = space.user_named(found["user"])
        label = f"|{user.name}" if user and labels else ""
        return f"<@{user.id}{label}>" if user else None
    channel = space.channel_named(found["channel"])
    label = f"|{channel.name}" if channel else ""
    return f"<#{channel.id}{label}>" if channel else None


def _element(space: Workspace, piece: str, found: re.Match[str] | None) -> Json:
    if found and found["url"]:
        return {"type": "link", "url": found["url"]}
    if found and found["user"] in _BROADCASTS:
        return {"type": "broadcast", "range": found["user"]}
    if found and found["user"] and (user := space.user_named(found["user"])):
        return {"type": "user", "user_id": user.id}
    if found and found["channel"]:
        channel = space.channel_named(found["channel"])
        if channel:
            return {"type": "channel", "channel_id": channel.id}
    return {"type": "text", "text": piece}
