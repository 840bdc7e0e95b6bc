"""Pages of a list: a few rows at a time, with buttons that keep the place."""

from collections.abc import Sequence
from typing import TypeVar

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    SectionBlock,
)

from templates.text import cut

T = TypeVar("T")
PAGE = 10
BEFORE = "page_before"
AFTER = "page_after"
_ROW = 3000


def page_of(entries: Sequence[T], offset: int) -> Sequence[T]:
    """Return the entries of the page that begins there; a list may have shrunk."""
    return entries[start_of(len(entries), offset) :][:PAGE]


def start_of(total: int, offset: int) -> int:
    """Return where the page begins: at an entry that is there."""
    last = max(0, total - 1) // PAGE * PAGE
    return min(max(0, offset), last)


def shown(total: int, offset: int) -> str:
    """Return which entries are on the page, where there are several pages."""
    if total <= PAGE:
        return ""
    first = start_of(total, offset)
    return f", {first + 1} to {min(first + PAGE, total)}"


def pager(feature: str, total: int, offset: int) -> list[Block]:
    """Return the buttons to the other pages of a feature's list."""
    first, buttons = start_of(total, offset), []
    if first > 0:
        action, value = f"{feature}_{BEFORE}", str(max(0, first - PAGE))
        buttons.append(ButtonElement(text="Earlier", action_id=action, value=value))
    if first + PAGE < total:
        action, value = f"{feature}_{AFTER}", str(first + PAGE)
        buttons.append(ButtonElement(text="Later", action_id=action, value=value))
    return [ActionsBlock(elements=buttons)] if buttons else []


def pager_of(feature: str, record_id: int, total: int, *, offset: int) -> list[Block]:
    """Return the same for a list that belongs to one record."""
    first, buttons = start_of(total, offset), []
    if first > 0:
        value = f"{record_id}:{max(0, first - PAGE)}"
        action = f"{feature}_{BEFORE}"
        buttons.append(ButtonElement(text="Earlier", action_id=action, value=value))
    if first + PAGE < total:
        value, action = f"{record_id}:{first + PAGE}", f"{feature}_{AFTER}"
        buttons.append(ButtonElement(text="Later", action_id=action, value=value))
    return [ActionsBlock(elements=buttons)] if buttons else []


def read_page(value: str) -> tuple[int, int]:
    """Read which record's list a button belongs to, and where its page begins.

    Raises:
        ValueError: it is not what a button of ours says.
    """
    record_id, offset = value.split(":")
    return int(record_id), max(0, int(offset))


def row(text: str, action_id: str, record_id: int) -> SectionBlock:
    """Return one line of a list, already escaped, with a button that shows more."""
    button = ButtonElement(text="Show", action_id=action_id, value=str(record_id))
    return SectionBlock(
        text=MarkdownTextObject(text=cut(text, _ROW), verbatim=True), accessory=button
    )
