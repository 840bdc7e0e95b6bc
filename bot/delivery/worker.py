"""The outbox's worker: claim, look up, send, confirm. Never twice, never lost."""

import logging
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.clock import Clock
from bot.domain.errors import NotSavedError
from bot.domain.outbox import Message, MessageState
from bot.rendering import INSTEAD, RENDER, UPDATES
from bot.services import outbox as outbox_cases
from storage import outbox as rows
from storage.database import Database
from templates import notices
from templates.messages import Post

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
# A post takes at most the client's time-out of 10 s. With less than a third of the
# lease left, another worker may look the message up before the post has arrived.
_MARGIN = 3
_LATE = timedelta(minutes=10)
EVENT_TYPE = "convenor_message"
# For client_msg_id, a second belt: Slack may drop a repetition by it.
_NAMESPACE = uuid.UUID("8a1c7d5e-6f3b-4e0c-9b57-2d1f4c0e6a90")
_PERMANENT = {
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "account_inactive",
    "user_not_found",
    "user_not_visible",
    "invalid_user_combination",
    "not_enough_users",
    "too_many_users",
    "user_disabled",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "restricted_action",
    "invalid_blocks",
    "invalid_arguments",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
    "missing_scope",
    "unknown_method",
}
_UNCERTAIN = (OSError, HTTPException, SlackClientError)
_UNCHANGEABLE = {"message_not_found", "cant_update_message", "edit_window_closed"}
_NEVER_POSTED = {MessageState.CANCELLED, MessageState.MISSED, MessageState.FAILED}
_RATE_LIMITED = {"ratelimited", "rate_limited"}


