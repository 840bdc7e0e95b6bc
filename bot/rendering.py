"""What each kind of message says: rendered when it is sent, from what is true then."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.outbox import Message, MessageKind
from bot.services import outbox, practices
from storage.database import Database
from templates import notices
from templates.messages import Post
from templates.practices import cards

# None: the reason of the message is gone.
Render = Callable[[Database, Message], Post | None]
# Finds the message that a later one changes; None: there is none.
Earlier = Callable[[Database, Message], Message | None]


def _practice(view: Callable[[Any], Post]) -> Render:
    def render(db: Database, message: Message) -> Post | None:
        practice = practices.for_message(db, message)
        return view(practice) if practice else None

    return render


def _announcement(db: Database, message: Message) -> Message | None:
    return practices.announcement_of(db, message.object_id)


def _failure(db: Database, message: Message) -> Post | None:
    failed = outbox.failed_message(db, message)
    return notices.delivery_failed(failed[0], reason=failed[1]) if failed else None


RENDER: Mapping[MessageKind, Render] = {
    MessageKind.PRACTICE_SUBMITTED: _practice(cards.announcement),
    MessageKind.PRACTICE_ACCEPTED: _practice(cards.accepted_for_author),
    MessageKind.PRACTICE_REFRESH: _practice(cards.announcement),
    MessageKind.DELIVERY_FAILED: _failure,
}
# These change an earlier message: doing it twice is doing it once.
UPDATES: Mapping[MessageKind, Earlier] = {
    MessageKind.PRACTICE_REFRESH: _announcement,
}
