"""`/meeting start`, `note`, `end`: holding a meeting in its thread."""

import uuid
from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.services import holding
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates import forms as fields
from templates.forms import About
from templates.holding import cards, forms

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Holding(deps)
    listeners.word(COMMAND, "start", then=on.start)
    listeners.word(COMMAND, "note", then=on.note)
    listeners.word(COMMAND, "end", then=on.end)
    listeners.action(cards.NOTE, then=on.note_pressed)
    listeners.action(cards.NOTE_CHANGE, then=on.change_pressed)
    listeners.action(cards.END, then=on.end_pressed)
    listeners.view(forms.NEW, take=on.take_note, then=on.thank)
    listeners.view(forms.CHANGE, take=on.take_change, then=on.confirm)


@dataclass(frozen=True, slots=True)
class _Holding:
    deps: Deps

    def start(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        begun = holding.start(self.deps.db, self.deps.clock, caller=who, text=name)
        self.deps.wake()
        tell(args, cards.started(begun))

    def end(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        over = holding.end(self.deps.db, self.deps.clock, caller=who, text=name)
        self.deps.wake()
        tell(args, cards.ended(over))

    def end_pressed(self, args: Args) -> None:
        self.end(args, _pressed(args))

    def note(self, args: Args, text: str) -> None:
        who = caller(args, self.deps)
        if not text:
            self._open(args, who)
            return
        noted = holding.note(
            self.deps.db,
            self.deps.clock,
            caller=who,
            text=text,
            source=f"command:{args.body['trigger_id']}",
        )
        self.deps.wake()
        tell(args, cards.thanks(noted))

    def note_pressed(self, args: Args) -> None:
        self._open(args, caller(args, self.deps))

    def _open(self, args: Args, who: Caller) -> None:
        form = holding.note_form(self.deps.db, self.deps.clock, caller=who)
        about = About(
            nonce=uuid.uuid4().hex,
            channel=channel_of(args.body),
            record_id=form.meeting.number,
            version=0,
        )
        open_view(args, forms.note(about, form.meeting))

    def take_note(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), fields.read_about(view)
        typed = forms.read(dict(fields.read_typed(view)))
        args.context["noted"] = holding.note(
            self.deps.db,
            self.deps.clock,
            caller=who,
            text=typed.text,
            agenda_item_id=typed.item_id,
            number=about.record_id,
            source=f"form:{about.nonce}",
        )
        args.ack()

    def thank(self, args: Args) -> None:
        noted = args.context.get("noted")
        if noted is not None:
            self.deps.wake()
            tell(args, cards.thanks(noted))

    def change_pressed(self, args: Args) -> None:
        who, note_id = caller(args, self.deps), int(_pressed(args))
        form = holding.note_to_change(
            self.deps.db, self.deps.clock, caller=who, note_id=note_id
        )
        if form.note is None:
            return
        about = About(
            channel=channel_of(args.body),
            record_id=note_id,
            version=form.note.version,
        )
        known = form.note.text, form.note.agenda_item_id
        open_view(
            args, forms.note(about, form.meeting, text=known[0], item_id=known[1])
        )

    def take_change(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), fields.read_about(view)
        typed = forms.read(dict(fields.read_typed(view)))
        edited = holding.change_note(
            self.deps.db,
            self.deps.clock,
            caller=who,
            note_id=about.record_id,
            version=about.version,
            text=typed.text,
            agenda_item_id=typed.item_id,
        )
        if edited.typed is None:
            args.context["is_changed"] = True
            args.ack()
            return
        form = holding.note_to_change(
            self.deps.db, self.deps.clock, caller=who, note_id=about.record_id
        )
        again = forms.note(
            replace(about, version=edited.stored.version),
            form.meeting,
            text=typed.text,
            item_id=typed.item_id,
            newer=edited.stored,
        )
        args.ack(response_action="update", view=again)

    def confirm(self, args: Args) -> None:
        if args.context.get("is_changed"):
            self.deps.wake()
            tell(args, cards.changed())


def _pressed(args: Args) -> str:
    return str(args.body["actions"][0]["value"])
