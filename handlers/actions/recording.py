"""`/action`: who does what until when, recorded while people talk."""

import uuid
from dataclasses import dataclass
from datetime import date

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.actions import Shown
from bot.services import actions
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates import forms as fields
from templates.actions import recording as views
from templates.forms import About
from templates.holding import cards

COMMAND = "/action"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Actions(deps)
    listeners.word(COMMAND, "", then=on.form)
    listeners.otherwise(COMMAND, then=on.record)
    listeners.action(cards.ACTION, then=on.open)
    listeners.view(views.FORM, take=on.take, then=on.thank)


@dataclass(frozen=True, slots=True)
class _Actions:
    deps: Deps

    def record(self, args: Args, _: str) -> None:
        # As Slack sent it: a mention is an account only before it is decoded.
        typed = str(args.body.get("text") or "")
        recorded = actions.record(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps),
            wanted=actions.read(typed),
            source=f"command:{args.body['trigger_id']}",
        )
        self._answer(args, recorded)

    def form(self, args: Args, _: str) -> None:
        self.open(args)

    def open(self, args: Args) -> None:
        actions.require_recordable(self.deps.clock, caller(args, self.deps))
        about = About(nonce=uuid.uuid4().hex, channel=channel_of(args.body))
        open_view(args, views.form(about))

    def take(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), fields.read_about(view)
        typed = fields.read_typed(view)
        due_on, owner = typed.get("due_on"), typed.get("owner")
        args.context["recorded"] = actions.record(
            self.deps.db,
            self.deps.clock,
            caller=who,
            wanted=actions.Wanted(
                title=str(typed.get("title") or ""),
                user_id=str(owner) if owner else None,
                due_on=date.fromisoformat(str(due_on)) if due_on else None,
            ),
            source=f"form:{about.nonce}",
        )
        args.ack()

    def thank(self, args: Args) -> None:
        if args.context.get("recorded") is not None:
            self._answer(args, args.context["recorded"])

    def _answer(self, args: Args, recorded: Shown | None) -> None:
        if recorded is None:
            tell(args, views.again())
            return
        self.deps.wake()
        has_owner = bool(recorded.owner)
        tell(args, views.thanks(recorded.action, has_owner=has_owner))
