"""What a person can enter into the elements of a form, and what must be there."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

from bot.playground.blocks import SLOTS, choices, elements
from bot.playground.people.outcome import CannotError
from bot.playground.people.typing import rich_text
from bot.playground.records import File, Json, View
from bot.playground.workspace import Workspace

Name = str | tuple[str, str]  # a label or an id; or block id and action id, exactly
Suggest = Callable[[Json, Json, Any], list[Json]]

_TEXTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_REQUIRED = "Please complete this required field."


def find_field(blocks: list[Json], name: Name) -> tuple[Json, Json]:
    """Return the block and element that a label, block id or action id names.

    Both ids together name one for certain: action ids repeat from block to block.

    Raises:
        CannotError: when there is none, or more than one.
    """
    fields = [(b, e) for b, e in elements(blocks) if e["type"] in SLOTS]
    found = [(b, e) for b, e in fields if name in (b["block_id"], label(b))]
    found = found or [
        (b, e)
        for b, e in fields
        if name in (e["action_id"], (b["block_id"], e["action_id"]))
    ]
    if len(found) != 1:
        known = [label(b) or b["block_id"] for b, _element in fields]
        problem = "no field" if not found else "more than one field"
        raise CannotError(f"{problem} is called {name!r}; there are {known}")
    return found[0]


def label(block: Json) -> str:
    """Return what a person calls a block: its label, or a section's text."""
    text = block.get("label") or block.get("text") or {}
    return str(text.get("text", ""))


def entered(
    space: Workspace, block: Json, element: Json, given: Any, *, suggest: Suggest
) -> Json:
    """Return the state of an element after a person entered something.

    Raises:
        CannotError: when the element does not take that.
    """
    kind, slot = element["type"], SLOTS[element["type"]]
    if given is None:
        value = slot.empty
    elif kind in _TEXTS:
        value = _typed(element, str(given))
    elif kind == "rich_text_input":
        value = given if isinstance(given, dict) else rich_text(space, str(given))
    elif slot.key.startswith("selected_option"):
        value = _picked(block, element, given, suggest=suggest)
    elif kind == "file_input":
        value = _attached(element, given)
    elif kind.endswith(("users_select", "channels_select", "conversations_select")):
        value = _referenced(space, element, given)
    else:
        value = _moment(kind, given)
    return {"type": kind, slot.key: value}


def unfinished(view: View) -> dict[str, str]:
    """Return what Slack's client complains about before it submits a modal."""
    complaints = {}
    for block in view.body["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = view.values[block["block_id"]][element["action_id"]]
        value = state[SLOTS[element["type"]].key]
        if problem := _complaint(block, element, value):
            complaints[block["block_id"]] = problem
    return complaints


def _complaint(block: Json, element: Json, value: Any) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else _REQUIRED
    kind = element["type"]
    if kind == "plain_text_input" and len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if kind == "email_text_input" and not _EMAIL.fullmatch(value):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.match(r"https?://\S+$", value):
        return "Please enter a valid URL."
    if kind == "number_input" and not _is_number(element, value):
        return "Please enter a valid number."
    return None


def _typed(element: Json, text: str) -> str | None:
    longest = element.get("max_length", 3000)
    if len(text) > longest:
        raise CannotError(f"only {longest} characters fit, not {len(text)}")
    if "\n" in text and not element.get("multiline"):
        raise CannotError("this field takes one line only")
    return text or None


def _is_number(element: Json, text: str) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    if not element["is_decimal_allowed"] and not number.is_integer():
        return False
    least, most = element.get("min_value"), element.get("max_value")
    return (least is None or number >= float(least)) and (
        most is None or number <= float(most)
    )


def _picked(block: Json, element: Json, given: Any, *, suggest: Suggest) -> Any:
    many = SLOTS[element["type"]].empty == []
    wanted = _several(element, given) if many else [given]
    picked = [_option(block, element, one, suggest=suggest) for one in wanted]
    return picked if many else picked[0]


def _option(block: Json, element: Json, given: Any, *, suggest: Suggest) -> Json:
    if "external" in element["type"]:
        options = suggest(block, element, given)
    else:
        options = choices(element)
    for option in options:
        if given in (option.get("value"), option["text"]["text"], option):
            return option
    known = [option["text"]["text"] for option in options]
    raise CannotError(f"there is no option {given!r}, only {known}")


def _several(element: Json, given: Any) -> list[Any]:
    wanted = [given] if isinstance(given, str | dict) else list(given)
    most = element.get("max_selected_items") or len(wanted)
    if len(wanted) > most:
        raise CannotError(f"only {most} can be chosen, not {len(wanted)}")
    return wanted


def _referenced(space: Workspace, element: Json, given: Any) -> Any:
    many = element["type"].startswith("multi_")
    wanted = _several(element, given) if many else [given]
    users = element["type"].endswith("users_select")
    ids = [_user_id(space, g) if users else _channel_id(space, g) for g in wanted]
    return ids if many else ids[0]


def _user_id(space: Workspace, given: str) -> str:
    user = space.users.get(given) or space.user_named(given.removeprefix("@"))
    if user is None or user.deleted:
        raise CannotError(f"nobody is called {given}")
    return user.id


def _channel_id(space: Workspace, given: str) -> str:
    found = space.channels.get(given) or space.channel_named(given.removeprefix("#"))
    if found is None:
        raise CannotError(f"no channel is called {given}")
    return found.id


def _attached(element: Json, given: Iterable[File]) -> list[Json]:
    files = list(given)
    most, kinds = element.get("max_files", 10), element.get("filetypes")
    if len(files) > most:
        raise CannotError(f"only {most} files can be added, not {len(files)}")
    for file in files:
        if kinds and file.name.rpartition(".")[2].lower() not in kinds:
            raise CannotError(f"{file.name} is none of {kinds}")
    return [file.to_json() for file in files]


def _moment(kind: str, given: Any) -> Any:
    try:
        if kind == "datepicker":
            whole = given if isinstance(given, date) else date.fromisoformat(given)
            return whole.strftime("%Y-%m-%d")
        if kind == "timepicker":
            hour = given if isinstance(given, time) else time.fromisoformat(given)
            return hour.strftime("%H:%M")
        return int(given.timestamp() if isinstance(given, datetime) else given)
    except (TypeError, ValueError, AttributeError):
        raise CannotError(f"{given!r} does not fit a {kind}") from None
