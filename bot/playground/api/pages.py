"""Cursor pagination, as https://docs.slack.dev/apis/web-api/pagination has it."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from bot.playground.api.args import Args
from bot.playground.errors import SlackError
from bot.playground.records import Json

Item = TypeVar("Item")


def page(
    items: Sequence[Item], args: Args, *, default: int = 100
) -> tuple[list[Item], Json]:
    """Return one page and the metadata that leads to the next.

    Raises:
        SlackError: `invalid_cursor` or `invalid_limit`.
    """
    limit = args.number("limit", default, most=1000)
    start = _offset(args.text("cursor"))
    rest = start + limit
    cursor = _cursor(rest) if rest < len(items) else ""
    return list(items[start:rest]), {"response_metadata": {"next_cursor": cursor}}


def _cursor(offset: int) -> str:
    return base64.b64encode(f"next:{offset}".encode()).decode()


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().split(":")[1])
    except (binascii.Error, ValueError, IndexError):
        raise SlackError("invalid_cursor") from None
