"""The white paper: which stored edition somebody gets, and in which format."""

from collections.abc import Sequence

from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.whitepaper import Edition
from bot.domain.whitepaper.exports import Request
from bot.domain.whitepaper.pictures import Picture
from bot.services.members import Caller, require_permission
from storage import editions as rows
from storage.database import Database


def edition(
    db: Database, clock: Clock, *, caller: Caller, request: Request
) -> tuple[Edition, Sequence[Picture]]:
    """Return a stored edition as it was kept, and its pictures.

    Raises:
        NotAllowedError: only members of the group read the paper.
        NotFoundError: there is no such edition.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    with db.read() as session:
        found = rows.find(session, caller.sig.id, request.version)
        return found, rows.pictures(session, found.id)
