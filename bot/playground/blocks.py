"""Walking and completing Block Kit: elements, ids, defaults and state."""

import copy
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]


class Slot(NamedTuple):
    """Where an element keeps its value, where it starts from, and what empty is."""

    key: str
    initial: str
    empty: Any


def _slots() -> dict[str, Slot]:
    text = Slot("value", "initial_value", None)
    one = Slot("selected_option", "initial_option", None)
    many = Slot("selected_options", "initial_options", [])
    slots = {
        "plain_text_input": text,
        "email_text_input": text,
        "url_text_input": text,
        "number_input": text,
        "rich_text_input": Slot("rich_text_value", "initial_value", None),
        "static_select": one,
        "external_select": one,
        "radio_buttons": one,
        "multi_static_select": many,
        "multi_external_select": many,
        "checkboxes": many,
        "datepicker": Slot("selected_date", "initial_date", None),
        "timepicker": Slot("selected_time", "initial_time", None),
        "datetimepicker": Slot("selected_date_time", "initial_date_time", None),
        "file_input": Slot("files", "initial_files", []),
    }
    for thing in ("user", "channel", "conversation"):
        slots[f"{thing}s_select"] = Slot(f"selected_{thing}", f"initial_{thing}", None)
        slots[f"multi_{thing}s_select"] = Slot(
            f"selected_{thing}s", f"initial_{thing}s", []
        )
    return slots


# The elements that hold a value; buttons and overflow menus hold none.
SLOTS = _slots()
_WITHOUT_VALUE = {
    "button",
    "overflow",
    "workflow_button",
    "icon_button",
    "feedback_buttons",
}
INTERACTIVE = SLOTS.keys() | _WITHOUT_VALUE


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield every interactive element with its block, in reading order."""
    for block in blocks:
        found = [block.get("element"), block.get("accessory")]
        found += block.get("elements") or []
        for element in found:
            if isinstance(element, dict) and element.get("type") in INTERACTIVE:
                yield block, element
        for name in ("child_blocks", "actions"):
            yield from elements([b for b in block.get(name) or [] if "type" in b])


def choices(element: Json) -> list[Json]:
    """Return an element's options, those of its groups included."""
    grouped = [o for g in element.get("option_groups") or [] for o in g["options"]]
    return list(element.get("options") or []) + grouped


def completed(blocks: list[Json], new_id: Callable[[], str]) -> list[Json]:
    """Return the blocks as Slack keeps them: with ids and default flags.

    Slack gives every block and interactive element an id, adds `emoji` to plain
    text and `verbatim` to mrkdwn, so what comes back is not what was sent.
    """
    kept = copy.deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", new_id())
        _fill_defaults(block)
    for _block, element in elements(kept):
        element.setdefault("action_id", new_id())
    return kept


def _fill_defaults(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _fill_defaults(item)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text" and "text" in value:
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn" and "text" in value:
            value.setdefault("verbatim", False)
        for item in value.values():
            _fill_defaults(item)


def initial_value(element: Json) -> Json:
    """Return what `state.values` holds for an element nobody has touched."""
    slot = SLOTS[element["type"]]
    start = element.get(slot.initial, slot.empty)
    return {"type": element["type"], slot.key: copy.deepcopy(start)}


def state_of(
    blocks: list[Json], before: dict[str, dict[str, Json]] | None = None
) -> dict[str, dict[str, Json]]:
    """Return `state.values`: what was there before, else what elements start with.

    A value survives an update of its view when block id and action id stay the
    same (https://docs.slack.dev/surfaces/modals, "Updating a view").
    """
    values: dict[str, dict[str, Json]] = {}
    for block, element in elements(blocks):
        if element["type"] not in SLOTS:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        kept = (before or {}).get(block_id, {}).get(action_id)
        if kept is None or kept["type"] != element["type"]:
            kept = initial_value(element)
        values.setdefault(block_id, {})[action_id] = kept
    return values


def texts(value: Any) -> Iterator[str]:
    """Yield every piece of text in a message, view or any other payload."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
