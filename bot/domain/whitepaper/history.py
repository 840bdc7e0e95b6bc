"""Clusters that ended: the paper keeps their names and says what became of them."""

from dataclasses import replace

from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.practices import Attribution, Practice
from bot.domain.successions import Lineage
from bot.domain.whitepaper.selection import attribution
from bot.domain.whitepaper.values import Snapshot


def lineage_of(snapshot: Snapshot) -> Lineage:
    """Return who follows whom, with the names as the group has them now."""
    names = {cluster.key: cluster.name for cluster in snapshot.clusters}
    return Lineage(snapshot.successions, names)


def current(snapshot: Snapshot) -> tuple[Cluster, ...]:
    """Return the clusters of the group as it is now; five that became one are one."""
    lineage = lineage_of(snapshot)
    return tuple(
        cluster
        for cluster in snapshot.clusters
        if cluster.status is OrganisationStatus.ACTIVE
        and not lineage.has_ended(cluster.key)
    )


def cluster_of(practice: Practice, snapshot: Snapshot) -> Cluster | None:
    """Return the cluster a practice was submitted for, whatever became of it."""
    for cluster in snapshot.clusters:
        if practice.cluster_key:
            if practice.cluster_key == cluster.key:
                return cluster
        elif practice.cluster_id is not None and practice.cluster_id == cluster.id:
            return cluster
    return None


def with_remarks(
    snapshot: Snapshot, printed: tuple[Practice, ...]
) -> tuple[Practice, ...]:
    """Return practices whose organisation says what became of it since.

    Only where the organisation is a cluster that ended: other texts are the author's.
    """
    lineage = lineage_of(snapshot)
    remarks = {
        known.casefold(): lineage.remark(cluster.key)
        for cluster in snapshot.clusters
        for known in (cluster.name, cluster.name_original, cluster.acronym)
        if known and lineage.has_ended(cluster.key)
    }
    # A name that is in use again speaks of the cluster that has it now.
    for cluster in current(snapshot):
        remarks.pop(cluster.name.casefold(), None)
    return tuple(_with_remark(practice, remarks) for practice in printed)


def _with_remark(practice: Practice, remarks: dict[str, str]) -> Practice:
    content = practice.content
    remark = remarks.get(content.organisation.casefold())
    if not remark:
        return practice
    organisation = f"{content.organisation} {remark}"
    return replace(practice, content=replace(content, organisation=organisation))


def cluster_remark(practice: Practice, snapshot: Snapshot) -> str:
    """Return the name of a practice's cluster with what became of it, or nothing.

    Nothing while the cluster goes on, where the organisation says it already, and
    for an anonymous practice, which is never traced to a cluster.
    """
    if attribution(practice) is Attribution.ANONYMOUS:
        return ""
    lineage = lineage_of(snapshot)
    cluster = cluster_of(practice, snapshot)
    if cluster is None or not lineage.has_ended(cluster.key):
        return ""
    organisation = practice.content.organisation.casefold()
    followers = lineage.followers(cluster.key)
    if any(lineage.name(key).casefold() in organisation for key in followers):
        return ""
    return lineage.historic_name(cluster.key)
