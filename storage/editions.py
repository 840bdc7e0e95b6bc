"""Editions of the paper: kept as they were assembled, with their pictures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.whitepaper import Edition, EditionState, Picture
from storage.statements import changed_one, insert
from storage.tables import EditionPictureRow, EditionRow


def all_editions(session: Session, sig_id: int) -> tuple[Edition, ...]:
    """Return the group's editions, oldest first."""
    query = (
        select(EditionRow)
        .where(EditionRow.sig_id == sig_id)
        .order_by(col(EditionRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(_edition(row) for row in session.exec(query))


def find(session: Session, sig_id: int, version: str) -> Edition:
    """Return the group's edition with this number; "" is the newest.

    Raises:
        NotFoundError: there is none.
    """
    query = (
        select(EditionRow)
        .where(EditionRow.sig_id == sig_id)
        .order_by(col(EditionRow.id).desc())
        .execution_options(populate_existing=True)
    )
    if version:
        query = query.where(EditionRow.label == version)
    if row := session.exec(query).first():
        return _edition(row)
    if version:
        message = f"There is no edition {version}. All of them: /whitepaper history"
        raise NotFoundError(message)
    raise NotFoundError("There is no edition yet. Draft one: /whitepaper draft")


def of_snapshot(
    session: Session, sig_id: int, *, version: str, snapshot: str
) -> Edition | None:
    """Return the group's edition with this number whose content is known by this."""
    query = select(EditionRow).where(
        EditionRow.sig_id == sig_id,
        EditionRow.label == version,
        col(EditionRow.fingerprint).startswith(snapshot, autoescape=True),
    )
    row = session.exec(query).first()
    return _edition(row) if row else None


def add(
    session: Session,
    sig_id: int,
    edition: Edition,
    *,
    pictures: Sequence[Picture] = (),
) -> Edition:
    """Store an assembled draft as it is and return it with its id.

    Raises:
        StaleVersionError: there is an edition with this version.
    """
    statement = (
        insert(session, EditionRow)
        .values(sig_id=sig_id, **_values(edition))
        .on_conflict_do_nothing(index_elements=["sig_id", "label"])
        .returning(col(EditionRow.id))
    )
    edition_id: int | None = session.connection().execute(statement).scalar()
    if edition_id is None:
        message = (
            f"Edition {edition.version} was just drafted by somebody else. "
            "Please try again."
        )
        raise StaleVersionError(message)
    for position, picture in enumerate(pictures):
        row = EditionPictureRow(
            edition_id=edition_id,
            position=position,
            name=picture.name,
            alt=picture.alt,
            content=picture.content,
            sha256=sha256(picture.content).hexdigest(),
        )
        session.add(row)
    session.flush()
    return replace(edition, id=edition_id)


def pictures(session: Session, edition_id: int) -> tuple[Picture, ...]:
    """Return the pictures of an edition in its order."""
    query = (
        select(EditionPictureRow)
        .where(EditionPictureRow.edition_id == edition_id)
        .order_by(col(EditionPictureRow.position))
    )
    return tuple(
        Picture(name=row.name, alt=row.alt, content=row.content)
        for row in session.exec(query)
    )


def settle(
    session: Session,
    edition: Edition,
    state: EditionState,
    *,
    said: str = "",
    now: datetime,
) -> None:
    """Store that an edition was published, or withdrawn and why.

    Raises:
        StaleVersionError: somebody else did meanwhile.
    """
    statement = (
        sa.update(EditionRow)
        .where(col(EditionRow.id) == edition.id, col(EditionRow.state) == edition.state)
        .values(state=state, said=said, settled_at=now)
    )
    if not changed_one(session, statement):
        message = f"Somebody else just changed edition {edition.version}."
        raise StaleVersionError(message)


def _values(edition: Edition) -> dict[str, Any]:
    return {
        "label": edition.version,
        "as_of": edition.as_of,
        "sha256": edition.sha256,
        "fingerprint": edition.fingerprint,
        "summary": edition.summary,
        "markdown": edition.markdown,
        "state": edition.state,
        "said": edition.said,
        "settled_at": edition.settled_at,
    }


def _edition(row: EditionRow) -> Edition:
    return Edition(
        id=row.id,
        version=row.label,
        as_of=row.as_of,
        sha256=row.sha256,
        fingerprint=row.fingerprint,
        summary=row.summary,
        markdown=row.markdown,
        state=row.state,
        said=row.said,
        settled_at=row.settled_at,
    )
