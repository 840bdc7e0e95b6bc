"""Sources of a group: where its facts come from."""

from sqlmodel import Session, col, select

from bot.domain.clusters import Source
from storage.tables import SourceRow


def sources(session: Session, sig_id: int) -> tuple[Source, ...]:
    """Return the group's sources in their order."""
    query = (
        select(SourceRow)
        .where(SourceRow.sig_id == sig_id)
        .order_by(col(SourceRow.position), col(SourceRow.id))
    )
    return tuple(
        Source(key=row.key, status=row.status, where=row.where)
        for row in session.exec(query)
    )
