"""Clusters: what a profile may say, and friendly advice on it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain import nuts
from bot.domain.clusters import Cluster, Hub, Network, OrganisationStatus
from bot.domain.languages import LANGUAGES
from bot.domain.registers import places
from bot.domain.registers.typed import Typed, first_day


class OrganisationKind(StrEnum):
    """What an organisation is."""

    CLUSTER_ORGANISATION = "cluster_organisation"
    COMPANY_STARTUP = "company_startup"
    COMPANY_SME = "company_sme"
    COMPANY_LARGE = "company_large"
    UNIVERSITY = "university"
    TECHNOLOGY_CENTRE = "technology_centre"
    RESEARCH_INFRASTRUCTURE = "research_infrastructure"
    CARE_PROVIDER = "care_provider"
    PATIENT_BODY = "patient_body"
    PUBLIC_AUTHORITY = "public_authority"
    PAYER = "payer"
    INVESTOR = "investor"
    DIGITAL_INNOVATION_HUB = "digital_innovation_hub"
    NETWORK = "network"
    OTHER = "other"


class ClusterScope(StrEnum):
    """How far a cluster reaches."""

    REGIONAL = "regional"
    NATIONAL = "national"
    CROSS_BORDER = "cross_border"


class ExcellenceLabel(StrEnum):
    """The label of the European cluster excellence initiative."""

    NONE = "none"
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"


LIMITS = {
    "name": 150,
    "name_original": 150,
    "acronym": 30,
    "city": 80,
    "nuts_name": 100,
    "s3_priorities": 150,
    "membership_criteria": 500,
}
COUNTS = ("members_companies", "members_research", "members_care", "members_public")
MAX_PRIORITIES = 10
MAX_HUBS = 30
_MAX_STAFF = 1000
_HUB = 100
_PERIOD = re.compile(r"(\d{4})(?: ?[-–—] ?(\d{4}))?")  # noqa: RUF001 - dashes are typed
_HUB_CODE = re.compile(r"(.*\S)\s*,\s*([A-Za-z]{2}[0-9A-Za-z]{0,3})")
_HUB_SAYS = "Line {}: {} Write a line as: City, NUTS code."
# The European Cluster Collaboration Platform asks these of the profiles it registers.
_LEAST_STAFF = 0.5
_LEAST_MEMBERS = 15
_LEAST_KINDS = 2
_STALE_YEARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterList:
    """The clusters of a group, those of the past last; ``note`` is on their number."""

    clusters: tuple[Cluster, ...]
    note: str | None
    may_add: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterCard:
    """A cluster with what the group knows around it, in numbers only."""

    cluster: Cluster
    networks: tuple[Network, ...]
    people: int
    practices: int
    advice: tuple[str, ...]
    may_edit: bool


def read_basics(typed: Typed, cluster: Cluster) -> Cluster:
    """Return the cluster with what the first step of the form says."""
    country = typed.raw("country")
    if problem := places.check_country(country):
        typed.complain("country", problem)
    changed = replace(
        cluster,
        name=typed.title("name", LIMITS["name"]),
        name_original=typed.line("name_original", LIMITS["name_original"]),
        language=typed.choice("language", {*LANGUAGES, cluster.language or ""}),
        acronym=typed.line("acronym", LIMITS["acronym"]),
        kind=typed.choice("kind", {*OrganisationKind, cluster.kind}) or cluster.kind,
        country=country,
        city=typed.line("city", LIMITS["city"]),
        zone=_zone(typed, cluster.zone),
        website=typed.address("website", cluster.website),
        scope=typed.choice("scope", {*ClusterScope, cluster.scope or ""}),
    )
    return _with_region(typed, changed, cluster)


def read_profile(
    typed: Typed, cluster: Cluster, *, networks: Collection[str], today: date
) -> Cluster:
    """Return the cluster with what the second step of the form says."""
    label = typed.choice("excellence_label", {*ExcellenceLabel})
    return replace(
        cluster,
        established=typed.year("established", today=today),
        members_total=typed.count("members_total"),
        members_companies=typed.count("members_companies"),
        members_research=typed.count("members_research"),
        members_care=typed.count("members_care"),
        members_public=typed.count("members_public"),
        members_as_of=typed.partial_date("members_as_of", today=today),
        staff_fte=typed.number("staff_fte", _MAX_STAFF),
        s3_priorities=typed.lines(
            "s3_priorities", most=MAX_PRIORITIES, limit=LIMITS["s3_priorities"]
        ),
        membership_criteria=typed.text(
            "membership_criteria", LIMITS["membership_criteria"]
        ),
        strategy_period=_period(typed),
        strategy_url=typed.address("strategy_url", cluster.strategy_url),
        excellence_label=label,
        hubs=_hubs(typed),
        networks=typed.choices("networks", {*networks, *cluster.networks}),
    )


def advice(cluster: Cluster, today: date) -> tuple[str, ...]:
    """Return what the cluster platform would remark; only about what is filled in."""
    counts = [count for name in COUNTS if (count := getattr(cluster, name)) is not None]
    total, staff = cluster.members_total, cluster.staff_fte
    found = (
        (
            staff is not None and staff < _LEAST_STAFF,
            "The cluster platform expects a team of at least half a post (0.5).",
        ),
        (
            total is not None and total < _LEAST_MEMBERS,
            f"It expects at least {_LEAST_MEMBERS} committed members.",
        ),
        (
            len(counts) >= _LEAST_KINDS
            and sum(count > 0 for count in counts) < _LEAST_KINDS,
            "It expects members of at least two kinds, such as companies and research.",
        ),
        (
            cluster.members_public == 0,
            "It expects a relation with a public body, such as a region or a ministry.",
        ),
        (not cluster.website, "It expects a web page in English; none is given yet."),
        (
            total is not None and sum(counts) > total,
            "The members by kind add up to more than all members. Is that right?",
        ),
        (
            _is_stale(cluster.members_as_of, today),
            f"The member counts are of {cluster.members_as_of}. Are they still true?",
        ),
    )
    return tuple(sentence for applies, sentence in found if applies)


def size_note(count: int, least: int, most: int) -> str | None:
    """Return a remark on the number of clusters; nobody is refused for it."""
    if least <= count <= most:
        return None
    there = "there is 1" if count == 1 else f"there are {count}"
    return f"This group expects {least} to {most} clusters; {there}."


def ordered(clusters: Collection[Cluster]) -> tuple[Cluster, ...]:
    """Return clusters by name, those of the past last."""
    return tuple(
        sorted(clusters, key=lambda each: (is_former(each), each.name.casefold()))
    )


def is_former(cluster: Cluster) -> bool:
    """Whether it exists no more under its name."""
    return cluster.status is not OrganisationStatus.ACTIVE


def _zone(typed: Typed, known: str | None) -> str | None:
    given = typed.line("zone", _HUB)
    if not given or given == known:
        return given
    zone = places.find_zone(given)
    if zone is None:
        typed.complain("zone", places.check_zone(given) or "")
    return zone


def _with_region(typed: Typed, cluster: Cluster, known: Cluster) -> Cluster:
    """Read "DK03 Syddanmark": a code, and the region's name if one likes."""
    code, _, name = (typed.line("nuts", LIMITS["nuts_name"] + 10) or "").partition(" ")
    code, edition = code.upper(), typed.choice("nuts_version", nuts.EDITIONS)
    if not code:
        return replace(cluster, nuts=None, nuts_name=None, nuts_version=None)
    is_known = (code, cluster.country) == (known.nuts, known.country)
    is_known = is_known and edition in {None, known.nuts_version}
    problem = places.check_nuts(code, cluster.country, edition)
    if problem and not is_known:
        typed.complain("nuts", problem)
    if len(name) > LIMITS["nuts_name"]:
        said = f"The region's name fits in {LIMITS['nuts_name']} characters."
        typed.complain("nuts", said)
    edition = edition or nuts.edition_of(code)
    named = name.strip() or None
    return replace(cluster, nuts=code, nuts_name=named, nuts_version=edition)


