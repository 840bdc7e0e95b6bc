"""Web API: canvases.

https://docs.slack.dev/surfaces/canvases
"""

import re
from typing import Any

from bot.playground import schema
from bot.playground.api.args import Args
from bot.playground.api.chat import find_channel
from bot.playground.api.registry import method
from bot.playground.errors import SlackError
from bot.playground.records import Json
from bot.playground.site import Site

_TABLE_CELLS = 300
_LEVELS = {"read", "write", "owner"}
_AT_SECTION = {"insert_after", "insert_before", "delete"}
_WITHOUT_SECTION = {"insert_at_start", "insert_at_end", "rename"}


@method("canvases.create", "canvases:write")
def create(site: Site, args: Args) -> Json:
    """Make a canvas of the bot's own; nobody sees it before access is given."""
    channel = args.get("channel_id")
    if channel is not None:
        find_channel(site, channel)
    canvas = _new(site, args)
    if channel is not None:
        canvas["access"][channel] = "write"
    return {"canvas_id": canvas["id"]}


@method("conversations.canvases.create", "canvases:write")
def create_in_channel(site: Site, args: Args) -> Json:
    """Make the canvas of a channel; a channel has one."""
    channel = find_channel(site, args.need("channel_id"))
    if channel.canvas is not None:
        raise SlackError("channel_canvas_already_exists")
    if site.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    canvas = _new(site, args)
    with site.workspace.change():
        canvas["access"][channel.id] = "write"
        channel.canvas = canvas["id"]
    return {"canvas_id": canvas["id"]}


@method("canvases.edit", "canvases:write")
def edit(site: Site, args: Args) -> Json:
    """Change a canvas by one operation a call."""
    canvas = _canvas(site, args)
    changes = args.json("changes")
    if not _is_one_change(changes):
        raise SlackError("invalid_arguments", "exactly one change a call")
    change = changes[0]
    operation = change.get("operation")
    if operation in _AT_SECTION:
        # Sections are not kept apart here, so none can be found.
        raise SlackError("canvas_editing_failed", detail="section not found")
    if operation not in _WITHOUT_SECTION | {"replace"}:
        raise SlackError("invalid_arguments", f"unsupported operation: {operation}")
    name = "title_content" if operation == "rename" else "document_content"
    text = _markdown(change.get(name), error="canvas_editing_failed")
    with site.workspace.change():
        _apply(canvas, operation, text)
    return {}


@method("canvases.access.set", "canvases:write")
def set_access(site: Site, args: Args) -> Json:
    """Let channels or people, not both, see a canvas."""
    canvas = _canvas(site, args)
    level = args.need("access_level")
    channels, users = args.ids("channel_ids"), args.ids("user_ids")
    if level not in _LEVELS or bool(channels) == bool(users):
        raise SlackError("invalid_arguments", "either channel_ids or user_ids")
    for channel in channels:
        find_channel(site, channel)
    if any(user not in site.workspace.users for user in users):
        raise SlackError("user_not_found")
    with site.workspace.change():
        canvas["access"] |= dict.fromkeys(channels or users, level)
    return {}


def _new(site: Site, args: Args) -> Json:
    document = args.json("document_content")
    text = ""
    if document is not None:
        text = _markdown(document, error="canvas_creation_failed")
    canvas: Json = {
        "id": site.workspace.new_id("F"),
        "title": args.text("title"),
        "markdown": text,
        "access": {},
    }
    with site.workspace.change():
        site.workspace.canvases[canvas["id"]] = canvas
    return canvas


def _canvas(site: Site, args: Args) -> Json:
    canvas = site.workspace.canvases.get(args.need("canvas_id"))
    if canvas is None:
        raise SlackError("canvas_not_found")
    return canvas


def _is_one_change(changes: Any) -> bool:
    return isinstance(changes, list) and [type(c) for c in changes] == [dict]


def _apply(canvas: Json, operation: str, text: str) -> None:
    if operation == "rename":
        canvas["title"] = text
    elif operation == "replace":
        canvas["markdown"] = text
    else:
        parts = [text, canvas["markdown"]]
        if operation == "insert_at_end":
            parts.reverse()
        canvas["markdown"] = "\n".join(filter(None, parts))


def _markdown(document: Any, *, error: str) -> str:
    if problem := schema.problem("document_content", document):
        raise SlackError("invalid_arguments", problem)
    text: str = document["markdown"]
    cells = 0
    for number, line in enumerate(text.splitlines(), 1):
        cells = cells + line.count("|") - 1 if line.startswith("|") else 0
        if reason := _unsupported(line, cells):
            raise SlackError(error, detail=f"'content' error: line {number}: {reason}")
    return text


def _unsupported(line: str, cells: int) -> str | None:
    if re.match(r"#{4,6} ", line):
        return "Unsupported heading depth"
    if re.match(r">\s*([-*+]|\d+[.)]) ", line):
        return "Unsupported block type (List) within block quote"
    return "Table is too large" if cells > _TABLE_CELLS else None
