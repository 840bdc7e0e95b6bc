"""Practices: what they contain, which limits hold, and how they move between states.

States of the whole life of a practice (the review between ``submitted`` and
``accepted`` has its own steps later)::

    draft -> submitted -> accepted -> published
    submitted -> under_review -> changes_requested -> submitted
    any -> withdrawn, under_review -> rejected, accepted -> superseded
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import InvalidTransitionError
from bot.domain.references import Kind, label


class PracticeStatus(StrEnum):
    """Where a practice stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    CHANGES_REQUESTED = "changes_requested"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


# In these states a newer text waits; one that was accepted earlier is still printed.
BEING_REVISED = frozenset(
    {
        PracticeStatus.SUBMITTED,
        PracticeStatus.UNDER_REVIEW,
        PracticeStatus.CHANGES_REQUESTED,
    }
)


STATUS_WORDS: Mapping[PracticeStatus, str] = {
    PracticeStatus.DRAFT: "a draft",
    PracticeStatus.SUBMITTED: "waiting for acceptance",
    PracticeStatus.UNDER_REVIEW: "under review",
    PracticeStatus.CHANGES_REQUESTED: "back with its author for changes",
    PracticeStatus.ACCEPTED: "accepted",
    PracticeStatus.PUBLISHED: "published",
    PracticeStatus.REJECTED: "not accepted",
    PracticeStatus.WITHDRAWN: "withdrawn",
    PracticeStatus.SUPERSEDED: "replaced by a newer one",
}
EDITABLE = frozenset({PracticeStatus.SUBMITTED, PracticeStatus.CHANGES_REQUESTED})
_WITHDRAWABLE = EDITABLE | {
    PracticeStatus.UNDER_REVIEW,
    PracticeStatus.ACCEPTED,
    PracticeStatus.PUBLISHED,
}


class Stage(StrEnum):
    """How far the practice itself has got."""

    PILOT = "pilot"
    RUNNING = "running"
    SCALED = "scaled"
    STOPPED = "stopped"


class EvidenceLevel(StrEnum):
    """How well the effect is known, weakest first."""

    NONE = "none"
    DESCRIPTIVE = "descriptive"
    SURVEY = "survey"
    MONITORING_DATA = "monitoring_data"
    BEFORE_AFTER = "before_after"
    CONTROLLED = "controlled"
    PEER_REVIEWED = "peer_reviewed"


class TransferReadiness(StrEnum):
    """How ready others are to take it over."""

    PILOT = "pilot"
    LESSONS_ONLY = "lessons_only"
    READY_FOR_TRANSFER = "ready_for_transfer"
    ADAPTED_ELSEWHERE = "adapted_elsewhere"


class Visibility(StrEnum):
    """Who may read it: the group, or everybody through the paper."""

    SIG_ONLY = "sig_only"
    PUBLIC = "public"


class Attribution(StrEnum):
    """Whom the paper names as the source."""

    ORGANISATION = "organisation"
    NAME_AND_ORGANISATION = "name_and_organisation"
    ANONYMOUS = "anonymous"


