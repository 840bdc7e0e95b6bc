"""Posts to Slack, and finds what was posted by its key."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery import refusals
from bot.domain.outbox import Message
from templates.messages import Post

EVENT_TYPE = "convenor_message"
# For client_msg_id, a second belt: Slack may drop a repetition by it.
_NAMESPACE = uuid.UUID("8a1c7d5e-6f3b-4e0c-9b57-2d1f4c0e6a90")
# The look-up begins that long before the first try: the clock of this machine may
# have been wrong then, by a time zone, and Slack's is the one that counts there.
_CLOCK_MAY_BE_WRONG = timedelta(hours=26)
_PAGE = 200


class DoubtfulError(Exception):
    """Whether the message was posted cannot be found out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message goes: a recipient, and the thread of a message there."""

    recipient: str
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class Poster:
    """Talks to Slack about one message at a time."""

    client: WebClient

    def post(self, message: Message, post: Post, place: Place) -> tuple[str, str]:
        """Post it with its key; return the channel and the time Slack gave it.

        Raises:
            SlackApiError: Slack refuses it.
        """
        is_shared = "," in place.recipient
        answer = self.client.chat_postMessage(
            channel=self._channel_of(place) if is_shared else place.recipient,
            thread_ts=place.thread_ts,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": message.key}},
            client_msg_id=str(uuid.uuid5(_NAMESPACE, message.key)),
            **post.arguments(),
        )
        return str(answer["channel"]), str(answer["ts"])

    def change(self, earlier: Message, post: Post) -> tuple[str, str]:
        """Let an earlier message say something else.

        Raises:
            SlackApiError: Slack refuses it.
        """
        channel, ts = str(earlier.channel_id), str(earlier.ts)
        self.client.chat_update(channel=channel, ts=ts, **post.content())
        return channel, ts

    def find(self, message: Message, place: Place) -> tuple[str, str] | None:
        """Find a message by its key, in the channel or in the thread.

        Raises:
            DoubtfulError: the bot may not read there.
            SlackApiError: Slack refuses it for another reason.
        """
        try:
            channel = self._channel_of(place)
            for entry in self._history(message, place, channel):
                payload = (entry.get("metadata") or {}).get("event_payload") or {}
                if payload.get("key") == message.key:
                    return channel, str(entry["ts"])
        except SlackApiError as error:
            if refusals.read(error).cannot_look:
                raise DoubtfulError from None
            raise
        return None

    def _history(
        self, message: Message, place: Place, channel: str
    ) -> Iterator[Mapping[str, Any]]:
        """Yield what was said since the first try, the latest pages first."""
        since = (message.first_tried_at or message.due_at) - _CLOCK_MAY_BE_WRONG
        asked: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "include_all_metadata": True,
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

    def _channel_of(self, place: Place) -> str:
        """Return the channel; a conversation of several people is always the same.

        Opening it again returns the one there is, so it can be looked through
        (https://docs.slack.dev/reference/methods/conversations.open).
        """
        if place.recipient[0] not in "UW":
            return place.recipient
        opened = self.client.conversations_open(users=place.recipient)
        return str(opened["channel"]["id"])
