"""`/action mine`, `list`, `show` and `export`."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.actions.listing import Listing
from bot.services.actions import listing, showing
from bot.services.members import Caller
from bot.slack_files import Parcel
from handlers.callers import caller
from handlers.errors import guarded, tell
from handlers.listeners import Listeners
from templates.actions import buttons, cards, files
from templates.actions import lists as views

COMMAND = "/action"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Lists(deps)
    listeners.word(COMMAND, "mine", then=on.mine)
    listeners.word(COMMAND, "list", then=on.list)
    listeners.word(COMMAND, "show", then=on.show)
    listeners.word(COMMAND, "export", then=on.export)
    listeners.action(buttons.SHOW, then=on.show_pressed)
    listeners.action(views.BEFORE, then=on.page_pressed)
    listeners.action(views.AFTER, then=on.page_pressed)


@dataclass(frozen=True, slots=True)
class _Lists:
    deps: Deps

    def mine(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = listing.mine(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.listing(found))

    def list(self, args: Args, filters: str) -> None:
        who = caller(args, self.deps)
        found = listing.typed(self.deps.db, self.deps.clock, caller=who, text=filters)
        tell(args, views.listing(found))

    def page_pressed(self, args: Args) -> None:
        place = views.read_place(args.body["actions"][0]["value"])
        who = caller(args, self.deps, sig_id=place.sig_id)
        found = listing.listed(
            self.deps.db, self.deps.clock, caller=who, chosen=place.chosen
        )
        tell(args, views.listing(found, offset=place.offset), instead=True)

    def show(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        if name:
            self._show(args, who, name)
        else:
            tell(args, cards.which("show"))

    def show_pressed(self, args: Args) -> None:
        carried = str(args.body["actions"][0]["value"])
        sig_id, number = buttons.read_value(carried)
        self._show(args, caller(args, self.deps, sig_id=sig_id), number)

    def _show(self, args: Args, who: Caller, named: str | int) -> None:
        found = showing.show(self.deps.db, self.deps.clock, caller=who, named=named)
        tell(args, cards.story(found))

    def export(self, args: Args, filters: str) -> None:
        who = caller(args, self.deps)
        found = listing.export(self.deps.db, self.deps.clock, caller=who, text=filters)
        tell(args, files.coming(found))
        parcel = Parcel(args.client, str(args.body["user_id"]))
        work = _Sending(found, who.sig.name, parcel)
        self.deps.slow.submit(guarded(work.run), args)


@dataclass(frozen=True, slots=True)
class _Sending:
    """The files: slow, so they are made in the small pool."""

    found: Listing
    group: str
    parcel: Parcel

    def run(self, args: Args) -> None:
        if self.parcel.open(files.making(self.found)):
            guarded(self._make, failed=self._failed)(args)
        else:
            tell(args, files.no_direct_message())

    def _make(self, _: Args) -> None:
        upload = self.parcel.upload(files.files_of(self.found, group=self.group))
        self.parcel.show(files.delivered(self.found, upload))

    def _failed(self, _: Args, sentence: str) -> None:
        self.parcel.show(files.not_made(sentence))
