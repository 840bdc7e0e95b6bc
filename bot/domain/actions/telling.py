"""What becomes of an action item, as those hear of it whom it concerns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.actions.items import ActionItem, ActionStatus, Shown
from bot.domain.decisions import Recorded
from bot.domain.meetings import AgendaItem, Meeting
from bot.domain.practices import Practice


class Verb(StrEnum):
    """What somebody did; the words of the log and of the keys of messages."""

    STARTED = "started"
    DONE = "done"
    REOPENED = "reopened"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    CANCELLED = "cancelled"
    SNOOZED = "snoozed"
    MOVED = "moved"
    ASSIGNED = "assigned"
    TAKEN_AWAY = "taken_away"
    SPONSORED = "sponsored"
    EVIDENCED = "evidenced"
    LINKED = "linked"
    UNLINKED = "unlinked"


# A message about one of these is of no use once the state is another one.
_STATE: Mapping[Verb, ActionStatus] = {
    Verb.DONE: ActionStatus.DONE,
    Verb.BLOCKED: ActionStatus.BLOCKED,
    Verb.CANCELLED: ActionStatus.CANCELLED,
}


def is_true(action: ActionItem, verb: Verb) -> bool:
    """Whether what happened still holds, so that it is worth telling."""
    if verb in _STATE:
        return action.status is _STATE[verb]
    if verb in {Verb.REOPENED, Verb.UNBLOCKED, Verb.MOVED, Verb.ASSIGNED}:
        return action.is_open
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message to one person; ``by_user_id`` is the account of who did it."""

    shown: Shown
    verb: Verb
    today: date
    by_user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What came of a step; ``is_new`` is False where it was so already.

    ``by`` says who had said it before, as an account or a title.
    """

    shown: Shown
    before: ActionStatus
    today: date
    is_new: bool = True
    by: str = ""
    by_user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An action item with what it comes from and belongs to.

    ``meeting`` is its own, or that of its decision. ``section`` is the title of a
    section, ``may_work`` says whether the reader may say how it goes on.
    """

    shown: Shown
    today: date
    may_work: bool
    meeting: Meeting | None = None
    point: AgendaItem | None = None
    decision: Recorded | None = None
    practice: Practice | None = None
    section: str = ""
    said_by_user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What was decided and is to be done because of another thing.

    ``points`` are the titles of the points of a meeting's agenda, by their ids.
    """

    actions: Sequence[Shown]
    decisions: Sequence[Recorded]
    today: date
    points: Mapping[int, str] = field(default_factory=dict)
