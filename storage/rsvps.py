"""Answers to invitations: what each person said last, and where it is shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.meetings import Rsvp
from bot.domain.outbox import MessageKind, MessageState
from storage.statements import insert
from storage.tables import OutboxRow, RsvpRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a person answered, and since when."""

    person_id: int
    cluster_id: int | None
    answer: Rsvp
    represented_by: str = ""
    since: datetime | None = None


def answer(session: Session, meeting_id: int, reply: Reply) -> bool:
    """Store what a person answered, and say whether it is another answer."""
    known = of_person(session, meeting_id, reply.person_id)
    if known is not None and _said(known) == _said(reply):
        return False
    values = {
        "cluster_id": reply.cluster_id,
        "answer": reply.answer,
        "represented_by": reply.represented_by,
    }
    statement = insert(session, RsvpRow).values(
        meeting_id=meeting_id, person_id=reply.person_id, **values
    )
    changes = values | {"updated_at": statement.excluded.updated_at}
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["meeting_id", "person_id"], set_=changes
        )
    )
    return True


def of_person(session: Session, meeting_id: int, person_id: int) -> Reply | None:
    """Return what a person answered."""
    which = col(RsvpRow.person_id) == person_id
    return next(iter(_replies(session, meeting_id, which)), None)


def of_meeting(session: Session, meeting_id: int) -> tuple[Reply, ...]:
    """Return every answer, the first given first."""
    return _replies(session, meeting_id, sa.true())


def shown_in(
    session: Session,
    sig_id: int,
    meeting_id: int,
    *,
    kinds: Collection[MessageKind],
) -> dict[str, str]:
    """Return the messages about a meeting that are out: their places by their keys."""
    query = (
        select(OutboxRow.key, OutboxRow.recipient)
        .where(
            OutboxRow.sig_id == sig_id,
            OutboxRow.object_id == meeting_id,
            col(OutboxRow.kind).in_([kind.value for kind in kinds]),
            col(OutboxRow.state).in_([MessageState.SENT, MessageState.CLAIMED]),
        )
        .order_by(col(OutboxRow.id))
    )
    return dict(session.exec(query).all())


def _said(reply: Reply) -> tuple[int | None, Rsvp, str]:
    return (reply.cluster_id, reply.answer, reply.represented_by)


def _replies(
    session: Session, meeting_id: int, which: sa.ColumnElement[bool]
) -> tuple[Reply, ...]:
    query = (
        select(RsvpRow)
        .where(RsvpRow.meeting_id == meeting_id, which)
        .order_by(col(RsvpRow.created_at), col(RsvpRow.person_id))
        .execution_options(populate_existing=True)
    )
    return tuple(
        Reply(
            person_id=row.person_id,
            cluster_id=row.cluster_id,
            answer=row.answer,
            represented_by=row.represented_by,
            since=row.updated_at,
        )
        for row in session.exec(query)
    )
