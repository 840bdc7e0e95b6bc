"""`/meeting move`, `cancel` and `reopen`, of one meeting or of its series."""

import uuid
from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.meeting_views import Changed, Versions
from bot.domain.schedules import Scope, typed_of_meeting, typed_of_rule
from bot.services.meetings import changing, reshaping, resting
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates.meetings import cards, form, notices, previews
from templates.meetings.form import Form
from templates.messages import Post

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this part."""
    on = _Changing(deps)
    listeners.word(COMMAND, "move", "change", then=on.move)
    listeners.word(COMMAND, "cancel", then=on.cancel)
    listeners.word(COMMAND, "reopen", then=on.reopen)
    listeners.action(cards.MOVE, then=on.move_pressed)
    listeners.action(cards.CANCEL, then=on.cancel_pressed)
    listeners.action(cards.REOPEN, then=on.reopen_pressed)
    listeners.view(form.CHANGE, take=on.take_change, then=on.confirm)
    listeners.view(form.RULE, take=on.take_rule)
    listeners.view(previews.RULE_PREVIEW, take=on.take_preview, then=on.confirm)
    listeners.view(form.CALL_OFF, take=on.take_cancel, then=on.confirm)
    for action_id in notices.CHOICES:
        listeners.action(action_id, then=on.holiday_pressed)


@dataclass(frozen=True, slots=True)
class _Changing:
    deps: Deps

    def move(self, args: Args, text: str) -> None:
        who = caller(args, self.deps)
        found = self._editable(who, text)
        about = _about(args, who, found)
        about = replace(about, typed=typed_of_meeting(found.meeting))
        open_view(args, form.change(about, found, reader=who.person.zone))

    def cancel(self, args: Args, text: str) -> None:
        who = caller(args, self.deps)
        found = self._editable(who, text)
        about = _about(args, who, found)
        open_view(args, form.call_off(about, found, reader=who.person.zone))

    def reopen(self, args: Args, text: str) -> None:
        who = caller(args, self.deps)
        done = changing.reopen(self.deps.db, self.deps.clock, caller=who, text=text)
        self.deps.wake()
        tell(args, notices.saved(done, reader=who.person.zone))

    def move_pressed(self, args: Args) -> None:
        self.move(args, _value(args))

    def cancel_pressed(self, args: Args) -> None:
        self.cancel(args, _value(args))

    def reopen_pressed(self, args: Args) -> None:
        self.reopen(args, _value(args))

    def take_change(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read(args.body["view"])
        if about.scope is Scope.THIS:
            self._take_move(args, who, about)
            return
        found = changing.check_move(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=about.number,
            typed=about.typed,
        )
        rule = typed_of_rule(found.series) if found.series else {}
        step = replace(about, typed={**rule, **about.typed})
        args.ack(response_action="update", view=form.rule(step))

    def take_rule(self, args: Args) -> None:
        about = form.read(args.body["view"])
        preview = reshaping.preview(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            number=about.number,
            scope=about.scope,
            typed=about.typed,
        )
        # Whoever was quicker is shown here, before anything is saved.
        preview = replace(preview, is_stale=preview.seen != about.seen)
        view = previews.reshaping(replace(about, seen=preview.seen), preview)
        args.ack(response_action="push", view=view)

    def take_preview(self, args: Args) -> None:
        about = form.read(args.body["view"])
        done = reshaping.save(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            number=about.number,
            scope=about.scope,
            seen=about.seen,
            nonce=about.nonce,
            typed=about.typed,
        )
        if done.is_stale:
            again = previews.reshaping(replace(about, seen=done.seen), done)
            args.ack(response_action="update", view=again)
            return
        args.context["said"] = notices.reshaped(done)
        args.ack(response_action="clear")

    def take_cancel(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read(args.body["view"])
        if about.scope is not Scope.THIS:
            self._take_end(args, who, about)
            return
        done = changing.cancel(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=about.number,
            version=about.seen.meeting,
            typed=about.typed,
        )
        if done.is_stale:
            view = form.call_off(_seen(about, done), done, reader=who.person.zone)
            args.ack(response_action="update", view=view)
            return
        args.context["said"] = notices.saved(done, reader=who.person.zone)
        args.ack()

    def confirm(self, args: Args) -> None:
        said: Post | None = args.context.get("said")
        if said is not None:  # else the form was sent back
            self.deps.wake()
            tell(args, said)

    def holiday_pressed(self, args: Args) -> None:
        action = args.body["actions"][0]
        sig_id, number = notices.read_question(action["value"])
        decided = resting.decide(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=sig_id),
            number=number,
            choice=notices.CHOICES[action["action_id"]],
        )
        self.deps.wake()
        tell(args, notices.decided(decided), instead=True)

    def _take_move(self, args: Args, who: Caller, about: Form) -> None:
        done = changing.move(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=about.number,
            version=about.seen.meeting,
            typed=about.typed,
        )
        if done.is_stale:
            view = form.change(_seen(about, done), done, reader=who.person.zone)
            args.ack(response_action="update", view=view)
            return
        args.context["said"] = notices.saved(done, reader=who.person.zone)
        args.ack()

    def _take_end(self, args: Args, who: Caller, about: Form) -> None:
        done = reshaping.end(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=about.number,
            version=about.seen.meeting,
            typed=about.typed,
        )
        if done.is_stale:
            now = Changed(meeting=done.meeting, is_stale=True)
            view = form.call_off(_seen(about, now), now)
            args.ack(response_action="update", view=view)
            return
        args.context["said"] = notices.ended(done, reader=who.person.zone)
        args.ack()

    def _editable(self, who: Caller, text: str) -> Changed:
        return changing.editable(self.deps.db, self.deps.clock, caller=who, text=text)


def _about(args: Args, who: Caller, found: Changed) -> Form:
    return Form(
        channel=channel_of(args.body),
        sig_id=who.sig.id,
        nonce=uuid.uuid4().hex,
        number=found.meeting.number,
        seen=_versions(found),
    )


def _seen(about: Form, done: Changed) -> Form:
    return replace(about, seen=replace(about.seen, meeting=done.meeting.version))


def _versions(found: Changed) -> Versions:
    series = found.series.version if found.series else 1
    return Versions(meeting=found.meeting.version, series=series)


def _value(args: Args) -> str:
    return str(args.body["actions"][0]["value"])
