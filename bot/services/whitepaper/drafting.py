"""The white paper: what a draft is made of, and keeping each edition."""

from datetime import date, datetime

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.whitepaper import Edition, Snapshot
from bot.domain.whitepaper.editions import is_final
from bot.domain.whitepaper.selection import printable
from bot.services import practices
from bot.services.members import Caller, require_permission, today
from storage import audit
from storage import practices as practice_rows
from storage import sigs as sig_rows
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
        sig_rows.get(session, sig_id)
        return rows.snapshot(session, sig_id)


def _publish(session: Session, caller: Caller, now: datetime) -> None:
    """Note which practices this edition prints, and tell their authors."""
    sig, by = caller.sig, caller.person.id
    for practice in printable(practice_rows.numbered(session, sig.id), sig.licence):
        practices.publish(session, sig, practice.id, by=by, now=now)


def keep(db: Database, clock: Clock, *, caller: Caller, edition: Edition) -> Edition:
    """Store an edition as it was assembled; the same one twice is one.

    Raises:
        NotAllowedError: only chair, secretariat and editors draft the paper.
        StaleVersionError: another draft took this edition number meanwhile.
    """
    require_permission(clock, caller, Permission.DRAFT_WHITEPAPER)
    with db.begin() as session:
        for known in rows.editions(session, caller.sig.id):
            if known.version == edition.version and known.sha256 == edition.sha256:
                return known
        kept = rows.add_edition(session, caller.sig.id, edition)
        if is_final(kept.version):
            _publish(session, caller, clock())
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
