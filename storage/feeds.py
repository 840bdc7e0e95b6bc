"""Secret addresses of calendars: who has one, kept as the hash of its secret."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.statements import changed_one, insert_new
from storage.tables import CalendarFeedRow


def token_of(session: Session, sig_id: int, person_id: int) -> str | None:
    """Return the hash of a person's secret for a group; None where there is none."""
    query = select(CalendarFeedRow.token_sha256).where(
        CalendarFeedRow.sig_id == sig_id, CalendarFeedRow.person_id == person_id
    )
    return session.exec(query).first()


def replace(
    session: Session, sig_id: int, person_id: int, *, token: str, seen: str | None
) -> bool:
    """Store the hash of a new secret in place of the one that was ``seen``.

    Returns:
        False when it is not that one any more.
    """
    if seen is None:
        return insert_new(
            session,
            CalendarFeedRow,
            sig_id=sig_id,
            person_id=person_id,
            token_sha256=token,
        )
    statement = (
        sa.update(CalendarFeedRow)
        .where(_is_of(sig_id, person_id), col(CalendarFeedRow.token_sha256) == seen)
        .values(token_sha256=token)
    )
    return changed_one(session, statement)


def remove(session: Session, sig_id: int, person_id: int) -> bool:
    """Forget the secret; say whether there was one."""
    statement = sa.delete(CalendarFeedRow).where(_is_of(sig_id, person_id))
    return session.connection().execute(statement).rowcount == 1


def find(session: Session, token: str) -> tuple[int, int, str] | None:
    """Return whose secret has this hash: the ids of group and person, and the hash."""
    query = select(CalendarFeedRow).where(CalendarFeedRow.token_sha256 == token)
    row = session.exec(query.execution_options(populate_existing=True)).first()
    return (row.sig_id, row.person_id, row.token_sha256) if row else None


def _is_of(sig_id: int, person_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(CalendarFeedRow.sig_id) == sig_id,
        col(CalendarFeedRow.person_id) == person_id,
    )
