"""Messages that must reach Slack exactly once: their kinds and states."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MessageKind(StrEnum):
    """What a message is about; the worker knows how to render each."""

    PRACTICE_SUBMITTED = "practice_submitted"
    PRACTICE_ACCEPTED = "practice_accepted"
    PRACTICE_REFRESH = "practice_refresh"
    PRACTICE_TAKEN_UP = "practice_taken_up"
    PRACTICE_CHANGES = "practice_changes"
    PRACTICE_NUDGE = "practice_nudge"
    PRACTICE_EDITED = "practice_edited"
    PRACTICE_REJECTED = "practice_rejected"
    PRACTICE_WITHDRAWN = "practice_withdrawn"
    PRACTICE_PUBLISHED = "practice_published"
    PRACTICE_SUPERSEDED = "practice_superseded"
    PRACTICE_IMPORTED = "practice_imported"
    REVIEW_ASKED = "review_asked"
    REVIEW_NUDGE = "review_nudge"
    REVIEW_OVER = "review_over"
    REVIEW_MISSING = "review_missing"
    REVIEW_ADVICE = "review_advice"
    CLUSTER_PROPOSED = "cluster_proposed"
    CLUSTER_PROPOSAL_REFRESH = "cluster_proposal_refresh"
    CLUSTER_PROPOSAL_DECIDED = "cluster_proposal_decided"
    EXTERNAL_INVITED = "external_invited"
    EXTERNAL_ENDING = "external_ending"
    CHAIR_GONE = "chair_gone"
    BOT_GREETING = "bot_greeting"
    GROUP_SET_UP = "group_set_up"
    CHANNEL_ARCHIVED = "channel_archived"
    CHANNEL_DELETED = "channel_deleted"
    CHANNEL_LEFT = "channel_left"
    CHANNEL_SHARED = "channel_shared"
    CHAIRS_CHANNEL_LOST = "chairs_channel_lost"
    INTRODUCTION_ASKED = "introduction_asked"
    INTRODUCTION_ANSWERED = "introduction_answered"
    INTRODUCTION = "introduction"
    INTRODUCTION_DIRECT = "introduction_direct"
    CLUSTERS_CHANGED = "clusters_changed"
    CLUSTERS_RESTORED = "clusters_restored"
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

    ``key`` is unique for ever (``practice:12:submitted:channel``); ``sig_id`` is 0
    for what is said where no group is yet; ``object_id`` is the row it speaks of;
    ``recipient`` a Slack channel or user id, or the ids of several people who get it
    together, sorted and with commas between them; after ``not_after`` it is of no use.
    All times are aware UTC. ``is_uncertain`` means that an earlier claim ran out: Slack
    may have it already.
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
