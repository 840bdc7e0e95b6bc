"""Edited drafts that came back, and the conflicts between two texts of a section."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.whitepaper.conflicts import (
    Conflict,
    ConflictState,
    ImportState,
    PaperImport,
)
from storage.statements import changed_one
from storage.tables import PaperImportRow, SectionConflictRow


def add(
    session: Session,
    sig_id: int,
    *,
    person_id: int | None,
    name: str,
    text: str,
    preview: str,
) -> PaperImport:
    """Keep an edited draft until somebody says yes to what it changes."""
    row = PaperImportRow(
        sig_id=sig_id,
        person_id=person_id,
        name=name,
        sha256=sha256(text.encode()).hexdigest(),
        text=text,
        preview=preview,
        state=ImportState.PENDING,
    )
    session.add(row)
    session.flush()
    return _import(row)


def lock(session: Session, sig_id: int, import_id: int) -> PaperImport:
    """Return an edited draft; until the transaction ends nobody else takes it.

    Raises:
        NotFoundError: the group has none with this id.
    """
    query = (
        select(PaperImportRow)
        .where(PaperImportRow.id == import_id, PaperImportRow.sig_id == sig_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = session.exec(query).first()
    if row is None:
        message = "This file is not kept any more. Add it again: /whitepaper import"
        raise NotFoundError(message)
    return _import(row)


def change(session: Session, kept: PaperImport) -> None:
    """Store where an edited draft stands, and what its sender was shown."""
    values = {"state": kept.state, "preview": kept.preview}
    same = col(PaperImportRow.id) == kept.id
    session.connection().execute(sa.update(PaperImportRow).where(same).values(values))


def forget_before(session: Session, moment: datetime) -> int:
    """Delete files that nobody said yes to, and return how many."""
    statement = sa.delete(PaperImportRow).where(
        col(PaperImportRow.created_at) < moment,
        col(PaperImportRow.state) != ImportState.TAKEN,
    )
    return session.connection().execute(statement).rowcount


def add_conflict(
    session: Session, sig_id: int, import_id: int, *, conflict: Conflict
) -> Conflict:
    """Keep both texts of a section until somebody chooses."""
    row = SectionConflictRow(
        sig_id=sig_id,
        import_id=import_id,
        section_id=conflict.section_id,
        section_key=conflict.key,
        title=conflict.title,
        fate=conflict.fate,
        base=conflict.base,
        current=conflict.current,
        edited=conflict.edited,
        revision=conflict.revision,
        state=conflict.state,
    )
    session.add(row)
    session.flush()
    return replace(conflict, id=row.id)


def conflicts(session: Session, sig_id: int) -> tuple[Conflict, ...]:
    """Return what nobody has chosen yet, oldest first."""
    query = (
        select(SectionConflictRow)
        .where(
            SectionConflictRow.sig_id == sig_id,
            SectionConflictRow.state == ConflictState.OPEN,
        )
        .order_by(col(SectionConflictRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(_conflict(row) for row in session.exec(query))


def conflict(session: Session, sig_id: int, conflict_id: int) -> Conflict:
    """Return one conflict of the group, settled or not.

    Raises:
        NotFoundError: the group has none with this id.
    """
    query = (
        select(SectionConflictRow)
        .where(
            SectionConflictRow.id == conflict_id, SectionConflictRow.sig_id == sig_id
        )
        .execution_options(populate_existing=True)
    )
    row = session.exec(query).first()
    if row is None:
        raise NotFoundError("There is nothing to choose any more.")
    return _conflict(row)


def settle(
    session: Session, found: Conflict, *, state: ConflictState, person_id: int
) -> None:
    """Store what somebody chose.

    Raises:
        StaleVersionError: somebody else chose meanwhile.
    """
    statement = (
        sa.update(SectionConflictRow)
        .where(
            col(SectionConflictRow.id) == found.id,
            col(SectionConflictRow.version) == found.version,
        )
        .values(state=state, settled_by=person_id, version=found.version + 1)
    )
    if not changed_one(session, statement):
        message = f"Somebody else just chose a text for {found.title}."
        raise StaleVersionError(message)


def _import(row: PaperImportRow) -> PaperImport:
    return PaperImport(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        text=row.text,
        preview=row.preview,
        state=row.state,
    )


def _conflict(row: SectionConflictRow) -> Conflict:
    return Conflict(
        id=row.id,
        section_id=row.section_id,
        key=row.section_key,
        title=row.title,
        fate=row.fate,
        base=row.base,
        current=row.current,
        edited=row.edited,
        revision=row.revision,
        state=row.state,
        version=row.version,
    )
