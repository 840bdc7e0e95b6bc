"""The state of what is to be told: claims, results, and how late it is."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.clock import Clock
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.sigs import ChannelStatus, Sighting
from bot.services import sigs
from storage import members as member_rows
from storage import outbox as rows
from storage import sigs as sig_rows
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


def thread_of(db: Database, message: Message) -> tuple[str, str] | None:
    """Return channel and thread of what a reply answers; None if that never came.

    The answer to an answer is in the same thread: Slack has no threads in threads.
    """
    with db.read() as session:
        found = rows.by_key(session, message.thread_key or "")
        if found is None or found.ts is None or found.channel_id is None:
            return None
        while found.thread_key is not None and found.thread_ts is None:
            above = rows.by_key(session, found.thread_key)
            if above is None or above.ts is None:
                break
            found = replace(above, channel_id=found.channel_id)
    return str(found.channel_id), found.thread_ts or str(found.ts)


def channel_lost(
    db: Database, clock: Clock, message: Message, status: ChannelStatus
) -> bool:
    """Take note of what became of the channel that a message was for.

    Said of a group's own channel: then its messages wait there, as they do when Slack
    tells it in an event, and those who lead the group hear of it once.
    """
    with db.read() as session:
        sig = sig_rows.get(session, message.sig_id) if message.sig_id else None
    if sig is None or sig.team_id is None or sig.channel_id != message.recipient:
        return False
    sigs.seen(
        db,
        clock,
        team_id=sig.team_id,
        channel_id=message.recipient,
        sighting=Sighting(status=status),
    )
    return True


def miss_what_waits_too_long(db: Database, now: datetime) -> None:
    """End what became useless while its group had no channel to post it in."""
    with db.read() as session:
        is_anything = rows.is_anything_missed(session, now)
    if is_anything:
        with db.begin() as session:
            rows.miss_what_waits_too_long(session, now)


def overdue_since(db: Database) -> datetime | None:
    """Return when the oldest unsent message was due."""
    with db.read() as session:
        return rows.overdue_since(session)
