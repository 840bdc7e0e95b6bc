"""`/meeting agenda`: the points of a meeting, proposed by all, ordered by the chair."""

import uuid
from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.agendas import split
from bot.domain.agendas.shown import Agenda, Choices
from bot.services import agendas
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, is_private, open_view, tell
from handlers.listeners import Listeners
from templates import forms, pages
from templates.agendas import form as views
from templates.agendas import lists
from templates.agendas.lists import Pressed
from templates.forms import About

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Agendas(deps)
    listeners.word(COMMAND, "agenda", then=on.typed)
    listeners.action(lists.PROPOSE, then=on.propose_pressed)
    listeners.action(lists.SUGGESTED, then=on.suggested_pressed)
    listeners.view(views.PROPOSED, take=on.take_new, then=on.thank)
    listeners.action(lists.EDIT, then=on.edit_pressed)
    listeners.view(views.EDITED, take=on.take_edit, then=on.show_saved)
    listeners.action(lists.ACCEPT, then=on.accept)
    listeners.action(lists.FINISH, then=on.finish)
    listeners.action(lists.UP, then=on.move)
    listeners.action(lists.DOWN, then=on.move)
    listeners.action(lists.SHOW, then=on.show_pressed)
    listeners.action(f"{lists.FEATURE}_{pages.BEFORE}", then=on.page_pressed)
    listeners.action(f"{lists.FEATURE}_{pages.AFTER}", then=on.page_pressed)


@dataclass(frozen=True, slots=True)
class _Agendas:
    deps: Deps

    def typed(self, args: Args, text: str) -> None:
        who, (meeting, words) = caller(args, self.deps), split(text)
        if words:
            found = agendas.choices(
                self.deps.db, self.deps.clock, caller=who, text=meeting
            )
            self._open_new(args, found, text=words)
        else:
            tell(args, lists.listing(self._read(args, meeting)))

    def propose_pressed(self, args: Args) -> None:
        self._propose(args, suggested=False)

    def suggested_pressed(self, args: Args) -> None:
        self._propose(args, suggested=True)

    def take_new(self, args: Args) -> None:
        who, view = known_caller(args, self.deps), args.body["view"]
        about = forms.read_about(view)
        args.context["agenda"] = agendas.propose(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=about.record_id,
            nonce=about.nonce,
            typed=forms.read_typed(view),
        )
        args.ack()

    def thank(self, args: Args) -> None:
        found: Agenda | None = args.context.get("agenda")
        if found is None:
            return  # the form was sent back
        self.deps.wake()
        tell(args, lists.saved(found))

    def edit_pressed(self, args: Args) -> None:
        who, pressed = caller(args, self.deps), _pressed(args)
        found = agendas.editable(
            self.deps.db, self.deps.clock, caller=who, item_id=pressed.record_id
        )
        if found.item is None:
            return
        about = About(
            nonce=found.meeting.ref,
            channel=channel_of(args.body),
            record_id=found.item.id,
            version=found.item.version,
        )
        open_view(args, views.edit(about, found, item=found.item))

    def take_edit(self, args: Args) -> None:
        who, view = known_caller(args, self.deps), args.body["view"]
        about, typed = forms.read_about(view), forms.read_typed(view)
        edited = agendas.edit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            item_id=about.record_id,
            version=about.version,
            typed=typed,
        )
        if edited.typed is None:
            args.context["meeting"] = about.nonce
            args.ack()
            return
        found = agendas.editable(
            self.deps.db, self.deps.clock, caller=who, item_id=about.record_id
        )
        shown = views.edit(
            replace(about, version=edited.stored.version),
            replace(found, person=str(typed.get("person") or "") or None),
            item=edited.typed,
            stored=edited.stored,
        )
        args.ack(response_action="update", view=shown)

    def show_saved(self, args: Args) -> None:
        meeting = args.context.get("meeting")
        if meeting is None:
            return  # the form was sent back
        self.deps.wake()
        tell(args, lists.listing(self._read(args, meeting), said="Saved."))

    def accept(self, args: Args) -> None:
        who, pressed = caller(args, self.deps), _pressed(args)
        found = agendas.accept(
            self.deps.db,
            self.deps.clock,
            caller=who,
            item_id=pressed.record_id,
            version=pressed.version,
        )
        self._again(args, found, pressed)

    def finish(self, args: Args) -> None:
        who, pressed = caller(args, self.deps), _pressed(args)
        found = agendas.finish(
            self.deps.db,
            self.deps.clock,
            caller=who,
            item_id=pressed.record_id,
            version=pressed.version,
        )
        self._again(args, found, pressed)

    def move(self, args: Args) -> None:
        who, pressed = caller(args, self.deps), _pressed(args)
        found = agendas.move(
            self.deps.db,
            self.deps.clock,
            caller=who,
            item_id=pressed.record_id,
            version=pressed.version,
            to=lists.MOVES[args.body["actions"][0]["action_id"]],
        )
        self._again(args, found, pressed)

    def show_pressed(self, args: Args) -> None:
        who, pressed = caller(args, self.deps), _pressed(args)
        found = agendas.shown(
            self.deps.db, self.deps.clock, caller=who, text=str(pressed.record_id)
        )
        tell(args, lists.listing(found))

    def page_pressed(self, args: Args) -> None:
        who, pressed = caller(args, self.deps), _pressed(args)
        found = agendas.shown(
            self.deps.db, self.deps.clock, caller=who, text=str(pressed.record_id)
        )
        self._again(args, found, pressed)

    def _propose(self, args: Args, *, suggested: bool) -> None:
        who, pressed = caller(args, self.deps), _pressed(args)
        found = agendas.choices(
            self.deps.db,
            self.deps.clock,
            caller=who,
            text=str(pressed.record_id),
            suggested=suggested,
        )
        self._open_new(args, found)

    def _open_new(self, args: Args, found: Choices, *, text: str = "") -> None:
        about = About(
            nonce=uuid.uuid4().hex,
            channel=channel_of(args.body),
            record_id=found.meeting.number,
        )
        open_view(args, views.new(about, found, text=text))

    def _again(self, args: Args, found: Agenda, pressed: Pressed) -> None:
        shown = lists.listing(found, offset=pressed.offset)
        tell(args, shown, instead=is_private(args))

    def _read(self, args: Args, text: str) -> Agenda:
        return agendas.shown(
            self.deps.db, self.deps.clock, caller=caller(args, self.deps), text=text
        )


def _pressed(args: Args) -> Pressed:
    return lists.read_pressed(args.body["actions"][0]["value"])
