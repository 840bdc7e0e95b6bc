"""`/action`: who does what until when, and what became of it."""

from bot.deps import Deps
from handlers.actions import listing, recording, reminders, shortcuts, working
from handlers.listeners import Listeners


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    recording.register(listeners, deps)
    reminders.register(listeners, deps)
    listing.register(listeners, deps)
    working.register(listeners, deps)
    shortcuts.register(listeners, deps)
    recording.let_verbs_lead(listeners, deps)
