"""The register of clusters: list, show, add, edit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import names
from bot.domain.clock import Clock
from bot.domain.clusters import Cluster, Network
from bot.domain.errors import InvalidInputError, NotFoundError
from bot.domain.permissions import Permission, may
from bot.domain.registers import clusters as rules
from bot.domain.registers.clusters import ClusterCard, ClusterList
from bot.domain.registers.edited import Edited
from bot.domain.registers.finding import find as find_in
from bot.domain.registers.typed import Typed, Values
from bot.services.members import Caller, require_permission, today
from storage import audit, inbound
from storage import clusters as rows
from storage import networks as network_rows
from storage.database import Database, alone
from storage.practices.indexing import reindex

_KEY = 40
_SENT = (
    "This form was sent already: look at /sig clusters. To add another, open it new."
)


def listed(db: Database, clock: Clock, *, caller: Caller) -> ClusterList:
    """Return all clusters of the group.

    Raises:
        NotAllowedError: only people inside the group may.
    """
    require_permission(clock, caller, Permission.READ_GROUP)
    with db.read() as session:
        found = rows.clusters(session, caller.sig.id)
    active = sum(not rules.is_former(each) for each in found)
    low, high = caller.sig.min_clusters, caller.sig.max_clusters
    return ClusterList(
        clusters=rules.ordered(found),
        note=rules.size_note(active, low, high),
        may_add=_may(clock, caller, Permission.MANAGE_CLUSTERS),
    )


def find(db: Database, clock: Clock, *, caller: Caller, name: str) -> ClusterCard:
    """Return the cluster that somebody means: by key, name, acronym or a part.

    Raises:
        NotAllowedError: only people inside the group may.
        NotFoundError: none is meant, or several; the message names the nearest.
    """
    known = _meant(name, listed(db, clock, caller=caller).clusters)
    words = [(word, each.name, each) for each in known for word in _words(each)]
    found = find_in("cluster", name, words)
    return read(db, clock, caller=caller, cluster_id=found.id)


def read(db: Database, clock: Clock, *, caller: Caller, cluster_id: int) -> ClusterCard:
    """Return one cluster of the group.

    Raises:
        NotAllowedError: only people inside the group may.
        NotFoundError: there is no such cluster in the group.
    """
    require_permission(clock, caller, Permission.READ_GROUP)
    sig_id = caller.sig.id
    with db.read() as session:
        cluster = rows.cluster(session, sig_id, cluster_id)
        networks = network_rows.networks(session, sig_id)
        people = rows.people_counts(session, sig_id)
        practices = rows.practice_counts(session, sig_id)
    return ClusterCard(
        cluster=cluster,
        networks=tuple(each for each in networks if each.slug in cluster.networks),
        people=people.get(cluster_id, 0),
        practices=practices.get(cluster_id, 0),
        advice=rules.advice(cluster, today(clock, caller.sig)),
        may_edit=_may_edit(clock, caller, cluster),
    )


def own(db: Database, clock: Clock, *, caller: Caller) -> ClusterCard:
    """Return the cluster that the caller speaks for.

    Raises:
        NotAllowedError: only people inside the group may.
        NotFoundError: the caller speaks for none.
    """
    require_permission(clock, caller, Permission.READ_GROUP)
    if caller.actor.cluster_id is None:
        raise NotFoundError(
            "Which one? Type its name after it, such as: /sig clusters edit Medtech."
        )
    return read(db, clock, caller=caller, cluster_id=caller.actor.cluster_id)


def networks(db: Database, clock: Clock, *, caller: Caller) -> tuple[Network, ...]:
    """Return the networks that a profile can name.

    Raises:
        NotAllowedError: only people inside the group may.
    """
    require_permission(clock, caller, Permission.READ_GROUP)
    with db.read() as session:
        return network_rows.networks(session, caller.sig.id)


def require_editable(clock: Clock, caller: Caller, cluster: Cluster) -> None:
    """Let those pass who may change this cluster.

    Raises:
        NotAllowedError: it is not the caller's own, and the caller leads nobody.
    """
    if not _may_edit(clock, caller, cluster):
        require_permission(clock, caller, Permission.MANAGE_CLUSTERS)


def require_addable(clock: Clock, caller: Caller) -> None:
    """Let those pass who may add clusters.

    Raises:
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.MANAGE_CLUSTERS)


