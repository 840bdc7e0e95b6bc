"""Practices: drafts, submissions, changes of state, and the texts of each."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.practices import (
    Practice,
    PracticeContent,
    PracticeStatus,
    PublicationConsent,
)
from bot.domain.references import Kind, label
from storage import sigs
from storage.networks import network_ids
from storage.practices.indexing import index
from storage.practices.loading import Which, load
from storage.statements import changed_one, insert
from storage.tables import (
    ConsentRow,
    PracticeNetworkRow,
    PracticeRevisionRow,
    PracticeRow,
    PracticeThemeRow,
)
from storage.themes import theme_ids

_STALE = (
    "Somebody changed {name} in the meantime. "
    "Please open it again to see the newest version."
)


def add_draft(session: Session, practice: Practice, nonce: str) -> Practice:
    """Store a new draft; the same nonce again returns the one stored first.

    Raises:
        InvalidInputError: a theme or network is not known in the group.
    """
    practice_id = _insert_row(session, practice, nonce=nonce)
    if practice_id is None:
        known = by_nonce(session, practice.sig_id, nonce)
        if known is None:
            raise NotFoundError("There is no such draft.")
        return known
    _add_text(session, replace(practice, id=practice_id))
    return by_id(session, practice_id)


def save_draft(session: Session, practice: Practice) -> Practice:
    """Store what the author wrote: in place for a draft, else as a new revision.

    The texts of a submitted practice are never changed, so that what was reviewed
    can still be read.

    Raises:
        StaleVersionError: somebody saved it since ``practice`` was read.
        InvalidInputError: a theme or network is not known in the group.
    """
    if practice.status is not PracticeStatus.DRAFT:
        return revise(session, practice, practice)
    changes = {"cluster_id": practice.cluster_id}
    _advance(session, practice, changes, was_draft=True)
    _change_text(session, practice)
    return by_id(session, practice.id)


def submit(session: Session, practice: Practice, nonce: str) -> Practice:
    """Store a practice that was just submitted, whether it was saved as draft or not.

    The same nonce again changes nothing and returns the first submission; a number
    that was taken for the repetition goes back to the counter.

    Raises:
        StaleVersionError: somebody saved it since ``practice`` was read, or it was
            submitted before.
        InvalidInputError: a theme or network is not known in the group.
    """
    first = _submitted_with(session, practice.sig_id, nonce)
    if first is not None:
        if practice.number is not None and practice.number != first.number:
            sigs.give_back(
                session, practice.sig_id, kind=Kind.PRACTICE, number=practice.number
            )
        return first
    if not practice.id:
        practice_id = _insert_row(session, practice, nonce=nonce)
        if practice_id is not None:
            _add_text(session, replace(practice, id=practice_id))
            return by_id(session, practice_id)
        practice = _onto_draft(session, practice, nonce)
    changes = _workflow(practice) | {
        "number": practice.number,
        "cluster_id": practice.cluster_id,
        "submission_nonce": nonce,
    }
    _advance(session, practice, changes, was_draft=True)
    _change_text(session, practice)
    return by_id(session, practice.id)


def change_status(session: Session, before: Practice, after: Practice) -> Practice:
    """Store a step of a practice's life; an accepted text becomes the printed one.

    Raises:
        StaleVersionError: somebody changed it since ``before`` was read.
    """
    _advance(session, before, _workflow(after), was_draft=False)
    return by_id(session, before.id)


def revise(session: Session, before: Practice, after: Practice) -> Practice:
    """Store a new text of a submitted practice; the earlier texts stay.

    Raises:
        StaleVersionError: somebody changed it since ``before`` was read.
        InvalidInputError: a theme or network is not known in the group.
    """
    after = replace(after, id=before.id, revision=before.revision + 1)
    changes = _workflow(after) | {"revision": after.revision}
    _advance(session, before, changes, was_draft=False)
    _add_text(session, after)
    return by_id(session, before.id)


def by_nonce(session: Session, sig_id: int, nonce: str) -> Practice | None:
    """Return the practice that a form with this nonce made or submitted."""
    return _first(load(session, Which.NONCE, sig_id=sig_id, nonce=nonce))


def get(session: Session, sig_id: int, number: int) -> Practice:
    """Return the practice with this number, with its newest text.

    Raises:
        NotFoundError: the group has none.
    """
    found = _first(load(session, Which.NUMBER, sig_id=sig_id, number=number))
    if found is None:
        raise NotFoundError(f"There is no practice {label(Kind.PRACTICE, number)}.")
    return found


def by_id(session: Session, practice_id: int) -> Practice:
    """Return a practice with its newest text.

    Raises:
        NotFoundError: there is none with this id.
    """
    found = _first(load(session, Which.ID, practice_id=practice_id))
    if found is None:
        raise NotFoundError("This practice does not exist any more.")
    return found


def lock(session: Session, practice_id: int) -> Practice:
    """Return a practice that nobody else changes before this transaction ends.

    Two deliveries of one click then come one after the other, and the second sees
    what the first has done. SQLite lets only one write anyway.

    Raises:
        NotFoundError: there is none with this id.
    """
    query = select(PracticeRow.id).where(PracticeRow.id == practice_id)
    session.exec(query.with_for_update()).first()
    return by_id(session, practice_id)


def drafts_of(session: Session, sig_id: int, person_id: int) -> tuple[Practice, ...]:
    """Return a person's drafts, oldest first."""
    return load(session, Which.DRAFTS, sig_id=sig_id, author_id=person_id)


