"""Meetings with their agenda, attendance by cluster, and decisions."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
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


class AgendaState(StrEnum):
    """What became of a point of an agenda; ``deferred`` moves to the next meeting."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DONE = "done"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


class Rsvp(StrEnum):
    """What a person answers to an invitation."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    REPRESENTED = "represented"


class DecisionStatus(StrEnum):
    """Where a decision stands; superseded is derived from the link to it."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One point of an agenda; ``presenter`` is a person's or cluster's key.

    ``practice`` is a practice's number, ``network`` a network's short name;
    ``proposed_by`` is the id of a person, ``carried_from_id`` the item that was not
    finished before.
    """

    id: int = 0
    position: int
    kind: str
    title: str
    minutes: int
    presenter: str | None = None
    practice: int | None = None
    network: str | None = None
    state: AgendaState = AgendaState.ACCEPTED
    proposed_by: int | None = None
    carried_from_id: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """Votes by cluster, one each."""

    in_favour: int
    against: int
    abstain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the group decided; ``supersedes`` is another decision's number.

    ``due_at`` is when a written procedure ends; ``decided_on`` a date of the group's
    home zone; ``quorum_met`` is None where no quorum was counted.
    """

    id: int = 0
    number: int
    key: str | None = None
    text: str
    kind: str
    status: DecisionStatus
    votes: Votes | None = None
    supersedes: int | None = None
    dissent: str = ""
    decided_on: date | None = None
    due_at: datetime | None = None
    quorum_met: bool | None = None
    agenda_item_id: int | None = None
    author_id: int | None = None
    version: int = 1

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
    """A meeting; local wall time and IANA zone are the truth, UTC is derived.

    ``occurs_on`` is the day on which its series put it, also after it was moved
    (RFC 5545's RECURRENCE-ID); ``uid`` and ``sequence`` are those of its invitation,
    a None ``uid`` is made from the number. ``join_url`` is an https address;
    ``guests`` are those present whom the group does not know, in the chair's words.
    """

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
    series_id: int | None = None
    occurs_on: date | None = None
    uid: str | None = None
    sequence: int = 0
    join_url: str = ""
    place: str = ""
    cancelled_reason: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None
    guests: tuple[str, ...] = ()
    thread_channel_id: str | None = None
    thread_ts: str | None = None
    version: int = 1

    @property
    def ends_at(self) -> datetime:
        """When it ends, in UTC."""
        return self.starts_at + timedelta(minutes=self.duration_minutes)

    @property
    def ref(self) -> str:
        """The name people say, for example ``M-4``."""
        return label(Kind.MEETING, self.number)
