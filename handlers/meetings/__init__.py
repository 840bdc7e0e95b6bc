"""`/meeting`: the meetings of the group; other features bind their own words to it."""

from bot.deps import Deps
from handlers.listeners import Listeners
from handlers.meetings import changing, planning, reading

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind what reads, schedules and changes meetings."""
    for part in (reading, planning, changing):
        part.register(listeners, deps)
