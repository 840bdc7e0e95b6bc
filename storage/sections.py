"""The sections of a paper, their texts, and texts that could not be saved."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.whitepaper import Section
from bot.domain.whitepaper.sections import (
    Kept,
    Revision,
    StaleTextError,
    Unsaved,
    require_storable,
    require_writable,
    state_after,
)
from storage.directory import Directory, directory
from storage.statements import changed_one, insert
from storage.tables import (
    SectionDraftRow,
    SectionRevisionRow,
    SectionRow,
    SigRow,
    WhitePaperRow,
)

_NONE = "There is no such section in this paper. All of them: /whitepaper outline"
_CHANGED = (
    "Somebody else changed this section of the outline meanwhile, so nothing was "
    "changed now. Look at the outline again: /whitepaper outline"
)


def of_paper(session: Session, paper_id: int, *, who: Directory) -> tuple[Section, ...]:
    """Return all sections of a paper in order, those that were removed too."""
    rows = _load(session, SectionRow.paper_id == paper_id)
    return tuple(_section(row, body, who=who) for row, body in rows)


def listed(
    session: Session, sig_id: int, *, is_removed: bool = False
) -> tuple[Kept, ...]:
    """Return the sections of the group's paper in order, or those taken out of it."""
    who = directory(session, sig_id)
    is_out = col(SectionRow.removed_at).is_not(None)
    rows = _load(
        session, WhitePaperRow.sig_id == sig_id, is_out if is_removed else ~is_out
    )
    return tuple(_kept(row, body, who=who) for row, body in rows)


def find(session: Session, sig_id: int, section_id: int) -> Kept:
    """Return a section of the group, also one that was removed.

    Raises:
        NotFoundError: the group has none with this id.
    """
    rows = _load(session, WhitePaperRow.sig_id == sig_id, SectionRow.id == section_id)
    for row, body in rows:
        return _kept(row, body, who=directory(session, sig_id))
    raise NotFoundError(_NONE)


def lock(session: Session, sig_id: int, section_id: int) -> Kept:
    """Return a section of the group that nobody else changes until the commit.

    Raises:
        NotFoundError: the group has none with this id.
    """
    _lock(session, section_id)
    return find(session, sig_id, section_id)


def lock_outline(session: Session, sig_id: int) -> None:
    """Let nobody else change the outline of the group's paper before the commit.

    The weaker of PostgreSQL's two locks: whoever saves a text meanwhile adds to the
    audit trail of the group, and would otherwise wait for us while we wait for them.
    """
    query = select(SigRow.id).where(SigRow.id == sig_id)
    session.exec(query.with_for_update(key_share=True)).one()


def owned_by(
    session: Session,
    sig_id: int,
    person_id: int | None = None,
    *,
    cluster_id: int | None = None,
) -> tuple[Section, ...]:
    """Return the sections that this person, or this cluster, should write."""
    is_theirs = (col(SectionRow.owner_person_id) == (person_id or 0)) | (
        col(SectionRow.owner_cluster_id) == (cluster_id or 0)
    )
    is_in = col(SectionRow.removed_at).is_(None)
    rows = _load(session, WhitePaperRow.sig_id == sig_id, is_in, is_theirs)
    who = directory(session, sig_id)
    return tuple(_section(row, body, who=who) for row, body in rows)


def write(
    session: Session,
    section_id: int,
    body: str,
    *,
    author_id: int | None,
    reason: str,
    base_revision: int,
    now: datetime,
) -> int:
    """Store a text as the section's newest revision and return its number.

    ``base_revision`` is the one that the text was made from. The same text as the
    newest is no new revision. The caller has looked the section up in their group.

    Raises:
        InvalidInputError: the text cannot stand in a paper.
        InvalidTransitionError: the section is locked, removed, or generated.
        NotFoundError: there is no such section.
        StaleTextError: it has a newer text; a StaleVersionError with both.
    """
    require_storable(body)
    row, newest = _lock(session, section_id)
    require_writable(_section(row, newest, who=Directory({}, {}, {}, {})))
    if body == (newest or ""):
        return row.revision
    if row.revision != base_revision:
        raise StaleTextError(
            row.title, mine=body, theirs=newest or "", revision=row.revision
        )
    row.state = state_after(row.state, body)
    _add_text(session, row, body, author_id=author_id, reason=reason, now=now)
    return row.revision


