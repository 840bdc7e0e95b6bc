"""Slow work on the paper that the whole group sees: one message, changed as it goes."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from slack_bolt import Args
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import UnavailableError
from handlers.errors import channel_of, tell
from templates.messages import Post
from templates.reports import Upload
from templates.whitepaper import drafting as views

logger = logging.getLogger(__name__)
_CANNOT_POST = {"not_in_channel", "channel_not_found", "is_archived"}
_NO_FILES = {"missing_scope", "unknown_method", "not_allowed_token_type"}


class Place(NamedTuple):
    """Where a message stands."""

    channel: str
    ts: str


@dataclass(slots=True)
class Progress:
    """The message in the group's channel ``home`` that shows how far the work is."""

    home: str
    place: Place | None = None

    def start(self, args: Args, post: Post) -> None:
        """Post in the group's channel, whatever channel the command was typed in.

        The paper is for the group; elsewhere others would read it.

        Raises:
            UnavailableError: the bot cannot write there.
        """
        try:
            answer = args.client.chat_postMessage(channel=self.home, **post.arguments())
        except SlackApiError as error:
            if error.response.get("error") not in _CANNOT_POST:
                raise
            raise UnavailableError(
                "I am not in the group's channel, so I cannot put the paper there. "
                "Type /invite @Convenor in it and try again."
            ) from None
        if channel_of(args.body) != self.home:
            tell(args, views.comes_elsewhere(self.home))
        self.place = Place(str(answer["channel"]), str(answer["ts"]))

    def show(self, args: Args, post: Post) -> None:
        """Change the message that shows how far it is; without it the work goes on."""
        if self.place is None:
            return
        channel, ts = self.place
        try:
            args.client.chat_update(channel=channel, ts=ts, **post.content())
        except (SlackClientError, OSError) as error:
            logger.warning("Progress is not shown: %s", type(error).__name__)

    def upload(self, args: Args, comment: str, files: Mapping[str, bytes]) -> Upload:
        """Put files into the group's channel, and say how that went."""
        try:
            args.client.files_upload_v2(
                channel=self.home,
                initial_comment=comment,
                file_uploads=[
                    {"filename": name, "title": name, "content": content}
                    for name, content in files.items()
                ],
            )
        except SlackApiError as error:
            code = error.response.get("error")
            logger.warning("Files cannot be uploaded here: %s.", code)
            refused = code in _NO_FILES | _CANNOT_POST
            return Upload.REFUSED if refused else Upload.UNCERTAIN
        except (SlackClientError, OSError) as error:
            logger.warning("The upload is uncertain: %s", type(error).__name__)
            return Upload.UNCERTAIN
        return Upload.DONE
