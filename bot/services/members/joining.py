"""Coming into a group: the privacy notice, the cluster one speaks for."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import members as rules
from bot.domain import privacy
from bot.domain.clock import Clock
from bot.domain.clusters import Cluster
from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.permissions import Role
from bot.domain.registers.typed import Values
from bot.domain.sigs import Membership, Person, PersonState, Sig
from bot.services.members import people
from bot.services.members.callers import Caller, Origin, Profile, sig_of
from bot.services.members.people import log
from bot.services.members.proposing import propose
from storage import clusters as cluster_rows
from storage import former_members, inbound
from storage import members as rows
from storage.database import Database

_GONE = "This cluster is not in the list any more. Please choose again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What somebody who comes in is asked and shown.

    ``chairs`` are whom to ask about one's data; ``cluster`` is the one they speak
    for already.
    """

    sig: Sig
    chairs: tuple[Person, ...]
    clusters: tuple[Cluster, ...]
    is_new: bool
    asks_cluster: bool
    shows_notice: bool
    cluster: Cluster | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Somebody who came in.

    ``cluster`` is the one they speak for, ``voice`` somebody else who votes for it;
    ``has_proposed`` says that their own cluster waits for the secretariat. With
    ``has_changed`` their place is another than before; ``is_repeated`` says that
    the same form came before.
    """

    caller: Caller
    cluster: Cluster | None = None
    voice: Person | None = None
    has_proposed: bool = False
    has_changed: bool = False
    is_repeated: bool = False


def require_welcome(profile: Profile) -> None:
    """Let pass whoever may come in without being invited.

    Raises:
        NotAllowedError: bots, guests and people of other workspaces need a sponsor.
    """
    if profile.is_bot or profile.is_guest or profile.is_outside:
        raise NotAllowedError(
            "Guests take part when a member cluster invites them. "
            "Please ask the chair of this group; you are welcome to write in the "
            "channel."
        )


def arrival(db: Database, origin: Origin) -> Arrival:
    """Return what somebody has to be asked and shown before they go on.

    Raises:
        NotAllowedError: the person was taken out of the group.
        SetupNeededError: no group belongs to this channel or person.
    """
    with db.read() as session:
        sig = sig_of(session, origin)
        person = rows.find_person(session, origin.home_team_id, origin.user_id)
        place = _place(session, sig, origin, person)
        known = cluster_rows.clusters(session, sig.id)
        return Arrival(
            sig=sig,
            chairs=rows.members_with(session, sig.id, [Role.CHAIR]),
            clusters=cluster_rows.active(session, sig.id),
            is_new=place is None,
            asks_cluster=rules.is_asked_for_cluster(place),
            shows_notice=person is None or not privacy.has_seen(person.notice_version),
            cluster=next(
                (c for c in known if place and c.id == place.cluster_id), None
            ),
        )


def search_clusters(db: Database, origin: Origin, typed: str) -> tuple[Cluster, ...]:
    """Return the clusters to choose from that fit what somebody types.

    None for whoever has none to choose: externals, and strangers without a sponsor.

    Raises:
        SetupNeededError: no group belongs to this channel or person.
    """
    with db.read() as session:
        sig = sig_of(session, origin)
        person = rows.find_person(session, origin.home_team_id, origin.user_id)
        place = rows.place(session, sig.id, person.id) if person else None
        if place.role is Role.EXTERNAL if place else origin.is_outside:
            return ()
        known = cluster_rows.active(session, sig.id)
    return rules.matching(known, typed)


def join(
    db: Database,
    clock: Clock,
    origin: Origin,
    *,
    nonce: str,
    zone: str | None = None,
    cluster_id: int | None = None,
    proposed: Values | None = None,
) -> Joined:
    """Take somebody in who has read the notice; doing it again changes nothing.

    ``nonce`` is the form's own: Slack may deliver it twice.

    Raises:
        InvalidInputError: the cluster is not in the list any more, or the proposed
            one lacks something.
        NotAllowedError: the person was taken out of the group, or needs a sponsor.
        SetupNeededError: no group belongs to this channel or person.
    """
    now = clock()
    with db.begin() as session:
        sig = sig_of(session, origin)
        group = people.lock(session, sig.id)
        person = rows.find_person(session, origin.home_team_id, origin.user_id)
        place = _place(session, sig, origin, person)
        person = person or _add_person(session, origin, zone)
        cluster = _chosen(session, sig, cluster_id)
        has_changed = place is None or (cluster and place.cluster_id is None)
        if has_changed:
            place = _settle(session, sig, person, place, cluster=cluster, now=now)
        if proposed is not None and place and place.cluster_id is None:
            propose(session, group, person, typed=proposed, now=now)
        person = _note_notice(session, sig, person, now)
        return replace(
            _joined(session, sig, person, has_proposed=proposed is not None),
            has_changed=bool(has_changed),
            is_repeated=not inbound.first_time(session, f"welcome:{nonce}", now),
        )


def returned(db: Database, clock: Clock, origin: Origin) -> Caller | None:
    """Return somebody whose deactivated account is used again, else None.

    Slack tells of it by an event too; whoever types has an account that works.
    """
    with db.read() as session:
        sig = sig_of(session, origin)
        person = rows.find_person(session, origin.home_team_id, origin.user_id)
    if person is None or person.state is not PersonState.LEFT:
        return None
    with db.begin() as session:
        if rows.place(session, sig.id, person.id) is None:
            return None
        person = rows.save_person(session, replace(person, state=PersonState.ACTIVE))
        log(session, sig, person, verb="returned", person_id=person.id, now=clock())
        actor = rows.actor(session, sig.id, person.id)
    return Caller(sig=sig, person=person, actor=actor) if actor else None


def _place(
    session: Session, sig: Sig, origin: Origin, person: Person | None
) -> Membership | None:
    """Return the place somebody has; None for whoever may take one.

    Raises:
        NotAllowedError: they were taken out of the group, or need a sponsor.
    """
    place = rows.place(session, sig.id, person.id) if person else None
    if place is None and origin.is_outside:
        require_welcome(Profile(is_outside=True))
    if (
        place is None
        and person
        and former_members.was_removed(session, sig.id, person.id)
    ):
        message = f"You are not in {sig.name} any more. Ask its chair to come back."
        raise NotAllowedError(message)
    return place


def _add_person(session: Session, origin: Origin, zone: str | None) -> Person:
    new = Person(team_id=origin.home_team_id, user_id=origin.user_id, zone=zone)
    return rows.add_person(session, new)


def _chosen(session: Session, sig: Sig, cluster_id: int | None) -> Cluster | None:
    if cluster_id is None:
        return None
    for each in cluster_rows.active(session, sig.id):
        if each.id == cluster_id:
            return each
    raise InvalidInputError({"cluster": _GONE})


def _settle(
    session: Session,
    sig: Sig,
    person: Person,
    place: Membership | None,
    *,
    cluster: Cluster | None,
    now: datetime,
) -> Membership:
    """Give somebody a place, or the place they have its cluster."""
    cluster_id = cluster.id if cluster else None
    others = [m for m in rows.roster(session, sig.id) if m.person.id != person.id]
    role = rules.role_of_newcomer(others, cluster_id)
    if place is None:
        place = Membership(sig_id=sig.id, person_id=person.id, role=role)
        log(session, sig, person, verb="joined", person_id=person.id, now=now)
    elif place.role is Role.MEMBER:
        place = replace(place, role=role)
    place = replace(place, cluster_id=cluster_id)
    rows.set_membership(session, place)
    former_members.forget(session, sig.id, person.id)
    return place


def _note_notice(session: Session, sig: Sig, person: Person, now: datetime) -> Person:
    if privacy.has_seen(person.notice_version):
        return person
    log(session, sig, person, verb="saw_notice", person_id=person.id, now=now)
    seen = replace(person, notice_version=privacy.NOTICE_VERSION, notice_seen_at=now)
    return rows.save_person(session, seen)


def _joined(
    session: Session, sig: Sig, person: Person, *, has_proposed: bool
) -> Joined:
    actor = rows.actor(session, sig.id, person.id)
    if actor is None:
        raise NotAllowedError("You have no place in this group now. Ask its chair.")
    group = people.load(session, sig)
    voter = rules.voting(group.members).get(actor.cluster_id or 0)
    return Joined(
        caller=Caller(sig=sig, person=person, actor=actor),
        cluster=group.cluster(actor.cluster_id),
        voice=group.member(voter).person if voter not in {None, person.id} else None,
        has_proposed=has_proposed and actor.cluster_id is None,
    )
