"""The practice form: opened, kept from step to step, checked, sent."""

from bot.deps import Deps
from handlers.listeners import Listeners
from handlers.practice_form import opening, sending, steps


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    opening.register(listeners, deps)
    steps.register(listeners, deps)
    sending.register(listeners, deps)
