"""`/meeting calendar` and the button "Add to my calendar"."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.invitations import Feed
from bot.services.calendars import feeds, giving
from handlers.callers import caller
from handlers.errors import is_private, tell
from handlers.listeners import Listeners
from templates import calendars as views

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Calendars(deps)
    listeners.word(COMMAND, "calendar", then=on.typed)
    listeners.action(views.TAKE, then=on.take_pressed)
    listeners.action(views.RENEW, then=on.renew_pressed)
    listeners.action(views.SWITCH_OFF, then=on.switch_off_pressed)


@dataclass(frozen=True, slots=True)
class _Calendars:
    deps: Deps

    def typed(self, args: Args, text: str) -> None:
        who = caller(args, self.deps)
        if text:
            given = giving.take_named(
                self.deps.db, self.deps.clock, caller=who, text=text
            )
            self.deps.wake()
            tell(args, views.on_its_way(given))
        elif self.deps.public_url is None:
            tell(args, views.no_address())
        else:
            found = feeds.open_feed(self.deps.db, self.deps.clock, caller=who)
            self._show(args, found, instead=False)

    def take_pressed(self, args: Args) -> None:
        meeting_id = int(_value(args))
        sig_id = giving.group_of(self.deps.db, meeting_id)
        given = giving.take(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=sig_id),
            meeting_id=meeting_id,
        )
        self.deps.wake()
        tell(args, views.on_its_way(given))

    def renew_pressed(self, args: Args) -> None:
        sig_id, mark = views.read_feed(_value(args))
        who = caller(args, self.deps, sig_id=sig_id)
        found = feeds.renew(self.deps.db, self.deps.clock, caller=who, mark=mark)
        self._show(args, found, instead=is_private(args))

    def switch_off_pressed(self, args: Args) -> None:
        sig_id, _ = views.read_feed(_value(args))
        who = caller(args, self.deps, sig_id=sig_id)
        found = feeds.switch_off(self.deps.db, self.deps.clock, caller=who)
        self._show(args, found, instead=is_private(args))

    def _show(self, args: Args, found: Feed, *, instead: bool) -> None:
        tell(args, views.feed(found, self.deps.public_url or ""), instead=instead)


def _value(args: Args) -> str:
    return str(args.body["actions"][0]["value"])
