"""What a message about a poll speaks of, and the end of a poll at its deadline."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.errors import NotFoundError
from bot.domain.members import Member
from bot.domain.outbox import Message, MessageKind
from bot.domain.polls import Board, Poll, PollState
from bot.domain.sigs import Sig
from bot.services.polls import planning
from bot.services.polls.common import board, note
from storage import members as member_rows
from storage import outbox, sigs
from storage import polls as rows
from storage.database import Database

_TO_CHAIRS = {MessageKind.POLL_RESULT, MessageKind.POLL_RESULT_REFRESH}


def for_message(db: Database, message: Message) -> Board | None:
    """Return the poll that a message speaks of, or None when its reason is gone.

    What is due at the deadline closes the poll: it is in the outbox since the poll
    was opened, so it needs nobody to press anything, and no other clock.
    """
    with db.begin() as session:
        try:
            sig = sigs.get(session, message.sig_id)
            poll = rows.lock(session, sig.id, message.object_id)
        except NotFoundError:
            return None
        poll = _close_if_over(session, sig, poll, message.due_at)
        reader = _reader(session, sig, message.recipient)
        if not _is_true(session, message, sig, poll=poll, reader=reader):
            return None
        found = board(session, sig, poll, now=message.due_at)
    return replace(
        found,
        may_lead=message.kind in _TO_CHAIRS,
        may_answer=found.poll.state is PollState.OPEN,
    )


def announcement_of(db: Database, message: Message) -> Message | None:
    """Return the message in the channel that shows the poll."""
    with db.read() as session:
        return outbox.by_key(session, planning.channel_key(message.object_id))


def result_of(db: Database, message: Message) -> Message | None:
    """Return the result that a chair got, of which a message tells the news."""
    with db.read() as session:
        return outbox.by_key(session, message.key.partition("|")[0])


def _close_if_over(session: Session, sig: Sig, poll: Poll, now: datetime) -> Poll:
    """Close a poll whose deadline has come; who leads the group then gets the result.

    A message is sent when it is due or later, so ``now`` is in the past.
    """
    if poll.at(now) == poll:
        return poll
    closed = rows.save(session, sig.id, poll.at(now))
    note(session, sig, closed, verb="closed", by=None, now=now)
    planning.replan(session, sig, closed, now=now)
    return closed


def _is_true(
    session: Session,
    message: Message,
    sig: Sig,
    *,
    poll: Poll,
    reader: Member | None,
) -> bool:
    """Whether a message is still true when it is sent."""
    match message.kind:
        case MessageKind.POLL_OPENED:
            return poll.state is PollState.OPEN
        case MessageKind.POLL_REMINDER:
            if poll.state is not PollState.OPEN:
                return False
            members = member_rows.roster(session, sig.id)
            return reader in planning.to_remind(session, sig, poll, members)
        case MessageKind.POLL_ZONE:
            return reader is not None and not poll.is_ended
        case MessageKind.POLL_RESULT:
            is_theirs = message.recipient == sig.chairs_channel_id
            is_chair = reader is not None and planning.leads(reader)
            return (is_theirs or is_chair) and poll.state is PollState.CLOSED
        case _:
            return True


def _reader(session: Session, sig: Sig, user_id: str) -> Member | None:
    members = member_rows.roster(session, sig.id)
    return next((each for each in members if each.person.user_id == user_id), None)
