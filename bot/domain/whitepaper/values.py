"""The paper's own records, and the snapshot a document is assembled from."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.actions import ActionItem
from bot.domain.clusters import Cluster, ExternalStakeholder, Network, Source, Theme
from bot.domain.matching import Offer
from bot.domain.meetings import Decision, Meeting
from bot.domain.practices import Practice
from bot.domain.recommendations import Recommendation
from bot.domain.successions import Succession
from bot.domain.whitepaper.credit import Contributor


class SectionMode(StrEnum):
    """Who writes a section."""

    GENERATED = "generated"
    HANDWRITTEN = "handwritten"
    MIXED = "mixed"


class SectionState(StrEnum):
    """How far a section is; ``sections.py`` says what follows what."""

    EMPTY = "empty"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    AGREED = "agreed"


# What a paper's status says where the program looks at it; the others are the chair's.
DRAFTING, PUBLISHED = "drafting", "published"
# Mixed sections that say nothing without words of their own.
_NEEDS_WORDS = {"executive_summary"}
# These are in the paper once somebody has written them.
_OPTIONAL = {"foreword", "annex_instruments"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the paper.

    ``body`` is what editors wrote by hand: Markdown, byte for byte. ``revision``
    counts its versions. ``owner`` is a key of a person or cluster, ``owner_name``
    what is printed; ``due_on`` is when it should be written. ``template`` writes the
    generated part where the key does not say it. A removed section is out of the
    paper, its texts are kept.
    """

    id: int = 0
    key: str
    title: str
    position: int
    mode: SectionMode
    owner: str | None = None
    owner_name: str | None = None
    due_on: date | None = None
    locked: bool = False
    body: str | None = None
    revision: int = 1
    state: SectionState = SectionState.EMPTY
    template: str | None = None
    is_removed: bool = False

    @property
    def is_protected(self) -> bool:
        """Whether it has a part that only people write."""
        return self.mode is not SectionMode.GENERATED

    @property
    def is_unwritten(self) -> bool:
        """Whether people should write it and have not begun."""
        is_theirs = self.mode is SectionMode.HANDWRITTEN or (
            self.mode is SectionMode.MIXED and self.key in _NEEDS_WORDS
        )
        has_words = bool((self.body or "").strip())
        return is_theirs and not has_words and self.key not in _OPTIONAL

    @property
    def is_left_out(self) -> bool:
        """Whether the paper goes without it: taken out, or optional and not begun."""
        is_begun = self.mode is not SectionMode.HANDWRITTEN or (self.body or "").strip()
        return self.is_removed or (self.key in _OPTIONAL and not is_begun)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The paper's own record: title page facts and its sections in order."""

    id: int = 0
    key: str | None = None
    title: str
    subtitle: str = ""
    language: str = "en"
    licence: str = "CC-BY-4.0"
    status: str = "drafting"
    version: str = "0.1"
    sections: tuple[Section, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether the newest edition is the paper itself, and nothing came after it."""
        return self.status == PUBLISHED


class EditionState(StrEnum):
    """Whether an edition is a draft, the paper itself, or was taken back."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One assembled draft, kept as it was; ``sha256`` is of the Markdown bytes.

    ``fingerprint`` identifies the content without edition number and date, so that
    drafting again without a change is the same edition. ``said`` is why it was
    withdrawn; ``settled_at`` when it was published or withdrawn.
    """

    id: int = 0
    version: str
    as_of: date
    sha256: str
    fingerprint: str
    summary: str = ""
    markdown: str = ""
    state: EditionState = EditionState.DRAFT
    said: str = ""
    settled_at: datetime | None = None

    @property
    def is_published(self) -> bool:
        """Whether it is the paper itself and no draft of it."""
        return self.state is EditionState.PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything the paper is made of, read in one transaction.

    ``practices`` holds all practices that have a number, printable or not; the
    assembly selects and counts. Lists are in stable order (number, position).
    ``decisions`` are those outside of meetings, the others are in theirs.
    """

    group_name: str
    objectives: str
    paper: Paper
    themes: tuple[Theme, ...]
    clusters: tuple[Cluster, ...]
    externals: tuple[ExternalStakeholder, ...]
    networks: tuple[Network, ...]
    practices: tuple[Practice, ...]
    recommendations: tuple[Recommendation, ...]
    meetings: tuple[Meeting, ...]
    actions: tuple[ActionItem, ...]
    sources: tuple[Source, ...]
    editions: tuple[Edition, ...]
    successions: tuple[Succession, ...] = ()
    offers: tuple[Offer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    contributors: tuple[Contributor, ...] = ()
