"""Buttons and menus of Home and of answers to whoever speaks to the bot."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import ButtonElement, Option, StaticSelectElement

from bot.domain.home import Page, Part
from bot.domain.sigs import Sig
from templates.text import plain

GROUP = "home_group"
BEFORE = "home_before"
AFTER = "home_after"
START = "home_start"
# These do what a command does, for those who would rather press.
NEW_ACTION = "home_new_action"
PROPOSE = "home_propose"
MEETING = "home_meeting"
HELP = "home_help"
ACTIONS = "home_actions"
PRACTICES = "home_practices"
ALL_ACTIONS = "home_all_actions"
MINUTES = "home_minutes"
RSVPS = "home_rsvps"
STATUS = "home_status"
COMMANDS: Mapping[str, tuple[str, str]] = {
    NEW_ACTION: ("/action", ""),
    PROPOSE: ("/practice", "new"),
    MEETING: ("/meeting", "next"),
    ACTIONS: ("/action", "mine"),
    PRACTICES: ("/practice", "mine"),
    ALL_ACTIONS: ("/action", "list open"),
    MINUTES: ("/meeting", "minutes"),
    RSVPS: ("/meeting", "rsvp"),
    STATUS: ("/sig", "status"),
}
_OPTION_TEXT = 75
_MOST = 100


def button(
    text: str,
    action_id: str,
    sig_id: int,
    *,
    about: str = "",
    style: str | None = None,
) -> ButtonElement:
    """Return a button that does what a command does, about ``about`` (``M-4``).

    It carries the group: where it stands no channel says which one it is.
    """
    carried = json.dumps({"g": sig_id, "a": about}, separators=(",", ":"))
    return ButtonElement(text=text, action_id=action_id, value=carried, style=style)


def read(value: str) -> tuple[int, str]:
    """Read the group that a button carries, and what it is about.

    Raises:
        ValueError: it is not what a button of ours says.
    """
    said = json.loads(value)
    if not isinstance(said, dict) or not isinstance(said.get("g"), int):
        raise ValueError("no group")  # noqa: TRY004 - wrong content, not a wrong type
    return said["g"], str(said.get("a") or "")


def pager(page: Page[Any]) -> list[ButtonElement]:
    """Return the buttons to the other pages of a list on Home."""
    left = page.total - page.offset - len(page.items)
    ways = ((BEFORE, "Back", page.before), (AFTER, f"More ({left})", page.after))
    return [
        ButtonElement(text=text, action_id=action_id, value=f"{page.part}:{offset}")
        for action_id, text, offset in ways
        if offset is not None
    ]


def read_page(value: str) -> tuple[Part, int]:
    """Read which page of which list is asked for.

    Raises:
        ValueError: it is not what a button of ours says.
    """
    part, _, offset = value.partition(":")
    return Part(part), int(offset)


def groups(known: Sequence[Sig], chosen: Sig) -> StaticSelectElement:
    """Return the menu of somebody's groups."""
    options = {each.id: _option(each) for each in known[:_MOST]}
    return StaticSelectElement(
        action_id=GROUP,
        options=list(options.values()),
        initial_option=options.get(chosen.id),
    )


def _option(sig: Sig) -> Option:
    return Option(value=str(sig.id), label=plain(sig.name, _OPTION_TEXT))
