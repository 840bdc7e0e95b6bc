"""`/sig status`: how the group is doing, on one screen."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.services import status
from handlers.callers import caller
from handlers.errors import tell
from handlers.listeners import Listeners
from templates import delivery_log
from templates import status as views

COMMAND = "/sig"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Status(deps)
    listeners.word(COMMAND, "status", then=on.show)
    listeners.action(delivery_log.BUTTON, then=on.log)


@dataclass(frozen=True, slots=True)
class _Status:
    deps: Deps

    def show(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = status.read(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.screen(found))

    def log(self, args: Args) -> None:
        who = caller(args, self.deps)
        found, lines = status.delivery_log(self.deps.db, self.deps.clock, caller=who)
        tell(args, delivery_log.log(found, lines))
