"""`/sig report`: the figures of a year, as text at once and as files in private."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.reports import YearReport
from bot.services import reports
from bot.slack_files import Parcel
from handlers.callers import caller
from handlers.errors import guarded, tell
from handlers.listeners import Listeners
from templates import reports as views

COMMAND = "/sig"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Reports(deps)
    listeners.word(COMMAND, "report", then=on.show)


@dataclass(frozen=True, slots=True)
class _Reports:
    deps: Deps

    def show(self, args: Args, year: str) -> None:
        who = caller(args, self.deps)
        report = reports.read(self.deps.db, self.deps.clock, caller=who, year=year)
        tell(args, views.summary(report))
        if not report.is_empty:
            parcel = Parcel(args.client, str(args.body["user_id"]))
            work = _Sending(report, parcel)
            self.deps.slow.submit(guarded(work.run), args)


@dataclass(frozen=True, slots=True)
class _Sending:
    """The files of one report: slow, so they are made in the small pool."""

    report: YearReport
    parcel: Parcel

    def run(self, args: Args) -> None:
        if self.parcel.open(views.making(self.report)):
            guarded(self._make, failed=self._failed)(args)
        else:
            tell(args, views.no_direct_message(self.report))

    def _make(self, _: Args) -> None:
        files = views.files(self.report)
        self.parcel.show(views.uploading(self.report))
        upload = self.parcel.upload(files.made)
        self.parcel.show(views.delivered(self.report, upload, trouble=files.trouble))

    def _failed(self, _: Args, sentence: str) -> None:
        self.parcel.show(views.not_made(sentence))
