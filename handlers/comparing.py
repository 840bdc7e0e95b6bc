"""`/practice compare`: two versions of a practice, word by word."""

from dataclasses import dataclass, replace

from slack_bolt import Args
from slack_sdk.models.views import View

from bot.deps import Deps
from bot.domain.references import Kind, parse
from bot.services import practices
from bot.services.members import Caller
from handlers.callers import caller
from handlers.errors import channel_of, open_view, update_view
from handlers.listeners import Listeners
from templates.practices import buttons, cards, changes
from templates.practices.buttons import read_target
from templates.practices.changes import Shown

COMMAND = "/practice"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Comparing(deps)
    listeners.word(COMMAND, "compare", then=on.compare)
    listeners.action(buttons.COMPARE, then=on.pressed)
    listeners.action(changes.FIRST, then=on.version_pressed)
    listeners.action(changes.SECOND, then=on.version_pressed)
    listeners.action(changes.BEFORE, then=on.page_pressed)
    listeners.action(changes.AFTER, then=on.page_pressed)


@dataclass(frozen=True, slots=True)
class _Comparing:
    deps: Deps

    def compare(self, args: Args, typed: str) -> None:
        name, version = changes.read_words(typed)
        who = caller(args, self.deps)
        number = parse(name, Kind.PRACTICE)
        practice = practices.find(
            self.deps.db, self.deps.clock, caller=who, number=number
        )
        self._open(args, who, practice.id, version)

    def pressed(self, args: Args) -> None:
        target = read_target(args.body["actions"][0]["value"])
        who = caller(args, self.deps, sig_id=target.sig_id)
        self._open(args, who, target.practice_id, target.revision)

    def page_pressed(self, args: Args) -> None:
        who, shown = caller(args, self.deps), changes.read_shown(args.body["view"])
        offset = int(args.body["actions"][0]["value"])
        compared = self._compare(who, shown.practice_id, shown.first)
        update_view(args, _view(compared, replace(shown, offset=offset)))

    def version_pressed(self, args: Args) -> None:
        target = read_target(args.body["actions"][0]["value"])
        number = target.revision or 1
        practice, content = practices.version(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=target.sig_id),
            practice_id=target.practice_id,
            number=number,
        )
        shown = replace(practice, content=content)
        open_view(args, cards.reading_view(shown, version=number))

    def _open(
        self, args: Args, who: Caller, practice_id: int, version: int | None
    ) -> None:
        compared = self._compare(who, practice_id, version)
        shown = Shown(
            practice_id=practice_id,
            first=compared.first,
            channel=channel_of(args.body),
            sig_id=who.sig.id,
        )
        open_view(args, _view(compared, shown))

    def _compare(
        self, who: Caller, practice_id: int, version: int | None
    ) -> practices.Comparison:
        return practices.compare(
            self.deps.db,
            self.deps.clock,
            caller=who,
            practice_id=practice_id,
            version=version,
        )


def _view(compared: practices.Comparison, shown: Shown) -> View:
    return changes.compare_view(
        compared.practice,
        compared.before,
        shown=shown,
        fields=compared.fields,
        themes=compared.themes,
    )