def numbered(session: Session, sig_id: int) -> tuple[Practice, ...]:
    """Return all practices that have a number, by number, with the printable text.

    One that was accepted and then edited comes as accepted with the accepted text,
    until its new text is accepted too.
    """
    return load(session, Which.NUMBERED, printable=True, sig_id=sig_id)


def set_consent(
    session: Session,
    practice_id: int,
    person_id: int | None,
    consent: PublicationConsent,
) -> None:
    """Store the author's word; an earlier different one is kept as proof."""
    query = (
        select(ConsentRow)
        .where(ConsentRow.practice_id == practice_id)
        .order_by(col(ConsentRow.id).desc())
    )
    newest = session.exec(query).first()
    row = ConsentRow(practice_id=practice_id, person_id=person_id, **asdict(consent))
    if newest is not None and _same_word(newest, row):
        newest.withdrawn_on = consent.withdrawn_on
    else:
        session.add(row)
    session.flush()


def _add_text(session: Session, practice: Practice) -> None:
    statement = (
        insert(session, PracticeRevisionRow)
        .values(
            practice_id=practice.id,
            revision=practice.revision,
            **content_values(practice.content),
        )
        .returning(col(PracticeRevisionRow.id))
    )
    revision_id: int = session.connection().execute(statement).scalar_one()
    _add_links(session, practice, revision_id)
    index(session, practice)


def _change_text(session: Session, practice: Practice) -> None:
    statement = (
        sa.update(PracticeRevisionRow)
        .where(
            col(PracticeRevisionRow.practice_id) == practice.id,
            col(PracticeRevisionRow.revision) == practice.revision,
        )
        .values(**content_values(practice.content))
        .returning(col(PracticeRevisionRow.id))
    )
    revision_id: int = session.connection().execute(statement).scalar_one()
    for table in (PracticeThemeRow, PracticeNetworkRow):
        same = col(table.revision_id) == revision_id
        session.connection().execute(sa.delete(table).where(same))
    _add_links(session, practice, revision_id)
    index(session, practice)


def content_values(content: PracticeContent) -> dict[str, Any]:
    """Return a text as columns; themes and networks have tables of their own."""
    values = asdict(content)
    del values["themes"], values["networks"]
    for name in ("target_groups", "links", "provenance", "formatted"):
        values[name] = list(values[name])
    return values


