"""`/whitepaper coverage`: what the paper covers, in words here and as pictures."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.whitepaper import Document
from bot.services.whitepaper import coverage
from bot.slack_files import Parcel
from handlers.callers import caller
from handlers.errors import guarded, tell
from handlers.listeners import Listeners
from templates.documents import pictures
from templates.whitepaper import coverage as views

COMMAND = "/whitepaper"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    listeners.word(COMMAND, "coverage", then=_Coverage(deps).show)


@dataclass(frozen=True, slots=True)
class _Coverage:
    deps: Deps

    def show(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = coverage.read(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.coverage(found))
        if views.has_pictures(found):
            work = _Drawing(found, Parcel(args.client, str(args.body["user_id"])))
            self.deps.slow.submit(guarded(work.run), args)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The pictures for one person: slow, so they are made in the small pool."""

    document: Document
    parcel: Parcel

    def run(self, args: Args) -> None:
        if self.parcel.open(views.drawing()):
            guarded(self._draw, failed=self._failed)(args)

    def _draw(self, _: Args) -> None:
        files = views.files(pictures.drawn(self.document))
        self.parcel.show(views.sent(self.parcel.upload(files)))

    def _failed(self, _: Args, sentence: str) -> None:
        self.parcel.show(views.not_drawn(sentence))
