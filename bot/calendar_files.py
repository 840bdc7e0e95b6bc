"""Calendar files in Slack: one for each change of a meeting, in its notice's thread.

An upload carries no key. What Slack keeps of it is the name, and that is another one
for each change: by it a doubtful upload is looked up where it belongs, before it is
repeated (https://docs.slack.dev/messaging/working-with-files).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.delivery import NotSentError, RefusedError, refusals
from bot.deps import Identity
from bot.domain.clock import Clock
from bot.domain.invitations import Invitation
from bot.domain.outbox import Message
from bot.services import outbox
from bot.services.calendars import enclosing
from storage.database import Database
from templates.invitations import file_of

_PAGE = 200
_DOUBTFUL = "I cannot find out whether the file was uploaded"
_REFUSED = {
    "not_allowed_token_type",
    "file_uploads_disabled",
    "posting_to_channel_denied",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file goes; in a direct message there is no thread to look for it in."""

    channel: str
    notice_ts: str

    @property
    def thread_ts(self) -> str | None:
        return None if self.channel.startswith("D") else self.notice_ts


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCarrier:
    """Uploads the file of a meeting below the message that tells of it."""

    db: Database
    clock: Clock
    client: WebClient
    identity: Identity
    mail_from: str | None = None

    def __call__(self, message: Message) -> str | None:
        """Upload it; return the id of the file, or None when its reason is gone.

        Raises:
            NotSentError: Slack asks to wait.
            RefusedError: it will never be there, or whether it is cannot be found out.
            OSError: Slack may have it.
        """
        invitation = enclosing.file_for_message(self.db, message, now=self.clock())
        thread = outbox.thread_of(self.db, message)
        if invitation is None or thread is None:
            return None
        place = _Place(*thread)
        try:
            if message.is_uncertain:
                found = self._find(place, invitation.file_name)
                if found is not None:
                    return found
            return self._upload(place, invitation)
        except SlackApiError as error:
            raise _meaning(error) from None
        except (SlackClientError, HTTPException) as error:
            raise ConnectionError(type(error).__name__) from None

    def _upload(self, place: _Place, invitation: Invitation) -> str:
        answer = self.client.files_upload_v2(
            filename=invitation.file_name,
            title=invitation.file_name,
            content=file_of(invitation, mail_from=self.mail_from),
            channel=place.channel,
            thread_ts=place.thread_ts,
        )
        return str(answer["files"][0]["id"])

    def _find(self, place: _Place, name: str) -> str | None:
        """Return the id of the file of this name that the bot put there."""
        try:
            for entry in self._history(place):
                for file in entry.get("files") or ():
                    if file.get("name") == name and self._is_mine(file):
                        return str(file["id"])
        except SlackApiError as error:
            if refusals.read(error).cannot_look:
                raise RefusedError(_DOUBTFUL) from None
            raise
        return None

    def _is_mine(self, file: Mapping[str, Any]) -> bool:
        mine = self.identity.bot_user_id
        return mine is None or file.get("user") == mine

    def _history(self, place: _Place) -> Iterator[Mapping[str, Any]]:
        """Yield what was said since the notice, in its thread or after it."""
        asked: dict[str, Any] = {
            "channel": place.channel,
            "oldest": place.notice_ts,
            "limit": _PAGE,
        }
        read = self.client.conversations_history
        if place.thread_ts is not None:
            read = self.client.conversations_replies  # type: ignore[assignment]  # same shape
            asked["ts"] = place.thread_ts
        cursor = ""
        while True:
            page = read(**asked, cursor=cursor or None)
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _meaning(error: SlackApiError) -> Exception:
    """Return what Slack's answer means for the file."""
    refusal = refusals.read(error)
    if refusal.wait is not None:
        wait = timedelta(seconds=refusal.wait)
        return NotSentError(refusal.code, wait=wait)
    if refusal.is_permanent or refusal.code in _REFUSED:
        return RefusedError(refusal.code)
    return ConnectionError(refusal.code)