def revisions(session: Session, section_id: int) -> tuple[Revision, ...]:
    """Return the texts of a section, the newest first."""
    query = (
        select(SectionRevisionRow)
        .where(SectionRevisionRow.section_id == section_id)
        .order_by(col(SectionRevisionRow.revision).desc())
    )
    return tuple(_revision(row) for row in session.exec(query))


def revision(session: Session, section_id: int, number: int) -> Revision:
    """Return one text of a section.

    Raises:
        NotFoundError: it never had this one.
    """
    query = select(SectionRevisionRow).where(
        SectionRevisionRow.section_id == section_id,
        SectionRevisionRow.revision == number,
    )
    row = session.exec(query).first()
    if row is None:
        raise NotFoundError(f"This section has no revision {number}.")
    return _revision(row)


def keep_unsaved(
    session: Session, section_id: int, person_id: int, *, unsaved: Unsaved
) -> None:
    """Keep a text that was refused; a person has one for each section."""
    values = {
        "body": unsaved.body,
        "reason": unsaved.reason,
        "base_revision": unsaved.base_revision,
    }
    statement = insert(session, SectionDraftRow).values(
        section_id=section_id, person_id=person_id, **values
    )
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["section_id", "person_id"], set_=values
        )
    )


def unsaved(session: Session, section_id: int, person_id: int) -> Unsaved | None:
    """Return what a person wrote and could not save."""
    query = select(SectionDraftRow).where(
        SectionDraftRow.section_id == section_id,
        SectionDraftRow.person_id == person_id,
    )
    row = session.exec(query.execution_options(populate_existing=True)).first()
    if row is None:
        return None
    return Unsaved(body=row.body, reason=row.reason, base_revision=row.base_revision)


def drop_unsaved(session: Session, section_id: int, person_id: int) -> None:
    """Forget it: the text is saved, or its author said so."""
    session.connection().execute(
        sa.delete(SectionDraftRow).where(
            col(SectionDraftRow.section_id) == section_id,
            col(SectionDraftRow.person_id) == person_id,
        )
    )


def add(session: Session, paper_id: int, new: Section) -> int:
    """Store a new section and return its id; its key must be free."""
    row = SectionRow(
        paper_id=paper_id,
        key=new.key,
        title=new.title,
        position=new.position,
        mode=new.mode,
        due_on=new.due_on,
        template=new.template,
    )
    session.add(row)
    session.flush()
    return row.id


def change(session: Session, kept: Kept, **values: Any) -> None:
    """Store facts of a section that nobody changed since ``kept`` was read.

    Raises:
        StaleVersionError: somebody did.
    """
    statement = (
        sa.update(SectionRow)
        .where(col(SectionRow.id) == kept.id, col(SectionRow.version) == kept.version)
        .values(version=kept.version + 1, **values)
    )
    if not changed_one(session, statement):
        raise StaleVersionError(_CHANGED)


def reorder(session: Session, section_ids: Sequence[int]) -> None:
    """Put the sections into this order; the caller holds the group's lock."""
    for position, section_id in enumerate(section_ids, start=1):
        session.connection().execute(
            sa.update(SectionRow)
            .where(col(SectionRow.id) == section_id)
            .values(position=position)
        )


