"""Versions of minutes, what people say about them, and their approval."""

from dataclasses import asdict
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.meetings import MinutesStatus
from bot.domain.minutes import Answer, Approval, TakesIn, Version, digest
from storage.statements import changed_one, insert_new
from storage.tables import (
    MeetingRow,
    MinutesAnswerRow,
    MinutesApprovalRow,
    MinutesRow,
)


def lock(session: Session, sig_id: int, number: int) -> None:
    """Let nobody else write minutes of the meeting until the commit."""
    query = select(MeetingRow).where(
        MeetingRow.sig_id == sig_id, MeetingRow.number == number
    )
    session.exec(query.with_for_update()).first()


def versions(session: Session, meeting_id: int) -> tuple[Version, ...]:
    """Return every text there was, the newest last."""
    query = (
        select(MinutesRow)
        .where(MinutesRow.meeting_id == meeting_id)
        .order_by(col(MinutesRow.revision))
        .execution_options(populate_existing=True)
    )
    return tuple(_version(row) for row in session.exec(query))


def add_version(
    session: Session,
    meeting_id: int,
    *,
    body: str,
    takes_in: TakesIn,
    author_id: int | None,
    reason: str,
) -> Version:
    """Store a new text after the others."""
    known = versions(session, meeting_id)
    row = MinutesRow(
        meeting_id=meeting_id,
        revision=known[-1].revision + 1 if known else 1,
        body=body,
        sha256=digest(body),
        author_id=author_id,
        reason=reason,
        takes_in=asdict(takes_in),
    )
    session.add(row)
    session.flush()
    return _version(row)


def set_status(session: Session, meeting_id: int, status: MinutesStatus) -> None:
    """Store where the minutes of a meeting stand."""
    statement = (
        sa.update(MeetingRow)
        .where(col(MeetingRow.id) == meeting_id)
        .values(minutes_status=status, version=col(MeetingRow.version) + 1)
    )
    if not changed_one(session, statement):
        raise StaleVersionError("This meeting is not there any more.")


def answers(session: Session, meeting_id: int) -> tuple[Answer, ...]:
    """Return what people said about circulated minutes, first come first."""
    query = (
        select(MinutesAnswerRow)
        .where(MinutesAnswerRow.meeting_id == meeting_id)
        .order_by(col(MinutesAnswerRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(_answer(row) for row in session.exec(query))


def add_answer(session: Session, answer: Answer, *, source: str) -> bool:
    """Store what somebody says; False: the same was stored before."""
    return insert_new(
        session,
        MinutesAnswerRow,
        meeting_id=answer.meeting_id,
        revision=answer.revision,
        person_id=answer.person_id,
        text=answer.text,
        is_settled=False,
        source=source,
    )


def answer(session: Session, sig_id: int, answer_id: int) -> tuple[Answer, int]:
    """Return what somebody said, and the number of the meeting.

    Raises:
        NotFoundError: there is no such in the group.
    """
    query = (
        select(MinutesAnswerRow, MeetingRow.number)
        .join(MeetingRow, col(MeetingRow.id) == MinutesAnswerRow.meeting_id)
        .where(MinutesAnswerRow.id == answer_id, MeetingRow.sig_id == sig_id)
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFoundError("There is no such correction in this group.")
    return _answer(found[0]), found[1]


def answer_id(session: Session, source: str) -> int:
    """Return the id of what was stored under a source."""
    query = select(MinutesAnswerRow.id).where(MinutesAnswerRow.source == source)
    return session.exec(query).one()


def settle(session: Session, answer_id: int) -> bool:
    """Note that a correction was dealt with; False: it was before."""
    statement = (
        sa.update(MinutesAnswerRow)
        .where(
            col(MinutesAnswerRow.id) == answer_id,
            col(MinutesAnswerRow.is_settled).is_(False),
        )
        .values(is_settled=True)
    )
    return changed_one(session, statement)


def approve(
    session: Session,
    meeting_id: int,
    *,
    revision: int,
    on: date,
    in_meeting_id: int | None,
    person_id: int,
) -> bool:
    """Store the approval; False: they were approved before."""
    return insert_new(
        session,
        MinutesApprovalRow,
        meeting_id=meeting_id,
        revision=revision,
        approved_on=on,
        approved_in_id=in_meeting_id,
        person_id=person_id,
    )


def approval(session: Session, meeting_id: int) -> Approval | None:
    """Return how a meeting's minutes were approved."""
    query = (
        select(MinutesApprovalRow, MeetingRow.number)
        .outerjoin(MeetingRow, col(MeetingRow.id) == MinutesApprovalRow.approved_in_id)
        .where(MinutesApprovalRow.meeting_id == meeting_id)
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).first()
    if found is None:
        return None
    row, meeting = found
    return Approval(revision=row.revision, approved_on=row.approved_on, meeting=meeting)


def _version(row: MinutesRow) -> Version:
    return Version(
        revision=row.revision,
        body=row.body,
        sha256=row.sha256,
        takes_in=TakesIn(**row.takes_in),
        author_id=row.author_id,
        reason=row.reason,
        made_at=row.created_at,
    )


def _answer(row: MinutesAnswerRow) -> Answer:
    return Answer(
        id=row.id,
        meeting_id=row.meeting_id,
        revision=row.revision,
        person_id=row.person_id,
        text=row.text,
        is_settled=row.is_settled,
    )
