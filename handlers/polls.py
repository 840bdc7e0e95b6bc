"""`/meeting poll`: asking for a date, answering, and the chair's choice."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.polls import Board, Draft, Poll
from bot.domain.registers.typed import Values
from bot.services import polls
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, is_private, open_view, tell, update_view
from handlers.listeners import Listeners
from templates import pages
from templates.polls import cards, form, words
from templates.polls.form import Form

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Polls(deps)
    listeners.word(COMMAND, "poll", then=on.typed)
    listeners.view(form.NEW, take=on.take_new, then=on.confirm_new)
    listeners.view(form.BALLOT, take=on.take_ballot, then=on.confirm_ballot)
    listeners.view(form.NEW_DEADLINE, take=on.take_deadline, then=on.confirm_change)
    listeners.view(form.NEW_ZONE, take=on.take_zone, then=on.confirm_change)
    listeners.action(form.SUGGEST, then=on.suggest_pressed)
    listeners.action(form.MORE, then=on.more_pressed)
    listeners.action(words.ANSWER, then=on.answer_pressed)
    listeners.action(words.SHOW, then=on.show_pressed)
    listeners.action(words.CLOSE, then=on.close_pressed)
    listeners.action(words.CANCEL, then=on.cancel_pressed)
    listeners.action(words.DECIDE, then=on.decide_pressed)
    listeners.action(words.DEADLINE, then=on.deadline_pressed)
    listeners.action(words.ZONE, then=on.zone_pressed)
    listeners.action(f"{cards.FEATURE}_{pages.BEFORE}", then=on.page_pressed)
    listeners.action(f"{cards.FEATURE}_{pages.AFTER}", then=on.page_pressed)


@dataclass(frozen=True, slots=True)
class _Polls:
    deps: Deps

    def typed(self, args: Args, text: str) -> None:
        match text.lower():
            case "" | "new":
                self._open(args, caller(args, self.deps))
            case "list":
                self._list(args, caller(args, self.deps))
            case _:
                who = caller(args, self.deps)
                db, clock = self.deps.db, self.deps.clock
                board = polls.numbered(db, clock, caller=who, text=text)
                tell(args, cards.card(board))

    def take_new(self, args: Args) -> None:
        sent = form.read(args.body["view"])
        args.context["poll"] = polls.open_poll(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            nonce=sent.about.nonce,
            values=sent.values,
        )
        args.ack()

    def confirm_new(self, args: Args) -> None:
        if poll := args.context.get("poll"):  # else the form was sent back
            self.deps.wake()
            tell(args, cards.opened(poll))

    def take_ballot(self, args: Args) -> None:
        sent = form.read(args.body["view"])
        done = polls.answer(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            poll_id=sent.about.poll_id,
            zone=sent.about.zone,
            answers=sent.answers,
        )
        if done.is_saved:
            args.context["poll"] = done.sheet.poll
            args.ack()
        else:
            about = replace(sent.about, zone=done.sheet.poll.zone)
            again = form.ballot(about, done.sheet, moved=True)
            args.ack(response_action="update", view=again)

    def confirm_ballot(self, args: Args) -> None:
        if poll := args.context.get("poll"):  # else the form was sent back
            self.deps.wake()
            tell(args, cards.answered(poll))

    def take_deadline(self, args: Args) -> None:
        self._take_change(args, polls.extend)

    def take_zone(self, args: Args) -> None:
        self._take_change(args, polls.correct_zone)

    def confirm_change(self, args: Args) -> None:
        if board := args.context.get("board"):  # else the form was sent back
            self.deps.wake()
            tell(args, cards.card(board))

    def suggest_pressed(self, args: Args) -> None:
        self._redraw(args, polls.suggest)

    def more_pressed(self, args: Args) -> None:
        self._redraw(args, polls.more)

    def answer_pressed(self, args: Args) -> None:
        who, poll_id, _ = self._pressed(args)
        sheet = polls.sheet(self.deps.db, self.deps.clock, caller=who, poll_id=poll_id)
        open_view(args, form.ballot(_about(args, sheet.poll, who), sheet))

    def show_pressed(self, args: Args) -> None:
        who, poll_id, _ = self._pressed(args)
        db, clock = self.deps.db, self.deps.clock
        tell(args, cards.card(polls.shown(db, clock, caller=who, poll_id=poll_id)))

    def close_pressed(self, args: Args) -> None:
        self._lead(args, polls.close)

    def cancel_pressed(self, args: Args) -> None:
        self._lead(args, polls.cancel)

    def decide_pressed(self, args: Args) -> None:
        who, poll_id, slot_id = self._pressed(args)
        board = polls.decide(
            self.deps.db,
            self.deps.clock,
            caller=who,
            poll_id=poll_id,
            slot_id=slot_id,
        )
        self._show(args, board)

    def deadline_pressed(self, args: Args) -> None:
        who, poll = self._to_change(args)
        open_view(args, form.deadline(_about(args, poll, who), poll))

    def zone_pressed(self, args: Args) -> None:
        who, poll = self._to_change(args)
        open_view(args, form.zone(_about(args, poll, who), poll))

    def page_pressed(self, args: Args) -> None:
        offset = int(args.body["actions"][0]["value"])
        self._list(args, caller(args, self.deps), offset=offset, instead=True)

    def _open(self, args: Args, who: Caller) -> None:
        draft = polls.blank(self.deps.db, self.deps.clock, caller=who)
        about = Form(
            sig_id=who.sig.id,
            channel=channel_of(args.body),
            nonce=uuid.uuid4().hex,
            shown=draft.shown,
        )
        open_view(args, form.new(about, draft))

    def _list(
        self, args: Args, who: Caller, *, offset: int = 0, instead: bool = False
    ) -> None:
        found = polls.listed(self.deps.db, self.deps.clock, caller=who)
        post = cards.listing(found, sig_id=who.sig.id, offset=offset)
        tell(args, post, instead=instead)

    def _redraw(self, args: Args, change: Callable[..., Draft]) -> None:
        """Show the form with other fields; what was typed stays in it."""
        sent = form.read(args.body["view"])
        draft = change(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            values=sent.values,
            shown=sent.about.shown,
        )
        draft = replace(draft, generation=draft.generation + sent.about.generation)
        about = replace(sent.about, shown=draft.shown, generation=draft.generation)
        update_view(args, form.new(about, draft))

    def _take_change(self, args: Args, change: Callable[..., Board]) -> None:
        sent = form.read(args.body["view"])
        values: Values = sent.values
        args.context["board"] = change(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            poll_id=sent.about.poll_id,
            version=sent.about.version,
            values=values,
        )
        args.ack()

    def _lead(self, args: Args, step: Callable[..., Board]) -> None:
        who, poll_id, _ = self._pressed(args)
        board = step(self.deps.db, self.deps.clock, caller=who, poll_id=poll_id)
        self._show(args, board)

    def _show(self, args: Args, board: Board) -> None:
        self.deps.wake()
        tell(args, cards.card(board), instead=is_private(args))

    def _to_change(self, args: Args) -> tuple[Caller, Poll]:
        who, poll_id, _ = self._pressed(args)
        db, clock = self.deps.db, self.deps.clock
        return who, polls.to_change(db, clock, caller=who, poll_id=poll_id)

    def _pressed(self, args: Args) -> tuple[Caller, int, int]:
        """Return who pressed a button, and the ids of poll and time it carries."""
        carried = str(args.body["actions"][0]["value"])
        poll_id, sig_id, slot_id = words.read_value(carried)
        return caller(args, self.deps, sig_id=sig_id), poll_id, slot_id


def _about(args: Args, poll: Poll, who: Caller) -> Form:
    return Form(
        sig_id=who.sig.id,
        channel=channel_of(args.body),
        poll_id=poll.id,
        version=poll.version,
        zone=poll.zone,
    )
