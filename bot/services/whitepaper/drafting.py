"""The white paper: what a draft is made of, and keeping each edition."""

from collections.abc import Sequence
from datetime import date

from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.whitepaper import Edition, Picture, Snapshot
from bot.services.members import Caller, require_permission, today
from storage import audit, editions
from storage import whitepaper as rows
from storage.database import Database


def material(db: Database, clock: Clock, *, caller: Caller) -> tuple[Snapshot, date]:
    """Return what the paper is assembled from, and the day it speaks of.

    Raises:
        NotAllowedError: only chair, secretariat and editors draft the paper.
    """
    require_permission(clock, caller, Permission.DRAFT_WHITEPAPER)
    with db.read() as session:
        return rows.snapshot(session, caller.sig.id), today(clock, caller.sig)


def material_of(db: Database, sig_id: int) -> Snapshot:
    """Return what the paper of a group is assembled from, for the operator.

    Raises:
        NotFoundError: there is no such group.
    """
    with db.read() as session:
        return rows.snapshot(session, sig_id)


def keep(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    edition: Edition,
    pictures: Sequence[Picture] = (),
) -> Edition:
    """Store an edition as it was assembled; the same one twice is one.

    Raises:
        NotAllowedError: only chair, secretariat and editors draft the paper.
        StaleVersionError: another draft took this edition number meanwhile.
    """
    require_permission(clock, caller, Permission.DRAFT_WHITEPAPER)
    with db.begin() as session:
        for known in editions.all_editions(session, caller.sig.id):
            if known.version == edition.version and known.sha256 == edition.sha256:
                return known
        kept = editions.add(session, caller.sig.id, edition, pictures=pictures)
        audit.record(
            session,
            caller.sig.id,
            caller.person.id,
            verb="drafted",
            object_kind="edition",
            object_id=kept.id,
            now=clock(),
        )
    return kept