def add(
    db: Database, clock: Clock, *, caller: Caller, nonce: str, typed: Values
) -> Edited[Cluster]:
    """Add a cluster from the first step of the form; the same nonce adds it once.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.MANAGE_CLUSTERS)
    form, now = Typed(typed), clock()
    new = rules.read_basics(form, Cluster(key="", name="", country=""))
    with db.begin() as session:
        alone(session)
        sig_id = caller.sig.id
        if not inbound.first_time(session, f"cluster:{sig_id}:{nonce}", now):
            return Edited(stored=_added_before(new, rows.clusters(session, sig_id)))
        for field, sentence in _same_name(new, rows.clusters(session, sig_id)).items():
            form.complain(field, sentence)
        form.require()
        return Edited(stored=_add(session, caller, new, now=now))


def edit_basics(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    cluster_id: int,
    version: int,
    typed: Values,
) -> Edited[Cluster]:
    """Save the first step of the form: name, place, kind.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only those who lead the group, and its own people, may.
        NotFoundError: there is no such cluster in the group.
    """
    form, now = Typed(typed), clock()
    with db.begin() as session:
        alone(session)
        stored = rows.lock(session, caller.sig.id, cluster_id)
        require_editable(clock, caller, stored)
        changed = rules.read_basics(form, stored)
        known = rows.clusters(session, caller.sig.id)
        for field, sentence in _same_name(changed, known).items():
            form.complain(field, sentence)
        form.require()
        return _save(session, caller, (stored, changed), version=version, now=now)


def edit_profile(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    cluster_id: int,
    version: int,
    typed: Values,
) -> Edited[Cluster]:
    """Save the second step of the form: the profile.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only those who lead the group, and its own people, may.
        NotFoundError: there is no such cluster in the group.
    """
    form, now = Typed(typed), clock()
    with db.begin() as session:
        stored = rows.lock(session, caller.sig.id, cluster_id)
        require_editable(clock, caller, stored)
        known = network_rows.networks(session, caller.sig.id)
        changed = rules.read_profile(
            form,
            stored,
            networks={network.slug for network in known},
            today=today(clock, caller.sig),
        )
        form.require()
        return _save(session, caller, (stored, changed), version=version, now=now)


def _add(session: Session, caller: Caller, new: Cluster, *, now: datetime) -> Cluster:
    sig_id = caller.sig.id
    word = names.slug(new.acronym or new.name, _KEY) or "cluster"
    key = names.unused(f"cl-{word}", rows.taken_keys(session, sig_id))
    added = rows.add_cluster(session, sig_id, replace(new, key=key))
    _log(session, caller, "added", added, now)
    return added


def _save(
    session: Session,
    caller: Caller,
    texts: tuple[Cluster, Cluster],
    *,
    version: int,
    now: datetime,
) -> Edited[Cluster]:
    stored, changed = texts
    if changed == stored:
        return Edited(stored=stored)  # nothing new, or the same save twice
    if stored.version != version:
        return Edited(stored=stored, typed=changed)
    rows.update_cluster(session, caller.sig.id, changed)
    if changed.name != stored.name:
        reindex(session, caller.sig.id)
    _log(session, caller, "edited", changed, now)
    return Edited(stored=rows.cluster(session, caller.sig.id, changed.id))


def _same_name(cluster: Cluster, known: Iterable[Cluster]) -> dict[str, str]:
    """Return a sentence for each name that another cluster has already."""
    others = [
        (name, each)
        for each in known
        if each.id != cluster.id
        for name in (each.name, each.name_original)
        if name
    ]
    problems = {}
    for field in ("name", "name_original"):
        value = getattr(cluster, field)
        if value and (found := names.same_as(value, others)):
            past = ", a former cluster" if rules.is_former(found) else ""
            problems[field] = (
                f"This reads the same as {found.name}{past}. "
                f"See /sig clusters show {found.key}."
            )
    return problems


def _added_before(new: Cluster, known: Iterable[Cluster]) -> Cluster:
    found = names.same_as(new.name, [(each.name, each) for each in known])
    if found is None:
        raise InvalidInputError({"name": _SENT})
    return found


def _meant(name: str, known: Sequence[Cluster]) -> Sequence[Cluster]:
    """Where a former cluster has the same name as one of now, mean that one."""
    same = [
        each
        for each in known
        if any(names.are_same(name, word) for word in _words(each))
    ]
    of_now = [each for each in same if not rules.is_former(each)]
    return of_now or known


def _words(cluster: Cluster) -> list[str]:
    words = (cluster.key, cluster.name, cluster.name_original, cluster.acronym)
    return [word for word in words if word]


def _may(clock: Clock, caller: Caller, permission: Permission) -> bool:
    return may(caller.actor, permission, today=today(clock, caller.sig))


def _may_edit(clock: Clock, caller: Caller, cluster: Cluster) -> bool:
    if _may(clock, caller, Permission.MANAGE_CLUSTERS):
        return True
    is_own = caller.actor.cluster_id == cluster.id and not rules.is_former(cluster)
    return is_own and _may(clock, caller, Permission.EDIT_OWN_CLUSTER)


def _log(
    session: Session, caller: Caller, verb: str, cluster: Cluster, now: datetime
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="cluster",
        object_id=cluster.id,
        now=now,
    )