class _DoubtfulError(Exception):
    """Whether the message was posted cannot be found out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Sends what is due; several processes may do so at the same time."""

    db: Database
    clock: Clock
    client: WebClient
    worker: str
    blocked: dict[str, datetime]
    lease: timedelta = LEASE

    def deliver_due(self) -> int:
        """Send everything that is due now; return how many rows were handled."""
        handled = 0
        while (message := self._claim()) is not None:
            self._handle(message)
            handled += 1
        return handled

    def _claim(self) -> Message | None:
        with self.db.begin() as session:
            return rows.claim(session, self.clock(), self.lease, self.worker)

    def _handle(self, message: Message) -> None:
        now = self.clock()
        if self.blocked.get(message.recipient, now) > now:
            self._release(message, self.blocked[message.recipient])
        elif message.kind in UPDATES:
            self._update(message)
        else:
            post = RENDER[message.kind](self.db, message)
            self._send(message, post, claimed_at=now)

    def _is_over(self, message: Message, now: datetime) -> bool:
        return message.not_after is not None and message.not_after < now

    def _send(
        self, message: Message, post: Post | None, *, claimed_at: datetime
    ) -> None:
        """Post it, unless it stands there already or there is nothing to say."""
        try:
            found = self._look_up(message) if message.is_uncertain else None
            if found is None and post is None:
                self._cancel(message)
                return
            if found is None and self._is_over(message, claimed_at):
                self._finish(message, MessageState.MISSED, "too late to be useful")
                return
            if found is None and post is not None:
                if self.clock() - claimed_at > self.lease - self.lease / _MARGIN:
                    return  # paused too long: whoever claims it next looks it up
                found = self._post(message, post, late=claimed_at - message.due_at)
        except SlackApiError as error:
            self._refused(message, error)
        except _DoubtfulError:
            self._fail(message, "I cannot find out whether it was posted")
        except _UNCERTAIN as error:
            # Slack may have it; the lease runs out, then it is looked up.
            logger.warning(
                "Message %s is uncertain: %s", message.id, type(error).__name__
            )
        else:
            if found is not None:
                self._confirm(message, *found)

    def _update(self, message: Message) -> None:
        """Render an earlier message anew where it stands, once it stands somewhere."""
        now = self.clock()
        earlier = UPDATES[message.kind](self.db, message)
        post = RENDER[message.kind](self.db, message)
        if self._is_over(message, now):
            self._finish(message, MessageState.MISSED, "too late to be useful")
        elif earlier is None or post is None or earlier.state in _NEVER_POSTED:
            self._finish(message, MessageState.CANCELLED, "nothing to change")
        elif earlier.ts is None:
            # It is on its way, perhaps with what was true before: come back later.
            with self.db.begin() as session:
                later = now + self.lease
                rows.release(session, message, worker=self.worker, due_at=later)
        else:
            self._change(message, earlier, post)

    def _change(self, message: Message, earlier: Message, post: Post) -> None:
        channel, ts = str(earlier.channel_id), str(earlier.ts)
        try:
            self.client.chat_update(channel=channel, ts=ts, **post.content())
        except SlackApiError as error:
            code = str(error.response.get("error"))
            if code in _PERMANENT | _UNCHANGEABLE:
                self._finish(message, MessageState.CANCELLED, code)
            else:
                self._refused(message, error)
        except _UNCERTAIN as error:
            logger.warning("Message %s waits: %s", message.id, type(error).__name__)
        else:
            self._confirm(message, channel, ts)

    def _post(
        self, message: Message, post: Post, *, late: timedelta
    ) -> tuple[str, str]:
        is_shared = "," in message.recipient
        channel = self._channel_of(message) if is_shared else message.recipient
        answer = self.client.chat_postMessage(
            channel=channel,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": message.key}},
            client_msg_id=str(uuid.uuid5(_NAMESPACE, message.key)),
            **notices.marked_late(post, late=late > _LATE).arguments(),
        )
        return str(answer["channel"]), str(answer["ts"])

    def _look_up(self, message: Message) -> tuple[str, str] | None:
        """Find the message in the channel's history by its key."""
        oldest = (message.first_tried_at or message.due_at) - timedelta(seconds=60)
        try:
            channel = self._channel_of(message)
            cursor = ""
            while True:
                page = self.client.conversations_history(
                    channel=channel,
                    oldest=f"{oldest.timestamp():.6f}",
                    include_all_metadata=True,
                    limit=200,
                    cursor=cursor or None,
                )
                for entry in page["messages"]:
                    payload = (entry.get("metadata") or {}).get("event_payload") or {}
                    if payload.get("key") == message.key:
                        return channel, str(entry["ts"])
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return None
        except SlackApiError as error:
            if error.response.get("error") in {"missing_scope", "unknown_method"}:
                raise _DoubtfulError from None
            raise

    def _channel_of(self, message: Message) -> str:
        """Return the channel; a conversation of several people is always the same.

        Opening it again returns the one there is, so it can be looked through
        (https://docs.slack.dev/reference/methods/conversations.open).
        """
        if message.recipient[0] not in "UW":
            return message.recipient
        opened = self.client.conversations_open(users=message.recipient)
        return str(opened["channel"]["id"])

    def _refused(self, message: Message, error: SlackApiError) -> None:
        code = str(error.response.get("error"))
        if (
            error.response.status_code == HTTPStatus.TOO_MANY_REQUESTS
            or code in _RATE_LIMITED
        ):
            seconds = float(error.response.headers.get("Retry-After", 30))
            until = self.clock() + timedelta(seconds=seconds)
            self.blocked[message.recipient] = until
            self._release(message, until)
        elif code in _PERMANENT:
            self._fail(message, code)
        else:
            logger.warning("Message %s is uncertain: %s", message.id, code)

    def _confirm(self, message: Message, channel: str, ts: str) -> None:
        with self.db.begin() as session:
            rows.confirm(
                session,
                message,
                worker=self.worker,
                ts=ts,
                channel_id=channel,
                now=self.clock(),
            )

    def _release(self, message: Message, due_at: datetime) -> None:
        if message.is_uncertain:
            return  # Slack may have it: only the look-up after the lease may tell
        with self.db.begin() as session:
            rows.release(session, message, worker=self.worker, due_at=due_at)

    def _finish(self, message: Message, state: MessageState, reason: str) -> None:
        with self.db.begin() as session:
            rows.finish(
                session, message, state=state, worker=self.worker, reason=reason
            )

    def _cancel(self, message: Message) -> None:
        reason = "its reason is gone"
        give_up = INSTEAD.get(message.kind)
        if give_up is None:
            self._finish(message, MessageState.CANCELLED, reason)
        else:
            now = self.clock()
            give_up(self.db, message, worker=self.worker, reason=reason, now=now)

    def _fail(self, message: Message, reason: str) -> None:
        logger.warning("Message %s cannot be delivered: %s", message.id, reason)
        give_up = INSTEAD.get(message.kind, outbox_cases.fail)
        give_up(self.db, message, worker=self.worker, reason=reason, now=self.clock())


class Courier:
    """Runs the delivery in one thread of its own, when woken or ticked."""

    def __init__(self, deliver: Callable[[], object]) -> None:
        self._deliver = deliver
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="courier")
        self._waiting = threading.Event()

    def wake(self) -> None:
        """Ask for a delivery soon; asking again before it begins is one."""
        if not self._waiting.is_set():
            self._waiting.set()
            try:
                self._pool.submit(self._run)
            except RuntimeError:
                return  # shutting down: the rows wait for the next start

    def close(self) -> None:
        """Finish the delivery that runs and start no other."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self) -> None:
        self._waiting.clear()
        try:
            self._deliver()
        except NotSavedError:
            logger.warning("The database cannot be written; delivery waits.")
        except Exception:
            # The boundary of the clock: nothing above could show the error.
            logger.exception("Delivery failed.")


def worker_name() -> str:
    """Return a name for this worker that no other has."""
    return uuid.uuid4().hex[:16]
