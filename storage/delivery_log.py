"""The messages of a group that were due, the latest first."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.delivery_log import (
    LogLine,
    Subject,
    minutes_of,
    name_of,
    subject_of,
)
from bot.domain.outbox import LATE, MessageKind, MessageState
from bot.domain.references import Kind
from storage.tables import MeetingRow, OutboxRow, PracticeRow

_TABLES: Mapping[Kind, type[MeetingRow | PracticeRow]] = {
    Kind.MEETING: MeetingRow,
    Kind.PRACTICE: PracticeRow,
}
_UNSENT = (MessageState.PENDING, MessageState.CLAIMED)
_LOST = (MessageState.MISSED, MessageState.FAILED)


def latest(
    session: Session,
    sig_id: int,
    *,
    since: datetime,
    now: datetime,
    limit: int,
    only_troubles: bool = False,
) -> tuple[LogLine, ...]:
    """Return what was due between two times; what was called off is no line.

    With ``only_troubles`` what came late, never, or still waits.
    """
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.sig_id == sig_id,
            OutboxRow.state != MessageState.CANCELLED,
            col(OutboxRow.due_at) >= since,
            col(OutboxRow.due_at) <= now,
        )
        .order_by(col(OutboxRow.due_at).desc(), col(OutboxRow.id).desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    if only_troubles:
        query = query.where(is_trouble())
    rows = session.exec(query).all()
    numbers = _numbers(session, sig_id, [subject_of(row.key) for row in rows])
    return tuple(_line(row, numbers) for row in rows)


def is_trouble() -> sa.ColumnElement[bool]:
    """Whether a message did not arrive as it should."""
    state = col(OutboxRow.state)
    return sa.or_(
        state.in_((*_LOST, *_UNSENT)), (state == MessageState.SENT) & is_late()
    )


def is_late() -> sa.ColumnElement[bool]:
    """Whether a message was sent later than it should have been."""
    seconds = sa.extract("epoch", col(OutboxRow.sent_at)) - sa.extract(
        "epoch", col(OutboxRow.due_at)
    )
    late: sa.ColumnElement[bool] = seconds > LATE.total_seconds()
    return late


def _numbers(
    session: Session, sig_id: int, subjects: Sequence[Subject | None]
) -> Mapping[Subject, int]:
    """Return the numbers of what messages are about, as far as the group has it."""
    found: dict[Subject, int] = {}
    for kind in _TABLES:
        ids = {each.id for each in subjects if each and each.kind is kind}
        found |= _numbers_of(session, sig_id, kind, ids) if ids else {}
    return found


def _numbers_of(
    session: Session, sig_id: int, kind: Kind, ids: Collection[int]
) -> Mapping[Subject, int]:
    table = _TABLES[kind]
    query = sa.select(col(table.id), col(table.number)).where(
        col(table.sig_id) == sig_id, col(table.id).in_(ids)
    )
    return {
        Subject(kind=kind, id=row_id): number
        for row_id, number in session.connection().execute(query)
        if number is not None  # a draft has none yet
    }


def _line(row: OutboxRow, numbers: Mapping[Subject, int]) -> LogLine:
    subject = subject_of(row.key)
    return LogLine(
        kind=MessageKind(row.kind),
        state=row.state,
        due_at=row.due_at,
        sent_at=row.sent_at,
        is_private=row.recipient[0] not in "CG",
        about=name_of(subject, numbers.get(subject) if subject else None),
        minutes=minutes_of(row.key),
        reason=row.reason or "",
    )
