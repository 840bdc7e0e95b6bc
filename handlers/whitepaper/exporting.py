"""`/whitepaper export`: a stored edition as a file or canvas, for one person."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_bolt import Args

from bot import slack_canvases
from bot.deps import Deps
from bot.domain.whitepaper import Edition
from bot.domain.whitepaper.exports import Format, read_request
from bot.domain.whitepaper.pictures import Picture
from bot.services.whitepaper import exporting
from bot.slack_files import Parcel
from handlers.callers import caller
from handlers.errors import channel_of, guarded, tell
from handlers.listeners import Listeners
from templates.documents.canvas import canvas_text
from templates.documents.exporting import export
from templates.whitepaper import exporting as views

COMMAND = "/whitepaper"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    listeners.word(COMMAND, "export", then=_Exports(deps).start)


@dataclass(frozen=True, slots=True)
class _Exports:
    deps: Deps

    def start(self, args: Args, text: str) -> None:
        who, request = caller(args, self.deps), read_request(text)
        edition, pictures = exporting.edition(
            self.deps.db, self.deps.clock, caller=who, request=request
        )
        parcel = Parcel(args.client, str(who.person.user_id))
        work = _Export(edition, pictures, parcel, request.form)
        self.deps.slow.submit(guarded(work.run), args)


@dataclass(slots=True)
class _Export:
    """One edition on its way to one person; one message shows how far it is."""

    edition: Edition
    pictures: Sequence[Picture]
    parcel: Parcel
    form: Format

    def run(self, args: Args) -> None:
        if not self.parcel.open(views.making(self.edition, self.form)):
            tell(args, views.no_direct_message())
            return
        if not (channel_of(args.body) or "").startswith("D"):
            tell(args, views.comes_directly(self.edition, self.form))
        make = self._canvas if self.form is Format.CANVAS else self._file
        guarded(make, failed=self._failed)(args)

    def _canvas(self, args: Args) -> None:
        is_made = slack_canvases.make(
            args.client,
            user=self.parcel.user,
            title=f"White paper, edition {self.edition.version}",
            markdown=canvas_text(self.edition.markdown, pictures=self.pictures),
        )
        if is_made:
            self.parcel.show(views.canvas_made(self.edition))
            return
        self.parcel.show(views.no_canvas(self.edition))
        self.form = Format.HTML
        self._file(args)

    def _file(self, _: Args) -> None:
        written = export(self.edition, self.form, pictures=self.pictures)
        self.parcel.show(views.uploading(self.edition, self.form))
        upload = self.parcel.upload([views.file_of(self.edition, self.form, written)])
        self.parcel.show(
            views.delivered(self.edition, self.form, upload=upload, written=written)
        )

    def _failed(self, _: Args, sentence: str) -> None:
        self.parcel.show(views.not_made(self.edition, self.form, sentence))
