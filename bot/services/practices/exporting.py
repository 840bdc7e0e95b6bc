"""Taking practices out as a file: what the caller may read, and no draft."""

from dataclasses import replace

from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.services.members import Caller
from bot.services.practices.listing import Chosen, chosen_in
from storage import audit
from storage.database import Database


def export(db: Database, clock: Clock, *, caller: Caller, filters: str = "") -> Chosen:
    """Return the practices that a file is made of, and note who took them.

    Raises:
        InvalidInputError: a filter or its value is not known.
        NotFoundError: there is none that the caller may read.
    """
    with db.begin() as session:
        found = chosen_in(session, clock, caller=caller, filters=filters)
        numbered = tuple(each for each in found.practices if each.number)
        if not numbered:
            asked = f" with {', '.join(found.filters.words)}" if filters.strip() else ""
            raise NotFoundError(f"There is no practice{asked} to put into a file.")
        audit.record(
            session,
            caller.sig.id,
            caller.person.id,
            verb="exported",
            object_kind="sig",
            object_id=caller.sig.id,
            now=clock(),
        )
    return replace(found, practices=numbered)
