"""`/meeting schedule`: a form, a preview, and then a meeting or a series."""

import uuid
from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.services.meetings import scheduling
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates.meetings import form, lists, notices, previews
from templates.meetings.form import Form

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this part."""
    on = _Planning(deps)
    listeners.word(COMMAND, "schedule", then=on.schedule)
    listeners.action(lists.NEW, then=on.schedule_pressed)
    listeners.view(form.SCHEDULE, take=on.take_form)
    listeners.view(previews.PREVIEW, take=on.take_preview, then=on.confirm)


@dataclass(frozen=True, slots=True)
class _Planning:
    deps: Deps

    def schedule(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        about = Form(
            channel=channel_of(args.body),
            sig_id=who.sig.id,
            nonce=uuid.uuid4().hex,
            typed=scheduling.blank(self.deps.db, self.deps.clock, caller=who),
        )
        open_view(args, form.schedule(about))

    def schedule_pressed(self, args: Args) -> None:
        self.schedule(args, "")

    def take_form(self, args: Args) -> None:
        about = form.read(args.body["view"])
        preview = scheduling.preview(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            typed=about.typed,
        )
        view = previews.schedule(about, preview)
        args.ack(response_action="push", view=view)

    def take_preview(self, args: Args) -> None:
        about = form.read(args.body["view"])
        who = known_caller(args, self.deps)
        done = scheduling.schedule(
            self.deps.db,
            self.deps.clock,
            caller=who,
            nonce=about.nonce,
            typed=about.typed,
        )
        args.context["said"] = notices.scheduled(done, reader=who.person.zone)
        args.ack(response_action="clear")

    def confirm(self, args: Args) -> None:
        said = args.context.get("said")
        if said is not None:  # else the preview was sent back
            self.deps.wake()
            tell(args, said)
