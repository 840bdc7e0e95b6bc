"""`/meeting attendance`: who was there, in one form of those who lead the group."""

from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.attendance import Sheet
from bot.services import attendance
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates import forms
from templates.attendance import cards
from templates.attendance import form as views
from templates.forms import About

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Attendance(deps)
    listeners.word(COMMAND, "attendance", "attend", then=on.typed)
    listeners.action(cards.MARK, then=on.mark_pressed)
    listeners.view(views.FORM, take=on.take, then=on.confirm)


@dataclass(frozen=True, slots=True)
class _Attendance:
    deps: Deps

    def typed(self, args: Args, text: str) -> None:
        who = caller(args, self.deps)
        found = attendance.shown(self.deps.db, self.deps.clock, caller=who, text=text)
        if found.may_mark and not found.is_marked:
            self._open(args, found)
        else:
            tell(args, cards.card(found))

    def mark_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        text = str(args.body["actions"][0]["value"])
        found = attendance.markable(
            self.deps.db, self.deps.clock, caller=who, text=text
        )
        self._open(args, found)

    def take(self, args: Args) -> None:
        who, view = known_caller(args, self.deps), args.body["view"]
        about = forms.read_about(view)
        edited = attendance.mark(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=about.record_id,
            digest=about.nonce,
            typed=forms.read_typed(view),
        )
        if edited.typed is None:
            args.context["meeting"] = about.record_id
            args.ack()
            return
        found = attendance.markable(
            self.deps.db, self.deps.clock, caller=who, text=str(about.record_id)
        )
        about = replace(about, nonce=found.stored.digest)
        shown = views.form(about, found, typed=edited.typed, is_stale=True)
        args.ack(response_action="update", view=shown)

    def confirm(self, args: Args) -> None:
        number = args.context.get("meeting")
        if number is None:
            return  # the form was sent back
        who = known_caller(args, self.deps)
        found = attendance.shown(
            self.deps.db, self.deps.clock, caller=who, text=str(number)
        )
        tell(args, cards.card(found, saved=True))

    def _open(self, args: Args, found: Sheet) -> None:
        about = About(
            nonce=found.stored.digest,
            channel=channel_of(args.body),
            record_id=found.meeting.number,
        )
        open_view(args, views.form(about, found))
