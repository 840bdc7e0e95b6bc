"""What belongs to meetings, decisions and actions: notes, minutes, votes, links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.decisions import Choice
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.parts.series import SeriesRecord
from bot.domain.exchange.parts.shapes import (
    CLUSTER,
    DAY,
    FLAG,
    MOMENT,
    PERSON,
    REVISION,
    Names,
    Said,
    choice,
    count,
    key_of,
    line,
    read_part,
    read_parts,
    record_of,
    said,
    verbatim,
    words,
)
from bot.domain.minutes import MAX_BODY, MAX_CORRECTION, MAX_NOTE, MAX_REASON
from bot.domain.references import Kind

_MOST = 100_000
# The place of a point in the agenda of the meeting, from 1.
_POINT = count(_MOST, 1)
_SO_MANY = count(_MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRecord:
    """Something said in a meeting, and about which point."""

    position: int = field(metadata=said(_POINT))
    point: int | None = field(metadata=said(_POINT), default=None)
    text: str = field(metadata=said(words(MAX_NOTE)))
    author: str | None = field(metadata=said(PERSON), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """A text of minutes; it takes in so many of what the meeting has now."""

    revision: int = field(metadata=said(REVISION))
    body: str = field(metadata=said(verbatim(MAX_BODY), "body_md"))
    author: str | None = field(metadata=said(PERSON), default=None)
    reason: str = field(metadata=said(line(MAX_REASON)), default="")
    at: datetime = field(metadata=said(MOMENT))
    notes: int = field(metadata=said(_SO_MANY), default=0)
    decisions: int = field(metadata=said(_SO_MANY), default=0)
    actions: int = field(metadata=said(_SO_MANY), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """What somebody says about circulated minutes; no text says they look right."""

    revision: int = field(metadata=said(REVISION))
    person: str | None = field(metadata=said(PERSON), default=None)
    text: str = field(metadata=said(words(MAX_CORRECTION)), default="")
    is_settled: bool = field(metadata=said(FLAG, "settled"), default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRecord:
    """Which text was approved, when, by whom and in which meeting."""

    revision: int = field(metadata=said(REVISION))
    approved_on: date = field(metadata=said(DAY))
    approved_in: int | None = field(
        metadata=said(record_of(Kind.MEETING)), default=None
    )
    person: str | None = field(metadata=said(PERSON), default=None)


def _notes(given: Fields, names: Names, name: str) -> tuple[NoteRecord, ...]:
    return read_parts(NoteRecord, given, names, name=name)


def _versions(given: Fields, names: Names, name: str) -> tuple[VersionRecord, ...]:
    return read_parts(VersionRecord, given, names, name=name)


def _answers(given: Fields, names: Names, name: str) -> tuple[AnswerRecord, ...]:
    return read_parts(AnswerRecord, given, names, name=name)


def _approval(given: Fields, names: Names, name: str) -> ApprovalRecord | None:
    inner = given.inner(name)
    return read_part(ApprovalRecord, inner, names) if inner else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingParts:
    """What belongs to a meeting, and the series that it is of."""

    notes: tuple[NoteRecord, ...] = field(metadata=said(Said(_notes)), default=())
    minutes: tuple[VersionRecord, ...] = field(
        metadata=said(Said(_versions)), default=()
    )
    answers: tuple[AnswerRecord, ...] = field(metadata=said(Said(_answers)), default=())
    approval: ApprovalRecord | None = field(
        metadata=said(Said(_approval)), default=None
    )
    series: str | None = field(metadata=said(key_of("series")), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FromPoint:
    """A point of the agenda of another meeting."""

    meeting: int | None = field(metadata=said(record_of(Kind.MEETING)))
    point: int = field(metadata=said(_POINT))


def _from(given: Fields, names: Names, name: str) -> FromPoint | None:
    inner = given.inner(name)
    return read_part(FromPoint, inner, names) if inner else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointParts:
    """Who proposed a point of an agenda, and which one it goes on from."""

    proposed_by: str | None = field(metadata=said(PERSON), default=None)
    carried_from: FromPoint | None = field(metadata=said(Said(_from)), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotRecord:
    """How one cluster voted."""

    cluster: str | None = field(metadata=said(CLUSTER))
    choice: Choice = field(metadata=said(choice(Choice)))
    person: str | None = field(metadata=said(PERSON), default=None)
    cast_at: datetime = field(metadata=said(MOMENT))


def _ballots(given: Fields, names: Names, name: str) -> tuple[BallotRecord, ...]:
    return read_parts(BallotRecord, given, names, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionParts:
    """Which point of the agenda a decision is about, who wrote it, who voted how."""

    point: int | None = field(metadata=said(_POINT), default=None)
    author: str | None = field(metadata=said(PERSON), default=None)
    ballots: tuple[BallotRecord, ...] = field(metadata=said(Said(_ballots)), default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryRecord:
    """A meeting that left an action open, or heard of it as done."""

    meeting: int | None = field(metadata=said(record_of(Kind.MEETING)))
    is_read_out: bool = field(metadata=said(FLAG, "read_out"), default=False)


def _carried(given: Fields, names: Names, name: str) -> tuple[CarryRecord, ...]:
    return read_parts(CarryRecord, given, names, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionParts:
    """Where an action comes from, who wrote it down, and which meetings had it."""

    point: int | None = field(metadata=said(_POINT), default=None)
    said_by: str | None = field(metadata=said(PERSON), default=None)
    recorded_by: str | None = field(metadata=said(PERSON), default=None)
    done_by: str | None = field(metadata=said(PERSON), default=None)
    carried: tuple[CarryRecord, ...] = field(metadata=said(Said(_carried)), default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What belongs to meetings, decisions and actions, by their numbers.

    ``points`` are those of the agendas, in their order; ``series`` are the rules of
    meetings.
    """

    meetings: Mapping[int, MeetingParts] = field(default_factory=dict)
    points: Mapping[int, tuple[PointParts, ...]] = field(default_factory=dict)
    decisions: Mapping[int, DecisionParts] = field(default_factory=dict)
    actions: Mapping[int, ActionParts] = field(default_factory=dict)
    series: tuple[SeriesRecord, ...] = ()
