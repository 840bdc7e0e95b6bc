"""`/meeting list`, `show` and `next`."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.meeting_views import Shown, Which
from bot.domain.references import Kind
from bot.services.actions import showing
from bot.services.meetings import listing
from bot.services.members import Caller
from handlers.callers import caller
from handlers.errors import tell
from handlers.listeners import Listeners
from templates import help as helps
from templates.actions.around import with_actions
from templates.meetings import cards, lists

COMMAND = "/meeting"
_WORDS = {"": Which.COMING, **{which.value: which for which in Which}}


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this part."""
    on = _Reading(deps)
    listeners.word(COMMAND, "list", then=on.list)
    listeners.word(COMMAND, "show", "next", then=on.show)
    listeners.action(cards.SHOW, then=on.show_pressed)
    for action_id in (*lists.FILTERS, lists.BEFORE, lists.AFTER):
        listeners.action(action_id, then=on.list_pressed)


@dataclass(frozen=True, slots=True)
class _Reading:
    deps: Deps

    def list(self, args: Args, rest: str) -> None:
        if rest.lower() not in _WORDS:
            tell(args, helps.unknown(COMMAND, f"list {rest}"))
            return
        self._list(args, _WORDS[rest.lower()], offset=0, instead=False)

    def show(self, args: Args, text: str) -> None:
        who = caller(args, self.deps)
        shown = listing.show(self.deps.db, self.deps.clock, caller=who, text=text)
        self._tell(args, who, shown)

    def show_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        shown = listing.read(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=int(args.body["actions"][0]["value"]),
        )
        self._tell(args, who, shown)

    def _tell(self, args: Args, who: Caller, shown: Shown) -> None:
        around = showing.around(
            self.deps.db,
            self.deps.clock,
            caller=who,
            kind=Kind.MEETING,
            number=shown.meeting.number,
        )
        tell(args, with_actions(cards.post(shown, reader=who.person.zone), around))

    def list_pressed(self, args: Args) -> None:
        which, offset = lists.read_place(args.body["actions"][0]["value"])
        self._list(args, which, offset=offset, instead=True)

    def _list(self, args: Args, which: Which, *, offset: int, instead: bool) -> None:
        who = caller(args, self.deps)
        found = listing.listed(self.deps.db, self.deps.clock, caller=who, which=which)
        post = lists.listing(found, offset=offset, reader=who.person.zone)
        tell(args, post, instead=instead)
