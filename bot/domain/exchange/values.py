"""What a document of the exchange format holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from bot.domain.actions import ActionItem
from bot.domain.clusters import Cluster, Network, Source, Theme
from bot.domain.exchange.parts.meetings import Beside
from bot.domain.exchange.parts.papers import PaperParts
from bot.domain.exchange.parts.rounds import RecommendationRecord
from bot.domain.matching import Offer
from bot.domain.meetings import Decision, Meeting
from bot.domain.permissions import Role
from bot.domain.practices import Practice, PracticeContent
from bot.domain.references import Kind, label
from bot.domain.sigs import Person, Sig
from bot.domain.successions import Succession
from bot.domain.whitepaper import Edition, Paper
from bot.domain.whitepaper.credit import CreditRole

SCHEMA_VERSION = "1.0"
# The three lists of people, in the order in which they are written.
MEMBERS, ROLES, EXTERNALS = "members", "roles", "external_stakeholders"
Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[T]):
    """A record, and what its file said that the program does not know.

    ``extra`` has the record's shape: it is laid under the record when that is
    written, so nothing of a file is lost.
    """

    value: T
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What the group was for from a day on; ``author`` is a person's key."""

    revision: int
    text: str
    set_on: date
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SigRecord:
    """The group with the texts that its objectives have had, oldest first."""

    sig: Sig
    history: tuple[Purpose, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRecord:
    """A network; ``liaison`` is the key of the person who keeps contact."""

    network: Network
    liaison: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRecord:
    """A need or an offer; ``cluster`` and ``contact`` (a person) are keys."""

    offer: Offer
    cluster: str
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person with their place in the group, as one record of a list of people.

    ``cluster``, ``sponsor`` and ``invited_by`` are keys; ``title`` is the role in
    words; ``organisation``, ``kind`` and ``country`` describe where an external comes
    from. ``meetings`` are the numbers of those an external may attend (None: all).
    ``credit`` are the roles that they have in the paper where somebody corrected them,
    ``credit_by`` who did (a key).
    """

    key: str
    listed_as: str
    role: Role
    person: Person
    title: str | None = None
    cluster: str | None = None
    sponsor: str | None = None
    kind: str | None = None
    country: str | None = None
    organisation: str | None = None
    purpose: str = ""
    expires_on: date | None = None
    may_submit: bool = True
    meetings: tuple[int, ...] | None = None
    invited_by: str | None = None
    credit: tuple[CreditRole, ...] | None = None
    credit_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRecord:
    """A practice with its newest text.

    ``author`` is a person's key; ``accepted`` the text that is printed as long as the
    newest one waits for acceptance.
    """

    practice: Practice
    author: str | None = None
    accepted: PracticeContent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """The white paper with the editions drafted so far, and what belongs to it."""

    paper: Paper
    editions: tuple[Edition, ...] = ()
    parts: PaperParts = field(default_factory=PaperParts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A group with everything that belongs to it.

    ``extra`` is what the file said at its top level that the program does not know;
    ``decisions`` are those that were taken outside of meetings.
    """

    sig: Entry[SigRecord] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Entry[Source], ...] = ()
    themes: tuple[Entry[Theme], ...] = ()
    networks: tuple[Entry[NetworkRecord], ...] = ()
    clusters: tuple[Entry[Cluster], ...] = ()
    successions: tuple[Entry[Succession], ...] = ()
    people: tuple[Entry[Member], ...] = ()
    practices: tuple[Entry[PracticeRecord], ...] = ()
    meetings: tuple[Entry[Meeting], ...] = ()
    decisions: tuple[Entry[Decision], ...] = ()
    actions: tuple[Entry[ActionItem], ...] = ()
    recommendations: tuple[Entry[RecommendationRecord], ...] = ()
    offers: tuple[Entry[OfferRecord], ...] = ()
    paper: Entry[PaperRecord] | None = None
    beside: Beside = field(default_factory=Beside)

    def keys(self, kind: Kind) -> dict[int, str]:
        """Return the identifiers of one kind of records, by number."""
        numbered: dict[Kind, list[tuple[int, str | None]]] = {
            Kind.PRACTICE: [
                (entry.value.practice.number or 0, entry.value.practice.key)
                for entry in self.practices
            ],
            Kind.MEETING: [
                (each.value.number, each.value.key) for each in self.meetings
            ],
            Kind.DECISION: [
                (decision.number, decision.key)
                for decision in (
                    *(each for held in self.meetings for each in held.value.decisions),
                    *(each.value for each in self.decisions),
                )
            ],
            Kind.ACTION: [(each.value.number, each.value.key) for each in self.actions],
            Kind.RECOMMENDATION: [
                (each.value.number, each.value.key) for each in self.recommendations
            ],
        }
        return {number: key or label(kind, number) for number, key in numbered[kind]}
