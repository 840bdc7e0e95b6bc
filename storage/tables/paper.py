"""Tables of the white paper: sections with their texts, and editions."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.whitepaper import EditionState, SectionMode, SectionState
from storage.tables.columns import (
    Json,
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class WhitePaperRow(Table, table=True):
    """The paper's own record; a group has one."""

    __tablename__ = "white_paper"

    id: int = primary_key()
    sig_id: int = parent("sig.id", unique=True)
    key: str | None = None
    title: str
    subtitle: str
    language: str
    licence: str
    status: str
    label: str
    version: int = 1
    extra: Json | None = json_field()


class SectionRow(Table, table=True):
    """One section; ``revision`` is the newest of its hand-written texts.

    ``template`` writes its generated part where its key does not say it. A section
    that was removed is kept with its texts.
    """

    __tablename__ = "section"
    __table_args__ = (
        sa.UniqueConstraint("paper_id", "key"),
        sa.CheckConstraint(
            "owner_person_id IS NULL OR owner_cluster_id IS NULL", name="owner"
        ),
    )

    id: int = primary_key()
    paper_id: int = parent("white_paper.id")
    key: str
    title: str
    position: int
    mode: SectionMode = Field(sa_type=enum_type(SectionMode, "mode"))
    owner_person_id: int | None = mention("person.id")
    owner_cluster_id: int | None = mention("cluster.id")
    due_on: date | None = None
    locked: bool = False
    revision: int = 1
    version: int = 1
    state: SectionState = Field(
        default=SectionState.EMPTY, sa_type=enum_type(SectionState, "state")
    )
    template: str | None = None
    removed_at: datetime | None = None


class SectionRevisionRow(Table, table=True):
    """One hand-written text of a section, byte for byte; never changed."""

    __tablename__ = "section_revision"
    __table_args__ = (sa.UniqueConstraint("section_id", "revision"),)

    id: int = primary_key()
    section_id: int = parent("section.id")
    revision: int
    body: str
    sha256: str
    author_id: int | None = mention("person.id")
    reason: str = ""


class EditionRow(Table, table=True):
    """One assembled draft, kept as it was; ``state`` is all that changes later.

    ``said`` is why it was withdrawn; ``settled_at`` when it was published or withdrawn.
    """

    __tablename__ = "edition"
    __table_args__ = (sa.UniqueConstraint("sig_id", "label"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    label: str
    as_of: date
    sha256: str
    fingerprint: str
    summary: str
    markdown: str
    state: EditionState = Field(
        default=EditionState.DRAFT, sa_type=enum_type(EditionState, "state")
    )
    said: str = ""
    settled_at: datetime | None = None


class EditionPictureRow(Table, table=True):
    """A picture of an edition, byte for byte; never changed."""

    __tablename__ = "edition_picture"
    __table_args__ = (sa.UniqueConstraint("edition_id", "name"),)

    id: int = primary_key()
    edition_id: int = parent("edition.id")
    position: int
    name: str
    alt: str
    content: bytes
    sha256: str


class ContributorCreditRow(Table, table=True):
    """The roles that a person, or an editor, chose instead of the counted ones."""

    __tablename__ = "contributor_credit"

    sig_id: int = parent("sig.id", primary_key=True)
    person_id: int = parent("person.id", primary_key=True, index=True)
    roles: list[str] = json_field(default=())
    changed_by: int | None = mention("person.id")
    version: int = 1
