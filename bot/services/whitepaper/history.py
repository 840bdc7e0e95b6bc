"""The editions so far, and what changed between two of them."""

from bot.domain.clock import Clock
from bot.domain.errors import InvalidInputError
from bot.domain.permissions import Permission
from bot.domain.whitepaper import Edition
from bot.domain.whitepaper.changes import Changes, between
from bot.services.members import Caller, require_permission
from storage import editions as rows
from storage.database import Database

_TWO = 2
_HOW = "Write two numbers, for example: /whitepaper diff 0.3 0.4"


def listed(db: Database, clock: Clock, *, caller: Caller) -> tuple[Edition, ...]:
    """Return the group's editions, newest first.

    Raises:
        NotAllowedError: the caller may not read the paper.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    with db.read() as session:
        return rows.all_editions(session, caller.sig.id)[::-1]


def compare(
    db: Database, clock: Clock, *, caller: Caller, text: str
) -> tuple[Changes, Edition]:
    """Return what changed between two editions, and the newer one.

    ``text`` names them; with one it is compared with the edition before it, with none
    it is the newest two.

    Raises:
        InvalidInputError: these are not two editions.
        NotAllowedError: the caller may not read the paper.
        NotFoundError: there is no such edition.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    names = text.replace("..", " ").split()
    if len(names) > _TWO or len(set(names)) < len(names):
        raise InvalidInputError({"edition": _HOW})
    with db.read() as session:
        known = rows.all_editions(session, caller.sig.id)
        chosen = [rows.find(session, caller.sig.id, name) for name in names or [""]]
    older, newer = sorted(
        chosen if len(chosen) == _TWO else [_before(chosen[0], known), chosen[0]],
        key=lambda each: each.id,
    )
    labels = (older.version, newer.version)
    return between(older.markdown, newer.markdown, names=labels), newer


def _before(edition: Edition, known: tuple[Edition, ...]) -> Edition:
    earlier = [each for each in known if each.id < edition.id]
    if not earlier:
        message = f"Edition {edition.version} is the first: there is nothing before it."
        raise InvalidInputError({"edition": message})
    return earlier[-1]
