"""The document: what the paper says, decided and in order, before it is written.

Only what may be printed is in here. Whatever else there is appears as a number.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.clusters import Cluster, Network, Theme
from bot.domain.matching import OfferKind
from bot.domain.meetings import Decision, Meeting
from bot.domain.practices import Label, PracticeContent
from bot.domain.recommendations import Recommendation
from bot.domain.references import Kind, label
from bot.domain.whitepaper.credit import CreditRole
from bot.domain.whitepaper.values import Section


class Withheld(StrEnum):
    """Why a practice is not printed, in the order in which it is told."""

    IN_REVIEW = "in_review"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    GROUP_ONLY = "group_only"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was counted; ``withheld`` has a reason and a number for each.

    ``practices`` are the printed ones and ``countries`` theirs, ``recommendations``
    the adopted ones. ``decisions_unprinted`` are
    decisions that were not adopted or that speak of something not printed.
    """

    clusters: int
    cluster_countries: int
    externals: int
    countries: int
    meetings_held: int
    first_meeting: date | None
    last_meeting: date | None
    practices: int
    practices_submitted: int
    practices_accepted: int
    withheld: tuple[tuple[Withheld, int], ...]
    recommendations: int
    recommendations_open: int
    decisions: int
    decisions_unprinted: int
    themes: int
    themes_empty: int
    networks: int

    @property
    def practices_withheld(self) -> int:
        """How many were submitted and are not printed."""
        return sum(number for _, number in self.withheld)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBox:
    """One printed practice.

    ``content`` no longer holds what only the group may know: the role of the
    submitter and the record of sources. ``submitted_by`` is empty when the
    contributor wants to stay anonymous. ``label`` is what its reviewers, or a chair,
    accepted it as. ``cluster`` is the cluster it comes from with
    what became of that, where the organisation does not say so. ``carries`` are the
    printed recommendations that rest on it.
    """

    number: int
    content: PracticeContent
    themes: tuple[Theme, ...]
    networks: tuple[str, ...]
    submitted_by: tuple[str, ...]
    references: tuple[int, ...]
    cluster: str = ""
    label: Label | None = None
    carries: tuple[Recommendation, ...] = ()

    @property
    def ref(self) -> str:
        """The name people say, for example ``P-7``."""
        return label(Kind.PRACTICE, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeGroup:
    """The practices of one theme; ``elsewhere`` are printed under another theme.

    ``theme`` is None for practices of no known theme.
    """

    theme: Theme | None
    boxes: tuple[CaseBox, ...]
    elsewhere: tuple[CaseBox, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether nobody has contributed anything to it."""
        return not self.boxes and not self.elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewRow:
    """One theme: printed practices per country, and all of them."""

    theme: Theme
    cells: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Themes against countries (ISO 3166-1 codes, in alphabetical order)."""

    countries: tuple[str, ...]
    rows: tuple[OverviewRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterProfile:
    """One cluster; ``practices`` are those that may be traced to it."""

    cluster: Cluster
    networks: tuple[str, ...]
    practices: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one cluster brought, as numbers; ``short`` is its name for a picture.

    ``recommendations`` are those that rest on a practice of the cluster.
    """

    name: str
    short: str
    key: str
    practices: int
    meetings: int
    recommendations: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be shown yet."""
        return not (self.practices or self.meetings or self.recommendations)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerCluster:
    """A cluster that ended, by its name with what became of it, and its practices."""

    name: str
    key: str
    practices: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One adopted recommendation with the printed practices it rests on.

    ``decision`` is the number of the decision that adopted it, if that is printed, and
    ``meeting`` that of its meeting. ``endorsed_by`` are names of clusters.
    """

    recommendation: Recommendation
    evidence: tuple[int, ...]
    decision: int | None
    references: tuple[int, ...]
    meeting: int | None = None
    endorsed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddresseeGroup:
    """Recommendations to one addressee; ``elsewhere`` stand under an earlier one."""

    addressee: str
    advice: tuple[Advice, ...]
    elsewhere: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEntry:
    """A network with the clusters that belong to it and the practices that name it."""

    network: Network
    clusters: tuple[Cluster, ...]
    practices: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Whom the paper thanks; ``names`` only of people who agreed to be named."""

    name: str
    countries: tuple[str, ...]
    names: tuple[str, ...]
    practices: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditEntry:
    """The CRediT roles of one organisation; nothing says who had which."""

    organisation: str
    roles: tuple[CreditRole, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributors:
    """Contributors by organisation; kinds of external stakeholders as numbers."""

    organisations: tuple[Organisation, ...]
    externals: tuple[tuple[str, int], ...]
    anonymous: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEntry:
    """One line of the meeting log: numbers of clusters and guests, never people."""

    meeting: Meeting
    clusters_present: int
    externals_present: int
    decisions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEntry:
    """One adopted decision; ``superseded_by`` is the number of the later one.

    ``meeting`` is None for what was decided outside of meetings.
    """

    decision: Decision
    meeting: int | None
    superseded_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEntry:
    """What a cluster looks for or offers; ``practice`` only where it is printed."""

    kind: OfferKind
    cluster: str
    theme: str
    text: str
    until: date
    practice: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A numbered reference: a link, or a source by its key and description."""

    number: int
    url: str | None = None
    source: str | None = None
    where: str = ""
    cited_by: tuple[str, ...] = ()


class GapKind(StrEnum):
    """What is missing or doubtful, in the order in which people are told."""

    NO_OWNER = "no_owner"
    UNWRITTEN = "unwritten"
    NO_PLACE = "no_place"
    THEME_EMPTY = "theme_empty"
    CONTRADICTION = "contradiction"
    HEADING_TOO_HIGH = "heading_too_high"
    OPEN_FENCE = "open_fence"
    NO_EVIDENCE = "no_evidence"
    NO_ADDRESSEE = "no_addressee"
    FEW_PRACTICES = "few_practices"
    FEW_COUNTRIES = "few_countries"
    EVIDENCE_WITHHELD = "evidence_withheld"
    OLD_FACTS = "old_facts"
    NEVER_CITED = "never_cited"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that is missing; which fields are set depends on ``kind``.

    ``subject`` names it: a section's title, or a name such as ``R-5``; ``names`` are
    several things with the same hole. ``detail`` is an owner, a reason or the words
    in question; ``count`` what is counted, or asked for at least.
    """

    kind: GapKind
    subject: str = ""
    names: tuple[str, ...] = ()
    detail: str = ""
    due_on: date | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole paper as values: everything decided, nothing written yet."""

    title: str
    subtitle: str
    group_name: str
    objectives: str
    language: str
    licence: str
    status: str
    as_of: date
    sections: tuple[Section, ...]
    counts: Counts
    overview: Overview
    clusters: tuple[ClusterProfile, ...]
    themes: tuple[ThemeGroup, ...]
    register: tuple[CaseBox, ...]
    addressees: tuple[AddresseeGroup, ...]
    networks: tuple[NetworkEntry, ...]
    contributors: Contributors
    meetings: tuple[MeetingEntry, ...]
    decisions: tuple[DecisionEntry, ...]
    references: tuple[Reference, ...]
    missing: tuple[Gap, ...]
    former_clusters: tuple[FormerCluster, ...] = ()
    offers: tuple[OfferEntry, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    credits: tuple[CreditEntry, ...] = ()
