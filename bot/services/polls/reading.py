"""Reading polls: one, by its number or id, and all."""

import re

from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError
from bot.domain.permissions import Permission
from bot.domain.polls import Board, Poll
from bot.services.members import Caller, require_permission
from bot.services.polls.common import board
from storage import polls as rows
from storage.database import Database

_NUMBER = re.compile(r"(?:poll\s*)?#?0*([1-9]\d{0,8})", re.ASCII | re.IGNORECASE)
_WHICH = "Which poll? Write its number, for example /meeting poll 3."


def listed(db: Database, clock: Clock, *, caller: Caller) -> tuple[Poll, ...]:
    """Return the polls of the group as they stand now, the newest first.

    Raises:
        NotAllowedError: only members of the group see them.
    """
    require_permission(clock, caller, Permission.READ_RSVP)
    now = clock()
    with db.read() as session:
        return tuple(each.at(now) for each in rows.polls(session, caller.sig.id))


def numbered(db: Database, clock: Clock, *, caller: Caller, text: str) -> Board:
    """Return a poll by the number that somebody typed.

    Raises:
        NotAllowedError: only members of the group see it.
        InvalidInputError: that is no number.
        NotFoundError: the group has none with this number.
    """
    require_permission(clock, caller, Permission.READ_RSVP)
    typed = _NUMBER.fullmatch(text.strip())
    if typed is None:
        raise InvalidInputError({"poll": _WHICH})
    with db.read() as session:
        poll = rows.find(session, caller.sig.id, int(typed[1]))
        return board(session, caller.sig, poll, now=clock(), actor=caller.actor)


def shown(db: Database, clock: Clock, *, caller: Caller, poll_id: int) -> Board:
    """Return a poll.

    Raises:
        NotAllowedError: only members of the group see it.
        NotFoundError: the group has none with this id.
    """
    require_permission(clock, caller, Permission.READ_RSVP)
    with db.read() as session:
        poll = rows.get(session, caller.sig.id, poll_id)
        return board(session, caller.sig, poll, now=clock(), actor=caller.actor)
