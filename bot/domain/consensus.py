"""Finding out whether a group can recommend something: rounds, positions, what follows.

::

    stateDiagram-v2
        [*] --> proposed
        proposed --> discussed: a round is opened
        discussed --> adopted: nobody objects until its end, or the chair rules
        discussed --> rejected: the chair rules
        proposed --> merged: into another one
        discussed --> merged
        adopted --> superseded: by a newer one
        rejected --> proposed: opened again

Silence is consent: a cluster that says nothing until the end of a round agrees, as in
the written procedures of the groups this is made for. Each cluster has one voice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.recommendations import Recommendation, RecommendationStatus

TITLE_LIMIT = 200
TEXT_LIMIT = 3000
REASON_LIMIT = 1000
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=60)
REMINDER = timedelta(days=2)
_OPEN = {RecommendationStatus.PROPOSED, RecommendationStatus.DISCUSSED}
_LATER = "Choose a day from tomorrow on, at most 60 days ahead."


class Stance(StrEnum):
    """What a cluster says to a recommendation."""

    SUPPORT = "support"
    LIVE_WITH = "live_with"
    OBJECT = "object"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one cluster (its key) said, and last when; an objection has a reason.

    ``is_printed``: the cluster wants its objection to stand in the paper.
    """

    cluster: str
    stance: Stance
    reason: str = ""
    is_printed: bool = False
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A time in which clusters are asked; ``ended_at`` is when it was counted."""

    number: int
    opened_at: datetime
    closes_at: datetime
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it was not counted yet."""
        return self.ended_at is None

    def takes(self, now: datetime) -> bool:
        """Whether clusters can still say something."""
        return self.is_open and now < self.closes_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A recommendation as it is worked on; ``positions`` are those of its last round.

    ``other`` is the number of the one that it was merged into or superseded by.
    """

    id: int
    sig_id: int
    recommendation: Recommendation
    version: int = 1
    author_id: int | None = None
    author_cluster_id: int | None = None
    round: Round | None = None
    positions: tuple[Position, ...] = field(default=())
    other: int | None = None
    reason: str = ""

    @property
    def ref(self) -> str:
        """The name people say, for example ``R-3``."""
        return self.recommendation.ref

    @property
    def status(self) -> RecommendationStatus:
        """Where it stands."""
        return self.recommendation.status

    @property
    def is_open(self) -> bool:
        """Whether nothing is decided about it yet."""
        return self.status in _OPEN

    @property
    def has_open_round(self) -> bool:
        """Whether clusters are being asked."""
        return self.round is not None and self.round.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The voices of a round by what they said; ``silent`` ones agree."""

    support: tuple[Position, ...] = ()
    live_with: tuple[Position, ...] = ()
    against: tuple[Position, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def is_consensus(self) -> bool:
        """Whether nobody objects."""
        return not self.against

    @property
    def endorsed_by(self) -> tuple[str, ...]:
        """The clusters that said yes aloud, by key."""
        return tuple(each.cluster for each in self.support)

    @property
    def dissent(self) -> str:
        """The objections that are to be printed, a paragraph each."""
        return "\n\n".join(each.reason for each in self.against if each.is_printed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A recommendation with its voices counted and named, as one reader sees it.

    ``mine`` is what the reader's cluster said; ``meeting`` the number of the meeting
    of the decision that adopted it. Who said what is told to people of the group only.
    """

    proposed: Proposed
    tally: Tally
    names: dict[str, str] = field(default_factory=dict)
    author: str = ""
    mine: Position | None = None
    meeting: int | None = None
    may_edit: bool = False
    may_rule: bool = False
    may_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody says for their cluster."""

    stance: Stance
    reason: str = ""
    is_printed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the chair decides; ``other`` is the number that takes its place."""

    status: RecommendationStatus
    version: int
    reason: str = ""
    other: int | None = None


def count(
    positions: Iterable[Position],
    voices: Iterable[str],
    voice: Callable[[str], str | None],
) -> Tally:
    """Return what each voice said last; clusters that became one have one voice.

    The order of the positions does not matter. ``voices`` are the clusters of today.
    """
    said: dict[str, Position] = {}
    for each in sorted(positions, key=lambda each: (each.said_at, each.cluster)):
        speaks = voice(each.cluster) or each.cluster
        said[speaks] = replace(each, cluster=speaks)

    def those(stance: Stance) -> tuple[Position, ...]:
        found = (each for each in said.values() if each.stance is stance)
        return tuple(sorted(found, key=lambda each: each.cluster))

    return Tally(
        support=those(Stance.SUPPORT),
        live_with=those(Stance.LIVE_WITH),
        against=those(Stance.OBJECT),
        silent=tuple(sorted(set(voices) - set(said))),
    )


def require_editable(proposed: Proposed) -> None:
    """Let a recommendation pass whose words can still be changed.

    Raises:
        InvalidTransitionError: it is decided, or clusters are being asked about it.
    """
    _require_undecided(proposed)
    if proposed.has_open_round:
        message = (
            f"The clusters are just being asked about {proposed.ref}, so its words "
            "stay as they are until the round is over."
        )
        raise InvalidTransitionError(message)


def open_round(proposed: Proposed, *, now: datetime, closes_at: datetime) -> Proposed:
    """Ask the clusters until a moment.

    Raises:
        InvalidInputError: the end is too near or too far.
        InvalidTransitionError: it is decided, or they are being asked already.
    """
    _require_undecided(proposed)
    if proposed.has_open_round:
        message = f"There is a round about {proposed.ref} already."
        raise InvalidTransitionError(message)
    if not now < closes_at <= now + LONGEST + SHORTEST:
        raise InvalidInputError({"closes_on": _LATER})
    number = proposed.round.number + 1 if proposed.round else 1
    return replace(
        _with(proposed, RecommendationStatus.DISCUSSED),
        round=Round(number=number, opened_at=now, closes_at=closes_at),
        positions=(),
    )


def require_answerable(proposed: Proposed, now: datetime) -> None:
    """Let a recommendation pass to which clusters can say something.

    Raises:
        InvalidTransitionError: nobody is asked, or the round is over.
    """
    if proposed.round is None or not proposed.round.takes(now):
        message = (
            f"Nobody is asked about {proposed.ref} at the moment. "
            f"See /whitepaper recommend {proposed.ref}"
        )
        raise InvalidTransitionError(message)


def end_round(proposed: Proposed, counted: Tally, *, now: datetime) -> Proposed:
    """Count a round: adopted if nobody objects, else it stays for the chair.

    Raises:
        InvalidTransitionError: there is no round.
    """
    if proposed.round is None or not proposed.round.is_open:
        message = f"There is no round about {proposed.ref}."
        raise InvalidTransitionError(message)
    ended = replace(proposed, round=replace(proposed.round, ended_at=now))
    if not counted.is_consensus:
        return ended
    return _with(ended, RecommendationStatus.ADOPTED)


def rule(
    proposed: Proposed,
    status: RecommendationStatus,
    *,
    reason: str = "",
    dissent: str | None = None,
    other: int | None = None,
    now: datetime,
) -> Proposed:
    """Decide as the chair; a round that is open ends with it.

    ``dissent`` is what is printed of the objections, for the archive also of what is
    rejected.

    Raises:
        InvalidTransitionError: the state does not allow this step.
    """
    _require_step(proposed, status)
    if other == proposed.recommendation.number:
        message = f"{proposed.ref} cannot take its own place."
        raise InvalidTransitionError(message)
    ended = proposed.round
    if ended is not None and ended.is_open:
        ended = replace(ended, ended_at=now)
    said = replace(
        proposed.recommendation,
        status=status,
        dissent=dissent or proposed.recommendation.dissent,
    )
    return replace(
        proposed, recommendation=said, round=ended, other=other, reason=reason
    )


_STEPS = {
    RecommendationStatus.PROPOSED: {RecommendationStatus.REJECTED},
    RecommendationStatus.DISCUSSED: {RecommendationStatus.DISCUSSED},
    RecommendationStatus.ADOPTED: _OPEN,
    RecommendationStatus.REJECTED: _OPEN,
    RecommendationStatus.MERGED: _OPEN,
    RecommendationStatus.SUPERSEDED: {RecommendationStatus.ADOPTED},
}


def _require_step(proposed: Proposed, status: RecommendationStatus) -> None:
    if proposed.status not in _STEPS[status]:
        message = f"{proposed.ref} is {proposed.status}; it cannot become {status}."
        raise InvalidTransitionError(message)


def _require_undecided(proposed: Proposed) -> None:
    if not proposed.is_open:
        message = f"{proposed.ref} is {proposed.status}, so this is decided."
        raise InvalidTransitionError(message)


def _with(proposed: Proposed, status: RecommendationStatus) -> Proposed:
    changed = replace(proposed.recommendation, status=status)
    return replace(proposed, recommendation=changed)


def is_overdue(proposed: Proposed, now: datetime) -> bool:
    """Whether a round is over and was not counted yet."""
    found = proposed.round
    return found is not None and found.is_open and now >= found.closes_at
