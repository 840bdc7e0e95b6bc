"""Meetings with their agenda, attendance by cluster, and decisions."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.references import Kind, label


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    HELD = "held"
    CANCELLED = "cancelled"


class MinutesStatus(StrEnum):
    """Where a meeting's minutes stand."""

    NONE = "none"
    DRAFT = "draft"
    CIRCULATED = "circulated"
    APPROVED = "approved"


class DecisionStatus(StrEnum):
    """Where a decision stands; superseded is derived from the link to it."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One point of an agenda; ``presenter`` is a person's or cluster's key."""

    position: int
    kind: str
    title: str
    minutes: int
    presenter: str | None = None
    practice: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """Votes by cluster, one each."""

    in_favour: int
    against: int
    abstain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the group decided; ``supersedes`` is another decision's number."""

    number: int
    key: str | None = None
    text: str
    kind: str
    status: DecisionStatus
    votes: Votes | None = None
    supersedes: int | None = None

    @property
    def ref(self) -> str:
        """The name people say, for example ``D-5``."""
        return label(Kind.DECISION, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who was there: cluster keys, and keys of external persons."""

    present: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    external_present: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting; local wall time and IANA zone are the truth, UTC is derived."""

    id: int = 0
    number: int
    key: str | None = None
    title: str
    starts_local: datetime
    zone: str
    starts_at: datetime
    duration_minutes: int
    mode: str
    status: MeetingStatus
    minutes_status: MinutesStatus
    agenda: tuple[AgendaItem, ...] = ()
    decisions: tuple[Decision, ...] = ()
    attendance: Attendance = field(default_factory=Attendance)
    note: str | None = None
    moved_from: date | None = None

    @property
    def ref(self) -> str:
        """The name people say, for example ``M-4``."""
        return label(Kind.MEETING, self.number)
