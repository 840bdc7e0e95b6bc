"""Lists of action items: one's own, the open ones, those of a meeting or a cluster."""

from sqlmodel import Session

from bot.domain.actions import Shown
from bot.domain.actions.listing import (
    Filter,
    Listing,
    Which,
    ordered,
    read_filter,
    stands_in,
)
from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.domain.permissions import Permission, Role
from bot.domain.references import Kind, label
from bot.services.actions import common
from bot.services.actions.assigning import cluster_named
from bot.services.members import Caller, require_permission, today
from storage import actions as rows
from storage import meetings as meeting_rows
from storage.database import Database
from storage.directory import directory


def mine(
    db: Database, clock: Clock, *, caller: Caller, which: Which = Which.OPEN
) -> Listing:
    """Return the caller's action items, and those of their cluster.

    Raises:
        NotAllowedError: the caller may not see any.
    """
    chosen = Filter(which=which, is_mine=True)
    return listed(db, clock, caller=caller, chosen=chosen)


def typed(db: Database, clock: Clock, *, caller: Caller, text: str) -> Listing:
    """Return the list that somebody typed the filter of; externals see their own.

    Raises:
        InvalidInputError: a word says nothing here.
        NotAllowedError: the caller may not see any.
        NotFoundError: no such meeting; no cluster of this name, or several.
    """
    return listed(db, clock, caller=caller, chosen=read_filter(text))


def listed(db: Database, clock: Clock, *, caller: Caller, chosen: Filter) -> Listing:
    """Return the action items of a list, those first that wait the longest.

    Raises:
        NotAllowedError: the caller may not see any.
        NotFoundError: no such meeting; no cluster of this name, or several.
    """
    require_permission(clock, caller, Permission.READ_ACTIONS)
    sig_id, day = caller.sig.id, today(clock, caller.sig)
    with db.read() as session:
        who = directory(session, sig_id)
        known = rows.all_actions(session, sig_id, who=who)
        wanted = [each for each in known if stands_in(each, chosen, today=day)]
        found = common.shown(session, sig_id, wanted, who=who)
        key = cluster_named(session, caller, chosen.cluster) if chosen.cluster else ""
        if not found:
            _require_meeting(session, sig_id, chosen.meeting)
    if chosen.is_mine or caller.actor.role is Role.EXTERNAL:
        found = tuple(each for each in found if common.is_theirs(each, caller))
    if key:
        found = tuple(each for each in found if _has(each, key))
    return Listing(
        found=ordered(found, today=day),
        chosen=chosen,
        today=day,
        sig_id=sig_id,
        cluster=who.names.get(key, ""),
    )


def export(db: Database, clock: Clock, *, caller: Caller, text: str = "") -> Listing:
    """Return what a file of action items holds: all of them, or those of a filter.

    Raises:
        InvalidInputError: a word says nothing here.
        NotAllowedError: the caller may not see any.
        NotFoundError: no such meeting; no cluster of this name, or several.
    """
    return typed(db, clock, caller=caller, text=text or Which.ALL.value)


def _require_meeting(session: Session, sig_id: int, number: int | None) -> None:
    if number is not None and meeting_rows.find(session, sig_id, number) is None:
        name = label(Kind.MEETING, number)
        raise NotFoundError(f"There is no meeting {name}. See /meeting list.")


def _has(found: Shown, key: str) -> bool:
    return key in {found.action.owner, *found.action.co_owners}
