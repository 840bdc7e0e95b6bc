"""`/whitepaper`: the group's paper, assembled, written and published."""

from bot.deps import Deps
from handlers.listeners import Listeners
from handlers.whitepaper import (
    commenting,
    coverage,
    crediting,
    drafting,
    editions,
    exporting,
    importing,
    outlining,
    publishing,
    writing,
)


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    drafting.register(listeners, deps)
    exporting.register(listeners, deps)
    coverage.register(listeners, deps)
    crediting.register(listeners, deps)
    editions.register(listeners, deps)
    importing.register(listeners, deps)
    publishing.register(listeners, deps)
    outlining.register(listeners, deps)
    writing.register(listeners, deps)
    commenting.register(listeners, deps)