def _period(typed: Typed) -> str | None:
    given = typed.line("strategy_period", LIMITS["acronym"])
    if not given:
        return None
    match = _PERIOD.fullmatch(given)
    if not match or (match[2] and match[2] < match[1]):
        typed.complain("strategy_period", "Write years like 2019-2023.")
        return given
    return f"{match[1]}-{match[2]}" if match[2] else match[1]


def _hubs(typed: Typed) -> tuple[Hub, ...]:
    found = []
    for place, line in enumerate(typed.lines("hubs", most=MAX_HUBS, limit=_HUB), 1):
        match = _HUB_CODE.fullmatch(line)
        hub = Hub(city=match[1], nuts=match[2].upper()) if match else Hub(city=line)
        if hub.nuts and nuts.edition_of(hub.nuts) is None:
            unknown = f"there is no NUTS code {hub.nuts}."
            typed.complain("hubs", _HUB_SAYS.format(place, unknown))
        if not hub.nuts and "," in line:
            typed.complain("hubs", _HUB_SAYS.format(place, "I do not see a NUTS code."))
        found.append(hub)
    return tuple(found)


def _is_stale(as_of: str | None, today: date) -> bool:
    day = first_day(as_of) if as_of else None
    return day is not None and day.year < today.year - _STALE_YEARS
