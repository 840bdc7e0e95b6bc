"""Clusters with their networks, themes, externals and sources of a group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.clusters import (
    Cluster,
    ExternalStakeholder,
    Hub,
    Network,
    Source,
    Theme,
)
from bot.domain.errors import InvalidInputError
from bot.domain.permissions import Role
from bot.domain.sigs import PersonState
from storage.directory import person_key
from storage.statements import insert
from storage.tables import (
    ClusterNetworkRow,
    ClusterRow,
    MembershipRow,
    NetworkRow,
    OrganisationRow,
    PersonRow,
    SourceRow,
    ThemeRow,
)
from storage.tables.columns import without_none

K = TypeVar("K", str, int)
_WORDS = ("acronym", "city", "website", "legal_form")
_PROFILE = (
    "members_research",
    "members_care",
    "members_public",
    "members_as_of",
    "staff_fte",
    "established",
    "membership_criteria",
    "strategy_period",
    "strategy_url",
    "excellence_label",
)


def themes(session: Session, sig_id: int) -> tuple[Theme, ...]:
    """Return the group's themes in their order."""
    query = (
        select(ThemeRow)
        .where(ThemeRow.sig_id == sig_id)
        .order_by(col(ThemeRow.position), col(ThemeRow.id))
    )
    return tuple(_theme(row) for row in session.exec(query))


def networks(session: Session, sig_id: int) -> tuple[Network, ...]:
    """Return the group's networks in their order."""
    query = (
        select(NetworkRow)
        .where(NetworkRow.sig_id == sig_id)
        .order_by(col(NetworkRow.position), col(NetworkRow.id))
    )
    return tuple(_network(row) for row in session.exec(query))


def clusters(session: Session, sig_id: int) -> tuple[Cluster, ...]:
    """Return the group's clusters, first come first."""
    query = (
        select(ClusterRow, OrganisationRow)
        .join(OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id)
        .where(ClusterRow.sig_id == sig_id)
        .order_by(col(ClusterRow.id))
    )
    slugs = _network_slugs(session, sig_id)
    return tuple(
        _cluster(row, organisation, networks=slugs[row.id])
        for row, organisation in session.exec(query)
    )


def externals(session: Session, sig_id: int) -> tuple[ExternalStakeholder, ...]:
    """Return the external stakeholders by the title of their role, never by name."""
    sponsor = sa.orm.aliased(OrganisationRow)
    query = (
        select(MembershipRow, PersonRow, OrganisationRow, sponsor)
        .join(PersonRow, col(PersonRow.id) == MembershipRow.person_id)
        .outerjoin(
            OrganisationRow, col(OrganisationRow.id) == MembershipRow.organisation_id
        )
        .outerjoin(ClusterRow, col(ClusterRow.id) == MembershipRow.sponsor_cluster_id)
        .outerjoin(sponsor, col(sponsor.id) == ClusterRow.organisation_id)
        .where(
            MembershipRow.sig_id == sig_id,
            MembershipRow.role == Role.EXTERNAL,
            PersonRow.state == PersonState.ACTIVE,
        )
        .order_by(col(MembershipRow.position), col(PersonRow.id))
    )
    return tuple(_external(*found) for found in session.exec(query))


def sources(session: Session, sig_id: int) -> tuple[Source, ...]:
    """Return the group's sources in their order."""
    query = (
        select(SourceRow)
        .where(SourceRow.sig_id == sig_id)
        .order_by(col(SourceRow.position), col(SourceRow.id))
    )
    return tuple(
        Source(key=row.key, status=row.status, where=row.where)
        for row in session.exec(query)
    )


def add_theme(session: Session, sig_id: int, theme: Theme) -> Theme:
    """Store a new theme and return it with its id.

    Raises:
        InvalidInputError: the group has a theme with this slug.
    """
    row = ThemeRow(
        sig_id=sig_id, slug=theme.slug, label=theme.label, position=theme.position
    )
    _require_new(theme.slug, {known.slug for known in themes(session, sig_id)})
    session.add(row)
    session.flush()
    return replace(theme, id=row.id)


def ensure_themes(session: Session, sig_id: int, wanted: Iterable[Theme]) -> None:
    """Add the themes that the group does not have; known ones stay as they are."""
    rows = [
        {
            "sig_id": sig_id,
            "slug": theme.slug,
            "label": theme.label,
            "position": theme.position,
        }
        for theme in wanted
    ]
    if rows:
        statement = insert(session, ThemeRow).on_conflict_do_nothing(
            index_elements=["sig_id", "slug"]
        )
        session.connection().execute(statement, rows)


def add_network(session: Session, sig_id: int, network: Network) -> Network:
    """Store a new network and return it with its id.

    Raises:
        InvalidInputError: the group has a network with this slug.
    """
    _require_new(network.slug, {known.slug for known in networks(session, sig_id)})
    row = NetworkRow(
        sig_id=sig_id,
        slug=network.slug,
        name=network.name,
        kind=network.kind,
        relation=network.relation,
        source=network.source,
        position=network.position,
    )
    session.add(row)
    session.flush()
    return replace(network, id=row.id)


