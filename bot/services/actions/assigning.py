"""Who does it: given to a person or a cluster, or taken by somebody."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.domain.actions import Shown, states
from bot.domain.actions.telling import Verb, Worked
from bot.domain.clock import Clock
from bot.domain.clusters import Cluster
from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.members import Member, account_in
from bot.domain.permissions import CLUSTER_VOICES, Permission, Role
from bot.domain.registers.clusters import is_former, ordered
from bot.domain.registers.finding import find as find_in
from bot.domain.text import decode_slack
from bot.services.actions import common
from bot.services.members import Caller, require_permission, today
from storage import actions as rows
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage.database import Database
from storage.directory import directory

_NOT_HERE = (
    "This person is not in the group yet. Ask them to type /sig members in its "
    "channel once, or choose somebody else."
)
_GONE = "This account is deactivated. Choose somebody who is there."
_WHO = (
    "Say who does it: an @person or the name of a cluster, for example "
    "/action assign {ref} @somebody"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigning:
    """What the form shows: an action item, and the clusters that can own it."""

    shown: Shown
    clusters: tuple[Cluster, ...]


def assign_form(
    db: Database, clock: Clock, *, caller: Caller, number: int
) -> Assigning:
    """Return what the form shows in which somebody is chosen.

    Raises:
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number.
    """
    require_permission(clock, caller, Permission.WORK_ACTION)
    with db.read() as session:
        action = common.asked(session, caller, number)
        found = common.one(session, caller.sig.id, action)
        common.require_work(clock, caller, found)
        known = cluster_rows.active(session, caller.sig.id)
    return Assigning(shown=found, clusters=ordered(known))


def assign(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    typed: str = "",
    user_id: str | None = None,
    cluster: str | None = None,
    version: int | None = None,
) -> Worked:
    """Give an action item to a person or a cluster; both of the owners hear of it.

    ``typed`` is what follows in the command, as Slack sends it. Whoever sponsors an
    external hears of it too. ``version`` is the one a form was opened with.

    Raises:
        InvalidInputError: there is nobody of that name in the group, or two are meant.
        InvalidTransitionError: it is finished.
        NotAllowedError: it belongs to others; the message says who can.
        NotFoundError: there is none with this number, or no such cluster.
        StaleVersionError: somebody changed it since ``version``.
    """
    require_permission(clock, caller, Permission.WORK_ACTION)
    with db.begin() as session:
        rows.lock(session, caller.sig.id, number)
        action = common.asked(session, caller, number)
        found = common.one(session, caller.sig.id, action)
        common.require_work(clock, caller, found)
        common.require_version(action, version)
        if typed:
            user_id, cluster = account_in(typed), None
            cluster = None if user_id else cluster_named(session, caller, typed)
        owner = _owner(session, caller, user_id=user_id, cluster=cluster)
        if owner is None:
            said = _WHO.format(ref=action.ref)
            raise InvalidInputError({"owner": said})
        return _give(session, clock, caller=caller, found=found, owner=owner)


def take(db: Database, clock: Clock, *, caller: Caller, number: int) -> Worked:
    """Take an action item that nobody has; whoever may record one may.

    Raises:
        InvalidTransitionError: somebody has it, or it is finished.
        NotAllowedError: the caller may not.
        NotFoundError: there is none with this number.
    """
    require_permission(clock, caller, Permission.RECORD_ACTION)
    with db.begin() as session:
        rows.lock(session, caller.sig.id, number)
        found = common.one(
            session, caller.sig.id, common.asked(session, caller, number)
        )
        mine = directory(session, caller.sig.id).people[caller.person.id]
        if found.owner and found.action.owner != mine:
            raise InvalidTransitionError(
                f"{found.action.ref} belongs to {common.owner_in_words(found)} by now."
            )
        return _give(session, clock, caller=caller, found=found, owner=mine)


def _give(
    session: Session, clock: Clock, *, caller: Caller, found: Shown, owner: str
) -> Worked:
    action, now, day = found.action, clock(), today(clock, caller.sig)
    changed = states.assigned(action, owner)
    if changed == action:
        return Worked(shown=found, before=action.status, today=day, is_new=False)
    stored = common.store(session, caller, changed, verb=Verb.ASSIGNED, now=now)
    _tell(session, caller, found, stored, now=now)
    return Worked(shown=stored, before=action.status, today=day)


def _tell(
    session: Session, caller: Caller, old: Shown, new: Shown, *, now: datetime
) -> None:
    """Tell whoever has it now, whoever had it, and who sponsors an external."""
    members = member_rows.roster(session, caller.sig.id)
    receivers = set(_readers(new, members))
    losers = set(_readers(old, members)) - receivers
    common.tell(session, caller, new, verb=Verb.ASSIGNED, to=receivers, now=now)
    common.tell(session, caller, new, verb=Verb.TAKEN_AWAY, to=losers, now=now)
    sponsors = {
        each
        for member in members
        if member.person.id in new.people[:1] and member.place.role is Role.EXTERNAL
        for each in sponsors_of(member, members)
    }
    told = sponsors - receivers - losers
    common.tell(session, caller, new, verb=Verb.SPONSORED, to=told, now=now)


def _readers(shown: Shown, members: tuple[Member, ...]) -> tuple[int, ...]:
    """Return the person who owns it, or the people of the cluster that does."""
    if shown.owner_user_id:
        return shown.people[:1]
    if not shown.owner:
        return ()
    return voices(shown.clusters[:1], members)


def voices(clusters: tuple[int, ...], members: tuple[Member, ...]) -> tuple[int, ...]:
    """Return the ids of the people who speak for clusters."""
    return tuple(
        each.person.id
        for each in members
        if each.place.cluster_id in clusters
        and each.is_active
        and each.place.role in CLUSTER_VOICES
    )


def sponsors_of(external: Member, members: tuple[Member, ...]) -> tuple[int, ...]:
    """Return the ids of the people of the cluster that answers for an external."""
    sponsor = external.place.sponsor_cluster_id
    return voices((sponsor,), members) if sponsor else ()


def cluster_named(session: Session, caller: Caller, typed: str) -> str:
    """Return the key of the cluster that somebody means.

    Raises:
        NotFoundError: none is meant, or several; the message names the nearest.
    """
    known = [
        each
        for each in cluster_rows.clusters(session, caller.sig.id)
        if not is_former(each)
    ]
    words = [
        (word, each.name, each.key)
        for each in known
        for word in (each.key, each.name, each.name_original, each.acronym)
        if word
    ]
    return find_in("cluster", decode_slack(typed).strip(), words)


def _owner(
    session: Session, caller: Caller, *, user_id: str | None, cluster: str | None
) -> str | None:
    if user_id is None:
        return cluster
    who = directory(session, caller.sig.id)
    for each in member_rows.roster(session, caller.sig.id):
        if each.person.user_id == user_id:
            if not each.is_active:
                raise InvalidInputError({"owner": _GONE})
            return who.people[each.person.id]
    raise InvalidInputError({"owner": _NOT_HERE})