def save(
    session: Session,
    paper_id: int,
    *,
    section: Section,
    who: Directory,
    known: SectionRow | None,
) -> None:
    """Store a section as a file says it; a new text is a new revision.

    A section whose owner is not in the group waits for an owner.
    """
    person_id, cluster_id = who.find(section.owner)
    values: dict[str, Any] = {
        "title": section.title,
        "position": section.position,
        "mode": section.mode,
        "owner_person_id": person_id,
        "owner_cluster_id": cluster_id,
        "due_on": section.due_on,
        "locked": section.locked,
        "state": section.state,
        "template": section.template,
    }
    if known is None:
        known = SectionRow(
            paper_id=paper_id, key=section.key, revision=section.revision, **values
        )
        session.add(known)
        session.flush()
        _mark_removed(known, section)
        if section.body is not None:
            _add_text(session, known, section.body, number=known.revision)
        return
    known.sqlmodel_update(values | {"version": known.version + 1})
    _mark_removed(known, section)
    session.flush()
    if section.body is not None and section.body != _text(session, known):
        number = max(known.revision + 1, section.revision)
        _add_text(session, known, section.body, number=number)


def _mark_removed(row: SectionRow, section: Section) -> None:
    if not section.is_removed:
        row.removed_at = None
    elif row.removed_at is None:
        row.removed_at = row.updated_at


def _add_text(
    session: Session,
    row: SectionRow,
    body: str,
    *,
    author_id: int | None = None,
    reason: str = "",
    number: int | None = None,
    now: datetime | None = None,
) -> None:
    row.revision = number or row.revision + 1
    added = SectionRevisionRow(
        section_id=row.id,
        revision=row.revision,
        body=body,
        sha256=sha256(body.encode()).hexdigest(),
        author_id=author_id,
        reason=reason,
    )
    if now is not None:
        added.created_at = now
    session.add(added)
    session.flush()


def _text(session: Session, row: SectionRow) -> str | None:
    query = select(SectionRevisionRow.body).where(
        SectionRevisionRow.section_id == row.id,
        SectionRevisionRow.revision == row.revision,
    )
    return session.exec(query).first()


def _lock(session: Session, section_id: int) -> tuple[SectionRow, str | None]:
    """Return a section that nobody else writes until the commit, with its text."""
    row = session.get(
        SectionRow, section_id, populate_existing=True, with_for_update=True
    )
    if row is None:
        raise NotFoundError(_NONE)
    return row, _text(session, row)


def _load(session: Session, *conditions: Any) -> list[tuple[SectionRow, str | None]]:
    query = (
        select(SectionRow, SectionRevisionRow.body)
        .join(WhitePaperRow, col(WhitePaperRow.id) == SectionRow.paper_id)
        .outerjoin(
            SectionRevisionRow,
            (col(SectionRevisionRow.section_id) == SectionRow.id)
            & (col(SectionRevisionRow.revision) == SectionRow.revision),
        )
        .where(*conditions)
        .order_by(col(SectionRow.position), col(SectionRow.id))
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def _section(row: SectionRow, body: str | None, *, who: Directory) -> Section:
    owner = who.key_of(row.owner_person_id, row.owner_cluster_id)
    return Section(
        id=row.id,
        key=row.key,
        title=row.title,
        position=row.position,
        mode=row.mode,
        owner=owner,
        owner_name=who.names[owner] if owner else None,
        due_on=row.due_on,
        locked=row.locked,
        body=body,
        revision=row.revision,
        state=row.state,
        template=row.template,
        is_removed=row.removed_at is not None,
    )


def _kept(row: SectionRow, body: str | None, *, who: Directory) -> Kept:
    section = _section(row, body, who=who)
    was_given = (row.owner_person_id or row.owner_cluster_id) is not None
    return Kept(
        section=section,
        version=row.version,
        owner_person_id=row.owner_person_id,
        owner_cluster_id=row.owner_cluster_id,
        has_lost_owner=was_given and section.owner is None,
    )


def _revision(row: SectionRevisionRow) -> Revision:
    return Revision(
        section_id=row.section_id,
        number=row.revision,
        body=row.body,
        author_id=row.author_id,
        reason=row.reason,
        written_at=row.created_at,
    )
