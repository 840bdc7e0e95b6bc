"""What people of the group are credited with in the paper, and correcting it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError, StaleVersionError
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
    """One person's roles: as they are counted, and as they stand now.

    ``refused`` are roles that were chosen and not kept, because somebody else had
    chosen others meanwhile; ``version`` is that of the choice, 0 for none.
    """

    person_id: int
    user_id: str
    counted: tuple[CreditRole, ...]
    roles: tuple[CreditRole, ...]
    is_own: bool
    version: int = 0
    refused: tuple[CreditRole, ...] | None = None


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
    version: int,
    chosen: Collection[str],
) -> Crediting:
    """Keep the roles that were chosen; the counted ones count on as things are done.

    Where somebody else chose others since ``version``, those stay and the answer has
    both.

    Raises:
        NotAllowedError: only editors correct what others are credited with.
        NotFoundError: nobody of the group is called that.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    _require_theirs(clock, caller, person_id)
    roles = in_order([role for role in CreditRole if role in chosen])
    try:
        return _correct(db, clock, caller, person_id, version=version, roles=roles)
    except StaleVersionError:
        with db.read() as session:
            found = _crediting(session, caller, person_id)
    # The same form may arrive twice.
    return found if found.roles == roles else replace(found, refused=roles)


def _correct(
    db: Database,
    clock: Clock,
    caller: Caller,
    person_id: int,
    *,
    version: int,
    roles: tuple[CreditRole, ...],
) -> Crediting:
    now = clock()
    with db.begin() as session:
        known = _crediting(session, caller, person_id)
        rows.correct(
            session,
            caller.sig.id,
            person_id,
            version=version,
            roles=None if roles == known.counted else roles,
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
        version=found.version,
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
