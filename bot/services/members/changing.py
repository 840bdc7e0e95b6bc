"""Roles and places: change, take out, put back, leave."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import members as rules
from bot.domain.clock import Clock
from bot.domain.clusters import Cluster
from bot.domain.errors import (
    InvalidInputError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.members import Entry, Member
from bot.domain.permissions import Permission, Role
from bot.domain.registers.clusters import is_former, ordered
from bot.domain.sigs import Membership, Person
from bot.services.members import people
from bot.services.members.callers import Caller, require_permission
from bot.services.members.people import Group, log
from bot.services.members.reassigning import owner_gone
from bot.services.members.roster import entry_of
from bot.services.members.warning import replan
from storage import externals as external_rows
from storage import former_members
from storage import members as rows
from storage.database import Database

_STALE = (
    "Somebody changed the place of this person in the meantime. Close this form and "
    "open it again to see it; nothing is lost but your choice here."
)
_WAS_NOT = "This person has no place to be put back to."


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The Slack account of somebody who gets a place; ``zone`` where Slack says it."""

    user_id: str
    team_id: str
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceForm:
    """What the form of somebody's place shows: nothing of somebody new.

    ``account`` is theirs, where the group knows them.
    """

    clusters: tuple[Cluster, ...]
    entry: Entry | None = None
    account: Account | None = None


def place_form(
    db: Database, clock: Clock, *, caller: Caller, user_id: str
) -> PlaceForm:
    """Return what the form shows about the person with an account.

    Raises:
        NotAllowedError: only those who lead the group may change places.
        InvalidInputError: an external's place is a matter of the invitation.
    """
    require_permission(clock, caller, Permission.MANAGE_MEMBERS)
    with db.read() as session:
        group = people.load(session, caller.sig)
        offered = ordered([each for each in group.clusters if not is_former(each)])
        found = [m for m in group.members if m.person.user_id == user_id]
        if not found:
            return PlaceForm(clusters=offered)
        person = found[0].person
        entry = _entry(session, group, person.id)
    account = Account(user_id=user_id, team_id=str(person.team_id), zone=person.zone)
    return PlaceForm(clusters=offered, entry=entry, account=account)


def to_remove(db: Database, clock: Clock, *, caller: Caller, person_id: int) -> Entry:
    """Return somebody who may be taken out, to ask about it first.

    Raises:
        NotAllowedError: only those who lead the group may; or it is the last chair.
        NotFoundError: the person is not in the group.
    """
    require_permission(clock, caller, Permission.MANAGE_MEMBERS)
    with db.read() as session:
        group = people.load(session, caller.sig)
        group.member(person_id)
        rules.require_chair_left(group.members, person_id)
        return _entry(session, group, person_id)


def require_leavable(db: Database, *, caller: Caller) -> None:
    """Let pass whoever may leave.

    Raises:
        NotAllowedError: it is the last chair.
    """
    with db.read() as session:
        group = people.load(session, caller.sig)
    rules.require_chair_left(group.members, caller.person.id)


def change(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    account: Account,
    version: int,
    role: Role,
    cluster_id: int | None,
) -> Entry:
    """Give somebody another role or cluster, or a place; the same again is once.

    ``version`` is the one that was seen, 0 for somebody who had no place.

    Raises:
        NotAllowedError: only those who lead the group may; or it is the last chair.
        InvalidInputError: with a sentence per field.
        StaleVersionError: somebody changed the place since ``version``.
    """
    require_permission(clock, caller, Permission.MANAGE_MEMBERS)
    now = clock()
    with db.begin() as session:
        group = people.lock(session, caller.sig.id)
        person = rows.find_person(session, account.team_id, account.user_id)
        known = next((m for m in group.members if _is(m, person)), None)
        wanted = _wanted(group, account, known, role=role, cluster_id=cluster_id)
        if known is None or not _is_same(known.place, wanted):
            if (known.place.version if known else 0) != version:
                raise StaleVersionError(_STALE)
            if known and known.place.role is Role.CHAIR and role is not Role.CHAIR:
                rules.require_chair_left(group.members, known.person.id)
            person = person or _add(session, account)
            _store(session, caller, replace(wanted, person_id=person.id), now)
        return _entry(session, group, (person or _add(session, account)).id)


