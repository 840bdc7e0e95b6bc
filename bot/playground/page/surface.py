"""Where blocks stand, and one element in them with its value."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from bot.playground.blocks import SLOTS
from bot.playground.page.reader import Reader
from bot.playground.page.text import plain, text
from bot.playground.page.tree import words
from bot.playground.records import Json

Attributes = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A message, modal or Home tab: what is chosen in it, and what is wrong."""

    prefix: str  # keeps the ids of a page apart
    reader: Reader
    values: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One interactive element."""

    block: Json
    element: Json
    surface: Surface

    @property
    def kind(self) -> str:
        """The element's type."""
        return str(self.element["type"])

    @property
    def id(self) -> str:
        """An id that is safe in `for` and `aria-describedby`, whatever bots name."""
        parts = (self.surface.prefix, self.block["block_id"], self.element["action_id"])
        return ":".join(quote(part, safe="") for part in parts)

    @property
    def value(self) -> Any:
        """What is in it now."""
        slot = SLOTS[self.kind]
        there = self.surface.values.get(self.block["block_id"], {})
        state = there.get(self.element["action_id"])
        if state is None:
            return self.element.get(slot.initial, slot.empty)
        return state[slot.key]

    @property
    def chosen(self) -> list[Any]:
        """What is in it, always as a list."""
        value = self.value
        return value if isinstance(value, list) else [] if value is None else [value]

    @property
    def in_form(self) -> bool:
        """Whether it stands in an input block, with a label."""
        return bool(self.block["type"] == "input")

    @property
    def live(self) -> bool:
        """Whether the bot hears of each change, not only of the whole form."""
        return not self.in_form or bool(self.block.get("dispatch_action"))

    @property
    def error(self) -> str | None:
        """What is wrong with it."""
        return self.surface.errors.get(self.block["block_id"])

    @property
    def name(self) -> str:
        """What screen readers call it."""
        return (
            plain(self.block.get("label"))
            or plain(self.element.get("placeholder"))
            or words(text(self.block.get("text"), self.surface.reader))
            or "Choose"
        )

    @property
    def described(self) -> str | None:
        """The ids of its hint and its error."""
        ids = []
        if self.block.get("hint"):
            ids.append(f"{self.id}:hint")
        if self.error:
            ids.append(f"{self.id}:error")
        return " ".join(ids) or None

    def act(self, verb: str, **more: Any) -> str:
        """Return what the page sends when somebody uses it."""
        return json.dumps({"verb": verb} | self.ids | more)

    @property
    def ids(self) -> Json:
        """Return its two ids."""
        action_id = self.element["action_id"]
        return {"block_id": self.block["block_id"], "action_id": action_id}

    def attributes(self) -> Attributes:
        """Return what each control of it carries, single or one of a group."""
        return {
            "data_field": json.dumps(self.ids),
            "aria_describedby": self.described,
            "aria_invalid": "true" if self.error else None,
        }

    def alone(self) -> Attributes:
        """Return what its control carries when there is only one."""
        needed = self.in_form and not self.block.get("optional")
        return self.attributes() | {
            "id": self.id,
            "aria_label": None if self.in_form else self.name,
            "aria_required": "true" if needed else None,
        }
