"""`/meeting guests`: externals without Slack, who are invited by e-mail."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.services.calendars import guests
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, is_private, open_view, tell
from handlers.listeners import Listeners
from templates import guests as views
from templates.forms import About

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Guests(deps)
    listeners.word(COMMAND, "guests", then=on.listed)
    listeners.action(views.INVITE, then=on.invite_pressed)
    listeners.action(views.END, then=on.end_pressed)
    listeners.view(views.FORM, take=on.take_form, then=on.confirm)


@dataclass(frozen=True, slots=True)
class _Guests:
    deps: Deps

    def listed(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = guests.listed(self.deps.db, self.deps.clock, caller=who)
        can_send = self.deps.has_mail or found.guests
        tell(args, views.listed(found) if can_send else views.switched_off())

    def invite_pressed(self, args: Args) -> None:
        who = caller(args, self.deps, sig_id=int(_value(args)))
        offered = guests.form(self.deps.db, self.deps.clock, caller=who)
        if self.deps.has_mail:
            open_view(args, views.form(About(channel=channel_of(args.body)), offered))
        else:
            tell(args, views.switched_off())

    def take_form(self, args: Args) -> None:
        args.context["guest"] = guests.invite(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            typed=views.read(args.body["view"]),
        )
        args.ack()

    def confirm(self, args: Args) -> None:
        guest = args.context.get("guest")
        if guest is not None:
            self.deps.wake()
            tell(args, views.invited(guest))

    def end_pressed(self, args: Args) -> None:
        sig_id, person_id = views.read_end(_value(args))
        who = caller(args, self.deps, sig_id=sig_id)
        guest = guests.end(
            self.deps.db, self.deps.clock, caller=who, person_id=person_id
        )
        tell(args, views.ended(guest), instead=is_private(args))


def _value(args: Args) -> str:
    return str(args.body["actions"][0]["value"])
