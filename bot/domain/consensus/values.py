"""Rounds about recommendations: positions, votes counted, what somebody answers."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.recommendations import Recommendation, RecommendationStatus

TITLE_LIMIT = 200
TEXT_LIMIT = 3000
REASON_LIMIT = 1000
REMINDER = timedelta(days=2)
OPEN = {RecommendationStatus.PROPOSED, RecommendationStatus.DISCUSSED}


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
        return self.status in OPEN

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
    def said(self) -> tuple[Position, ...]:
        """Everything that was said, one position for each voice."""
        return (*self.support, *self.live_with, *self.against)

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
    """What somebody says for their cluster; ``seen`` is the mark of what they read."""

    stance: Stance
    reason: str = ""
    is_printed: bool = False
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the chair decides; ``other`` is the number that takes its place.

    ``version`` and ``seen`` are those of the recommendation that the chair looked at.
    """

    status: RecommendationStatus
    version: int
    reason: str = ""
    other: int | None = None
    seen: str = ""


class Facet(StrEnum):
    """A part of a recommendation that may have changed since somebody looked."""

    TITLE = "title"
    STATEMENT = "statement"
    RATIONALE = "rationale"
    ADDRESSEES = "addressees"
    EVIDENCE = "evidence"
    THEMES = "themes"
    HORIZON = "horizon"
    STATUS = "status"
    ROUND = "round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of something that somebody sent; ``standing`` is what is true now.

    Not ``is_done``: it was about a recommendation that reads otherwise by now, and
    nothing was stored. ``changed`` says what is different, as far as that is known.
    """

    standing: Standing
    is_done: bool = True
    changed: tuple[Facet, ...] = ()
