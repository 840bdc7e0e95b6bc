"""`/whitepaper`: the group's paper, assembled, written and published."""

from bot.deps import Deps
from handlers.listeners import Listeners
from handlers.whitepaper import drafting


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    drafting.register(listeners, deps)
