"""Clusters, the networks they relate to, and the themes they work on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A subject of the group; ``position`` orders themes in lists and in the paper."""

    id: int = 0
    slug: str
    label: str
    position: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster organisation with its profile; one voice in votes and quorum.

    ``country`` is ISO 3166-1 alpha-2, ``nuts`` a NUTS code of ``nuts_version``,
    ``zone`` an IANA name, member counts are persons or companies as reported.
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
    scope: str | None = None
    members_total: int | None = None
    members_companies: int | None = None
    zone: str | None = None
    s3_priorities: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()


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
