"""The outbox: what must reach Slack exactly once, and how far each message is.

A message is claimed with a lease, posted, and confirmed. A claim whose lease ran out
may or may not have been posted: it comes back with ``is_uncertain`` set, and is looked
up in Slack before it is posted again.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.sigs import SigState
from storage.statements import changed_one, insert_new
from storage.tables import OutboxRow, SigRow

# An alias costs a millisecond to make; a statement may use the same one each time.
_PARENT = aliased(OutboxRow)
_UNSENT = (MessageState.PENDING, MessageState.CLAIMED)


def enqueue(session: Session, message: Message) -> bool:
    """Store a message with the change it tells about.

    Returns:
        False when one with this key exists, whatever became of it.
    """
    return insert_new(
        session,
        OutboxRow,
        key=message.key,
        kind=message.kind.value,
        sig_id=message.sig_id or None,
        object_id=message.object_id,
        recipient=message.recipient,
        due_at=message.due_at,
        not_after=message.not_after,
        thread_ts=message.thread_ts,
        thread_key=message.thread_key,
        state=MessageState.PENDING,
        attempts=0,
        uncertain=False,
    )


def claim(
    session: Session,
    now: datetime,
    lease: timedelta,
    worker: str,
    *,
    without: Collection[str] = (),
) -> Message | None:
    """Take the message that has been due longest, for as long as the lease.

    Recipients ``without`` get nothing now, because Slack asks to wait with them. One
    statement, so that two workers never take the same one; on PostgreSQL they do not
    wait for each other either.
    """
    free = sa.or_(
        col(OutboxRow.state) == MessageState.PENDING,
        col(OutboxRow.lease_until) < now,
    )
    wanted = sa.func.coalesce(col(OutboxRow.retry_at), now) <= now
    waits = sa.or_(_waits_for_channel(), _waits_for_thread())
    chosen = (
        select(OutboxRow.id)
        .where(_is_unsent(), col(OutboxRow.due_at) <= now, free, wanted, ~waits)
        .where(col(OutboxRow.recipient).not_in(list(without)))
        .order_by(col(OutboxRow.due_at), col(OutboxRow.id))
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    statement = (
        sa.update(OutboxRow)
        .where(col(OutboxRow.id) == chosen)
        .values(
            uncertain=col(OutboxRow.state) == MessageState.CLAIMED,
            state=MessageState.CLAIMED,
            claimed_by=worker,
            lease_until=now + lease,
            attempts=col(OutboxRow.attempts) + 1,
            first_tried_at=sa.func.coalesce(col(OutboxRow.first_tried_at), now),
        )
        .returning(OutboxRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    row = session.scalars(statement).first()
    return _message(row) if row else None


def confirm(
    session: Session,
    message: Message,
    *,
    worker: str,
    ts: str,
    channel_id: str,
    now: datetime,
) -> bool:
    """Note that Slack has the message; False when another worker took it over."""
    return _settle(
        session,
        message,
        worker=worker,
        state=MessageState.SENT,
        uncertain=False,
        ts=ts,
        channel_id=channel_id,
        sent_at=now,
    )


def release(
    session: Session, message: Message, *, worker: str, retry_at: datetime | None
) -> bool:
    """Put a message back that was surely not posted, for example after a 429.

    When it was due stays known: by that it is late or not.

    Returns:
        False when another worker took it over.
    """
    return _settle(
        session,
        message,
        worker=worker,
        state=MessageState.PENDING,
        uncertain=False,
        claimed_by=None,
        lease_until=None,
        retry_at=retry_at,
    )


def finish(
    session: Session, message: Message, *, state: MessageState, worker: str, reason: str
) -> bool:
    """End a message that is not sent: missed, cancelled or failed.

    Returns:
        False when another worker took it over.
    """
    return _settle(session, message, worker=worker, state=state, reason=reason)


def cancel(session: Session, key: str, *, reason: str) -> bool:
    """Cancel a message nobody has begun to send; say whether there was one."""
    statement = (
        sa.update(OutboxRow)
        .where(col(OutboxRow.key) == key, col(OutboxRow.state) == MessageState.PENDING)
        .values(state=MessageState.CANCELLED, reason=reason)
    )
    return changed_one(session, statement)


def miss_what_waits_too_long(session: Session, now: datetime) -> int:
    """End what became useless while its group had no channel; return how many."""
    statement = (
        sa.update(OutboxRow)
        .where(
            col(OutboxRow.state) == MessageState.PENDING,
            col(OutboxRow.not_after) < now,
            _waits_for_channel(),
        )
        .values(state=MessageState.MISSED, reason="the group had no channel")
        .execution_options(synchronize_session=False)
    )
    return int(session.connection().execute(statement).rowcount)


def is_anything_missed(session: Session, now: datetime) -> bool:
    """Whether something became useless while its group had no channel."""
    query = select(OutboxRow.id).where(
        col(OutboxRow.state) == MessageState.PENDING,
        col(OutboxRow.not_after) < now,
        _waits_for_channel(),
    )
    return session.exec(query.limit(1)).first() is not None


def readdress(session: Session, team_id: str, *, old: str, new: str) -> None:
    """Let what is to be sent to a channel, and what stands in it, follow its new id.

    Only what groups of this workspace say: one that shares the channel may know it by
    the same id.
    """
    ours = select(SigRow.id).where(SigRow.team_id == team_id)
    for place in (col(OutboxRow.recipient), col(OutboxRow.channel_id)):
        statement = (
            sa.update(OutboxRow)
            .where(place == old, col(OutboxRow.sig_id).in_(ours))
            .values({place: new})
        )
        session.connection().execute(statement)


def redirect(session: Session, sig_id: int, *, old: str, new: str) -> None:
    """Send to another channel what nobody has begun to send to a group's old one.

    What was begun may stand there already, and is looked up there.
    """
    statement = (
        sa.update(OutboxRow)
        .where(
            col(OutboxRow.sig_id) == sig_id,
            col(OutboxRow.recipient) == old,
            col(OutboxRow.state) == MessageState.PENDING,
        )
        .values(recipient=new)
    )
    session.connection().execute(statement)


def by_key(session: Session, key: str) -> Message | None:
    """Return the message with this key."""
    query = select(OutboxRow).where(OutboxRow.key == key)
    row = session.exec(query.execution_options(populate_existing=True)).first()
    return _message(row) if row else None


def with_reason(session: Session, message_id: int) -> tuple[Message, str] | None:
    """Return a message and why it was not sent."""
    row = session.get(OutboxRow, message_id, populate_existing=True)
    return (_message(row), row.reason or "") if row else None


def sent_at(session: Session, message_id: int) -> datetime | None:
    """Return when a message was sent."""
    row = session.get(OutboxRow, message_id, populate_existing=True)
    return row.sent_at if row else None


def overdue_since(session: Session) -> datetime | None:
    """Return when the oldest unsent message was or is due; None when all are sent.

    What waits until its group has a channel again is not counted.
    """
    waits = sa.or_(_waits_for_channel(), _waits_for_thread())
    query = select(col(OutboxRow.due_at)).where(_is_unsent(), ~waits)
    return session.exec(query.order_by(col(OutboxRow.due_at)).limit(1)).first()


def counts(session: Session, sig_id: int) -> Mapping[MessageState, int]:
    """Return how many messages of a group are in each state."""
    query = (
        select(OutboxRow.state, sa.func.count())
        .where(OutboxRow.sig_id == sig_id)
        .group_by(col(OutboxRow.state))
    )
    found = dict(session.exec(query).all())
    return {state: found.get(state, 0) for state in MessageState}


def _is_unsent() -> sa.TextClause:
    # Written with literal values: only then do both databases see that the partial
    # index answers the question.
    states = ", ".join(f"'{state.value}'" for state in _UNSENT)
    return sa.text(f"outbox.state IN ({states})")


def _waits_for_channel() -> sa.ColumnElement[bool]:
    """Whether it goes to the channel of a group that has none it can use now."""
    homeless = select(SigRow.id).where(
        SigRow.id == OutboxRow.sig_id,
        SigRow.channel_id == OutboxRow.recipient,
        SigRow.state == SigState.ARCHIVED,
    )
    return homeless.correlate(OutboxRow).exists()


def _waits_for_thread() -> sa.ColumnElement[bool]:
    """Whether it answers a message that is not posted yet."""
    unsent = select(_PARENT.id).where(
        col(_PARENT.key) == col(OutboxRow.thread_key), col(_PARENT.state).in_(_UNSENT)
    )
    return unsent.correlate(OutboxRow).exists()


def _settle(session: Session, message: Message, *, worker: str, **values: Any) -> bool:
    statement = (
        sa.update(OutboxRow)
        .where(
            col(OutboxRow.id) == message.id,
            col(OutboxRow.claimed_by) == worker,
            col(OutboxRow.state) == MessageState.CLAIMED,
        )
        .values(**values)
    )
    return changed_one(session, statement)


def _message(row: OutboxRow) -> Message:
    return Message(
        id=row.id,
        key=row.key,
        kind=MessageKind(row.kind),
        sig_id=row.sig_id or 0,
        object_id=row.object_id,
        recipient=row.recipient,
        due_at=row.due_at,
        not_after=row.not_after,
        thread_ts=row.thread_ts,
        thread_key=row.thread_key,
        state=row.state,
        attempts=row.attempts,
        is_uncertain=row.uncertain,
        first_tried_at=row.first_tried_at,
        channel_id=row.channel_id,
        ts=row.ts,
    )
