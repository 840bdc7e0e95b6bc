"""What others are told about a practice, and what a message speaks of."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.errors import NotFoundError
from bot.domain.outbox import Message, MessageKind
from bot.domain.practices import Practice, PracticeStatus
from bot.domain.sigs import Sig
from storage import outbox
from storage import practices as rows
from storage.database import Database

# After three days an announcement or a thank-you is no news any more.
_USEFUL = timedelta(days=3)


def for_message(db: Database, message: Message) -> Practice | None:
    """Return what a message speaks of, or None when its reason is gone.

    A withdrawn practice is no news any more, but its announcement still has to say so.
    """
    with db.read() as session:
        try:
            practice = rows.by_id(session, message.object_id)
        except NotFoundError:
            return None
    is_update = message.kind is MessageKind.PRACTICE_REFRESH
    gone = practice.status in {PracticeStatus.WITHDRAWN, PracticeStatus.REJECTED}
    return practice if is_update or not gone else None


def announcement_of(db: Database, practice_id: int) -> Message | None:
    """Return the message that announced the practice in the channel."""
    with db.read() as session:
        return outbox.by_key(session, _announcement_key(practice_id))


def announce(session: Session, sig: Sig, practice: Practice, now: datetime) -> None:
    """Tell the group's channel that a practice was submitted."""
    if sig.channel_id:
        key = _announcement_key(practice.id)
        kind = MessageKind.PRACTICE_SUBMITTED
        _tell(session, practice, key, kind=kind, recipient=sig.channel_id, now=now)


def tell_author(session: Session, practice: Practice, now: datetime) -> None:
    """Tell the author that the practice was accepted."""
    if author := practice.author_user_id:
        key = f"practice:{practice.id}:accepted:author"
        kind = MessageKind.PRACTICE_ACCEPTED
        _tell(session, practice, key, kind=kind, recipient=author, now=now)


def refresh_announcement(
    session: Session, sig: Sig, practice: Practice, now: datetime
) -> None:
    """Let the channel's announcement say what is true now: title, state, buttons."""
    if sig.channel_id:
        key = f"practice:{practice.id}:v{practice.version}:refresh"
        kind = MessageKind.PRACTICE_REFRESH
        channel = sig.channel_id
        _tell(session, practice, key, kind=kind, recipient=channel, now=now)


def _announcement_key(practice_id: int) -> str:
    return f"practice:{practice_id}:submitted:channel"


def _tell(
    session: Session,
    practice: Practice,
    key: str,
    *,
    kind: MessageKind,
    recipient: str,
    now: datetime,
) -> None:
    outbox.enqueue(
        session,
        Message(
            key=key,
            kind=kind,
            sig_id=practice.sig_id,
            object_id=practice.id,
            recipient=recipient,
            due_at=now,
            not_after=now + _USEFUL,
        ),
    )
