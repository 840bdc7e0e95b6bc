"""`/whitepaper`: assemble the draft and put it into the channel."""

import logging
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from slack_bolt import Args
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.deps import Deps
from bot.domain.errors import UnavailableError
from bot.domain.whitepaper import Edition, Snapshot
from bot.services import whitepaper
from bot.services.members import Caller
from handlers.callers import caller
from handlers.errors import channel_of, guarded, tell
from handlers.listeners import Listeners
from templates import documents
from templates.documents import Draft
from templates.messages import Post
from templates.whitepaper import drafting as views

logger = logging.getLogger(__name__)
COMMAND = "/whitepaper"
_CANNOT_POST = {"not_in_channel", "channel_not_found", "is_archived"}
_NO_FILES = {"missing_scope", "unknown_method", "not_allowed_token_type"}


class Place(NamedTuple):
    """Where a message stands."""

    channel: str
    ts: str


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Whitepaper(deps)
    listeners.word(COMMAND, "draft", then=on.start_draft)


@dataclass(frozen=True, slots=True)
class _Whitepaper:
    deps: Deps

    def start_draft(self, args: Args, _: str) -> None:
        # Asked before anything is posted: who may not draft hears it alone.
        who = caller(args, self.deps)
        snapshot, as_of = whitepaper.material(self.deps.db, self.deps.clock, caller=who)
        work = _Drafting(self.deps, who, snapshot, as_of)
        self.deps.slow.submit(guarded(work.run), args)


@dataclass(slots=True)
class _Drafting:
    """One assembly: slow, so it runs in the small pool and shows how far it is."""

    deps: Deps
    who: Caller
    snapshot: Snapshot
    as_of: date
    place: Place | None = None

    def run(self, args: Args) -> None:
        self.place = self._post(args, views.assembling(self.snapshot))
        guarded(self._assemble, failed=self._failed)(args)

    def _assemble(self, args: Args) -> None:
        draft = documents.draft(
            self.snapshot, as_of=self.as_of, custom=self.deps.custom
        )
        edition = whitepaper.keep(
            self.deps.db, self.deps.clock, caller=self.who, edition=draft.edition
        )
        self._show(args, views.uploading(edition))
        self._show(args, views.drafted(draft, self._upload(args, draft, edition)))

    def _failed(self, args: Args, sentence: str) -> None:
        self._show(args, views.not_drafted(sentence))

    def _post(self, args: Args, post: Post) -> Place:
        """Post in the group's channel, whatever channel the command was typed in.

        A draft is for the group; elsewhere others would read it.
        """
        home, typed_in = self.who.sig.channel_id, channel_of(args.body)
        try:
            answer = args.client.chat_postMessage(channel=str(home), **post.arguments())
        except SlackApiError as error:
            if error.response.get("error") not in _CANNOT_POST:
                raise
            raise UnavailableError(
                "I am not in the group's channel, so I cannot put the paper there. "
                "Type /invite @Convenor in it and try again."
            ) from None
        if typed_in != home:
            tell(args, views.comes_elsewhere(str(home)))
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

    def _upload(self, args: Args, draft: Draft, edition: Edition) -> views.Upload:
        try:
            args.client.files_upload_v2(
                channel=self.who.sig.channel_id,
                initial_comment=views.file_comment(edition),
                file_uploads=[
                    {"filename": name, "title": name, "content": content}
                    for name, content in draft.files().items()
                ],
            )
        except SlackApiError as error:
            code = error.response.get("error")
            logger.warning("Files cannot be uploaded here: %s.", code)
            refused = code in _NO_FILES | _CANNOT_POST
            return views.Upload.REFUSED if refused else views.Upload.UNCERTAIN
        except (SlackClientError, OSError) as error:
            logger.warning("The upload is uncertain: %s", type(error).__name__)
            return views.Upload.UNCERTAIN
        return views.Upload.DONE
