"""Messages that must reach Slack exactly once: their kinds and states."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MessageKind(StrEnum):
    """What a message is about; the worker knows how to render each."""

    PRACTICE_SUBMITTED = "practice_submitted"
    PRACTICE_ACCEPTED = "practice_accepted"
    PRACTICE_REFRESH = "practice_refresh"
    DELIVERY_FAILED = "delivery_failed"


class MessageState(StrEnum):
    """Where a message stands."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    MISSED = "missed"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to a channel or a person.

    ``key`` is unique for ever (``practice:12:submitted:channel``); ``object_id`` is
    the row it speaks of; ``recipient`` a Slack channel or user id; after
    ``not_after`` it is of no use. All times are aware UTC. ``is_uncertain`` means
    that an earlier claim ran out: Slack may have it already.
    """

    id: int = 0
    key: str
    kind: MessageKind
    sig_id: int
    object_id: int
    recipient: str
    due_at: datetime
    not_after: datetime | None = None
    state: MessageState = MessageState.PENDING
    attempts: int = 0
    is_uncertain: bool = False
    first_tried_at: datetime | None = None
    channel_id: str | None = None
    ts: str | None = None
