"""What App Home shows one person of one group: only their things, a page of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from bot.domain.actions import ActionStatus
from bot.domain.consensus import Proposed
from bot.domain.meetings import Meeting, Rsvp
from bot.domain.polls import Poll
from bot.domain.practices import Practice
from bot.domain.quorum import Forecast
from bot.domain.sigs import Sig
from bot.domain.status import LastEdition
from bot.domain.whitepaper import SectionState

T = TypeVar("T")
# From then on it is said that a quorum is missing, while people can still be asked.
QUORUM_WATCHED = timedelta(days=7)


class Part(StrEnum):
    """The lists of Home that have pages."""

    ACTIONS = "actions"
    PRACTICES = "practices"
    REVIEWS = "reviews"
    POLLS = "polls"
    ROUNDS = "rounds"
    SECTIONS = "sections"


# Together with all else at most a hundred blocks: an action takes two
# (https://docs.slack.dev/surfaces/app-home).
SIZES: Mapping[Part, int] = {
    Part.ACTIONS: 10,
    Part.PRACTICES: 10,
    Part.REVIEWS: 5,
    Part.POLLS: 5,
    Part.ROUNDS: 5,
    Part.SECTIONS: 5,
}
Places = Mapping[Part, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A page of a list that has ``total`` entries, from ``offset`` on."""

    part: Part
    items: tuple[T, ...] = ()
    total: int = 0
    offset: int = 0

    @property
    def size(self) -> int:
        """How many entries fit on a page."""
        return SIZES[self.part]

    @property
    def before(self) -> int | None:
        """Where the page before this one begins."""
        return max(0, self.offset - self.size) if self.offset else None

    @property
    def after(self) -> int | None:
        """Where the page after this one begins."""
        end = self.offset + self.size
        return end if end < self.total else None


def start_of(part: Part, offset: int, total: int) -> int:
    """Return where a page begins: at an entry that is there; a list may have shrunk."""
    size = SIZES[part]
    last = max(0, total - 1) // size * size
    return min(max(0, offset) // size * size, last)


class Share(StrEnum):
    """Why an action is on somebody's Home."""

    OWN = "own"
    CLUSTER = "cluster"
    HELPS = "helps"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """An open action of somebody, or of their cluster."""

    number: int
    title: str
    status: ActionStatus
    due_on: date | None = None
    snoozed_until: date | None = None
    reason: str = ""
    share: str = Share.OWN

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before ``today``."""
        return self.due_on is not None and self.due_on < today

    def is_snoozed(self, today: date) -> bool:
        """Whether one wants to hear of it only later."""
        return self.snoozed_until is not None and self.snoozed_until > today


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A practice that somebody was asked to review, and since when."""

    practice: Practice
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSection:
    """A section of the paper that somebody, or their cluster, writes."""

    title: str
    state: SectionState
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The meeting that runs or comes next, and what one answered."""

    meeting: Meeting
    forecast: Forecast = field(default_factory=Forecast)
    own: Rsvp | None = None
    own_represented_by: str = ""

    def is_in_danger(self, now: datetime) -> bool:
        """Whether its quorum is lost, or missing a few days before."""
        if not self.forecast.seats or self.meeting.starts_at <= now:
            return False
        is_near = self.meeting.starts_at - now <= QUORUM_WATCHED
        is_missing = is_near and not self.forecast.is_met
        return is_missing or not self.forecast.is_possible


@dataclass(frozen=True, slots=True, kw_only=True)
class Holes:
    """What those who lead a group have to see to.

    ``without_owner`` are the numbers of actions, ``without_minutes`` of meetings;
    ``failed`` and ``missed`` count the messages of the last weeks that never arrived;
    ``proposals`` names clusters that newcomers proposed.
    """

    without_owner: tuple[int, ...] = ()
    without_minutes: tuple[int, ...] = ()
    failed: int = 0
    missed: int = 0
    proposals: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see to."""
        lists = (self.without_owner, self.without_minutes, self.proposals)
        return not (any(lists) or self.failed or self.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Everything on one person's Home; ``holes`` only for those who lead.

    ``has_finished``: an action was finished by them, or was theirs and is done.
    ``rounds`` wait for the word of the cluster that the person speaks for.
    """

    sig: Sig
    as_of: datetime
    today: date
    next: Next | None
    actions: Page[ToDo]
    practices: Page[Practice]
    reviews: Page[Task]
    polls: Page[Poll]
    rounds: Page[Proposed]
    sections: Page[OwnSection]
    edition: LastEdition | None
    holes: Holes | None = None
    may_submit: bool = False
    may_record: bool = False
    has_finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """What is known of somebody's Home: see ``storage.tables.home``."""

    person_id: int
    sig_id: int | None = None
    places: Places = field(default_factory=dict)
    opened_at: datetime
    read_at: datetime | None = None
    seen_event: int = 0
    shown_hash: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What somebody is shown who opens Home.

    Without ``groups`` they are in none. Without ``home`` they have to come into
    ``sig`` first, or ``refused`` says why they cannot; ``shows_notice`` and
    ``asks_cluster`` are what happens then. ``event`` is the last event of the audit
    trail that is in it.
    """

    groups: tuple[Sig, ...] = ()
    sig: Sig | None = None
    home: Home | None = None
    shows_notice: bool = False
    asks_cluster: bool = False
    refused: str = ""
    tab: Tab | None = None
    event: int = 0
