"""`/practice import`: a form from outside, also where it is shared with the bot."""

from dataclasses import dataclass

from slack_bolt import Args

from bot import slack_files
from bot.deps import Deps
from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.practices import outside
from bot.domain.practices.outside import Reading
from bot.services import practices
from bot.services.members import Caller
from bot.slack_files import Parcel, SharedFile
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, guarded, open_view, tell
from handlers.listeners import Listeners
from templates import reports
from templates.messages import Post
from templates.practices import forms_outside
from templates.practices import imports as views
from templates.practices.imports import File

COMMAND = "/practice"
_NOT_YOURS = "Somebody else shared this file. Please add it yourself: /practice import."


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Imports(deps)
    listeners.word(COMMAND, "import", then=on.open)
    listeners.view(views.IMPORT, take=on.take_file, then=on.preview)
    listeners.action(views.SEND_FORM, then=on.send_form)
    listeners.action(views.TAKE, then=on.take_pressed)
    listeners.file(f"{COMMAND} import", then=on.shared)


@dataclass(frozen=True, slots=True)
class _Imports:
    deps: Deps

    def open(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        practices.choices(self.deps.db, self.deps.clock, who)  # who may not, hears it
        open_view(args, views.view(channel=channel_of(args.body), sig_id=who.sig.id))

    def take_file(self, args: Args) -> None:
        known_caller(args, self.deps)  # who may not add anything hears that first
        added = views.read_added(args.body["view"])
        if added is None:
            raise InvalidInputError({views.FILE: "Please add the form."})
        outside.require_form(added.name, added.size)
        args.context["file_id"] = added.id
        args.ack()

    def preview(self, args: Args) -> None:
        file_id = args.context.get("file_id")
        if file_id:
            tell(args, self._preview(args, known_caller(args, self.deps), file_id))

    def shared(self, args: Args) -> None:
        """Look at what somebody sent to the bot alone and is no other kind of file."""
        who, file = args.context["member"], args.context["file"]
        _post(args, self._read_over(who, file, args.body["file_id"]))

    def _preview(self, args: Args, who: Caller, file_id: str) -> Post:
        return self._read_over(who, slack_files.fetch(args.client, file_id), file_id)

    def _read_over(self, who: Caller, file: SharedFile, file_id: str) -> Post:
        reading = self._read(who, file)
        return views.preview(file.name, reading, File(file_id, who.sig.id))

    def _read(self, who: Caller, file: SharedFile) -> Reading:
        if file.user != who.person.user_id:
            raise NotAllowedError(_NOT_YOURS)
        offered = practices.choices(self.deps.db, self.deps.clock, who)
        asked = forms_outside.questions(offered.themes)
        return outside.read(file.name, file.data, asked)

    def take_pressed(self, args: Args) -> None:
        about = views.read_file(args.body["actions"][0]["value"])
        who = caller(args, self.deps, sig_id=about.sig_id)
        file = slack_files.fetch(args.client, about.file_id)
        reading = self._read(who, file)
        if not reading.is_fine:  # a theme may have gone since
            tell(args, views.preview(file.name, reading, about), instead=True)
            return
        kept = practices.take_in(
            self.deps.db, self.deps.clock, caller=who, reading=reading
        )
        were_there = not any(each.is_new for each in kept)
        drafts = [each.practice for each in kept]
        tell(args, views.taken(drafts, were_there=were_there), instead=True)

    def send_form(self, args: Args) -> None:
        who = caller(args, self.deps)
        offered = practices.choices(self.deps.db, self.deps.clock, who)
        asked = forms_outside.questions(offered.themes)
        files = forms_outside.files(asked, group=who.sig.name)
        work = _Sending(Parcel(args.client, str(who.person.user_id)), files)
        self.deps.slow.submit(guarded(work.run), args)


@dataclass(frozen=True, slots=True)
class _Sending:
    """The empty form on its way to one person."""

    parcel: Parcel
    files: tuple[reports.File, ...]

    def run(self, args: Args) -> None:
        if not self.parcel.open(views.sending()):
            tell(args, views.no_direct_message())
            return
        tell(args, views.form_is_coming())
        self.parcel.show(views.sent(self.parcel.upload(self.files)))


def _post(args: Args, post: Post) -> None:
    args.client.chat_postMessage(channel=args.body["user_id"], **post.arguments())
