"""`/whitepaper credit`: the roles that somebody is credited with."""

from dataclasses import dataclass

from slack_bolt import Args
from slack_sdk.models.views import View

from bot.deps import Deps
from bot.services.whitepaper import crediting
from bot.services.whitepaper.crediting import Crediting
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates import forms
from templates.whitepaper import crediting as views

COMMAND = "/whitepaper"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Credit(deps)
    listeners.word(COMMAND, "credit", then=on.open)
    listeners.view(views.CREDIT, take=on.take, then=on.confirm)


@dataclass(frozen=True, slots=True)
class _Credit:
    deps: Deps

    def open(self, args: Args, text: str) -> None:
        who = caller(args, self.deps)
        found = crediting.to_correct(
            self.deps.db, self.deps.clock, caller=who, text=text
        )
        open_view(args, _form(found, channel_of(args.body)))

    def take(self, args: Args) -> None:
        view = args.body["view"]
        about = forms.read_about(view)
        found = crediting.correct(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            person_id=about.record_id,
            version=views.read_version(view),
            chosen=views.read_roles(view),
        )
        if found.refused is None:
            args.context["credited"] = found
            args.ack()
        else:
            args.ack(response_action="update", view=_form(found, about.channel))

    def confirm(self, args: Args) -> None:
        if found := args.context.get("credited"):
            tell(args, views.saved(found.roles, whose=_whose(found)))


def _form(found: Crediting, channel: str | None) -> View:
    return views.form(
        found.person_id,
        version=found.version,
        roles=found.roles,
        counted=found.counted,
        whose=_whose(found),
        channel=channel,
        refused=found.refused,
    )


def _whose(found: Crediting) -> str:
    return "" if found.is_own else found.user_id
