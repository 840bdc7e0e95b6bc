"""Clusters, the networks they relate to, and the themes they work on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OrganisationStatus(StrEnum):
    """Whether an organisation still exists under its name."""

    ACTIVE = "active"
    MERGED = "merged"
    DISSOLVED = "dissolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A place where a cluster is present; ``nuts`` as in ``Cluster``."""

    city: str
    nuts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A subject of the group; ``position`` orders themes in lists and in the paper.

    ``merged_into`` is the slug of the theme that took this one's place.
    """

    id: int = 0
    slug: str
    label: str
    position: int
    description: str = ""
    merged_into: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network, project or platform the group keeps relations with."""

    id: int = 0
    slug: str
    name: str
    kind: str
    relation: str
    source: str | None = None
    position: int = 0
    acronym: str | None = None
    website: str | None = None
    scope: str | None = None
    liaison_person_id: int | None = None
    last_contact_on: date | None = None
    next_step: str | None = None
    ended_on: date | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster organisation with its profile; one voice in votes and quorum.

    ``country`` is ISO 3166-1 alpha-2, ``nuts`` a NUTS code of ``nuts_version``,
    ``zone`` an IANA name. Member counts are organisations as reported, true on
    ``members_as_of`` (ISO 8601, reduced precision allowed); ``staff_fte`` counts full
    posts of the team that manages the cluster, ``established`` is a year.
    """

    id: int = 0
    key: str
    name: str
    name_original: str | None = None
    language: str | None = None
    kind: str = "cluster_organisation"
    country: str
    nuts: str | None = None
    nuts_name: str | None = None
    nuts_version: str | None = None
    scope: str | None = None
    members_total: int | None = None
    members_companies: int | None = None
    zone: str | None = None
    s3_priorities: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    status: OrganisationStatus = OrganisationStatus.ACTIVE
    acronym: str | None = None
    city: str | None = None
    website: str | None = None
    legal_form: str | None = None
    established: int | None = None
    members_research: int | None = None
    members_care: int | None = None
    members_public: int | None = None
    members_as_of: str | None = None
    staff_fte: float | None = None
    membership_criteria: str | None = None
    strategy_period: str | None = None
    strategy_url: str | None = None
    excellence_label: str | None = None
    hubs: tuple[Hub, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalStakeholder:
    """An organisation outside the clusters, known by the role of its person."""

    key: str
    role: str
    kind: str
    country: str
    zone: str | None
    sponsor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where facts come from: a document or a page."""

    key: str
    status: str
    where: str
