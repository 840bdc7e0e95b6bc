"""`/whitepaper history`, `diff`, `status`: the editions and how far the paper is."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.whitepaper.changes import Changes
from bot.services.whitepaper import history, publishing
from bot.slack_files import Parcel
from handlers.callers import caller
from handlers.errors import guarded, tell
from handlers.listeners import Listeners
from templates import pages
from templates.whitepaper import editions as views

COMMAND = "/whitepaper"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Editions(deps)
    listeners.word(COMMAND, "history", then=on.list)
    listeners.word(COMMAND, "diff", then=on.compare)
    listeners.word(COMMAND, "status", then=on.status)
    for name in (pages.BEFORE, pages.AFTER):
        listeners.action(f"{views.FEATURE}_{name}", then=on.page_pressed)


@dataclass(frozen=True, slots=True)
class _Editions:
    deps: Deps

    def list(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = history.listed(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.history(found))

    def page_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        found = history.listed(self.deps.db, self.deps.clock, caller=who)
        offset = int(args.body["actions"][0]["value"])
        tell(args, views.history(found, offset=offset), instead=True)

    def compare(self, args: Args, text: str) -> None:
        # Asked here: who may not read it, or names no edition, hears it at once.
        changes, newer = history.compare(
            self.deps.db, self.deps.clock, caller=caller(args, self.deps), text=text
        )
        work = _Comparing(args.body["user_id"], changes, newer.version)
        self.deps.slow.submit(guarded(work.run), args)

    def status(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = publishing.status(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.status(found))


@dataclass(frozen=True, slots=True)
class _Comparing:
    """A comparison for one person: in words here, and whole as a page."""

    user: str
    changes: Changes
    title: str

    def run(self, args: Args) -> None:
        has_file = bool(self.changes.changes)
        tell(args, views.comparison(self.changes, has_file=has_file))
        parcel = Parcel(args.client, self.user)
        if has_file and parcel.open(views.comparison_coming(self.changes)):
            file = views.comparison_file(self.changes, f"Edition {self.title}")
            parcel.show(views.comparison_sent(self.changes, parcel.upload([file])))
