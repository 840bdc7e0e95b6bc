"""`/action done`, `start`, `block` and so on, and the buttons that say the same."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from slack_bolt import Args
from slack_sdk.models.views import View

from bot.deps import Deps
from bot.domain.actions.telling import Story, Worked
from bot.domain.references import Kind, parse
from bot.services.actions import assigning, linking, showing, working
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, is_on_home, open_view, tell
from handlers.listeners import Listeners
from templates import forms as fields
from templates.actions import answers, buttons, cards, forms
from templates.messages import Post

COMMAND = "/action"
_NOW: dict[str, tuple[str, Callable[..., Worked], Callable[[Worked], Post]]] = {
    "done": (buttons.DONE, working.done, answers.done),
    "start": (buttons.START, working.start, answers.changed),
    "reopen": (buttons.REOPEN, working.reopen, answers.changed),
    "unblock": (buttons.UNBLOCK, working.unblock, answers.changed),
    "take": (buttons.TAKE, assigning.take, answers.taken),
}


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Working(deps)
    for word, (action_id, say, answer) in _NOW.items():
        listeners.action(action_id, then=partial(on.pressed, say, answer))
        if word != "done":
            listeners.word(COMMAND, word, then=partial(on.say, word, say, answer))
    listeners.word(COMMAND, "done", then=on.done)
    listeners.word(COMMAND, "block", then=on.block)
    listeners.word(COMMAND, "cancel", then=on.cancel)
    listeners.word(COMMAND, "snooze", then=on.snooze)
    listeners.word(COMMAND, "due", then=on.due)
    listeners.word(COMMAND, "assign", then=on.assign)
    listeners.word(COMMAND, "link", then=partial(on.link, "link", linking.link))
    listeners.word(COMMAND, "unlink", then=partial(on.link, "unlink", linking.unlink))
    listeners.action(buttons.SNOOZE, then=partial(on.open, on.snooze_form))
    listeners.action(buttons.BLOCK, then=partial(on.open, on.block_form))
    listeners.action(buttons.CANCEL, then=partial(on.open, on.cancel_form))
    listeners.action(buttons.DUE, then=partial(on.open, on.due_form))
    listeners.action(buttons.EVIDENCE, then=partial(on.open, on.evidence_form))
    listeners.action(buttons.LINK, then=partial(on.open, on.link_form))
    listeners.action(buttons.ASSIGN, then=on.assign_pressed)
    listeners.view(forms.SNOOZE, take=on.take_snooze, then=on.answer(answers.snoozed))
    listeners.view(forms.BLOCK, take=on.take_block, then=on.answer(answers.changed))
    listeners.view(forms.CANCEL, take=on.take_cancel, then=on.answer(answers.cancelled))
    listeners.view(forms.DUE, take=on.take_due, then=on.answer(answers.moved))
    listeners.view(
        forms.EVIDENCE, take=on.take_evidence, then=on.answer(answers.evidenced)
    )
    listeners.view(forms.LINK, take=on.take_links, then=on.answer(answers.linked))
    listeners.view(forms.ASSIGN, take=on.take_owner, then=on.answer(answers.assigned))


@dataclass(frozen=True, slots=True)
class _Working:
    deps: Deps

    # --- said at once: by a word, or by a button ------------------------------------

    def say(
        self,
        word: str,
        say: Callable[..., Worked],
        answer: Callable[[Worked], Post],
        args: Args,
        rest: str,
    ) -> None:
        name, _ = _split(rest)
        who = caller(args, self.deps)
        if not name:
            tell(args, cards.which(word))
            return
        self._show(args, answer(self._do(say, who, parse(name, Kind.ACTION))))

    def pressed(
        self,
        say: Callable[..., Worked],
        answer: Callable[[Worked], Post],
        args: Args,
    ) -> None:
        who, number = self._pressed(args)
        self._show(args, answer(self._do(say, who, number)))

    def done(self, args: Args, rest: str) -> None:
        name, evidence = _split(rest)
        who = caller(args, self.deps)
        if not name:
            tell(args, cards.which("done"))
            return
        number = parse(name, Kind.ACTION)
        worked = self._do(working.done, who, number, evidence=evidence)
        self._show(args, answers.done(worked))

    # --- said with more: by words, else a form is opened ------------------------------

    def block(self, args: Args, rest: str) -> None:
        name, reason = _split(rest)
        if self._is_asked(args, "block", name, reason, self.block_form):
            return
        who, number = caller(args, self.deps), parse(name, Kind.ACTION)
        worked = self._do(working.block, who, number, reason=reason)
        self._show(args, answers.changed(worked))

    def cancel(self, args: Args, rest: str) -> None:
        name, reason = _split(rest)
        if self._is_asked(args, "cancel", name, reason, self.cancel_form):
            return
        who, number = caller(args, self.deps), parse(name, Kind.ACTION)
        worked = self._do(working.cancel, who, number, reason=reason)
        self._show(args, answers.cancelled(worked))

    def snooze(self, args: Args, rest: str) -> None:
        name, until = _split(rest)
        if self._is_asked(args, "snooze", name, until, self.snooze_form):
            return
        who, number = caller(args, self.deps), parse(name, Kind.ACTION)
        worked = self._do(working.snooze, who, number, words=until)
        self._show(args, answers.snoozed(worked))

    def due(self, args: Args, rest: str) -> None:
        name, day = _split(rest)
        if self._is_asked(args, "due", name, day, self.due_form):
            return
        who, number = caller(args, self.deps), parse(name, Kind.ACTION)
        worked = self._do(working.move, who, number, words=day)
        self._show(args, answers.moved(worked))

    def assign(self, args: Args, rest: str) -> None:
        name, to = _split(rest)
        who = caller(args, self.deps)
        if not name:
            tell(args, cards.which("assign"))
            return
        number = parse(name, Kind.ACTION)
        if not to:
            self._open_assign(args, who, number)
            return
        # As Slack sent it: a mention is an account only before it is decoded.
        typed = str(args.body.get("text") or "").split(maxsplit=2)[2]
        worked = self._do(assigning.assign, who, number, typed=typed)
        self._show(args, answers.assigned(worked))

    def link(
        self, word: str, say: Callable[..., Worked], args: Args, rest: str
    ) -> None:
        name, to = _split(rest)
        if self._is_asked(args, word, name, to, self.link_form):
            return
        who, number = caller(args, self.deps), parse(name, Kind.ACTION)
        self._show(args, answers.linked(self._do(say, who, number, to=to)))

    def _is_asked(
        self,
        args: Args,
        word: str,
        name: str,
        more: str,
        form: Callable[[Story, str | None], View],
    ) -> bool:
        """Ask for what is missing; say whether something was."""
        if name and more:
            return False
        who = caller(args, self.deps)
        if not name:
            tell(args, cards.which(word))
        else:
            self._open(args, who, parse(name, Kind.ACTION), form)
        return True

    # --- forms ----------------------------------------------------------------------

    def open(self, form: Callable[[Story, str | None], View], args: Args) -> None:
        who, number = self._pressed(args)
        self._open(args, who, number, form)

    def _open(
        self,
        args: Args,
        who: Caller,
        number: int,
        form: Callable[[Story, str | None], View],
    ) -> None:
        found = showing.to_change(
            self.deps.db, self.deps.clock, caller=who, number=number
        )
        open_view(args, form(found, channel_of(args.body)))

    def snooze_form(self, found: Story, channel: str | None) -> View:
        return forms.snooze(found.shown, found.today, channel=channel)

    def block_form(self, found: Story, channel: str | None) -> View:
        return forms.block(found.shown, channel=channel)

    def cancel_form(self, found: Story, channel: str | None) -> View:
        return forms.cancel(found.shown, channel=channel)

    def due_form(self, found: Story, channel: str | None) -> View:
        return forms.due(found.shown, channel=channel)

    def evidence_form(self, found: Story, channel: str | None) -> View:
        return forms.evidence(found.shown, channel=channel)

    def link_form(self, found: Story, channel: str | None) -> View:
        return forms.link(found, channel=channel)

    def assign_pressed(self, args: Args) -> None:
        who, number = self._pressed(args)
        self._open_assign(args, who, number)

    def _open_assign(self, args: Args, who: Caller, number: int) -> None:
        found = assigning.assign_form(
            self.deps.db, self.deps.clock, caller=who, number=number
        )
        view = forms.assign(found.shown, found.clusters, channel=channel_of(args.body))
        open_view(args, view)

    def take_snooze(self, args: Args) -> None:
        typed = fields.read_typed(args.body["view"])
        self._take(args, working.snooze, **forms.read_snooze(typed))

    def take_block(self, args: Args) -> None:
        typed = fields.read_typed(args.body["view"])
        self._take(args, working.block, reason=str(typed.get("reason") or ""))

    def take_cancel(self, args: Args) -> None:
        typed = fields.read_typed(args.body["view"])
        self._take(args, working.cancel, reason=str(typed.get("reason") or ""))

    def take_evidence(self, args: Args) -> None:
        typed = fields.read_typed(args.body["view"])
        evidence = str(typed.get("evidence") or "")
        self._take(args, working.add_evidence, evidence=evidence)

    def take_due(self, args: Args) -> None:
        view = args.body["view"]
        due_on = forms.read_day(fields.read_typed(view), "due_on")
        version = forms.read_about(view).version
        self._take(args, working.move, due_on=due_on, version=version)

    def take_links(self, args: Args) -> None:
        view = args.body["view"]
        typed = forms.read_links(fields.read_typed(view))
        version = forms.read_about(view).version
        self._take(args, linking.relink, typed=typed, version=version)

    def take_owner(self, args: Args) -> None:
        view = args.body["view"]
        chosen = forms.read_owner(fields.read_typed(view), view)
        version = forms.read_about(view).version
        self._take(args, assigning.assign, version=version, **chosen)

    def _take(self, args: Args, say: Callable[..., Worked], **more: object) -> None:
        who = known_caller(args, self.deps)
        about = forms.read_about(args.body["view"])
        args.context["worked"] = self._do(say, who, about.number, **more)
        args.ack()

    def answer(self, say: Callable[[Worked], Post]) -> Callable[[Args], None]:
        def run(args: Args) -> None:
            worked = args.context.get("worked")
            if worked is not None:
                self._show(args, say(worked))

        return run

    # --- what all of them do ----------------------------------------------------------

    def _pressed(self, args: Args) -> tuple[Caller, int]:
        carried = str(args.body["actions"][0]["value"])
        sig_id, number = buttons.read_value(carried)
        return caller(args, self.deps, sig_id=sig_id), number

    def _do(
        self, say: Callable[..., Worked], who: Caller, number: int, **more: object
    ) -> Worked:
        return say(self.deps.db, self.deps.clock, caller=who, number=number, **more)

    def _show(self, args: Args, post: Post) -> None:
        """Answer in the place of an answer; never of a message that stays."""
        self.deps.wake()
        is_shown_once = bool((args.body.get("container") or {}).get("is_ephemeral"))
        is_answer = is_shown_once or is_on_home(args.body)
        tell(args, post, instead=is_answer)


def _split(rest: str) -> tuple[str, str]:
    name, _, more = rest.strip().partition(" ")
    return name, more.strip()
