"""Lists of action items, a page at a time, for one person."""

import json
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.actions.listing import Filter, Listing, Which, read_filter
from bot.domain.references import Kind, label
from templates import pages
from templates.actions import buttons, words
from templates.messages import Post, paragraph, read_value, section
from templates.text import cut, mrkdwn

FEATURE = "action"
BEFORE = f"{FEATURE}_{pages.BEFORE}"
AFTER = f"{FEATURE}_{pages.AFTER}"
_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of a list: its filter, and where the page begins."""

    sig_id: int
    chosen: Filter
    offset: int = 0


def listing(found: Listing, *, offset: int = 0) -> Post:
    """Show a list; with what is missing in it, and buttons that keep the filter."""
    title = _title(found)
    if not found.found:
        return paragraph(f"{title}: none. {_hint(found)}")
    total = len(found.found)
    text = f"*{title}: {total}*{pages.shown(total, offset)}"
    missing = _missing(found)
    blocks: list[Block] = [section("\n".join(filter(None, (text, missing))))]
    for each in pages.page_of(found.found, offset):
        said = words.line(each, found.today, with_owner=not _is_alone(found))
        row = pages.row(said, buttons.SHOW, 0)
        row.accessory = buttons.button(buttons.SHOW, each)
        blocks.append(row)
    if turning := _pager(found, offset):
        blocks.append(ActionsBlock(elements=turning))
    return Post(text=text, blocks=blocks)


def _is_alone(found: Listing) -> bool:
    return found.chosen.is_mine and all(len(each.people) == 1 for each in found.found)


def _title(found: Listing) -> str:
    chosen = found.chosen
    title = {
        Which.OPEN: "Open actions",
        Which.OVERDUE: "Actions past their date",
        Which.ALL: "All actions",
    }[chosen.which]
    if chosen.is_mine:
        title = "Your actions"
    if chosen.meeting is not None:
        title += f" of {label(Kind.MEETING, chosen.meeting)}"
    if found.cluster:
        title += f" of {mrkdwn(cut(found.cluster, _NAME))}"
    return title


def _hint(found: Listing) -> str:
    if found.chosen.which is Which.ALL:
        return "`/action @somebody send the list by 3 December` records one."
    return "`/action list all` shows also what is done."


def _missing(found: Listing) -> str:
    parts = [
        (found.overdue, "past its date", "past their date"),
        (found.without_owner, "needs an owner", "need an owner"),
        (found.without_date, "needs a date", "need a date"),
    ]
    said = [f"{n} {one if n == 1 else many}" for n, one, many in parts if n]
    return f":warning: {', '.join(said)}" if said else ""


def _pager(found: Listing, offset: int) -> list[ButtonElement]:
    total = len(found.found)
    first, turning = pages.start_of(total, offset), []
    if first > 0:
        turning.append(_turn("Earlier", BEFORE, found, max(0, first - pages.PAGE)))
    if first + pages.PAGE < total:
        turning.append(_turn("Later", AFTER, found, first + pages.PAGE))
    return turning


def _turn(text: str, action_id: str, found: Listing, offset: int) -> ButtonElement:
    value = {
        "g": found.sig_id,
        "f": cut(found.chosen.typed, 1000),
        "m": found.chosen.is_mine,
        "o": offset,
    }
    said = json.dumps(value, separators=(",", ":"))
    return ButtonElement(text=text, action_id=action_id, value=said)


def read_place(value: str) -> Place:
    """Read which page a button leads to.

    Raises:
        ValueError: it is not what a button of ours says.
    """
    said = read_value(value)
    chosen = read_filter(str(said.get("f", "")), is_mine=bool(said.get("m")))
    return Place(sig_id=int(said["g"]), chosen=chosen, offset=int(said.get("o", 0)))
