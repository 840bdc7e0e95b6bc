"""When somebody leaves, those who lead the group are asked who does their work now."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from bot.domain.externals import LEADERS
from bot.domain.outbox import Message, MessageKind
from bot.domain.sigs import Sig
from storage import actions as rows
from storage import members as member_rows
from storage import outbox


def ask_for_owners(session: Session, sig: Sig, reason: str, *, now: datetime) -> None:
    """Ask, once for each ``reason``, who takes what has no owner now; never guess."""
    for person in member_rows.members_with(session, sig.id, LEADERS):
        if person.user_id is None:
            continue
        outbox.enqueue(
            session,
            Message(
                key=f"actions:{sig.id}:owners:{reason}:{person.user_id}",
                kind=MessageKind.ACTIONS_TO_ASSIGN,
                sig_id=sig.id,
                object_id=sig.id,
                recipient=person.user_id,
                due_at=now,
            ),
        )


@contextmanager
def asking_for_owners(
    session: Session, sig: Sig, reason: str, *, now: datetime
) -> Iterator[None]:
    """Ask who takes what has an owner before a change, and none after it."""
    before = rows.unowned(session, sig.id)
    yield
    if rows.unowned(session, sig.id) - before:
        ask_for_owners(session, sig, reason, now=now)


def owner_gone(session: Session, sig: Sig, person_id: int, *, now: datetime) -> None:
    """Ask who takes over from a person who has left, where they had something open."""
    if rows.open_of(session, sig.id, person_id=person_id):
        reason = f"person:{person_id}:{int(now.timestamp())}"
        ask_for_owners(session, sig, reason, now=now)
