"""`/practice list`, `export` and `suggest`: by filters, as a file, for a meeting."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.services import practices
from bot.services.practices import Chosen
from bot.slack_files import Parcel
from handlers.callers import caller
from handlers.errors import guarded, tell
from handlers.listeners import Listeners
from templates.practices import files
from templates.practices import listing as views
from templates.practices.files import Format

COMMAND = "/practice"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Lists(deps)
    listeners.word(COMMAND, "list", then=on.list)
    listeners.word(COMMAND, "export", then=on.export)
    listeners.word(COMMAND, "suggest", then=on.suggest)
    listeners.action(views.BEFORE, then=on.page_pressed)
    listeners.action(views.AFTER, then=on.page_pressed)


@dataclass(frozen=True, slots=True)
class _Lists:
    deps: Deps

    def list(self, args: Args, filters: str) -> None:
        self._show(args, filters)

    def page_pressed(self, args: Args) -> None:
        filters, offset = views.read_place(args.body["actions"][0]["value"])
        self._show(args, filters, offset=offset, instead=True)

    def _show(
        self, args: Args, filters: str, *, offset: int = 0, instead: bool = False
    ) -> None:
        who = caller(args, self.deps)
        found = practices.chosen(
            self.deps.db, self.deps.clock, caller=who, filters=filters
        )
        post = views.listing(
            found.practices,
            found.filters,
            total=found.total,
            themes=found.themes,
            offset=offset,
        )
        tell(args, post, instead=instead)

    def suggest(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = practices.suggested(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.suggestion(found.practice, waiting=found.waiting))

    def export(self, args: Args, asked: str) -> None:
        typed, _, filters = asked.partition(" ")
        kind = files.read_format(typed)
        who = caller(args, self.deps)
        if kind is None:
            tell(args, files.which(typed))
            return
        found = practices.export(
            self.deps.db, self.deps.clock, caller=who, filters=filters
        )
        tell(args, files.coming(kind, len(found.practices)))
        parcel = Parcel(args.client, str(args.body["user_id"]))
        work = _Sending(found, kind, who.sig.name, parcel)
        self.deps.slow.submit(guarded(work.run), args)


@dataclass(frozen=True, slots=True)
class _Sending:
    """One file: slow, so it is made in the small pool."""

    found: Chosen
    kind: Format
    group: str
    parcel: Parcel

    def run(self, args: Args) -> None:
        if self.parcel.open(files.making(self.kind, len(self.found.practices))):
            guarded(self._make, failed=self._failed)(args)
        else:
            tell(args, files.no_direct_message())

    def _make(self, _: Args) -> None:
        made = files.file_of(
            self.kind,
            self.found.practices,
            group=self.group,
            filters=self.found.filters,
            themes=self.found.themes,
        )
        upload = self.parcel.upload([made])
        self.parcel.show(files.delivered(self.kind, len(self.found.practices), upload))

    def _failed(self, _: Args, sentence: str) -> None:
        self.parcel.show(files.not_made(sentence))
