"""The figures of a year, for members and for the operator."""

from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.reports import YearReport, count_year, read_year
from bot.domain.sigs import Sig
from bot.services.members import Caller, require_permission, today
from storage import reports as rows
from storage import sigs as sig_rows
from storage.database import Database


def read(db: Database, clock: Clock, *, caller: Caller, year: str = "") -> YearReport:
    """Return the figures of a year, as it was typed; of the present one without.

    Raises:
        NotAllowedError: only members of the group see them.
        InvalidInputError: that is no year, or not yet.
    """
    require_permission(clock, caller, Permission.READ_STATUS)
    return read_for(db, clock, sig=caller.sig, year=year)


def read_for(db: Database, clock: Clock, *, sig: Sig, year: str = "") -> YearReport:
    """Return the figures of a year, for the operator.

    Raises:
        NotFoundError: there is no such group.
        InvalidInputError: that is no year, or not yet.
    """
    day = today(clock, sig)
    wanted = read_year(year, day)
    with db.read() as session:
        records = rows.records(session, sig_rows.get(session, sig.id))
    return count_year(records, wanted, today=day)