def remove(db: Database, clock: Clock, *, caller: Caller, person_id: int) -> Member:
    """Take somebody out of the group; a second time changes nothing.

    Their practices stay. They come back only when somebody puts them back.

    Raises:
        NotAllowedError: only those who lead the group may; or it is the last chair.
        NotFoundError: the person was never in the group.
    """
    require_permission(clock, caller, Permission.MANAGE_MEMBERS)
    with db.begin() as session:
        group = people.lock(session, caller.sig.id)
        return _end(session, group, person_id, by=caller.person, now=clock())


def leave(db: Database, clock: Clock, *, caller: Caller) -> Member:
    """Leave the group. Everybody may, whatever their role: no permission is asked.

    Raises:
        NotAllowedError: it is the last chair.
        NotFoundError: the person is not in the group.
    """
    with db.begin() as session:
        group = people.lock(session, caller.sig.id)
        return _end(session, group, caller.person.id, by=caller.person, now=clock())


def put_back(db: Database, clock: Clock, *, caller: Caller, person_id: int) -> Entry:
    """Give somebody who was taken out or left their place back; twice is once.

    Raises:
        NotAllowedError: only those who lead the group may.
        NotFoundError: there is no place to put them back to.
    """
    require_permission(clock, caller, Permission.MANAGE_MEMBERS)
    now = clock()
    with db.begin() as session:
        group = people.lock(session, caller.sig.id)
        if rows.place(session, caller.sig.id, person_id) is None:
            if not former_members.put_back(session, caller.sig.id, person_id):
                raise NotFoundError(_WAS_NOT)
            log(
                session,
                caller.sig,
                caller.person,
                verb="put_back",
                person_id=person_id,
                now=now,
            )
            replan(session, caller.sig, now)
        return _entry(session, group, person_id)


def _wanted(
    group: Group,
    account: Account,
    known: Member | None,
    *,
    role: Role,
    cluster_id: int | None,
) -> Membership:
    """Return the place that somebody is to have.

    Raises:
        InvalidInputError: with a sentence per field.
    """
    offered = {each.id for each in group.clusters if not is_former(each)}
    now = known.place.cluster_id if known else None
    if cluster_id not in {None, now, *offered}:
        message = "This cluster is not in the list any more. Please choose again."
        raise InvalidInputError({"cluster": message})
    place = Membership(sig_id=group.sig.id, person_id=0, role=role, version=0)
    return rules.changed(
        known.place if known else place,
        role,
        cluster_id,
        is_outside=account.team_id != group.sig.team_id,
    )


def _is(member: Member, person: Person | None) -> bool:
    return person is not None and member.person.id == person.id


def _is_same(place: Membership, wanted: Membership) -> bool:
    return (place.role, place.cluster_id) == (wanted.role, wanted.cluster_id)


def _add(session: Session, account: Account) -> Person:
    return rows.add_person(
        session,
        Person(team_id=account.team_id, user_id=account.user_id, zone=account.zone),
    )


def _store(session: Session, caller: Caller, place: Membership, now: datetime) -> None:
    rows.set_membership(session, place)
    former_members.forget(session, place.sig_id, place.person_id)
    verb = "changed_role" if place.version else "added"
    person = place.person_id
    log(session, caller.sig, caller.person, verb=verb, person_id=person, now=now)
    replan(session, caller.sig, now)


def _end(
    session: Session, group: Group, person_id: int, *, by: Person, now: datetime
) -> Member:
    found = [m for m in group.members if m.person.id == person_id]
    if not found:
        return _ended(session, group, person_id, now)
    (member,) = found
    rules.require_chair_left(group.members, person_id)
    former_members.end(session, group.sig.id, person_id, by=by.id, now=now)
    verb = "left" if by.id == person_id else "removed"
    log(session, group.sig, by, verb=verb, person_id=person_id, now=now)
    replan(session, group.sig, now)
    owner_gone(session, group.sig, person_id, now=now)
    return member


def _ended(session: Session, group: Group, person_id: int, now: datetime) -> Member:
    """Return somebody who is out already, for a second click.

    Raises:
        NotFoundError: they never were in the group.
    """
    place = former_members.place_of(session, group.sig.id, person_id)
    if place is None:
        raise NotFoundError("This person is not in the group.")
    person = rows.person(session, person_id)
    return Member(person=person, place=place, joined_at=now)


def _entry(session: Session, group: Group, person_id: int) -> Entry:
    known = external_rows.organisations(session, group.sig.id)
    return entry_of(people.load(session, group.sig), known, person_id)