def _add_links(session: Session, practice: Practice, revision_id: int) -> None:
    themes = theme_ids(session, practice.sig_id, practice.content.themes)
    networks = network_ids(session, practice.sig_id, practice.content.networks)
    connection = session.connection()
    if themes:
        connection.execute(
            insert(session, PracticeThemeRow),
            [
                {"revision_id": revision_id, "theme_id": found, "position": position}
                for position, found in enumerate(themes)
            ],
        )
    if networks:
        connection.execute(
            insert(session, PracticeNetworkRow),
            [
                {"revision_id": revision_id, "network_id": found, "position": position}
                for position, found in enumerate(networks)
            ],
        )


def _insert_row(session: Session, practice: Practice, *, nonce: str) -> int | None:
    is_draft = practice.status is PracticeStatus.DRAFT
    statement = (
        insert(session, PracticeRow)
        .values(
            sig_id=practice.sig_id,
            number=practice.number,
            key=practice.key,
            cluster_id=practice.cluster_id,
            author_id=practice.author_id,
            nonce=nonce,
            submission_nonce=None if is_draft else nonce,
            version=1,
            revision=practice.revision,
            **_workflow(practice),
        )
        .on_conflict_do_nothing(index_elements=["sig_id", "nonce"])
        .returning(col(PracticeRow.id))
    )
    practice_id: int | None = session.connection().execute(statement).scalar()
    return practice_id


def _onto_draft(session: Session, practice: Practice, nonce: str) -> Practice:
    """Return the practice as the draft that was saved with this nonce before."""
    draft = by_nonce(session, practice.sig_id, nonce)
    if draft is None:  # gone since the conflict
        raise StaleVersionError(_STALE.format(name="this draft"))
    return replace(
        practice, id=draft.id, version=draft.version, revision=draft.revision
    )


def _submitted_with(session: Session, sig_id: int, nonce: str) -> Practice | None:
    """Return what was submitted with this nonce before; usually one small query."""
    either = sa.or_(
        col(PracticeRow.nonce) == nonce, col(PracticeRow.submission_nonce) == nonce
    )
    query = select(PracticeRow.id).where(
        PracticeRow.sig_id == sig_id,
        either,
        PracticeRow.status != PracticeStatus.DRAFT,
    )
    practice_id = session.exec(query).first()
    return by_id(session, practice_id) if practice_id else None


def _workflow(practice: Practice) -> dict[str, Any]:
    values: dict[str, Any] = {
        "status": practice.status,
        "submitted_at": practice.submitted_at,
        "accepted_at": practice.accepted_at,
        "label": practice.label,
        "is_ruling": practice.is_ruling,
        "reason": practice.reason,
        "superseded_by": practice.superseded_by,
    }
    if practice.status is PracticeStatus.ACCEPTED:
        values["accepted_revision"] = practice.revision
    return values


def _advance(
    session: Session, before: Practice, changes: Mapping[str, Any], *, was_draft: bool
) -> None:
    expected = [
        col(PracticeRow.id) == before.id,
        col(PracticeRow.version) == before.version,
    ]
    if was_draft:
        expected.append(col(PracticeRow.status) == PracticeStatus.DRAFT)
    statement = (
        sa.update(PracticeRow)
        .where(*expected)
        .values(version=before.version + 1, **changes)
    )
    if not changed_one(session, statement):
        name = before.ref if before.number else "this draft"
        raise StaleVersionError(_STALE.format(name=name))


def _same_word(one: ConsentRow, other: ConsentRow) -> bool:
    compared = (
        *("publish", "names_no_patient", "licence", "attribution"),
        *("policy_version", "given_on"),
    )
    same_text = all(getattr(one, name) == getattr(other, name) for name in compared)
    return (
        same_text
        and one.person_id == other.person_id
        and one.withdrawn_on in {None, other.withdrawn_on}
    )


def _first(found: tuple[Practice, ...]) -> Practice | None:
    return found[0] if found else None
