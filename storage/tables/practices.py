"""Tables of practices: the record, its texts, its links and consents."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.practices import (
    Attribution,
    EvidenceLevel,
    Label,
    PracticeStatus,
    PracticeType,
    Scope,
    Stage,
    TransferReadiness,
    TwinningRole,
    Visibility,
)
from storage.tables.columns import (
    Json,
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class PracticeRow(Table, table=True):
    """Identity and workflow of a practice; the text is in its revisions.

    ``revision`` is the newest text, ``accepted_revision`` the one that is printed.
    Both are numbers within ``practice_revision`` and not foreign keys: that would be
    a circle, which SQLite cannot alter later. ``superseded_by`` is the number of
    another practice of the group; numbers are never reused.
    """

    __tablename__ = "practice"
    __table_args__ = (
        sa.UniqueConstraint("sig_id", "number"),
        sa.UniqueConstraint("sig_id", "key"),
        sa.UniqueConstraint("sig_id", "nonce"),
        sa.UniqueConstraint("sig_id", "submission_nonce"),
        sa.CheckConstraint(
            "number IS NOT NULL OR status IN ('draft', 'withdrawn')",
            name="numbered",
        ),
    )

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    number: int | None = None
    key: str | None = None
    status: PracticeStatus = Field(sa_type=enum_type(PracticeStatus, "status"))
    version: int = 1
    revision: int = 1
    accepted_revision: int | None = None
    nonce: str | None = None
    submission_nonce: str | None = None
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id", index=True)
    author_id: int | None = mention("person.id", index=True)
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    label: Label | None = Field(default=None, sa_type=enum_type(Label, "label"))
    is_ruling: bool = False
    reason: str = ""
    superseded_by: int | None = None
    extra: Json | None = json_field()


class PracticeRevisionRow(Table, table=True):
    """One text of a practice; changed only while the practice is a draft."""

    __tablename__ = "practice_revision"
    __table_args__ = (sa.UniqueConstraint("practice_id", "revision"),)

    id: int = primary_key()
    practice_id: int = parent("practice.id")
    revision: int
    title: str
    title_original: str | None = None
    language: str | None = None
    summary: str
    problem: str
    description: str
    organisation: str
    country: str | None = None
    nuts: str | None = None
    nuts_name: str | None = None
    nuts_version: str | None = None
    scope: Scope | None = Field(default=None, sa_type=enum_type(Scope, "scope"))
    type: PracticeType | None = Field(
        default=None, sa_type=enum_type(PracticeType, "type")
    )
    stage: Stage | None = Field(default=None, sa_type=enum_type(Stage, "stage"))
    start: str | None = None
    end: str | None = None
    stakeholders: str
    target_groups: list[str] = json_field(default=())
    resources: str
    funding: Json | None = json_field()
    evidence: str
    evidence_level: EvidenceLevel | None = Field(
        default=None, sa_type=enum_type(EvidenceLevel, "evidence_level")
    )
    difficulties: str
    transfer: str
    transfer_readiness: TransferReadiness | None = Field(
        default=None, sa_type=enum_type(TransferReadiness, "transfer_readiness")
    )
    trl: int | None = None
    links: list[str] = json_field(default=())
    attribution: Attribution = Field(sa_type=enum_type(Attribution, "attribution"))
    visibility: Visibility = Field(sa_type=enum_type(Visibility, "visibility"))
    valid_as_of: str | None = None
    submitter_role: str
    provenance: list[Json] = json_field(default=())
    formatted: list[str] = json_field(default=())
    twinning_role: TwinningRole | None = Field(
        default=None, sa_type=enum_type(TwinningRole, "twinning_role")
    )
    looking_for: str = ""
    interest_disclosure: str = ""


class PracticeThemeRow(Table, table=True):
    """A text of a practice touches a theme."""

    __tablename__ = "practice_theme"

    revision_id: int = parent("practice_revision.id", primary_key=True)
    theme_id: int = Field(primary_key=True, foreign_key="theme.id", index=True)
    position: int


class PracticeNetworkRow(Table, table=True):
    """A text of a practice names a network."""

    __tablename__ = "practice_network"

    revision_id: int = parent("practice_revision.id", primary_key=True)
    network_id: int = Field(primary_key=True, foreign_key="network.id", index=True)
    position: int


class PracticeEditRow(Table, table=True):
    """A new text that somebody is still writing; only they can see it.

    ``version`` and ``revision`` are those of the practice when they began.
    """

    __tablename__ = "practice_edit"

    practice_id: int = parent("practice.id", primary_key=True)
    person_id: int = parent("person.id", primary_key=True, index=True)
    version: int
    revision: int
    content: Json = json_field(default=())


class ConsentRow(Table, table=True):
    """The author's word about printing; the newest row counts, old ones are proof."""

    __tablename__ = "consent"

    id: int = primary_key()
    practice_id: int = parent("practice.id", index=True)
    person_id: int | None = mention("person.id")
    publish: bool
    licence: str
    attribution: Attribution = Field(sa_type=enum_type(Attribution, "attribution"))
    policy_version: str
    given_on: date
    withdrawn_on: date | None = None
    names_no_patient: bool = False
