"""Tables of people and their places in groups."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from bot.domain.permissions import Role
from bot.domain.sigs import PersonState, ProposalState
from storage.tables.columns import (
    Json,
    Table,
    enum_type,
    json_field,
    mention,
    parent,
    primary_key,
)


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
    notice_version: str | None = None
    notice_seen_at: datetime | None = None
    version: int = 1


class MembershipRow(Table, table=True):
    """A person's place in one group.

    ``meetings`` are the numbers of the meetings an external may attend; NULL is all.
    ``title`` is the role in words as an imported list gives it ("chair of the
    group"), ``listed_as`` the list it came from and returns to, ``key`` the person's
    identifier in files of this group.
    """

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("sig_id", "key"),)

    sig_id: int = parent("sig.id", primary_key=True)
    person_id: int = parent("person.id", primary_key=True, index=True)
    role: Role = Field(sa_type=enum_type(Role, "role"))
    cluster_id: int | None = mention("cluster.id")
    sponsor_cluster_id: int | None = mention("cluster.id")
    organisation_id: int | None = mention("organisation.id")
    purpose: str = ""
    expires_on: date | None = None
    email: str = ""
    may_submit: bool = True
    meetings: list[int] | None = json_field()
    invited_by: int | None = mention("person.id")
    key: str | None = None
    title: str | None = None
    listed_as: str = "members"
    position: int = 0
    version: int = 1
    extra: Json | None = json_field()


class FormerMemberRow(Table, table=True):
    """Somebody who was in a group; ``place`` is what can be given back to them.

    Whoever ended it themselves (``ended_by`` is the person) may come in again.
    """

    __tablename__ = "former_member"

    sig_id: int = parent("sig.id", primary_key=True)
    person_id: int = parent("person.id", primary_key=True, index=True)
    ended_at: datetime
    ended_by: int | None = mention("person.id")
    place: Json = json_field(default={})


class ClusterProposalRow(Table, table=True):
    """A newcomer's cluster that is not in the list; the secretariat decides.

    A person has at most one proposal in a group.
    """

    __tablename__ = "cluster_proposal"
    __table_args__ = (sa.UniqueConstraint("sig_id", "person_id"),)

    id: int = primary_key()
    sig_id: int = parent("sig.id")
    person_id: int = parent("person.id")
    name: str
    country: str
    website: str | None = None
    state: ProposalState = Field(sa_type=enum_type(ProposalState, "state"))
    cluster_id: int | None = mention("cluster.id")
    decided_by: int | None = mention("person.id")
    version: int = 1
