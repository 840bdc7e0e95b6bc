"""Practices: what they contain, and how a step of their life changes them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import InvalidTransitionError
from bot.domain.practices.states import (
    DECIDED,
    PracticeEvent,
    PracticeStatus,
    after,
    change_of,
)
from bot.domain.references import Kind, label


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


class Label(StrEnum):
    """As what a practice was accepted, the most demanding first."""

    GOOD = "good"
    PROMISING = "promising"
    LESSONS_LEARNT = "lessons_learnt"


class Visibility(StrEnum):
    """Who may read it: the group, or everybody through the paper."""

    SIG_ONLY = "sig_only"
    PUBLIC = "public"


class Attribution(StrEnum):
    """Whom the paper names as the source."""

    ORGANISATION = "organisation"
    NAME_AND_ORGANISATION = "name_and_organisation"
    ANONYMOUS = "anonymous"


class TwinningRole(StrEnum):
    """Whether it offers its experience to others, looks for theirs, or both."""

    OFFERS = "offers"
    SEEKS = "seeks"
    BOTH = "both"


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
    grant: str | None = None


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
    ``formatted`` names the texts that are Markdown (``bot.domain.rich_text``); all
    others are what was typed, sign for sign. ``looking_for`` says what it offers or
    looks for.
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
    twinning_role: TwinningRole | None = None
    looking_for: str = ""
    networks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    interest_disclosure: str = ""
    attribution: Attribution = Attribution.ORGANISATION
    visibility: Visibility = Visibility.PUBLIC
    valid_as_of: str | None = None
    submitter_role: str = ""
    provenance: tuple[Provenance, ...] = ()
    formatted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationConsent:
    """The author's word that the text may be printed under a licence.

    ``policy_version`` is the privacy notice that was shown; ``given_on`` a date in
    the group's zone. Withdrawing sets ``withdrawn_on``. ``names_no_patient`` is the
    word that no patient can be recognised.
    """

    publish: bool
    licence: str
    attribution: Attribution
    policy_version: str
    given_on: date
    withdrawn_on: date | None = None
    names_no_patient: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A practice with the text of one of its revisions.

    ``number`` is None until the first submission; ``version`` rises with every
    change of the row and guards against two editors (optimistic lock); ``revision``
    counts the texts, ``accepted_revision`` is the one that is printed. ``nonce``
    identifies the form it was started with. ``label`` and ``is_ruling`` speak of the
    acceptance, ``reason`` of a refusal; ``superseded_by`` is another's number.
    """

    id: int = 0
    sig_id: int
    number: int | None = None
    key: str | None = None
    nonce: str | None = None
    status: PracticeStatus = PracticeStatus.DRAFT
    version: int = 1
    revision: int = 1
    accepted_revision: int | None = None
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
    label: Label | None = None
    is_ruling: bool = False
    reason: str = ""
    superseded_by: int | None = None

    @property
    def ref(self) -> str:
        """The name people say; ``draft`` before there is a number."""
        return label(Kind.PRACTICE, self.number) if self.number else "draft"

    @property
    def is_printable(self) -> bool:
        """Whether the white paper may contain it."""
        return (
            self.status in DECIDED
            and self.content.visibility is Visibility.PUBLIC
            and self.consent is not None
            and self.consent.publish
            and self.consent.withdrawn_on is None
        )

    @property
    def has_newer_text(self) -> bool:
        """Whether a text waits while an earlier one is printed."""
        return self.accepted_revision not in {None, self.revision}

    # Each step below raises InvalidTransitionError where the table in ``states``
    # does not know it.

    def submit(self, number: int, now: datetime) -> "Practice":
        """Return it as submitted."""
        status = self._after(PracticeEvent.SUBMIT)
        return replace(self, number=number, status=status, submitted_at=now)

    def take_up(self) -> "Practice":
        """Return it as under review."""
        return replace(self, status=self._after(PracticeEvent.TAKE_UP))

    def ask_for_changes(self) -> "Practice":
        """Return it as back with its author."""
        return replace(self, status=self._after(PracticeEvent.ASK))

    def accept(
        self, now: datetime, *, label: Label | None = None, is_ruling: bool = True
    ) -> "Practice":
        """Return it as accepted, by its reviewers or by the ruling of one person."""
        event = PracticeEvent.RULE if is_ruling else PracticeEvent.ACCEPT
        status = self._after(event)
        if not self.content.evidence.strip():
            message = (
                f"{self.ref} does not say yet how one knows that it works. Please ask "
                "its author for one sentence of evidence."
            )
            raise InvalidTransitionError(message)
        return replace(
            self,
            status=status,
            accepted_at=now,
            accepted_revision=self.revision,
            label=label,
            is_ruling=is_ruling,
            reason="",
        )

    def reject(self, reason: str, accepted: PracticeContent | None) -> "Practice":
        """Return it as rejected; where a text was accepted before, with that text."""
        status = self._after(PracticeEvent.REJECT)
        if accepted is None:
            return replace(self, status=status, reason=reason)
        back = PracticeStatus.ACCEPTED
        return replace(self, status=back, reason=reason, content=accepted)

    def publish(self) -> "Practice":
        """Return it as part of a published edition."""
        return replace(self, status=self._after(PracticeEvent.PUBLISH))

    def revise(self, content: PracticeContent) -> "Practice":
        """Return it with a new text, which waits for acceptance."""
        status = self._after(change_of(self.status))
        return replace(self, content=content, status=status, reason="")

    def withdraw(self) -> "Practice":
        """Return it as withdrawn; its number stays taken."""
        return replace(self, status=self._after(PracticeEvent.WITHDRAW))

    def supersede(self, newer: int) -> "Practice":
        """Return it as replaced by the practice with the number ``newer``."""
        status = self._after(PracticeEvent.SUPERSEDE)
        return replace(self, status=status, superseded_by=newer)

    def _after(self, event: PracticeEvent) -> PracticeStatus:
        return after(event, self.status, self.ref)
