"""Where the printed practices come from, and what each cluster brought."""

from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.whitepaper import Document, assemble
from bot.services.members import Caller, require_permission, today
from storage import whitepaper as rows
from storage.database import Database


def read(db: Database, clock: Clock, *, caller: Caller) -> Document:
    """Return the paper as it would be assembled today.

    Raises:
        NotAllowedError: the caller may not read the paper.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    with db.read() as session:
        snapshot = rows.snapshot(session, caller.sig.id)
    return assemble(snapshot, as_of=today(clock, caller.sig))
