"""The wall times and zones of meetings to come, and of the rules they come of."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.meetings import MeetingStatus
from storage.tables import MeetingRow, MeetingSeriesRow

_COMING = (MeetingStatus.PLANNED, MeetingStatus.SCHEDULED)


def zones(session: Session, sig_id: int) -> tuple[str, ...]:
    """Return the names of the zones that the group's meetings and series are in."""
    of_meetings = select(col(MeetingRow.zone)).where(col(MeetingRow.sig_id) == sig_id)
    of_series = select(col(MeetingSeriesRow.zone)).where(
        col(MeetingSeriesRow.sig_id) == sig_id
    )
    return tuple(sorted({*session.exec(of_meetings), *session.exec(of_series)}))


def rename_zone(session: Session, sig_id: int, *, old: str, new: str) -> None:
    """Call a zone by another name; it is the same one, so nobody's version grows."""
    for table in (MeetingRow, MeetingSeriesRow):
        statement = (
            sa.update(table)
            .where(col(table.sig_id) == sig_id, col(table.zone) == old)
            .values(zone=new)
        )
        session.connection().execute(statement)


def coming(
    session: Session, sig_id: int, now: datetime
) -> tuple[tuple[int, datetime, str, datetime], ...]:
    """Return number, wall time, zone and instant of the meetings to come."""
    query = select(
        col(MeetingRow.number),
        col(MeetingRow.starts_local),
        col(MeetingRow.zone),
        col(MeetingRow.starts_at),
    ).where(
        col(MeetingRow.sig_id) == sig_id,
        col(MeetingRow.status).in_(_COMING),
        col(MeetingRow.starts_at) > now,
    )
    return tuple((n, wall, zone, at) for n, wall, zone, at in session.exec(query))