def add_cluster(session: Session, sig_id: int, cluster: Cluster) -> Cluster:
    """Store a new cluster and its organisation and return it with its id.

    Raises:
        InvalidInputError: the group has a cluster with this key, or a network that
            it names is not known.
    """
    query = select(OrganisationRow.key).where(OrganisationRow.sig_id == sig_id)
    _require_new(cluster.key, set(session.exec(query)))
    organisation = OrganisationRow(
        sig_id=sig_id, key=cluster.key, **_of_organisation(cluster)
    )
    session.add(organisation)
    session.flush()
    row = ClusterRow(
        sig_id=sig_id, organisation_id=organisation.id, **_of_profile(cluster)
    )
    session.add(row)
    session.flush()
    set_cluster_networks(session, sig_id, row=row, slugs=cluster.networks)
    return replace(cluster, id=row.id)


def update_cluster(session: Session, sig_id: int, cluster: Cluster) -> None:
    """Store a cluster whose key is known.

    Raises:
        InvalidInputError: a network that it names is not known.
    """
    query = (
        select(ClusterRow, OrganisationRow)
        .join(OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id)
        .where(ClusterRow.sig_id == sig_id, OrganisationRow.key == cluster.key)
    )
    row, organisation = session.exec(query).one()
    organisation.sqlmodel_update(_of_organisation(cluster))
    row.sqlmodel_update(_of_profile(cluster) | {"version": row.version + 1})
    session.flush()
    set_cluster_networks(session, sig_id, row=row, slugs=cluster.networks)


def set_cluster_networks(
    session: Session, sig_id: int, *, row: ClusterRow, slugs: Iterable[str]
) -> None:
    """Let a cluster take part in exactly these networks.

    Raises:
        InvalidInputError: one of them is not known.
    """
    ids = network_ids(session, sig_id, slugs)
    session.connection().execute(
        sa.delete(ClusterNetworkRow).where(col(ClusterNetworkRow.cluster_id) == row.id)
    )
    session.add_all(
        ClusterNetworkRow(cluster_id=row.id, network_id=network_id, position=position)
        for position, network_id in enumerate(ids)
    )
    session.flush()


def theme_ids(session: Session, sig_id: int, slugs: Iterable[str]) -> list[int]:
    """Return the ids of themes.

    Raises:
        InvalidInputError: one of them is not known.
    """
    wanted = list(slugs)
    if not wanted:
        return []
    query = select(ThemeRow.slug, ThemeRow.id).where(ThemeRow.sig_id == sig_id)
    return ids_of("theme", wanted, known=dict(session.exec(query).all()))


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


def ids_of(kind: str, wanted: Iterable[K], *, known: Mapping[K, int]) -> list[int]:
    """Return the ids of things by what people call them, each once.

    Raises:
        InvalidInputError: one of them is not known.
    """
    names = list(dict.fromkeys(wanted))
    unknown = [str(name) for name in names if name not in known]
    if unknown:
        message = f"I do not know the {kind} {', '.join(unknown)}."
        raise InvalidInputError({f"{kind}s": message})
    return [known[name] for name in names]


def _require_new(key: str, known: set[str]) -> None:
    if key in known:
        message = f"There is already one with the short name {key}."
        raise InvalidInputError({"key": message})


def _network_slugs(session: Session, sig_id: int) -> defaultdict[int, tuple[str, ...]]:
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


def _of_organisation(cluster: Cluster) -> dict[str, Any]:
    return {
        "name": cluster.name,
        "name_original": cluster.name_original,
        "language": cluster.language,
        "kind": cluster.kind,
        "country": cluster.country,
        "nuts": cluster.nuts,
        "nuts_name": cluster.nuts_name,
        "status": cluster.status,
        **{name: getattr(cluster, name) for name in _WORDS},
    }


def _of_profile(cluster: Cluster) -> dict[str, Any]:
    return {
        "scope": cluster.scope,
        "members_total": cluster.members_total,
        "members_companies": cluster.members_companies,
        "zone": cluster.zone,
        "s3_priorities": list(cluster.s3_priorities),
        **{name: getattr(cluster, name) for name in _PROFILE},
        "hubs": [without_none(asdict(hub)) for hub in cluster.hubs],
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


def _theme(row: ThemeRow) -> Theme:
    return Theme(
        id=row.id,
        slug=row.slug,
        label=row.label,
        position=row.position,
        description=row.description,
        merged_into_id=row.merged_into_id,
        version=row.version,
    )


def _cluster(
    row: ClusterRow, organisation: OrganisationRow, *, networks: tuple[str, ...]
) -> Cluster:
    return Cluster(
        id=row.id,
        key=organisation.key,
        name=organisation.name,
        name_original=organisation.name_original,
        language=organisation.language,
        kind=organisation.kind,
        country=organisation.country,
        nuts=organisation.nuts,
        nuts_name=organisation.nuts_name,
        scope=row.scope,
        members_total=row.members_total,
        members_companies=row.members_companies,
        zone=row.zone,
        s3_priorities=tuple(row.s3_priorities),
        networks=networks,
        status=organisation.status,
        **{name: getattr(organisation, name) for name in _WORDS},
        **{name: getattr(row, name) for name in _PROFILE},
        hubs=tuple(Hub(**hub) for hub in row.hubs),
        version=row.version,
    )


def _external(
    place: MembershipRow,
    person: PersonRow,
    organisation: OrganisationRow | None,
    sponsor: OrganisationRow | None,
) -> ExternalStakeholder:
    return ExternalStakeholder(
        key=person_key(person),
        role=place.title or "external stakeholder",
        kind=organisation.kind if organisation else "other",
        country=organisation.country if organisation else "",
        zone=person.zone,
        sponsor=sponsor.key if sponsor else "",
    )
