"""Clusters of a group with their profiles, and its external stakeholders."""

from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.clusters import Cluster, ExternalStakeholder, Hub, OrganisationStatus
from bot.domain.errors import NotFoundError
from bot.domain.permissions import Role
from bot.domain.practices import PracticeStatus
from bot.domain.sigs import PersonState
from storage.directory import directory, person_key
from storage.networks import set_cluster_networks, slugs_by_cluster
from storage.tables import (
    ClusterRow,
    MembershipRow,
    OrganisationRow,
    PersonRow,
    PracticeRow,
)
from storage.tables.columns import without_none
from storage.vocabulary import require_new

# An alias costs a millisecond to make; a statement may use the same one each time.
_SPONSOR = aliased(OrganisationRow)
_WORDS = ("acronym", "city", "website", "legal_form", "nuts_version")
_OUT = (PracticeStatus.WITHDRAWN, PracticeStatus.REJECTED)
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


def clusters(session: Session, sig_id: int) -> tuple[Cluster, ...]:
    """Return the group's clusters, first come first."""
    query = (
        select(ClusterRow, OrganisationRow)
        .join(OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id)
        .where(ClusterRow.sig_id == sig_id)
        .order_by(col(ClusterRow.id))
        .execution_options(populate_existing=True)
    )
    slugs = slugs_by_cluster(session, sig_id)
    return tuple(
        _cluster(row, organisation, networks=slugs[row.id])
        for row, organisation in session.exec(query)
    )


def active(session: Session, sig_id: int) -> tuple[Cluster, ...]:
    """Return the clusters that still exist under their name, for forms to offer."""
    found = clusters(session, sig_id)
    return tuple(each for each in found if each.status is OrganisationStatus.ACTIVE)


def lock(session: Session, sig_id: int, cluster_id: int) -> Cluster:
    """Return a cluster, and let nobody else change it until the commit.

    Raises:
        NotFoundError: there is none with this id in the group.
    """
    query = select(ClusterRow.id).where(
        ClusterRow.sig_id == sig_id, ClusterRow.id == cluster_id
    )
    session.exec(query.with_for_update()).first()
    return cluster(session, sig_id, cluster_id)


def cluster(session: Session, sig_id: int, cluster_id: int) -> Cluster:
    """Return a cluster.

    Raises:
        NotFoundError: there is none with this id in the group.
    """
    for found in clusters(session, sig_id):
        if found.id == cluster_id:
            return found
    raise NotFoundError("There is no such cluster in this group.")


def taken_keys(session: Session, sig_id: int) -> set[str]:
    """Return the keys of organisations and people: clusters share them."""
    query = select(OrganisationRow.key).where(OrganisationRow.sig_id == sig_id)
    return {*session.exec(query), *directory(session, sig_id).people.values()}


def people_counts(session: Session, sig_id: int) -> dict[int, int]:
    """Return how many active people speak for each cluster, by its id."""
    query = (
        select(MembershipRow.cluster_id, sa.func.count())
        .join(PersonRow, col(PersonRow.id) == MembershipRow.person_id)
        .where(
            MembershipRow.sig_id == sig_id,
            col(MembershipRow.cluster_id).is_not(None),
            PersonRow.state == PersonState.ACTIVE,
        )
        .group_by(col(MembershipRow.cluster_id))
    )
    return {owner: count for owner, count in session.exec(query) if owner is not None}


def practice_counts(session: Session, sig_id: int) -> dict[int, int]:
    """Return how many practices each cluster has shared that were not taken out."""
    query = (
        select(PracticeRow.cluster_id, sa.func.count())
        .where(
            PracticeRow.sig_id == sig_id,
            col(PracticeRow.cluster_id).is_not(None),
            col(PracticeRow.number).is_not(None),
            col(PracticeRow.status).not_in(_OUT),
        )
        .group_by(col(PracticeRow.cluster_id))
    )
    return {owner: count for owner, count in session.exec(query) if owner is not None}


def externals(session: Session, sig_id: int) -> tuple[ExternalStakeholder, ...]:
    """Return the external stakeholders by the title of their role, never by name."""
    query = (
        select(MembershipRow, PersonRow, OrganisationRow, _SPONSOR)
        .join(PersonRow, col(PersonRow.id) == MembershipRow.person_id)
        .outerjoin(
            OrganisationRow, col(OrganisationRow.id) == MembershipRow.organisation_id
        )
        .outerjoin(ClusterRow, col(ClusterRow.id) == MembershipRow.sponsor_cluster_id)
        .outerjoin(_SPONSOR, col(_SPONSOR.id) == ClusterRow.organisation_id)
        .where(
            MembershipRow.sig_id == sig_id,
            MembershipRow.role == Role.EXTERNAL,
            PersonRow.state == PersonState.ACTIVE,
        )
        .order_by(col(MembershipRow.position), col(PersonRow.id))
    )
    return tuple(_external(*found) for found in session.exec(query))


def add_cluster(session: Session, sig_id: int, cluster: Cluster) -> Cluster:
    """Store a new cluster and its organisation and return it with its id.

    Raises:
        InvalidInputError: the group has a cluster with this key, or a network that
            it names is not known.
    """
    query = select(OrganisationRow.key).where(OrganisationRow.sig_id == sig_id)
    require_new(cluster.key, set(session.exec(query)))
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
    set_cluster_networks(session, sig_id, cluster_id=row.id, slugs=cluster.networks)
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
    set_cluster_networks(session, sig_id, cluster_id=row.id, slugs=cluster.networks)


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
        key=person_key(person, place),
        role=place.title or "external stakeholder",
        kind=organisation.kind if organisation else "other",
        country=organisation.country if organisation else "",
        zone=person.zone,
        sponsor=sponsor.key if sponsor else "",
    )
