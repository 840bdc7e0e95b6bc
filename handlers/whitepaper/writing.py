"""`/whitepaper edit` and `section`: the text of a section and its history."""

from dataclasses import dataclass, replace

from slack_bolt import Args
from slack_sdk.models.views import View

from bot.deps import Deps
from bot.domain.whitepaper.desk import Editing
from bot.domain.whitepaper.sections import Kept, Unsaved
from bot.services.members import Caller
from bot.services.whitepaper import writing
from bot.slack_files import Parcel
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, guarded, open_view, tell
from handlers.listeners import Listeners
from templates import forms as fields
from templates import pages
from templates.forms import About
from templates.whitepaper import files
from templates.whitepaper import writing as views
from templates.whitepaper.outlining import HISTORY, WRITE

COMMAND = "/whitepaper"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Writing(deps)
    listeners.word(COMMAND, "edit", "write", then=on.edit)
    listeners.word(COMMAND, "section", then=on.show)
    listeners.action(WRITE, then=on.edit_pressed)
    listeners.action(HISTORY, then=on.show_pressed)
    for name in (pages.BEFORE, pages.AFTER):
        listeners.action(f"{views.FEATURE}_{name}", then=on.page_pressed)
    listeners.action(views.DIFF, then=on.show_difference)
    listeners.action(views.RESTORE, then=on.restore)
    listeners.action(views.FILE, then=on.send_file)
    listeners.action(views.DISCARD, then=on.discard)
    listeners.view(views.EDIT, take=on.take, then=on.confirm)


@dataclass(frozen=True, slots=True)
class _Writing:
    deps: Deps

    def edit(self, args: Args, name: str) -> None:
        self._open(args, caller(args, self.deps), name)

    def edit_pressed(self, args: Args) -> None:
        (section_id,) = _pressed(args)
        self._open(args, caller(args, self.deps), section_id)

    def _open(self, args: Args, who: Caller, name: str | int) -> None:
        found = writing.to_edit(self.deps.db, self.deps.clock, caller=who, name=name)
        if views.fits(found):
            open_view(args, self._form(args, found))
        else:
            tell(args, views.too_long(found.kept))
            self._send(args, who, found.kept)

    def _form(self, args: Args, found: Editing) -> View:
        about = About(
            channel=channel_of(args.body),
            record_id=found.kept.id,
            version=found.kept.section.revision,
        )
        return views.form(about, found.kept, unsaved=found.unsaved, is_stale=False)

    def take(self, args: Args) -> None:
        view = args.body["view"]
        about, typed = fields.read_about(view), fields.read_typed(view)
        saved = writing.save(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            section_id=about.record_id,
            base_revision=about.version,
            body=str(typed.get("body") or ""),
            reason=str(typed.get("reason") or ""),
        )
        if saved.refused is None:
            args.context["saved"] = saved
            args.ack()
        else:
            again = self._again(about, saved.kept, saved.refused)
            args.ack(response_action="update", view=again)

    def _again(self, about: About, kept: Kept, refused: Unsaved) -> View:
        newest = replace(about, version=kept.section.revision)
        return views.form(newest, kept, unsaved=refused, is_stale=True)

    def confirm(self, args: Args) -> None:
        if args.context.get("saved") is not None:
            tell(args, views.saved(args.context["saved"]))

    def show(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        found = writing.history(self.deps.db, self.deps.clock, caller=who, name=name)
        tell(args, views.history(found))

    def show_pressed(self, args: Args) -> None:
        who, (section_id,) = caller(args, self.deps), _pressed(args)
        found = writing.history(
            self.deps.db, self.deps.clock, caller=who, name=section_id
        )
        tell(args, views.history(found))

    def page_pressed(self, args: Args) -> None:
        section_id, offset = pages.read_page(args.body["actions"][0]["value"])
        found = writing.history(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps),
            name=section_id,
        )
        tell(args, views.history(found, offset=offset), instead=True)

    def show_difference(self, args: Args) -> None:
        who, (section_id, number) = caller(args, self.deps), _pressed(args)
        found = writing.difference(
            self.deps.db,
            self.deps.clock,
            caller=who,
            section_id=section_id,
            number=number,
        )
        tell(args, views.difference(found))

    def restore(self, args: Args) -> None:
        who, (section_id, number, base) = caller(args, self.deps), _pressed(args)
        saved = writing.restore(
            self.deps.db,
            self.deps.clock,
            caller=who,
            section_id=section_id,
            number=number,
            base_revision=base,
        )
        tell(args, views.restored(saved, number))

    def discard(self, args: Args) -> None:
        who, (section_id,) = caller(args, self.deps), _pressed(args)
        kept = writing.discard(
            self.deps.db, self.deps.clock, caller=who, section_id=section_id
        )
        tell(args, views.discarded(kept))

    def send_file(self, args: Args) -> None:
        who, (section_id,) = caller(args, self.deps), _pressed(args)
        kept = writing.text(
            self.deps.db, self.deps.clock, caller=who, section_id=section_id
        )
        self._send(args, who, kept)

    def _send(self, args: Args, who: Caller, kept: Kept) -> None:
        work = _Sending(kept, Parcel(args.client, str(who.person.user_id)))
        self.deps.slow.submit(guarded(work.run), args)


@dataclass(frozen=True, slots=True)
class _Sending:
    """The text of one section, on its way to one person."""

    kept: Kept
    parcel: Parcel

    def run(self, args: Args) -> None:
        if self.parcel.open(files.coming(self.kept)):
            upload = self.parcel.upload([files.file_of(self.kept)])
            self.parcel.show(files.delivered(self.kept, upload))
        else:
            tell(args, files.no_direct_message())


def _pressed(args: Args) -> tuple[int, ...]:
    return tuple(int(part) for part in args.body["actions"][0]["value"].split(":"))
