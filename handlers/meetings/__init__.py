"""`/meeting`: the meetings of the group; each part of it binds its own words."""

from bot.deps import Deps
from handlers.listeners import Listeners

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the command and everything about it."""
