"""Messages that must reach Slack exactly once: their kinds and states."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# A message that is this late says so to its readers.
LATE = timedelta(minutes=10)


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
    ROUND_OPENED = "round_opened"
    ROUND_REMINDER = "round_reminder"
    ROUND_ENDED = "round_ended"
    ROUND_DISPUTED = "round_disputed"
    RECOMMENDATION_RULED = "recommendation_ruled"
    EDITION_WITHDRAWN = "edition_withdrawn"
    INTRODUCTION_ASKED = "introduction_asked"
    INTRODUCTION_ANSWERED = "introduction_answered"
    INTRODUCTION = "introduction"
    INTRODUCTION_DIRECT = "introduction_direct"
    CLUSTERS_CHANGED = "clusters_changed"
    CLUSTERS_RESTORED = "clusters_restored"
    MEETING_ANNOUNCED = "meeting_announced"
    MEETING_MOVED = "meeting_moved"
    MEETING_CHANGED = "meeting_changed"
    MEETING_CANCELLED = "meeting_cancelled"
    MEETING_REOPENED = "meeting_reopened"
    MEETING_ANSWERS = "meeting_answers"
    AGENDA_PROPOSED = "agenda_proposed"
    MEETING_OVERTAKEN = "meeting_overtaken"
    MEETING_HOLIDAY = "meeting_holiday"
    SERIES_ANNOUNCED = "series_announced"
    SERIES_ENDED = "series_ended"
    MEETING_FILE = "meeting_file"
    MEETING_FILE_NOTE = "meeting_file_note"
    MEETING_MAIL = "meeting_mail"
    MEETING_STARTED = "meeting_started"
    MEETING_CLOSED = "meeting_closed"
    MEETING_ENDED = "meeting_ended"
    MEETING_NOTE = "meeting_note"
    MEETING_NOTE_REFRESH = "meeting_note_refresh"
    DECISION_RECORDED = "decision_recorded"
    DECISION_REFRESH = "decision_refresh"
    DECISION_DECIDED = "decision_decided"
    ACTION_RECORDED = "action_recorded"
    ACTION_REFRESH = "action_refresh"
    ACTION_CHANGED = "action_changed"
    ACTIONS_CARRIED = "actions_carried"
    ACTIONS_TO_ASSIGN = "actions_to_assign"
    ACTION_REMINDER = "action_reminder"
    ACTION_REMINDER_REFRESH = "action_reminder_refresh"
    ACTION_DIGEST = "action_digest"
    ACTION_DIGEST_REFRESH = "action_digest_refresh"
    MINUTES_CIRCULATED = "minutes_circulated"
    MINUTES_REFRESH = "minutes_refresh"
    MINUTES_CORRECTION = "minutes_correction"
    MEETING_REMINDER = "meeting_reminder"
    MINUTES_MISSING = "minutes_missing"
    POLL_OPENED = "poll_opened"
    POLL_REFRESH = "poll_refresh"
    POLL_OVER = "poll_over"
    POLL_REMINDER = "poll_reminder"
    POLL_RESULT = "poll_result"
    POLL_RESULT_REFRESH = "poll_result_refresh"
    POLL_ZONE = "poll_zone"
    COMMENTS_OPENED = "comments_opened"
    COMMENTS_REMINDER = "comments_reminder"
    COMMENT_ANSWERED = "comment_answered"
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

    A reply says whose thread it is in: ``thread_ts`` of the recipient's channel, or
    ``thread_key``, the key of the message it answers. It waits until that one stands
    there, and is cancelled when it never will.
    """

    id: int = 0
    key: str
    kind: MessageKind
    sig_id: int
    object_id: int
    recipient: str
    due_at: datetime
    not_after: datetime | None = None
    thread_ts: str | None = None
    thread_key: str | None = None
    state: MessageState = MessageState.PENDING
    attempts: int = 0
    is_uncertain: bool = False
    first_tried_at: datetime | None = None
    channel_id: str | None = None
    ts: str | None = None
