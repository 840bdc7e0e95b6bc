"""Tables of edited drafts that came back, and of the conflicts they left."""

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.whitepaper.conflicts import ConflictState, ImportState
from bot.domain.whitepaper.roundtrip import Fate
from storage.tables.columns import Table, enum_type, mention, parent, primary_key


class PaperImportRow(Table, table=True):
    """An edited draft as it came; it waits for a yes, or was taken.

    ``preview`` identifies what its sender was shown: only that is taken.
    """

    __tablename__ = "paper_import"

    id: int = primary_key()
    sig_id: int = parent("sig.id", index=True)
    person_id: int | None = mention("person.id")
    name: str
    sha256: str
    text: str
    preview: str
    state: ImportState = Field(sa_type=enum_type(ImportState, "state"))


class SectionConflictRow(Table, table=True):
    """Two texts of one section; somebody has to choose.

    ``base`` is what both began with, ``edited`` what came in the file, ``current`` what
    the section said then, as its ``revision``.
    """

    __tablename__ = "section_conflict"
    __table_args__ = (sa.UniqueConstraint("import_id", "section_key"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id", index=True)
    import_id: int = parent("paper_import.id")
    section_id: int | None = mention("section.id")
    section_key: str
    title: str
    fate: Fate = Field(sa_type=enum_type(Fate, "fate"))
    base: str
    current: str
    edited: str
    revision: int
    state: ConflictState = Field(sa_type=enum_type(ConflictState, "state"))
    settled_by: int | None = mention("person.id")
    version: int = 1
