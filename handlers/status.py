"""`/sig status`: how the group is doing, on one screen."""

from bot.deps import Deps
from handlers.listeners import Listeners

COMMAND = "/sig"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
