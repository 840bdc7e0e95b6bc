"""Tables of clusters, what becomes of them, their networks and themes."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.clusters import OrganisationStatus
from bot.domain.successions import SuccessionKind
from storage.tables.columns import (
    Json,
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class OrganisationRow(Table, table=True):
    """A cluster organisation or the organisation of an external stakeholder."""

    __tablename__ = "organisation"
    __table_args__ = (sa.UniqueConstraint("sig_id", "key"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    key: str
    name: str
    name_original: str | None = None
    language: str | None = None
    kind: str
    country: str
    nuts: str | None = None
    nuts_name: str | None = None
    nuts_version: str | None = None
    acronym: str | None = None
    city: str | None = None
    website: str | None = None
    legal_form: str | None = None
    status: OrganisationStatus = Field(
        default=OrganisationStatus.ACTIVE,
        sa_type=enum_type(OrganisationStatus, "status"),
    )
    version: int = 1


class ClusterRow(Table, table=True):
    """The profile of an organisation that is a member cluster."""

    __tablename__ = "cluster"

    id: int = primary_key()
    sig_id: int = parent("sig.id", index=True)
    organisation_id: int = parent("organisation.id", unique=True)
    scope: str | None = None
    members_total: int | None = None
    members_companies: int | None = None
    members_research: int | None = None
    members_care: int | None = None
    members_public: int | None = None
    members_as_of: str | None = None
    staff_fte: float | None = None
    established: int | None = None
    membership_criteria: str | None = None
    strategy_period: str | None = None
    strategy_url: str | None = None
    excellence_label: str | None = None
    hubs: list[Json] = json_field(default=())
    zone: str | None = None
    s3_priorities: list[str] = json_field(default=())
    version: int = 1
    extra: Json | None = json_field()


class NetworkRow(Table, table=True):
    """A network, project or platform the group keeps relations with."""

    __tablename__ = "network"
    __table_args__ = (sa.UniqueConstraint("sig_id", "slug"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    slug: str
    name: str
    kind: str
    relation: str
    source: str | None = None
    acronym: str | None = None
    website: str | None = None
    scope: str | None = None
    liaison_person_id: int | None = mention("person.id")
    last_contact_on: date | None = None
    next_step: str | None = None
    ended_on: date | None = None
    version: int = 1
    position: int
    extra: Json | None = json_field()


class ClusterNetworkRow(Table, table=True):
    """A cluster takes part in a network."""

    __tablename__ = "cluster_network"

    cluster_id: int = parent("cluster.id", primary_key=True)
    network_id: int = parent("network.id", primary_key=True)
    position: int


class ThemeRow(Table, table=True):
    """A subject of the group; one that was merged keeps its name and its successor.

    ``moved`` are the links that went to the successor, so that they can come back.
    """

    __tablename__ = "theme"
    __table_args__ = (sa.UniqueConstraint("sig_id", "slug"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    slug: str
    label: str
    description: str = ""
    merged_into_id: int | None = mention("theme.id")
    moved: Json | None = json_field()
    version: int = 1
    position: int
    extra: Json | None = json_field()


class SuccessionRow(Table, table=True):
    """A merger, split, renaming or replacement of clusters.

    ``moved`` holds what changed hands, so that it can be undone; one that came with a
    file moved nothing here. ``nonce`` makes a repeated submission the same change.
    """

    __tablename__ = "succession"
    __table_args__ = (sa.UniqueConstraint("sig_id", "nonce"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    kind: SuccessionKind = Field(sa_type=enum_type(SuccessionKind, "kind"))
    effective_on: date
    note: str = ""
    nonce: str
    made_by: int | None = mention("person.id")
    made_at: datetime
    undone_at: datetime | None = None
    moved: Json | None = json_field()
    version: int = 1
    extra: Json | None = json_field()


class SuccessionPartRow(Table, table=True):
    """One cluster that went up in another; old and new name as they were.

    The names stay when a cluster goes that a succession made and that was undone.
    """

    __tablename__ = "succession_part"
    __table_args__ = (
        sa.UniqueConstraint("succession_id", "predecessor_id", "successor_id"),
    )

    id: int = primary_key()
    succession_id: int = parent("succession.id")
    predecessor_id: int | None = mention("cluster.id", index=True)
    successor_id: int | None = mention("cluster.id", index=True)
    predecessor_name: str
    successor_name: str
