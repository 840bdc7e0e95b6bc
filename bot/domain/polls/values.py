"""A poll, its times, who answered what, and what its readers are shown.

``open -> closed`` at the deadline or before, ``closed -> open`` when the chair gives
more time, ``closed -> decided`` when a meeting is made of it; ``open`` and ``closed``
may be ``cancelled``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.polls.tallying import PollAnswer, Tally


class PollState(StrEnum):
    """Where a poll stands; ``decided`` has made a meeting."""

    OPEN = "open"
    CLOSED = "closed"
    DECIDED = "decided"
    CANCELLED = "cancelled"


_ENDED = {PollState.DECIDED, PollState.CANCELLED}


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

    @property
    def ref(self) -> str:
        """The name people say."""
        return f"Poll {self.number}"

    @property
    def is_ended(self) -> bool:
        """Whether nothing can become of it any more."""
        return self.state in _ENDED

    def at(self, now: datetime) -> "Poll":
        """Return the poll as it stands then: over at its deadline, closed or not.

        So nobody answers late, however long after the deadline it is closed.
        """
        is_over = self.state is PollState.OPEN and now >= self.deadline_at
        return replace(self, state=PollState.CLOSED) if is_over else self

    def slot(self, slot_id: int) -> Slot | None:
        """Return one of its times."""
        return next((each for each in self.slots if each.id == slot_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What a person said of a time; clusters are named by key.

    ``cluster`` is the one they answered for, ``speaks_for`` the one they speak for
    now: None for somebody who left, or lost the voice.
    """

    slot_id: int
    person_id: int
    answer: PollAnswer
    cluster: str | None
    speaks_for: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A poll as its readers see it.

    ``names`` are those of the clusters by key; ``zones`` say how many of those who
    may answer live in each zone, ``as_of`` when this was. ``may_lead``: the reader
    may close and decide it; ``may_answer``: they speak for a cluster.
    ``meeting_ref`` is what came of it.
    """

    sig_id: int
    poll: Poll
    tally: Tally
    names: Mapping[str, str]
    zones: Mapping[str, int]
    as_of: datetime
    may_lead: bool = False
    may_answer: bool = False
    meeting_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A poll with one person's own answers, by the id of the time."""

    sig_id: int
    poll: Poll
    answers: Mapping[int, PollAnswer] = field(default_factory=dict)


def instant(local: datetime, zone: str) -> datetime | None:
    """Return when a wall time is, in UTC; None where the clocks jump over it.

    An hour that comes twice counts the first time, as in RFC 5545, 3.3.5.
    """
    place = ZoneInfo(zone)
    moment = local.replace(tzinfo=place, fold=0).astimezone(UTC)
    exists = moment.astimezone(place).replace(tzinfo=None) == local
    return moment if exists else None
