"""Which action items a meeting left open, and which it heard of as done."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from storage.statements import insert_new
from storage.tables import ActionCarryRow, ActionItemRow, AuditEventRow, MeetingRow


def carry(
    session: Session,
    meeting_id: int,
    *,
    left_open: Collection[int],
    read_out: Collection[int],
) -> None:
    """Note, by their ids, what a meeting left open and what was read out in it.

    Noting it again changes nothing.
    """
    for ids, is_read_out in ((left_open, False), (read_out, True)):
        for action_id in ids:
            insert_new(
                session,
                ActionCarryRow,
                action_id=action_id,
                meeting_id=meeting_id,
                read_out=is_read_out,
            )


def carry_rows(session: Session, meeting_id: int) -> frozenset[int]:
    """Return the ids of what a meeting left open."""
    return _of_meeting(session, meeting_id, is_read_out=False)


def recorded_since(session: Session, sig_id: int, moment: datetime) -> frozenset[int]:
    """Return the ids of what people wrote down at this moment or later."""
    query = select(AuditEventRow.object_id).where(
        AuditEventRow.sig_id == sig_id,
        col(AuditEventRow.at) >= moment,
        AuditEventRow.object_kind == "action",
        AuditEventRow.verb == "recorded",
    )
    return frozenset(session.exec(query))


def read_out_in(session: Session, meeting_id: int) -> frozenset[int]:
    """Return the ids of what was read out as done in a meeting."""
    return _of_meeting(session, meeting_id, is_read_out=True)


def reading_out(session: Session, sig_id: int) -> dict[int, datetime]:
    """Return when each action item, by its id, was last read out as done."""
    query = (
        select(ActionCarryRow.action_id, MeetingRow.starts_at)
        .join(ActionItemRow, col(ActionItemRow.id) == ActionCarryRow.action_id)
        .join(MeetingRow, col(MeetingRow.id) == ActionCarryRow.meeting_id)
        .where(ActionItemRow.sig_id == sig_id, col(ActionCarryRow.read_out).is_(True))
        .order_by(col(MeetingRow.starts_at))
    )
    return dict(session.exec(query).all())


def _of_meeting(
    session: Session, meeting_id: int, *, is_read_out: bool
) -> frozenset[int]:
    query = select(ActionCarryRow.action_id).where(
        ActionCarryRow.meeting_id == meeting_id,
        col(ActionCarryRow.read_out).is_(is_read_out),
    )
    return frozenset(session.exec(query))
