"""What the app offers to type and choose: commands, shortcuts, the Home tab."""

from dataclasses import dataclass, field
from typing import Any, Self

from bot.playground.delivery.records import COMMAND
from bot.playground.records import Json
from bot.playground.server import Playground


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """What a manifest says about it.

    https://docs.slack.dev/reference/app-manifest
    """

    commands: tuple[Json, ...] = ()
    shortcuts: tuple[Json, ...] = ()
    home_tab: bool | None = None  # None: not known
    _hints: dict[str, Json] = field(default_factory=dict)

    @classmethod
    def of(cls, manifest: Json | None) -> Self:
        """Read a manifest; what it leaves out is not there."""
        if manifest is None:
            return cls()
        features: dict[str, Any] = manifest.get("features") or {}
        commands = tuple(
            {
                "name": given["command"],
                "hint": given.get("usage_hint", ""),
                "description": given.get("description", ""),
            }
            for given in features.get("slash_commands") or ()
        )
        home = features.get("app_home") or {}
        return cls(
            commands=commands,
            shortcuts=tuple(features.get("shortcuts") or ()),
            home_tab=bool(home.get("home_tab_enabled")),
            _hints={command["name"]: command for command in commands},
        )

    def known_commands(self, slack: Playground) -> list[Json]:
        """Return the commands that can be typed, with hints where there are some."""
        registered = slack.installation.commands
        if registered is None:
            names = {c["name"] for c in self.commands} | _typed_before(slack)
        else:
            names = registered
        plain = {"hint": "", "description": ""}
        return [self._hints.get(name, {"name": name} | plain) for name in sorted(names)]

    def shortcuts_of(self, kind: str) -> list[Json]:
        """Return the shortcuts of a kind, `global` or `message`."""
        return [
            {"name": given["name"], "callback_id": given["callback_id"]}
            for given in self.shortcuts
            if given.get("type") == kind
        ]


def _typed_before(slack: Playground) -> set[str]:
    sent = [d for d in list(slack.deliveries) if d.kind == COMMAND and d.acked]
    return {str(delivery.payload["command"]) for delivery in sent}
