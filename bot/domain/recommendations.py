"""Recommendations of the group, each with its addressees and its evidence."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.practices import Provenance
from bot.domain.references import Kind, label

# In the order in which the paper groups them.
ADDRESSEES = (
    "eu",
    "national",
    "regional",
    "local",
    "payer",
    "care_provider",
    "cluster",
    "industry",
    "funder",
    "research",
)
# Within about two years, within five, later.
HORIZONS = ("short", "medium", "long")


class RecommendationStatus(StrEnum):
    """Where a recommendation stands."""

    PROPOSED = "proposed"
    DISCUSSED = "discussed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    MERGED = "merged"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What the group asks of whom; ``evidence`` and ``decision`` are numbers.

    ``endorsed_by`` are the keys of clusters that said yes aloud in its last round.
    """

    number: int
    key: str | None = None
    title: str
    statement: str
    rationale: str
    addressees: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()
    themes: tuple[str, ...] = ()
    horizon: str | None = None
    status: RecommendationStatus = RecommendationStatus.PROPOSED
    decision: int | None = None
    dissent: str | None = None
    provenance: tuple[Provenance, ...] = ()
    endorsed_by: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The name people say, for example ``R-3``."""
        return label(Kind.RECOMMENDATION, self.number)
