"""`/whitepaper draft`: assemble the paper and put it into the channel."""

from dataclasses import dataclass
from datetime import date

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.whitepaper import Snapshot
from bot.services import whitepaper
from bot.services.members import Caller
from handlers.callers import caller
from handlers.errors import guarded
from handlers.listeners import Listeners
from handlers.whitepaper.progress import Progress
from templates import documents
from templates.documents import pictures
from templates.whitepaper import drafting as views

COMMAND = "/whitepaper"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Whitepaper(deps)
    listeners.word(COMMAND, "draft", then=on.start_draft)


@dataclass(frozen=True, slots=True)
class _Whitepaper:
    deps: Deps

    def start_draft(self, args: Args, _: str) -> None:
        # Asked before anything is posted: who may not draft hears it alone.
        who = caller(args, self.deps)
        snapshot, as_of = whitepaper.material(self.deps.db, self.deps.clock, caller=who)
        progress = Progress(str(who.sig.channel_id))
        work = _Drafting(self.deps, who, snapshot, as_of, progress)
        self.deps.slow.submit(guarded(work.run), args)


@dataclass(frozen=True, slots=True)
class _Drafting:
    """One assembly: slow, so it runs in the small pool and shows how far it is."""

    deps: Deps
    who: Caller
    snapshot: Snapshot
    as_of: date
    progress: Progress

    def run(self, args: Args) -> None:
        self.progress.start(args, views.assembling(self.snapshot))
        guarded(self._assemble, failed=self._failed)(args)

    def _assemble(self, args: Args) -> None:
        draft = documents.draft(
            self.snapshot,
            as_of=self.as_of,
            custom=self.deps.custom,
            draw=pictures.draw,
        )
        edition = whitepaper.keep(
            self.deps.db,
            self.deps.clock,
            caller=self.who,
            edition=draft.edition,
            pictures=draft.pictures,
        )
        self.progress.show(args, views.uploading(edition))
        comment = views.file_comment(edition)
        upload = self.progress.upload(args, comment, draft.files())
        self.progress.show(args, views.drafted(draft, upload, edition.summary))

    def _failed(self, args: Args, sentence: str) -> None:
        self.progress.show(args, views.not_drafted(sentence))
