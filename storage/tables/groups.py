"""Tables of the group, its people, its clusters and its vocabulary."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.permissions import Role
from bot.domain.sigs import PersonState
from storage.tables.columns import (
    Json,
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


class SigRow(Table, table=True):
    """A special interest group."""

    __tablename__ = "sig"
    __table_args__ = (sa.UniqueConstraint("team_id", "channel_id"),)

    id: int = primary_key()
    name: str
    objectives: str
    licence: str
    zone: str
    language: str
    min_clusters: int
    max_clusters: int
    team_id: str | None = None
    channel_id: str | None = None
    version: int = 1
    extra: Json | None = json_field()


class SigCounterRow(Table, table=True):
    """The highest number given out, per group and kind of thing."""

    __tablename__ = "sig_counter"

    sig_id: int = parent("sig.id", primary_key=True)
    kind: str = Field(primary_key=True)
    last: int = 0


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
    position: int
    extra: Json | None = json_field()


class ClusterNetworkRow(Table, table=True):
    """A cluster takes part in a network."""

    __tablename__ = "cluster_network"

    cluster_id: int = parent("cluster.id", primary_key=True)
    network_id: int = parent("network.id", primary_key=True)
    position: int


class ThemeRow(Table, table=True):
    """A subject of the group."""

    __tablename__ = "theme"
    __table_args__ = (sa.UniqueConstraint("sig_id", "slug"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    slug: str
    label: str
    position: int
    extra: Json | None = json_field()


class PersonRow(Table, table=True):
    """A person: a Slack account, or for imported data only a role."""

    __tablename__ = "person"
    __table_args__ = (sa.UniqueConstraint("team_id", "user_id"),)

    id: int = primary_key()
    key: str | None = None
    team_id: str | None = None
    user_id: str | None = None
    display_name: str = ""
    zone: str | None = None
    state: PersonState = Field(sa_type=enum_type(PersonState, "state"))
    version: int = 1


class MembershipRow(Table, table=True):
    """A person's place in one group.

    ``title`` is the role in words as an imported list gives it ("chair of the
    group"), ``listed_as`` the list it came from and returns to.
    """

    __tablename__ = "membership"

    sig_id: int = parent("sig.id", primary_key=True)
    person_id: int = parent("person.id", primary_key=True, index=True)
    role: Role = Field(sa_type=enum_type(Role, "role"))
    cluster_id: int | None = mention("cluster.id")
    sponsor_cluster_id: int | None = mention("cluster.id")
    organisation_id: int | None = mention("organisation.id")
    purpose: str = ""
    expires_on: date | None = None
    may_submit: bool = True
    title: str | None = None
    listed_as: str = "members"
    position: int = 0
    version: int = 1
    extra: Json | None = json_field()


class SourceRow(Table, table=True):
    """Where facts come from."""

    __tablename__ = "source"
    __table_args__ = (sa.UniqueConstraint("sig_id", "key"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    key: str
    status: str
    where: str
    position: int
    extra: Json | None = json_field()


class AuditEventRow(Table, table=True):
    """Who did what to what: ids and verbs only, so that erasing a person suffices.

    ``actor_id`` has no foreign key: the event outlives the person's row.
    """

    __tablename__ = "audit_event"
    __table_args__ = (sa.Index(None, "sig_id", "at"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    at: datetime
    actor_id: int | None = None
    verb: str
    object_kind: str
    object_id: int
