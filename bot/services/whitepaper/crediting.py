"""What people of the group are credited with in the paper, and correcting it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.domain.members import account_in
from bot.domain.permissions import Permission
from bot.domain.practices import Attribution
from bot.domain.sigs import Sig
from bot.domain.whitepaper.credit import Contributor, CreditRole, in_order
from bot.domain.whitepaper.selection import attribution, printable
from bot.services.members import Caller, require_permission
from bot.services.whitepaper.common import log
from storage import contributor_credits as rows
from storage import members as member_rows
from storage.database import Database
from storage.practices.outlines import outlines

_NOBODY = "I do not know this person in this group. Name them like this: @name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crediting:
    """One person's roles: as they are counted, and as they stand now."""

    person_id: int
    user_id: str
    counted: tuple[CreditRole, ...]
    roles: tuple[CreditRole, ...]
    is_own: bool


def to_correct(
    db: Database, clock: Clock, *, caller: Caller, text: str = ""
) -> Crediting:
    """Return somebody's roles for the form; without a name the caller's own.

    Raises:
        NotAllowedError: only editors correct what others are credited with.
        NotFoundError: nobody of the group is called that.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    named = text.strip()
    with db.read() as session:
        person_id = _person(session, caller, named) if named else caller.person.id
        _require_theirs(clock, caller, person_id)
        return _crediting(session, caller, person_id)


def correct(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    person_id: int,
    chosen: Collection[str],
) -> Crediting:
    """Keep the roles that were chosen; the counted ones count on as things are done.

    Raises:
        NotAllowedError: only editors correct what others are credited with.
        NotFoundError: nobody of the group is called that.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    _require_theirs(clock, caller, person_id)
    roles = frozenset(role for role in CreditRole if role in chosen)
    now = clock()
    with db.begin() as session:
        known = _crediting(session, caller, person_id)
        is_counted = roles == frozenset(known.counted)
        rows.correct(
            session,
            caller.sig.id,
            person_id,
            roles=None if is_counted else in_order(roles),
            by=caller.person.id,
            now=now,
        )
        log(session, caller, "credited", kind="person", object_id=person_id, now=now)
        return _crediting(session, caller, person_id)


def _require_theirs(clock: Clock, caller: Caller, person_id: int) -> None:
    if person_id != caller.person.id:
        require_permission(clock, caller, Permission.CREDIT_CONTRIBUTORS)


def _person(session: Session, caller: Caller, text: str) -> int:
    account = account_in(text)
    found = (
        member_rows.in_group(session, caller.sig.id, user_id=account) if account else ()
    )
    if not found:
        raise NotFoundError(_NOBODY)
    return found[0].id


def _crediting(session: Session, caller: Caller, person_id: int) -> Crediting:
    found = _contributor(session, caller.sig, person_id)
    traced = _traced(session, caller.sig)
    return Crediting(
        person_id=person_id,
        user_id=member_rows.person(session, person_id).user_id or "",
        counted=in_order(found.counted(traced)),
        roles=in_order(found.roles(traced)),
        is_own=person_id == caller.person.id,
    )


def _contributor(session: Session, sig: Sig, person_id: int) -> Contributor:
    for each in rows.contributors(session, sig.id):
        if each.person_id == person_id:
            return each
    raise NotFoundError(_NOBODY)


def _traced(session: Session, sig: Sig) -> frozenset[int]:
    """Return the practices that are printed and not anonymous."""
    known = (each.practice for each in outlines(session, sig.id))
    return frozenset(
        practice.number or 0
        for practice in printable(known, sig.licence)
        if practice.cluster_id and attribution(practice) is not Attribution.ANONYMOUS
    )
