"""The state of what is to be told: claims, results, and how late it is."""

from datetime import datetime, timedelta

from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import Role
from storage import members as member_rows
from storage import outbox as rows
from storage.database import Database

_CHAIRS = (Role.CHAIR, Role.SECRETARIAT)


def fail(
    db: Database, message: Message, *, worker: str, reason: str, now: datetime
) -> None:
    """Give a message up and tell the chairs, once for each message.

    A notice about a failure that fails itself is given up in silence.
    """
    with db.begin() as session:
        is_mine = rows.finish(
            session, message, state=MessageState.FAILED, worker=worker, reason=reason
        )
        if not is_mine or message.kind is MessageKind.DELIVERY_FAILED:
            return
        for chair in member_rows.members_with(session, message.sig_id, _CHAIRS):
            if chair.user_id is None:
                continue
            rows.enqueue(
                session,
                Message(
                    key=f"failed:{message.key}:{chair.id}",
                    kind=MessageKind.DELIVERY_FAILED,
                    sig_id=message.sig_id,
                    object_id=message.id,
                    recipient=chair.user_id,
                    due_at=now,
                    not_after=now + timedelta(days=7),
                ),
            )


def failed_message(db: Database, notice: Message) -> tuple[Message, str] | None:
    """Return the message a notice speaks of, and why it failed."""
    with db.read() as session:
        return rows.with_reason(session, notice.object_id)


def overdue_since(db: Database) -> datetime | None:
    """Return when the oldest unsent message was due."""
    with db.read() as session:
        return rows.overdue_since(session)
