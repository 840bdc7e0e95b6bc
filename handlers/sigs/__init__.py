"""`/sig setup` and what happens to the group's channel."""

from bot.deps import Deps
from handlers.listeners import Listeners
from handlers.sigs import channels, wizard
from handlers.sigs.channels import look_around

__all__ = ["look_around", "register"]


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    wizard.register(listeners, deps)
    channels.register(listeners, deps)
