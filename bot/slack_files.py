"""Files in Slack: sent to one person alone, and fetched where somebody shared one."""

import copy
import logging
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import NamedTuple
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import NotFoundError, UnavailableError
from bot.domain.practices.outside import require_small
from templates.messages import Post
from templates.reports import File, Upload

logger = logging.getLogger(__name__)
_SECONDS = 8
# Nothing that anybody brings is larger; what a kind of file may have is its own rule.
_MOST_BYTES = 10_000_000
_REFUSED = {
    "missing_scope",
    "unknown_method",
    "not_allowed_token_type",
    "not_in_channel",
    "channel_not_found",
}
_GONE = {"file_not_found", "file_deleted"}
_HOSTS = ("slack.com", "slack-gov.com")
_NOT_PERMITTED = (
    "I may not read files here. Whoever runs Convenor can add the permission "
    "files:read to the app and install it again."
)
_NOT_THERE = "This file is not there any more. Please share it again."
_SILENT = "Slack did not give me the file just now. Please try again in a minute."


class Place(NamedTuple):
    """Where a message stands."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFile:
    """A file as somebody shared it: its name there, its owner, its bytes."""

    name: str
    user: str
    data: bytes


@dataclass(slots=True)
class Parcel:
    """Files for one person, with a message that shows how far they are.

    Files cannot be ephemeral, so they go where only the person reads: into the direct
    message with the bot. Posting there opens it and tells its channel; the scope
    ``im:write`` is not needed for that.
    """

    client: WebClient
    user: str
    place: Place | None = None

    def open(self, post: Post) -> bool:
        """Say that it is being made; False: the person cannot be written to."""
        try:
            answer = self.client.chat_postMessage(channel=self.user, **post.arguments())
        except SlackApiError as error:
            code = error.response.get("error")
            logger.warning("No direct message to who asked for a file: %s", code)
            return False
        self.place = Place(str(answer["channel"]), str(answer["ts"]))
        return True

    def show(self, post: Post) -> None:
        """Change the message that shows how far it is; without it the work goes on."""
        if self.place is None:
            return
        channel, ts = self.place
        try:
            self.client.chat_update(channel=channel, ts=ts, **post.content())
        except (SlackClientError, OSError) as error:
            logger.warning("Progress is not shown: %s", type(error).__name__)

    def upload(self, files: Iterable[File]) -> Upload:
        """Put the files there, and say how that went."""
        try:
            self.client.files_upload_v2(
                channel=self.place.channel if self.place else None,
                file_uploads=[
                    {
                        "filename": each.name,
                        "title": each.title,
                        "content": each.content,
                        "alt_txt": each.description,
                    }
                    for each in files
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


def fetch(
    client: WebClient,
    file_id: str,
    *,
    seconds: int = _SECONDS,
    require: Callable[[int], None] = require_small,
) -> SharedFile:
    """Return a file that somebody shared; it is kept in memory only.

    ``seconds`` is how long each of the two questions to Slack may take. ``require``
    refuses a size in bytes, before the file is fetched and again after it.

    Raises:
        InvalidInputError: it is larger than a form can be.
        NotFoundError: it is not there any more.
        UnavailableError: the permission is missing, or Slack does not answer.
    """
    client = copy.copy(client)
    client.timeout = seconds
    try:
        file = client.files_info(file=file_id)["file"]
    except SlackApiError as error:
        code = error.response.get("error")
        logger.warning("A shared file cannot be looked at: %s.", code)
        if code in _GONE:
            raise NotFoundError(_NOT_THERE) from None
        said = _NOT_PERMITTED if code in _REFUSED else _SILENT
        raise UnavailableError(said) from None
    except (SlackClientError, OSError) as error:
        logger.warning("A shared file cannot be looked at: %s.", type(error).__name__)
        raise UnavailableError(_SILENT) from None
    require(int(file.get("size") or 0))
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    data = _download(client, address, seconds)
    require(len(data))
    return SharedFile(
        name=str(file.get("name") or "file"),
        user=str(file.get("user") or ""),
        data=data,
    )


def _download(client: WebClient, address: str, seconds: int) -> bytes:
    """Fetch a file with the bot's token, which goes to nobody but Slack."""
    if not _is_slacks(client, address):
        logger.warning("A shared file lies outside Slack.")
        raise UnavailableError(
            "This file lies outside Slack, where I do not fetch it. Please upload it."
        )
    request = urllib.request.Request(  # noqa: S310 - checked above
        address, headers={"Authorization": f"Bearer {client.token}"}
    )
    try:
        with _opener().open(request, timeout=seconds) as answer:
            kind = answer.headers.get_content_type()
            data: bytes = answer.read(_MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        code = error.code
        error.close()
        logger.warning("A shared file cannot be fetched: HTTP %s.", code)
        said = _SILENT if code >= HTTPStatus.INTERNAL_SERVER_ERROR else _NOT_PERMITTED
        raise UnavailableError(said) from None
    except (OSError, HTTPException) as error:
        logger.warning("A shared file cannot be fetched: %s.", type(error).__name__)
        raise UnavailableError(_SILENT) from None
    if kind == "text/html":
        # Instead of a file Slack shows its sign-in page to who may not read it.
        raise UnavailableError(_NOT_PERMITTED)
    return data


def _is_slacks(client: WebClient, address: str) -> bool:
    """Whether the token may go there: Slack's own hosts, or where our Slack is."""
    there, home = urlsplit(address), urlsplit(client.base_url)
    if (there.scheme, there.netloc) == (home.scheme, home.netloc):
        return True
    host = there.hostname or ""
    is_known = any(host == name or host.endswith(f".{name}") for name in _HOSTS)
    return there.scheme == "https" and is_known


class _StaysThere(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: it could lead the token elsewhere."""

    def redirect_request(self, *_: object) -> None:
        """Go nowhere."""


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_StaysThere)
