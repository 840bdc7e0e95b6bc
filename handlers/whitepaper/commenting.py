"""`/whitepaper comment` and `comments`: what the group says about sections."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from slack_bolt import Args

from bot.deps import Deps
from bot.services.members import Caller, today
from bot.services.whitepaper import boards, commenting, windows
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates import forms as fields
from templates import pages
from templates.forms import About
from templates.whitepaper import commenting as views
from templates.whitepaper.outlining import COMMENTS

COMMAND = "/whitepaper"
_USUAL = timedelta(days=14)


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Commenting(deps)
    listeners.word(COMMAND, "comment", then=on.say)
    listeners.word(COMMAND, "comments", then=on.list)
    listeners.word(COMMAND, "position", then=on.state)
    listeners.action(COMMENTS, then=on.show_pressed)
    for name in (pages.BEFORE, pages.AFTER):
        listeners.action(f"{views.FEATURE}_{name}", then=on.page_pressed)
    listeners.action(views.SAY, then=on.say_pressed)
    listeners.view(views.NEW, take=on.take, then=on.thank)
    listeners.action(views.POSITION, then=on.state_pressed)
    listeners.view(views.OURS, take=on.take_position, then=on.confirm_position)
    listeners.action(views.ANSWER, then=on.open_answer)
    listeners.view(views.REPLY, take=on.take_answer, then=on.confirm_answer)
    listeners.action(views.OPEN, then=on.open_window)
    listeners.view(views.WINDOW, take=on.take_window, then=on.confirm_window)
    listeners.action(views.END, then=on.end_window)


@dataclass(frozen=True, slots=True)
class _Commenting:
    deps: Deps

    def list(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        if name:
            self._show(args, who, name)
        else:
            found = boards.overview(self.deps.db, self.deps.clock, caller=who)
            tell(args, views.overview(found))

    def show_pressed(self, args: Args) -> None:
        self._show(args, caller(args, self.deps), _pressed(args))

    def page_pressed(self, args: Args) -> None:
        section_id, offset = pages.read_page(args.body["actions"][0]["value"])
        found = boards.board(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps),
            name=section_id,
        )
        tell(args, views.board(found, offset=offset), instead=True)

    def _show(self, args: Args, who: Caller, name: str | int) -> None:
        found = boards.board(self.deps.db, self.deps.clock, caller=who, name=name)
        tell(args, views.board(found))

    def say(self, args: Args, name: str) -> None:
        self._say(args, name)

    def say_pressed(self, args: Args) -> None:
        self._say(args, _pressed(args))

    def _say(self, args: Args, name: str | int) -> None:
        who = caller(args, self.deps)
        found = boards.to_comment(self.deps.db, self.deps.clock, caller=who, name=name)
        about = About(
            nonce=uuid.uuid4().hex,
            channel=channel_of(args.body),
            record_id=found.kept.id,
        )
        open_view(args, views.form(about, found.kept, is_late=found.is_late))

    def take(self, args: Args) -> None:
        view = args.body["view"]
        about = fields.read_about(view)
        args.context["said"] = commenting.comment(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            section_id=about.record_id,
            nonce=about.nonce,
            typed=fields.read_typed(view),
        )
        args.ack()

    def thank(self, args: Args) -> None:
        said = args.context.get("said")
        if said is not None:
            who = known_caller(args, self.deps)
            found = boards.board(
                self.deps.db, self.deps.clock, caller=who, name=said.section_id
            )
            tell(args, views.said(said, found.kept))

    def state(self, args: Args, name: str) -> None:
        self._state(args, name)

    def state_pressed(self, args: Args) -> None:
        self._state(args, _pressed(args))

    def _state(self, args: Args, name: str | int) -> None:
        who = caller(args, self.deps)
        found = commenting.position(
            self.deps.db, self.deps.clock, caller=who, name=name
        )
        about = About(
            channel=channel_of(args.body),
            record_id=found.kept.id,
            version=found.comment.version,
        )
        open_view(args, views.position(about, found))

    def take_position(self, args: Args) -> None:
        view = args.body["view"]
        about = fields.read_about(view)
        found = commenting.save_position(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            section_id=about.record_id,
            version=about.version,
            typed=fields.read_typed(view),
        )
        if found.refused is None:
            args.context["stated"] = found
            args.ack()
        else:
            newest = replace(about, version=found.comment.version)
            again = views.position(newest, found)
            args.ack(response_action="update", view=again)

    def confirm_position(self, args: Args) -> None:
        if args.context.get("stated") is not None:
            tell(args, views.stated(args.context["stated"]))

    def open_answer(self, args: Args) -> None:
        who, comment_id = caller(args, self.deps), _pressed(args)
        kept, said = boards.to_answer(
            self.deps.db, self.deps.clock, caller=who, comment_id=comment_id
        )
        about = About(
            channel=channel_of(args.body),
            record_id=comment_id,
            version=said.comment.version,
        )
        open_view(args, views.answer(about, kept, said))

    def take_answer(self, args: Args) -> None:
        view = args.body["view"]
        about = fields.read_about(view)
        args.context["answered"] = commenting.answer(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            comment_id=about.record_id,
            version=about.version,
            typed=fields.read_typed(view),
        )
        args.ack()

    def confirm_answer(self, args: Args) -> None:
        if args.context.get("answered") is not None:
            self.deps.wake()
            tell(args, views.replied(args.context["answered"]))

    def open_window(self, args: Args) -> None:
        who = caller(args, self.deps)
        sections = windows.to_open(self.deps.db, self.deps.clock, caller=who)
        about = About(nonce=uuid.uuid4().hex, channel=channel_of(args.body))
        until = today(self.deps.clock, who.sig) + _USUAL
        open_view(args, views.window(about, sections, until=until))

    def take_window(self, args: Args) -> None:
        view = args.body["view"]
        args.context["window"] = windows.open_window(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            nonce=fields.read_about(view).nonce,
            typed=fields.read_typed(view),
        )
        args.ack()

    def confirm_window(self, args: Args) -> None:
        if args.context.get("window") is not None:
            self.deps.wake()
            tell(args, views.asked(args.context["window"]))

    def end_window(self, args: Args) -> None:
        who, window_id = caller(args, self.deps), _pressed(args)
        ended = windows.end_window(
            self.deps.db, self.deps.clock, caller=who, window_id=window_id
        )
        tell(args, views.ended(ended))


def _pressed(args: Args) -> int:
    return int(args.body["actions"][0]["value"])
