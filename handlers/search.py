"""`/practice search`: the practices with these words, page by page."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.services import practices
from handlers.callers import caller
from handlers.errors import tell
from handlers.listeners import Listeners
from templates.practices import search as views

COMMAND = "/practice"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Search(deps)
    listeners.word(COMMAND, "search", then=on.search)
    listeners.action(views.WORDS, then=on.pressed)
    listeners.action(views.BEFORE, then=on.pressed)
    listeners.action(views.AFTER, then=on.pressed)


@dataclass(frozen=True, slots=True)
class _Search:
    deps: Deps

    def search(self, args: Args, words: str) -> None:
        found = practices.search(
            self.deps.db, self.deps.clock, caller=caller(args, self.deps), words=words
        )
        tell(args, views.found(found))

    def pressed(self, args: Args) -> None:
        words, offset = views.read_asked(args.body["actions"][0]["value"])
        found = practices.search(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps),
            words=words,
            offset=offset,
        )
        tell(args, views.found(found), instead=True)
