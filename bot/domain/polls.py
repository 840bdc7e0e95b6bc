"""Polls for the date of a meeting: one voice per cluster, a stated rule for ties."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PollState(StrEnum):
    """Where a poll stands; ``decided`` has made a meeting."""

    OPEN = "open"
    CLOSED = "closed"
    DECIDED = "decided"
    CANCELLED = "cancelled"


class PollAnswer(StrEnum):
    """What one says of a time."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time that a poll offers; ``starts_local`` is in the poll's zone."""

    id: int = 0
    position: int
    starts_local: datetime
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A poll; ``number`` is what people say (``/meeting poll 3``).

    ``deadline_at`` is aware UTC; ``meeting`` the number of the meeting it made.
    """

    id: int = 0
    number: int
    title: str
    zone: str
    duration_minutes: int
    mode: str
    join_url: str = ""
    place: str = ""
    deadline_at: datetime
    state: PollState = PollState.OPEN
    author_id: int | None = None
    meeting: int | None = None
    slots: tuple[Slot, ...] = ()
    version: int = 1
