"""Answers to invitations: the buttons of every card, and `/meeting rsvp`."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain import rsvps as rules
from bot.domain.meetings import Rsvp
from bot.domain.rsvps import Replies
from bot.services import rsvps
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, is_private, open_view, tell
from handlers.listeners import Listeners
from templates import forms, pages
from templates.forms import About
from templates.rsvps import buttons, lists
from templates.rsvps import forms as views

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Rsvps(deps)
    listeners.word(COMMAND, "rsvp", then=on.typed)
    listeners.action(buttons.YES, then=on.pressed)
    listeners.action(buttons.MAYBE, then=on.pressed)
    listeners.action(buttons.NO, then=on.pressed)
    listeners.action(buttons.REPRESENTED, then=on.ask_who)
    listeners.view(buttons.WHO, take=on.take_who, then=on.confirm)
    listeners.action(lists.PEOPLE, then=on.people)
    listeners.action(f"{lists.FEATURE}_{pages.BEFORE}", then=on.people)
    listeners.action(f"{lists.FEATURE}_{pages.AFTER}", then=on.people)


@dataclass(frozen=True, slots=True)
class _Rsvps:
    deps: Deps

    def typed(self, args: Args, text: str) -> None:
        who = caller(args, self.deps)
        found = rsvps.shown(self.deps.db, self.deps.clock, caller=who, text=text)
        tell(args, lists.shown(found))

    def pressed(self, args: Args) -> None:
        action = args.body["actions"][0]
        who = caller(args, self.deps)
        found = rsvps.answer(
            self.deps.db,
            self.deps.clock,
            caller=who,
            meeting_id=int(action["value"]),
            said=buttons.ANSWERS[action["action_id"]],
        )
        self.deps.wake()
        tell(args, lists.answered(found), instead=is_private(args))

    def ask_who(self, args: Args) -> None:
        who = caller(args, self.deps)
        meeting_id = int(args.body["actions"][0]["value"])
        found = rsvps.answerable(
            self.deps.db, self.deps.clock, caller=who, meeting_id=meeting_id
        )
        about = About(channel=channel_of(args.body), record_id=meeting_id)
        open_view(args, views.who(about, found))

    def take_who(self, args: Args) -> None:
        who = known_caller(args, self.deps)
        about = forms.read_about(args.body["view"])
        typed = forms.read_typed(args.body["view"])
        said = rules.stand_in(
            str(typed.get("represented_by") or ""),
            person=str(typed.get("person") or "") or None,
            own=who.person.user_id,
        )
        args.context["answered"] = rsvps.answer(
            self.deps.db,
            self.deps.clock,
            caller=who,
            meeting_id=about.record_id,
            said=Rsvp.REPRESENTED,
            represented_by=said,
        )
        args.ack()

    def confirm(self, args: Args) -> None:
        found: Replies | None = args.context.get("answered")
        if found is None:
            return  # the form was sent back
        self.deps.wake()
        tell(args, lists.answered(found))

    def people(self, args: Args) -> None:
        who = caller(args, self.deps)
        meeting_id, offset = lists.read_page(args.body["actions"][0]["value"])
        found = rsvps.people(
            self.deps.db, self.deps.clock, caller=who, meeting_id=meeting_id
        )
        is_page = args.body["actions"][0]["action_id"] != lists.PEOPLE
        tell(args, lists.people(found, offset=offset), instead=is_page)
