"""The arguments of a Web API call, from a form or from JSON."""

import json
from typing import Any

from bot.playground.errors import SlackError
from bot.playground.records import Json

_TRUE = {"1", "true", "True"}


class Args(Json):
    """Arguments by name; JSON null counts as absent, as it does for Slack."""

    def __init__(self, given: Json) -> None:
        super().__init__({k: v for k, v in given.items() if v is not None})

    def need(self, name: str) -> str:
        """Return a text that must be there.

        Raises:
            SlackError: `invalid_arguments`.
        """
        value = self.get(name)
        if value is None or value == "":
            raise SlackError("invalid_arguments", f"missing required field: {name}")
        return str(value)

    def text(self, name: str) -> str:
        """Return a text, empty when absent."""
        return str(self.get(name) or "")

    def flag(self, name: str) -> bool:
        """Return a truth value; forms write it as 1 or true."""
        value = self.get(name, False)
        return value if isinstance(value, bool) else str(value) in _TRUE

    def number(self, name: str, default: int, *, most: int) -> int:
        """Return a whole number between 1 and `most`.

        Raises:
            SlackError: `invalid_limit`.
        """
        try:
            value = int(self.get(name, default))
        except (TypeError, ValueError):
            raise SlackError("invalid_limit") from None
        if not 0 <= value <= most:
            raise SlackError("invalid_limit")
        return value or default

    def ids(self, name: str) -> list[str]:
        """Return several ids, from a list or from text with commas."""
        value = self.get(name) or []
        listed = value.split(",") if isinstance(value, str) else value
        return [item.strip(' []"') for item in listed if item.strip(' []"')]

    def json(self, name: str, *, error: str = "invalid_arguments") -> Any:
        """Return a structure; forms carry it as a JSON text.

        Raises:
            SlackError: with `error`.
        """
        value = self.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error, f"{name} is not valid JSON") from None
