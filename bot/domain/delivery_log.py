"""What became of single messages, for those who lead a group."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.domain.outbox import LATE, MessageKind, MessageState
from bot.domain.references import Kind, label

SHOWN = 10
_KINDS = {"meeting": Kind.MEETING, "practice": Kind.PRACTICE}
_ABOUT = re.compile(r"(?P<what>meeting|practice):(?P<id>\d+):")
_REMINDER = re.compile(r"meeting:\d+:reminder:(?P<minutes>\d+):")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a message is about, as its key names it: the kind of thing, and its id."""

    kind: Kind
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One message: never its text, nor who got it.

    ``about`` is the thing it speaks of (``M-4``) or empty; ``minutes`` how long before
    a meeting a reminder comes; ``reason`` why it was not sent, in Slack's word or ours.
    """

    kind: MessageKind
    state: MessageState
    due_at: datetime
    is_private: bool
    sent_at: datetime | None = None
    about: str = ""
    minutes: int | None = None
    reason: str = ""

    @property
    def is_late(self) -> bool:
        """Whether it was sent, and later than it should have been."""
        return self.sent_at is not None and self.sent_at - self.due_at > LATE


def subject_of(key: str) -> Subject | None:
    """Return what a message with this key is about, where the key names it."""
    match = _ABOUT.match(key)
    return Subject(kind=_KINDS[match["what"]], id=int(match["id"])) if match else None


def minutes_of(key: str) -> int | None:
    """Return how long before its meeting a reminder with this key comes."""
    match = _REMINDER.match(key)
    return int(match["minutes"]) if match else None


def name_of(subject: Subject | None, number: int | None) -> str:
    """Return the name people say for what a message is about."""
    return label(subject.kind, number) if subject and number else ""
