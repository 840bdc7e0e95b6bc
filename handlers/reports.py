"""`/sig report`: the figures of a year, as text at once and as files in private."""

import logging
from dataclasses import dataclass
from typing import NamedTuple

from slack_bolt import Args
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.deps import Deps
from bot.domain.reports import YearReport
from bot.services import reports
from handlers.callers import caller
from handlers.errors import guarded, tell
from handlers.listeners import Listeners
from templates import reports as views
from templates.messages import Post
from templates.reports import Files, Upload

logger = logging.getLogger(__name__)
COMMAND = "/sig"
_REFUSED = {
    "missing_scope",
    "unknown_method",
    "not_allowed_token_type",
    "not_in_channel",
    "channel_not_found",
}


class Place(NamedTuple):
    """Where a message stands."""

    channel: str
    ts: str


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
            work = _Sending(report, str(args.body["user_id"]))
            self.deps.slow.submit(guarded(work.run), args)


@dataclass(slots=True)
class _Sending:
    """The files of one report: slow, so they are made in the small pool.

    Files cannot be ephemeral, so they go where only the person reads: into the direct
    message with the bot. Posting there opens it and tells its channel; the scope
    ``im:write`` is not needed for that.
    """

    report: YearReport
    user: str
    place: Place | None = None

    def run(self, args: Args) -> None:
        self.place = self._open(args)
        if self.place is None:
            tell(args, views.no_direct_message(self.report))
            return
        guarded(self._make, failed=self._failed)(args)

    def _make(self, args: Args) -> None:
        files = views.files(self.report)
        self._show(args, views.uploading(self.report))
        upload = self._upload(args, files)
        self._show(args, views.delivered(self.report, upload, trouble=files.trouble))

    def _failed(self, args: Args, sentence: str) -> None:
        self._show(args, views.not_made(sentence))

    def _open(self, args: Args) -> Place | None:
        post = views.making(self.report)
        try:
            answer = args.client.chat_postMessage(channel=self.user, **post.arguments())
        except SlackApiError as error:
            code = error.response.get("error")
            logger.warning("No direct message to who asked for a report: %s", code)
            return None
        return Place(str(answer["channel"]), str(answer["ts"]))

    def _show(self, args: Args, post: Post) -> None:
        """Change the message that shows how far it is; without it the work goes on."""
        if self.place is None:
            return
        channel, ts = self.place
        try:
            args.client.chat_update(channel=channel, ts=ts, **post.content())
        except (SlackClientError, OSError) as error:
            logger.warning("Progress is not shown: %s", type(error).__name__)

    def _upload(self, args: Args, files: Files) -> Upload:
        try:
            args.client.files_upload_v2(
                channel=self.place.channel if self.place else None,
                file_uploads=[
                    {
                        "filename": each.name,
                        "title": each.title,
                        "content": each.content,
                        "alt_txt": each.description,
                    }
                    for each in files.made
                ],
            )
        except SlackApiError as error:
            code = error.response.get("error")
            logger.warning("Files cannot be uploaded here: %s.", code)
            return Upload.REFUSED if code in _REFUSED else Upload.UNCERTAIN
        except (SlackClientError, OSError) as error:
            logger.warning("The upload is uncertain: %s", type(error).__name__)
            return Upload.UNCERTAIN
        return Upload.DONE