class Scope(StrEnum):
    """How wide it reaches."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"
    CROSS_BORDER = "cross_border"
    EU = "eu"


class PracticeType(StrEnum):
    """What kind of thing it is."""

    POLICY = "policy"
    SERVICE = "service"
    INFRASTRUCTURE = "infrastructure"
    TOOL = "tool"
    FUNDING_SCHEME = "funding_scheme"
    GOVERNANCE_MODEL = "governance_model"
    METHODOLOGY = "methodology"
    TRAINING = "training"
    NETWORK = "network"


TARGET_GROUPS = (
    "citizens_patients",
    "informal_carers",
    "health_professionals",
    "care_providers",
    "public_authorities",
    "payers",
    "smes",
    "large_companies",
    "researchers",
    "digital_innovation_hubs",
    "investors",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Money of one currency (ISO 4217); amounts are never added across currencies."""

    total: int | None = None
    eu: int | None = None
    currency: str | None = None
    programme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a claim comes from: a source's key, or None for the author's own word."""

    field: str | None = None
    claim: str
    status: str
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeContent:
    """What the author writes. Everything may be missing while it is a draft.

    Dates are ISO 8601 with reduced precision (``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``);
    ``country`` is ISO 3166-1 alpha-2, ``themes`` and ``networks`` are slugs.
    """

    title: str = ""
    title_original: str | None = None
    language: str | None = None
    summary: str = ""
    problem: str = ""
    description: str = ""
    organisation: str = ""
    country: str | None = None
    nuts: str | None = None
    nuts_name: str | None = None
    nuts_version: str | None = None
    scope: Scope | None = None
    type: PracticeType | None = None
    themes: tuple[str, ...] = ()
    stage: Stage | None = None
    start: str | None = None
    end: str | None = None
    stakeholders: str = ""
    target_groups: tuple[str, ...] = ()
    resources: str = ""
    funding: Funding | None = None
    evidence: str = ""
    evidence_level: EvidenceLevel | None = None
    difficulties: str = ""
    transfer: str = ""
    transfer_readiness: TransferReadiness | None = None
    trl: int | None = None
    networks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    attribution: Attribution = Attribution.ORGANISATION
    visibility: Visibility = Visibility.PUBLIC
    valid_as_of: str | None = None
    submitter_role: str = ""
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationConsent:
    """The author's word that the text may be printed under a licence.

    ``policy_version`` is the privacy notice that was shown; ``given_on`` a date in
    the group's zone. Withdrawing sets ``withdrawn_on``.
    """

    publish: bool
    licence: str
    attribution: Attribution
    policy_version: str
    given_on: date
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A practice with the text of one of its revisions.

    ``number`` is None until the first submission; ``version`` rises with every
    change of the row and guards against two editors (optimistic lock); ``revision``
    counts the texts. ``nonce`` identifies the form it was started with.
    """

    id: int = 0
    sig_id: int
    number: int | None = None
    key: str | None = None
    nonce: str | None = None
    status: PracticeStatus = PracticeStatus.DRAFT
    version: int = 1
    revision: int = 1
    content: PracticeContent = field(default_factory=PracticeContent)
    cluster_id: int | None = None
    cluster_key: str | None = None
    cluster_name: str | None = None
    author_id: int | None = None
    author_name: str | None = None
    author_user_id: str | None = None
    consent: PublicationConsent | None = None
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None

    @property
    def ref(self) -> str:
        """The name people say; ``draft`` before there is a number."""
        return label(Kind.PRACTICE, self.number) if self.number else "draft"

    @property
    def is_printable(self) -> bool:
        """Whether the white paper may contain it."""
        return (
            self.status in {PracticeStatus.ACCEPTED, PracticeStatus.PUBLISHED}
            and self.content.visibility is Visibility.PUBLIC
            and self.consent is not None
            and self.consent.publish
            and self.consent.withdrawn_on is None
        )

    def submit(self, number: int, now: datetime) -> "Practice":
        """Return it as submitted.

        Raises:
            InvalidTransitionError: it is not a draft.
        """
        self._expect("submitted", PracticeStatus.DRAFT)
        return replace(
            self, number=number, status=PracticeStatus.SUBMITTED, submitted_at=now
        )

    def accept(self, now: datetime) -> "Practice":
        """Return it as accepted.

        Raises:
            InvalidTransitionError: it is not waiting for acceptance.
        """
        self._expect("accepted", PracticeStatus.SUBMITTED, PracticeStatus.UNDER_REVIEW)
        return replace(self, status=PracticeStatus.ACCEPTED, accepted_at=now)

    def revise(self, content: PracticeContent) -> "Practice":
        """Return it with a new text; what was sent back waits for acceptance again.

        Raises:
            InvalidTransitionError: it is past changing.
        """
        self._expect("changed", *EDITABLE)
        return replace(self, content=content, status=PracticeStatus.SUBMITTED)

    def withdraw(self) -> "Practice":
        """Return it as withdrawn; its number stays taken.

        Raises:
            InvalidTransitionError: it is a draft, or gone already.
        """
        self._expect("withdrawn", *_WITHDRAWABLE)
        return replace(self, status=PracticeStatus.WITHDRAWN)

    def _expect(self, step: str, *allowed: PracticeStatus) -> None:
        if self.status not in allowed:
            state = STATUS_WORDS[self.status]
            message = f"{self.ref} is {state}, so it cannot be {step} now."
            raise InvalidTransitionError(message)
