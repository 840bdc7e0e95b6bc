"""`/sig themes`: what the group works on."""

from bot.deps import Deps
from handlers.listeners import Listeners

COMMAND = "/sig"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
