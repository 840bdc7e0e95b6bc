"""Reading who is in a group."""

from collections.abc import Mapping

from bot.domain import members as rules
from bot.domain.clock import Clock
from bot.domain.clusters import OrganisationStatus
from bot.domain.errors import NotFoundError
from bot.domain.externals import is_sponsor
from bot.domain.members import Card, Entry, Roster
from bot.domain.permissions import Permission, Role, may
from bot.services.members import people
from bot.services.members.callers import Caller, require_permission, today
from bot.services.members.people import Group
from storage import externals as external_rows
from storage import members as rows
from storage.database import Database

_ORDER = tuple(Role)


def listed(db: Database, clock: Clock, *, caller: Caller, only: str = "") -> Roster:
    """Return who is in the group: by cluster, those without one at the end.

    ``only`` keeps people of one role or of clusters with that name.

    Raises:
        NotAllowedError: externals do not see the list.
    """
    require_permission(clock, caller, Permission.READ_MEMBERS)
    with db.read() as session:
        group = people.load(session, caller.sig)
        known = external_rows.organisations(session, caller.sig.id)
        kinds = external_rows.kinds(session, caller.sig.id)
    entries = sorted(entries_of(group, known, kinds), key=_order)
    day = today(clock, caller.sig)
    return Roster(
        entries=tuple(each for each in entries if not only or _fits(each, only)),
        may_manage=may(caller.actor, Permission.MANAGE_MEMBERS, today=day),
        may_invite=may(caller.actor, Permission.INVITE_EXTERNAL, today=day),
    )


def shown(db: Database, clock: Clock, *, caller: Caller, person_id: int) -> Card:
    """Return one person of the group, and what the caller may do about them.

    Raises:
        NotAllowedError: externals see nobody.
        NotFoundError: the person is not in the group.
    """
    require_permission(clock, caller, Permission.READ_MEMBERS)
    with db.read() as session:
        group = people.load(session, caller.sig)
        known = external_rows.organisations(session, caller.sig.id)
        kinds = external_rows.kinds(session, caller.sig.id)
    entry = entry_of(group, known, person_id, kinds=kinds)
    day = today(clock, caller.sig)
    may_invite = may(caller.actor, Permission.INVITE_EXTERNAL, today=day)
    reader = group.member(caller.person.id)
    return Card(
        entry=entry,
        may_manage=may(caller.actor, Permission.MANAGE_MEMBERS, today=day),
        may_invite=may_invite and is_sponsor(reader, entry.member.place),
    )


def id_of(db: Database, clock: Clock, *, caller: Caller, user_id: str) -> int:
    """Return the person with a Slack account who has a place in the group.

    Raises:
        NotAllowedError: externals see nobody.
        NotFoundError: nobody in the group has it.
    """
    require_permission(clock, caller, Permission.READ_MEMBERS)
    with db.read() as session:
        found = rows.in_group(session, caller.sig.id, user_id=user_id)
    for person in found:
        return person.id
    raise NotFoundError("This person is not in the group.")


def entry_of(
    group: Group,
    organisations: Mapping[int, str],
    person_id: int,
    *,
    kinds: Mapping[int, str] | None = None,
) -> Entry:
    """Return the entry of one person.

    Raises:
        NotFoundError: the person is not in the group.
    """
    group.member(person_id)
    found = entries_of(group, organisations, kinds)
    return next(each for each in found if each.member.person.id == person_id)


def entries_of(
    group: Group,
    organisations: Mapping[int, str],
    kinds: Mapping[int, str] | None = None,
) -> tuple[Entry, ...]:
    """Return the entries of everybody."""
    voting = rules.voting(group.members)
    return tuple(
        Entry(
            member=each,
            cluster=group.cluster(each.place.cluster_id),
            sponsor=group.cluster(each.place.sponsor_cluster_id),
            is_voting=voting.get(each.place.cluster_id or 0) == each.person.id,
            organisation=organisations.get(each.person.id, ""),
            kind=(kinds or {}).get(each.person.id, ""),
        )
        for each in group.members
    )


def _order(entry: Entry) -> tuple[bool, bool, bool, str, bool, int, int]:
    cluster = entry.cluster
    place = entry.member.place
    return (
        place.role is Role.EXTERNAL,
        cluster is None,
        cluster is not None and cluster.status is not OrganisationStatus.ACTIVE,
        cluster.name.casefold() if cluster else "",
        not entry.is_voting,
        _ORDER.index(place.role),
        entry.member.person.id,
    )


def _fits(entry: Entry, only: str) -> bool:
    wanted = only.strip().casefold().replace(" ", "_").removesuffix("s")
    if entry.member.place.role.value.startswith(wanted):
        return True
    known = [each for each in (entry.cluster, entry.sponsor) if each]
    return bool(rules.matching(known, only))
