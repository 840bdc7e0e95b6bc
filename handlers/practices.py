"""`/practice`: what somebody has, and reading one."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.matching import Offer
from bot.domain.practices import (
    Practice,
)
from bot.domain.references import Kind, is_reference, parse
from bot.services import matching, practices
from bot.services.actions import showing
from bot.services.members import Caller
from bot.services.recommendations import proposing
from handlers.callers import caller
from handlers.errors import open_view, tell
from handlers.listeners import Listeners
from templates.actions.around import with_actions
from templates.messages import Post
from templates.practices import buttons, cards
from templates.practices import search as searches
from templates.practices.buttons import Target, read_target

COMMAND = "/practice"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Practices(deps)
    listeners.word(COMMAND, "mine", then=on.mine)
    listeners.word(COMMAND, "show", then=on.show)
    listeners.otherwise(COMMAND, then=on.by_text)
    listeners.action(buttons.READ, then=on.show_pressed)


@dataclass(frozen=True, slots=True)
class _Practices:
    deps: Deps

    def by_text(self, args: Args, typed: str) -> None:
        if is_reference(typed, Kind.PRACTICE):
            self.show(args, typed)
        else:
            tell(args, searches.offer(typed))

    def show_pressed(self, args: Args) -> None:
        who, target = self._pressed(args)
        practice = self._read(who, target.practice_id)
        offers = self._offers(who, practice)
        open_view(args, cards.reading_view(practice, offers=offers))

    def mine(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = practices.mine(self.deps.db, self.deps.clock, caller=who)
        tell(args, cards.mine(found))

    def show(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        practice = self._read(who, self._find(who, name).id)
        possible = practices.possible(self.deps.clock, who, practice)
        offers = self._offers(who, practice)
        advice = proposing.resting_on(
            self.deps.db, self.deps.clock, caller=who, practice=practice.number
        )
        card = cards.card(practice, possible=possible, offers=offers, advice=advice)
        tell(args, self._with_actions(who, practice, card))

    def _with_actions(self, who: Caller, practice: Practice, card: Post) -> Post:
        if practice.number is None:
            return card
        around = showing.around(
            self.deps.db,
            self.deps.clock,
            caller=who,
            kind=Kind.PRACTICE,
            number=practice.number,
        )
        return with_actions(card, around)

    def _find(self, who: Caller, name: str) -> Practice:
        number = parse(name, Kind.PRACTICE)
        return practices.find(self.deps.db, self.deps.clock, caller=who, number=number)

    def _read(self, who: Caller, practice_id: int) -> Practice:
        return practices.read(
            self.deps.db, self.deps.clock, caller=who, practice_id=practice_id
        )

    def _offers(self, who: Caller, practice: Practice) -> tuple[Offer, ...]:
        return matching.of_practice(
            self.deps.db, self.deps.clock, caller=who, practice_id=practice.id
        )

    def _pressed(self, args: Args) -> tuple[Caller, Target]:
        """Return who pressed a button about which practice."""
        target = read_target(args.body["actions"][0]["value"])
        return caller(args, self.deps, sig_id=target.sig_id), target
