"""`/practice accept`, `reject`, `withdraw`, `supersede`: deciding about practices."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.practices import Label, Practice, PracticeEvent, parse_label
from bot.domain.references import Kind, parse
from bot.services import practices
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, is_private, open_view, tell
from handlers.listeners import Listeners
from templates.practices import buttons, cards, decisions, news
from templates.practices.buttons import Target, read_target

COMMAND = "/practice"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Verdicts(deps)
    listeners.word(COMMAND, "accept", then=on.accept)
    listeners.word(COMMAND, "reject", then=on.reject)
    listeners.word(COMMAND, "withdraw", then=on.withdraw)
    listeners.word(COMMAND, "supersede", then=on.supersede)
    listeners.action(buttons.ACCEPT, then=on.accept_pressed)
    listeners.action(buttons.REJECT, then=on.reject_pressed)
    listeners.action(buttons.WITHDRAW, then=on.withdraw_pressed)
    listeners.action(buttons.SUPERSEDE, then=on.supersede_pressed)
    listeners.view(
        decisions.REJECT_FORM, take=on.take_rejection, then=on.confirm_rejection
    )
    listeners.view(
        decisions.SUPERSEDE_FORM, take=on.take_successor, then=on.confirm_successor
    )


@dataclass(frozen=True, slots=True)
class _Verdicts:
    deps: Deps

    def accept(self, args: Args, typed: str) -> None:
        name, _, label = typed.partition(" ")
        who = caller(args, self.deps)
        practice = self._find(who, name)
        self._accept(args, who, practice.id, label=parse_label(label))

    def accept_pressed(self, args: Args) -> None:
        who, target = self._pressed(args)
        if self._is_current(args, who, target, PracticeEvent.RULE):
            self._accept(args, who, target.practice_id, revision=target.revision)

    def reject(self, args: Args, typed: str) -> None:
        name, _, reason = typed.partition(" ")
        who = caller(args, self.deps)
        practice = self._find(who, name)
        channel = channel_of(args.body)
        view = decisions.reject_form(practice, channel=channel, reason=reason)
        practices.require_possible(self.deps.clock, who, practice, PracticeEvent.REJECT)
        open_view(args, view)

    def reject_pressed(self, args: Args) -> None:
        who, target = self._pressed(args)
        if self._is_current(args, who, target, PracticeEvent.REJECT):
            practice = self._read(who, target)
            practices.require_possible(
                self.deps.clock, who, practice, PracticeEvent.REJECT
            )
            channel = channel_of(args.body)
            open_view(args, decisions.reject_form(practice, channel=channel))

    def take_rejection(self, args: Args) -> None:
        who = known_caller(args, self.deps)
        decision = decisions.read_decision(args.body["view"])
        practice = practices.reject(
            self.deps.db,
            self.deps.clock,
            caller=who,
            practice_id=decision.practice_id,
            reason=decision.text,
        )
        args.context["practice"] = practice
        args.ack()

    def confirm_rejection(self, args: Args) -> None:
        if practice := args.context.get("practice"):
            self.deps.wake()
            tell(args, news.rejected_for_actor(practice))

    def withdraw(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        practice = self._find(who, name)
        practices.require_withdrawable(self.deps.clock, who, practice)
        tell(args, news.ask_to_withdraw(practice))

    def withdraw_pressed(self, args: Args) -> None:
        who, target = self._pressed(args)
        practice = practices.withdraw(
            self.deps.db,
            self.deps.clock,
            caller=who,
            practice_id=target.practice_id,
        )
        self.deps.wake()
        tell(args, news.withdrawn(practice), instead=True)

    def supersede(self, args: Args, typed: str) -> None:
        name, _, newer = typed.partition(" ")
        who = caller(args, self.deps)
        practice = self._find(who, name)
        event = PracticeEvent.SUPERSEDE
        practices.require_possible(self.deps.clock, who, practice, event)
        channel = channel_of(args.body)
        newer = newer.removeprefix("by ").strip()
        view = decisions.supersede_form(practice, channel=channel, newer=newer)
        open_view(args, view)

    def supersede_pressed(self, args: Args) -> None:
        who, target = self._pressed(args)
        event = PracticeEvent.SUPERSEDE
        if self._is_current(args, who, target, event):
            practice = self._read(who, target)
            practices.require_possible(self.deps.clock, who, practice, event)
            channel = channel_of(args.body)
            open_view(args, decisions.supersede_form(practice, channel=channel))

    def take_successor(self, args: Args) -> None:
        who = known_caller(args, self.deps)
        decision = decisions.read_decision(args.body["view"])
        practice = practices.supersede(
            self.deps.db,
            self.deps.clock,
            caller=who,
            practice_id=decision.practice_id,
            newer=parse(decision.text, Kind.PRACTICE),
        )
        args.context["practice"] = practice
        args.ack()

    def confirm_successor(self, args: Args) -> None:
        if practice := args.context.get("practice"):
            self.deps.wake()
            tell(args, news.superseded_for_actor(practice))

    def _accept(
        self,
        args: Args,
        who: Caller,
        practice_id: int,
        *,
        revision: int | None = None,
        label: Label | None = None,
    ) -> None:
        practice = practices.accept(
            self.deps.db,
            self.deps.clock,
            caller=who,
            practice_id=practice_id,
            revision=revision,
            label=label,
        )
        self.deps.wake()
        tell(args, news.accepted_for_actor(practice, asked=label))

    def _is_current(
        self, args: Args, who: Caller, target: Target, event: PracticeEvent
    ) -> bool:
        """Say whether a button still fits; if not, its message is brought up to date.

        The channel's announcement for everybody, a private message for its reader.
        """
        moved = practices.moved_on(
            self.deps.db,
            self.deps.clock,
            caller=who,
            practice_id=target.practice_id,
            event=event,
            revision=target.revision,
        )
        if moved is None:
            return True
        practices.refresh(self.deps.db, self.deps.clock, caller=who, practice=moved)
        self.deps.wake()
        tell(args, cards.moved_on(moved), instead=is_private(args))
        return False

    def _pressed(self, args: Args) -> tuple[Caller, Target]:
        """Return who pressed a button about which practice."""
        target = read_target(args.body["actions"][0]["value"])
        return caller(args, self.deps, sig_id=target.sig_id), target

    def _find(self, who: Caller, name: str) -> Practice:
        number = parse(name, Kind.PRACTICE)
        return practices.find(self.deps.db, self.deps.clock, caller=who, number=number)

    def _read(self, who: Caller, target: Target) -> Practice:
        return practices.read(
            self.deps.db, self.deps.clock, caller=who, practice_id=target.practice_id
        )
