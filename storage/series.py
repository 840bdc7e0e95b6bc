"""Series of meetings: their rules, and the meetings that came of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.meetings import MeetingStatus
from bot.domain.recurrence import Series
from storage.statements import changed_one
from storage.tables import MeetingRow, MeetingSeriesRow

_COLUMNS = (
    *("title", "cadence", "every", "weekday", "nth", "month_day", "starts_on"),
    *("ends_on", "local_time", "zone", "duration_minutes", "mode", "join_url"),
    *("place", "on_holiday", "ahead", "replaces_id"),
)
_LISTS = ("skip_months", "holiday_countries")


def add(session: Session, sig_id: int, series: Series, *, source: str) -> Series:
    """Store a new series; ``source`` is unique for the form it came from."""
    row = MeetingSeriesRow(sig_id=sig_id, source=source, **_values(series))
    session.add(row)
    session.flush()
    return _series(row)


def find(session: Session, sig_id: int, series_id: int) -> Series | None:
    """Return a series of the group."""
    query = _of(sig_id).where(col(MeetingSeriesRow.id) == series_id)
    row = session.exec(query).first()
    return _series(row) if row else None


def find_by_id(session: Session, series_id: int) -> tuple[int, Series] | None:
    """Return the id of its group and a series, for messages that know only its id."""
    row = session.get(MeetingSeriesRow, series_id, populate_existing=True)
    return (row.sig_id, _series(row)) if row else None


def by_source(session: Session, source: str) -> Series | None:
    """Return the series that came of a form."""
    query = select(MeetingSeriesRow).where(MeetingSeriesRow.source == source)
    row = session.exec(query.execution_options(populate_existing=True)).first()
    return _series(row) if row else None


def of_group(session: Session, sig_id: int) -> tuple[Series, ...]:
    """Return all series of the group, the oldest first."""
    query = _of(sig_id).order_by(col(MeetingSeriesRow.id))
    return tuple(_series(row) for row in session.exec(query))


def lock(session: Session, sig_id: int, series_id: int) -> Series:
    """Return a series that nobody else goes on with until the commit.

    Raises:
        NotFoundError: the group has no such series.
    """
    query = _of(sig_id).where(col(MeetingSeriesRow.id) == series_id)
    row = session.exec(query.with_for_update()).first()
    if row is None:
        raise NotFoundError("There is no such series of meetings in this group.")
    return _series(row)


def change(session: Session, sig_id: int, series: Series) -> Series:
    """Store what was changed about a series; ``version`` is the one that was read.

    Raises:
        StaleVersionError: somebody saved it since it was read.
    """
    statement = (
        sa.update(MeetingSeriesRow)
        .where(
            col(MeetingSeriesRow.sig_id) == sig_id,
            col(MeetingSeriesRow.id) == series.id,
            col(MeetingSeriesRow.version) == series.version,
        )
        .values(**_values(series), version=series.version + 1)
    )
    if not changed_one(session, statement):
        raise StaleVersionError(
            "This series was changed by somebody else in the meantime. "
            "Look at it with /meeting list, then change it again."
        )
    found = find(session, sig_id, series.id)
    return found or series


def days(session: Session, sig_id: int, series_id: int) -> Mapping[date, MeetingStatus]:
    """Return on which days of its rule a series has meetings, and how they stand."""
    query = select(col(MeetingRow.occurs_on), col(MeetingRow.status)).where(
        MeetingRow.sig_id == sig_id,
        MeetingRow.series_id == series_id,
        col(MeetingRow.occurs_on).is_not(None),
    )
    return {day: status for day, status in session.exec(query) if day is not None}


def _of(sig_id: int) -> Any:
    return (
        select(MeetingSeriesRow)
        .where(col(MeetingSeriesRow.sig_id) == sig_id)
        .execution_options(populate_existing=True)
    )


def _values(series: Series) -> dict[str, Any]:
    values = {name: getattr(series, name) for name in _COLUMNS}
    values |= {name: list(getattr(series, name)) for name in _LISTS}
    offsets = series.reminder_minutes
    values["reminder_minutes"] = None if offsets is None else list(offsets)
    return values


def _series(row: MeetingSeriesRow) -> Series:
    values = {name: getattr(row, name) for name in _COLUMNS}
    values |= {name: tuple(getattr(row, name)) for name in _LISTS}
    offsets = row.reminder_minutes
    return Series(
        id=row.id,
        version=row.version,
        reminder_minutes=None if offsets is None else tuple(offsets),
        **values,
    )
