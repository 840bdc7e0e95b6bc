"""Networks, projects and platforms a group keeps relations with."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.clusters import Network
from bot.domain.errors import NotFoundError
from storage.tables import ClusterNetworkRow, NetworkRow, PersonRow
from storage.vocabulary import ids_of, require_new


def networks(session: Session, sig_id: int) -> tuple[Network, ...]:
    """Return the group's networks in their order."""
    query = (
        select(NetworkRow)
        .where(NetworkRow.sig_id == sig_id)
        .order_by(col(NetworkRow.position), col(NetworkRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(_network(row) for row in session.exec(query))


def add_network(session: Session, sig_id: int, network: Network) -> Network:
    """Store a new network and return it with its id.

    Raises:
        InvalidInputError: the group has a network with this slug.
    """
    require_new(network.slug, {known.slug for known in networks(session, sig_id)})
    row = NetworkRow(sig_id=sig_id, slug=network.slug, **_values(network))
    session.add(row)
    session.flush()
    return replace(network, id=row.id)


def lock(session: Session, sig_id: int, network_id: int) -> Network:
    """Return a network, and let nobody else change it until the commit.

    Raises:
        NotFoundError: there is none with this id in the group.
    """
    query = (
        select(NetworkRow)
        .where(NetworkRow.sig_id == sig_id, NetworkRow.id == network_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = session.exec(query).first()
    if row is None:
        raise NotFoundError("There is no such network in this group.")
    return _network(row)


def save_network(session: Session, network: Network) -> Network:
    """Store a network that was locked before, as a new version."""
    row = session.get_one(NetworkRow, network.id)
    row.sqlmodel_update(_values(network) | {"version": row.version + 1})
    session.flush()
    return _network(row)


def liaisons(session: Session, sig_id: int) -> dict[int, str]:
    """Return the Slack accounts of those who keep contact, by their person's id."""
    query = (
        select(PersonRow.id, PersonRow.user_id)
        .join(NetworkRow, col(NetworkRow.liaison_person_id) == PersonRow.id)
        .where(NetworkRow.sig_id == sig_id)
    )
    return {person: user for person, user in session.exec(query) if user}


def network_ids(session: Session, sig_id: int, slugs: Iterable[str]) -> list[int]:
    """Return the ids of networks.

    Raises:
        InvalidInputError: one of them is not known.
    """
    wanted = list(slugs)
    if not wanted:
        return []
    query = select(NetworkRow.slug, NetworkRow.id).where(NetworkRow.sig_id == sig_id)
    return ids_of("network", wanted, known=dict(session.exec(query).all()))


def set_cluster_networks(
    session: Session, sig_id: int, *, cluster_id: int, slugs: Iterable[str]
) -> None:
    """Let a cluster take part in exactly these networks.

    Raises:
        InvalidInputError: one of them is not known.
    """
    ids = network_ids(session, sig_id, slugs)
    session.connection().execute(
        sa.delete(ClusterNetworkRow).where(
            col(ClusterNetworkRow.cluster_id) == cluster_id
        )
    )
    session.add_all(
        ClusterNetworkRow(
            cluster_id=cluster_id, network_id=network_id, position=position
        )
        for position, network_id in enumerate(ids)
    )
    session.flush()


def slugs_by_cluster(
    session: Session, sig_id: int
) -> defaultdict[int, tuple[str, ...]]:
    """Return the networks that each cluster takes part in, by its id."""
    query = (
        select(ClusterNetworkRow.cluster_id, NetworkRow.slug)
        .join(NetworkRow, col(NetworkRow.id) == ClusterNetworkRow.network_id)
        .where(NetworkRow.sig_id == sig_id)
        .order_by(col(ClusterNetworkRow.position))
    )
    slugs: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for cluster_id, slug in session.exec(query):
        slugs[cluster_id] += (slug,)
    return slugs


def _values(network: Network) -> dict[str, Any]:
    return {
        "name": network.name,
        "kind": network.kind,
        "relation": network.relation,
        "source": network.source,
        "acronym": network.acronym,
        "website": network.website,
        "scope": network.scope,
        "liaison_person_id": network.liaison_person_id,
        "last_contact_on": network.last_contact_on,
        "next_step": network.next_step,
        "ended_on": network.ended_on,
        "position": network.position,
    }


def _network(row: NetworkRow) -> Network:
    return Network(
        id=row.id,
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        relation=row.relation,
        source=row.source,
        position=row.position,
        acronym=row.acronym,
        website=row.website,
        scope=row.scope,
        liaison_person_id=row.liaison_person_id,
        last_contact_on=row.last_contact_on,
        next_step=row.next_step,
        ended_on=row.ended_on,
        version=row.version,
    )
