"""`/decision`: record, vote, close, list, show, supersede."""

import uuid
from dataclasses import dataclass, replace
from functools import partial

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.decisions import Choice
from bot.domain.references import Kind, is_reference, parse
from bot.services import decisions
from bot.services.actions import showing
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, is_private, open_view, tell
from handlers.listeners import Listeners
from templates import forms as fields
from templates import pages
from templates.actions.around import with_actions
from templates.decisions import buttons, cards, forms
from templates.forms import About
from templates.holding import cards as thread

COMMAND = "/decision"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Decisions(deps)
    listeners.word(COMMAND, "", then=on.by_text)
    listeners.word(COMMAND, "list", then=on.list)
    listeners.word(COMMAND, "show", then=on.show)
    listeners.word(COMMAND, "supersede", then=on.supersede)
    listeners.otherwise(COMMAND, then=on.by_text)
    listeners.action(thread.DECISION, then=on.new_pressed)
    listeners.action(buttons.SHOW, then=on.show_pressed)
    listeners.action(buttons.ENTER, then=on.enter_pressed)
    listeners.action(buttons.CLOSE, then=on.close_pressed)
    listeners.action(buttons.WITHDRAW, then=on.withdraw_pressed)
    listeners.action(buttons.REWORD, then=on.reword_pressed)
    listeners.action(buttons.SUPERSEDE, then=on.supersede_pressed)
    for choice, action_id in buttons.VOTE.items():
        listeners.action(action_id, then=partial(on.vote, choice))
    for name in (pages.BEFORE, pages.AFTER):
        listeners.action(f"{buttons.FEATURE}_{name}", then=on.page_pressed)
    listeners.view(forms.NEW, take=on.take_new, then=on.thank)
    listeners.view(forms.VOTES, take=on.take_votes, then=on.show_counted)
    listeners.view(forms.REWORD, take=on.take_wording, then=on.show_reworded)


@dataclass(frozen=True, slots=True)
class _Decisions:
    deps: Deps

    def by_text(self, args: Args, typed: str) -> None:
        if is_reference(typed, Kind.DECISION):
            self.show(args, typed)
        else:
            self._open_new(args, caller(args, self.deps), text=typed)

    def list(self, args: Args, _: str) -> None:
        found = decisions.listed(
            self.deps.db, self.deps.clock, caller=caller(args, self.deps)
        )
        tell(args, cards.listing(found))

    def page_pressed(self, args: Args) -> None:
        found = decisions.listed(
            self.deps.db, self.deps.clock, caller=caller(args, self.deps)
        )
        tell(args, cards.listing(found, offset=_pressed(args)), instead=True)

    def show(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        if name:
            self._show(args, who, parse(name, Kind.DECISION))
        else:
            tell(args, cards.which())

    def show_pressed(self, args: Args) -> None:
        self._show(args, caller(args, self.deps), _pressed(args))

    def _show(self, args: Args, who: Caller, number: int) -> None:
        found = decisions.shown(
            self.deps.db, self.deps.clock, caller=who, number=number
        )
        around = showing.around(
            self.deps.db,
            self.deps.clock,
            caller=who,
            kind=Kind.DECISION,
            number=number,
        )
        tell(args, with_actions(cards.card(found), around))

    def supersede(self, args: Args, names: str) -> None:
        who = caller(args, self.deps)
        old, _, new = names.partition(" ")
        if not old:
            tell(args, cards.which())
        elif not new.strip():
            self._open_new(args, who, supersedes=old)
        else:
            linked = decisions.supersede(
                self.deps.db,
                self.deps.clock,
                caller=who,
                old=parse(old, Kind.DECISION),
                new=parse(new, Kind.DECISION),
            )
            self.deps.wake()
            tell(args, cards.superseded(linked))

    def supersede_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        self._open_new(args, who, supersedes=str(_pressed(args)))

    def new_pressed(self, args: Args) -> None:
        self._open_new(args, caller(args, self.deps))

    def _open_new(
        self, args: Args, who: Caller, *, text: str = "", supersedes: str = ""
    ) -> None:
        choices = decisions.form(
            self.deps.db, self.deps.clock, caller=who, supersedes=supersedes
        )
        about = About(nonce=uuid.uuid4().hex, channel=channel_of(args.body))
        view = forms.new(
            about,
            kinds=choices.kinds,
            meeting=choices.meeting,
            text=text,
            old=choices.old,
        )
        open_view(args, view)

    def take_new(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), fields.read_about(view)
        typed = forms.read_new(fields.read_typed(view))
        args.context["recorded"] = decisions.record(
            self.deps.db,
            self.deps.clock,
            caller=who,
            nonce=about.nonce,
            proposal=typed,
        )
        args.ack()

    def thank(self, args: Args) -> None:
        if args.context.get("recorded") is not None:
            self.deps.wake()
            tell(args, cards.recorded(args.context["recorded"]))

    def vote(self, choice: Choice, args: Args) -> None:
        who = caller(args, self.deps)
        voted = decisions.vote(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=_pressed(args),
            choice=choice,
        )
        self.deps.wake()
        said = cards.voted(
            voted.standing,
            cluster=voted.cluster,
            choice=voted.choice,
            before=voted.before,
        )
        tell(args, said)

    def enter_pressed(self, args: Args) -> None:
        who, number = caller(args, self.deps), _pressed(args)
        entry = decisions.to_enter(
            self.deps.db, self.deps.clock, caller=who, number=number
        )
        about = About(channel=channel_of(args.body), record_id=number)
        open_view(args, forms.votes(about, entry.recorded, entry.clusters))

    def take_votes(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), fields.read_about(view)
        args.context["counted"] = decisions.enter(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=about.record_id,
            typed=forms.read_votes(fields.read_typed(view)),
        )
        args.ack()

    def show_counted(self, args: Args) -> None:
        if args.context.get("counted") is not None:
            self.deps.wake()
            tell(args, cards.card(args.context["counted"]))

    def close_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        closed = decisions.close(
            self.deps.db, self.deps.clock, caller=who, number=_pressed(args)
        )
        self.deps.wake()
        tell(args, cards.card(closed), instead=is_private(args))

    def withdraw_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        gone = decisions.withdraw(
            self.deps.db, self.deps.clock, caller=who, number=_pressed(args)
        )
        self.deps.wake()
        tell(args, cards.card(gone), instead=is_private(args))

    def reword_pressed(self, args: Args) -> None:
        who, number = caller(args, self.deps), _pressed(args)
        found = decisions.to_reword(
            self.deps.db, self.deps.clock, caller=who, number=number
        )
        about = About(
            channel=channel_of(args.body),
            record_id=number,
            version=found.decision.version,
        )
        open_view(args, forms.wording(about, found))

    def take_wording(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), fields.read_about(view)
        typed = fields.read_typed(view)
        text, dissent = str(typed.get("text") or ""), str(typed.get("dissent") or "")
        edited = decisions.reword(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=about.record_id,
            version=about.version,
            text=text,
            dissent=dissent,
        )
        if edited.typed is None:
            args.context["reworded"] = edited.stored.decision.number
            args.ack()
            return
        again = forms.wording(
            replace(about, version=edited.stored.decision.version),
            edited.stored,
            text=text,
            dissent=dissent,
            newer=edited.stored,
        )
        args.ack(response_action="update", view=again)

    def show_reworded(self, args: Args) -> None:
        number = args.context.get("reworded")
        if number is not None:
            self.deps.wake()
            self._show(args, known_caller(args, self.deps), number)


def _pressed(args: Args) -> int:
    return int(args.body["actions"][0]["value"])
