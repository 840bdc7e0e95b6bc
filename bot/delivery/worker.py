"""Takes what is due, one message after another, and sees each through to its end."""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.delivery import refusals
from bot.delivery.carriers import Carrier, NotSentError, RefusedError
from bot.delivery.posting import DoubtfulError, Place, Poster
from bot.delivery.refusals import Refusal
from bot.domain.clock import Clock
from bot.domain.outbox import LATE, Message, MessageState
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
_UNCERTAIN = (OSError, HTTPException, SlackClientError)
_NEVER_POSTED = {MessageState.CANCELLED, MessageState.MISSED, MessageState.FAILED}
_TOO_LATE = "too late to be useful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Sends what is due; several processes may do so at the same time.

    ``blocked`` says until when Slack wants nothing for a recipient; ``carriers`` takes
    what goes elsewhere, by the scheme that the recipient begins with (``mailto``).
    """

    db: Database
    clock: Clock
    client: WebClient
    worker: str
    blocked: dict[str, datetime]
    lease: timedelta = LEASE
    carriers: Mapping[str, Carrier] = field(default_factory=dict)

    def deliver_due(self) -> int:
        """Send everything that is due now; return how many rows were handled."""
        handled = 0
        while (message := self._claim()) is not None:
            self._handle(message)
            handled += 1
        return handled

    def _claim(self) -> Message | None:
        now = self.clock()
        for recipient, until in list(self.blocked.items()):
            if until <= now:
                del self.blocked[recipient]
        with self.db.begin() as session:
            without = list(self.blocked)
            return rows.claim(session, now, self.lease, self.worker, without=without)

    def _handle(self, message: Message) -> None:
        scheme, _, address = message.recipient.partition(":")
        if address:
            self._carry(message, scheme)
        elif message.kind in UPDATES:
            self._update(message)
        else:
            self._send(message)

    def _send(self, message: Message) -> None:
        """Post it, unless it stands there already or there is nothing to say."""
        now = self.clock()
        place = self._place_of(message)
        post = RENDER[message.kind](self.db, message) if place else None
        try:
            found = None
            if place is not None and message.is_uncertain:
                found = self._poster.find(message, place)
            if found is not None:
                self._confirm(message, *found, now=self._when(found[1], message))
            elif place is None or post is None:
                self._cancel(message)
            elif _is_over(message, now):
                self._finish(message, MessageState.MISSED, _TOO_LATE)
            elif self._has_time(since=now):
                post = notices.marked_late(post, late=now - message.due_at > LATE)
                self._confirm(message, *self._poster.post(message, post, place))
        except SlackApiError as error:
            self._refused(message, refusals.read(error))
        except DoubtfulError:
            self._fail(message, "I cannot find out whether it was posted")
        except _UNCERTAIN as error:
            # Slack may have it; the lease runs out, then it is looked up.
            self._note_doubt(message, type(error).__name__)

    def _update(self, message: Message) -> None:
        """Render an earlier message anew where it stands, once it stands somewhere."""
        now = self.clock()
        earlier = UPDATES[message.kind](self.db, message)
        post = RENDER[message.kind](self.db, message)
        if _is_over(message, now):
            self._finish(message, MessageState.MISSED, _TOO_LATE)
        elif earlier is None or post is None or earlier.state in _NEVER_POSTED:
            self._finish(message, MessageState.CANCELLED, "nothing to change")
        elif earlier.ts is None:
            # It is on its way, perhaps with what was true before: come back later.
            with self.db.begin() as session:
                later = now + self.lease
                rows.release(session, message, worker=self.worker, retry_at=later)
        else:
            self._change(message, earlier, post)

    def _change(self, message: Message, earlier: Message, post: Post) -> None:
        try:
            channel, ts = self._poster.change(earlier, post)
        except SlackApiError as error:
            refusal = refusals.read(error)
            if refusal.is_permanent or refusal.is_unchangeable:
                self._finish(message, MessageState.CANCELLED, refusal.code)
            else:
                self._refused(message, refusal)
        except _UNCERTAIN as error:
            self._note_doubt(message, type(error).__name__)
        else:
            self._confirm(message, channel, ts)

    def _carry(self, message: Message, scheme: str) -> None:
        """Let somebody else take it, who knows this kind of address."""
        carrier = self.carriers.get(scheme)
        if carrier is None:
            self._fail(message, f"I cannot send to {scheme} addresses")
        elif _is_over(message, self.clock()) and not message.is_uncertain:
            self._finish(message, MessageState.MISSED, _TOO_LATE)
        else:
            try:
                sent = carrier(message)
            except NotSentError as error:
                logger.warning("Message %s waits: %s", message.id, error)
                self._release(message, self.clock() + error.wait)
            except RefusedError as error:
                self._fail(message, str(error))
            except OSError as error:
                self._note_doubt(message, type(error).__name__)
            else:
                if sent is None:
                    self._cancel(message)
                else:
                    self._confirm(message, message.recipient, sent)

    def _place_of(self, message: Message) -> Place | None:
        """Return where it goes; None for a reply to what was never posted."""
        if message.thread_key is None:
            return Place(recipient=message.recipient, thread_ts=message.thread_ts)
        thread = outbox_cases.thread_of(self.db, message)
        return Place(recipient=thread[0], thread_ts=thread[1]) if thread else None

    def _has_time(self, *, since: datetime) -> bool:
        """Whether the lease still holds long enough; if not, the next one looks."""
        return self.clock() - since <= self.lease - self.lease / _MARGIN

    def _refused(self, message: Message, refusal: Refusal) -> None:
        if refusal.wait is not None:
            until = self.clock() + timedelta(seconds=refusal.wait)
            self.blocked[message.recipient] = until
            self._release(message, until)
        elif refusal.lost is not None and outbox_cases.channel_lost(
            self.db, self.clock, message, refusal.lost
        ):
            self._release(message, None)
        elif refusal.is_permanent:
            self._fail(message, refusal.code)
        else:
            self._note_doubt(message, refusal.code)

    def _note_doubt(self, message: Message, why: str) -> None:
        logger.warning("Message %s is uncertain: %s", message.id, why)

    def _when(self, ts: str, message: Message) -> datetime:
        """Return when a message that was looked up was posted, as Slack says.

        Its clock may differ from ours: it was after the first try, and before now.
        """
        said = datetime.fromtimestamp(float(ts), UTC)
        return max(message.first_tried_at or said, min(said, self.clock()))

    def _confirm(
        self, message: Message, channel: str, ts: str, now: datetime | None = None
    ) -> None:
        with self.db.begin() as session:
            rows.confirm(
                session,
                message,
                worker=self.worker,
                ts=ts,
                channel_id=channel,
                now=now or self.clock(),
            )

    def _release(self, message: Message, retry_at: datetime | None) -> None:
        if message.is_uncertain:
            return  # Slack may have it: only the look-up after the lease may tell
        with self.db.begin() as session:
            rows.release(session, message, worker=self.worker, retry_at=retry_at)

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

    @property
    def _poster(self) -> Poster:
        return Poster(self.client)


def worker_name() -> str:
    """Return a name for this worker that no other has."""
    return uuid.uuid4().hex[:16]


def _is_over(message: Message, now: datetime) -> bool:
    return message.not_after is not None and message.not_after < now
