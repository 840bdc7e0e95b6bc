"""Words for what a cluster's profile says."""

from collections.abc import Mapping

from bot.domain.clusters import Cluster, Hub, OrganisationStatus
from bot.domain.countries import COUNTRIES
from bot.domain.languages import LANGUAGES
from bot.domain.registers.clusters import (
    ClusterScope,
    ExcellenceLabel,
    OrganisationKind,
)

KINDS: Mapping[str, str] = {
    OrganisationKind.CLUSTER_ORGANISATION: "Cluster organisation",
    OrganisationKind.COMPANY_STARTUP: "Start-up",
    OrganisationKind.COMPANY_SME: "Small or medium company",
    OrganisationKind.COMPANY_LARGE: "Large company",
    OrganisationKind.UNIVERSITY: "University",
    OrganisationKind.TECHNOLOGY_CENTRE: "Technology centre",
    OrganisationKind.RESEARCH_INFRASTRUCTURE: "Research infrastructure",
    OrganisationKind.CARE_PROVIDER: "Care provider",
    OrganisationKind.PATIENT_BODY: "Patients' body",
    OrganisationKind.PUBLIC_AUTHORITY: "Public authority",
    OrganisationKind.PAYER: "Health insurance",
    OrganisationKind.INVESTOR: "Investor",
    OrganisationKind.DIGITAL_INNOVATION_HUB: "Digital innovation hub",
    OrganisationKind.NETWORK: "Network",
    OrganisationKind.OTHER: "Something else",
}
SCOPES: Mapping[str, str] = {
    ClusterScope.REGIONAL: "Regional",
    ClusterScope.NATIONAL: "National",
    ClusterScope.CROSS_BORDER: "Cross-border",
}
EXCELLENCE: Mapping[str, str] = {
    ExcellenceLabel.NONE: "No label",
    ExcellenceLabel.BRONZE: "Bronze",
    ExcellenceLabel.SILVER: "Silver",
    ExcellenceLabel.GOLD: "Gold",
}
STATUSES: Mapping[str, str] = {
    OrganisationStatus.MERGED: "merged into another",
    OrganisationStatus.DISSOLVED: "dissolved",
}
LABELS: Mapping[str, str] = {
    "name": "Name in English",
    "name_original": "Name in its own language",
    "language": "Language of that name",
    "acronym": "Short form",
    "kind": "What is it?",
    "country": "Country",
    "nuts": "Region (NUTS)",
    "nuts_version": "Edition of NUTS",
    "city": "City",
    "zone": "Time zone",
    "website": "Web page",
    "scope": "How far does it reach?",
    "members_total": "Members",
    "members_companies": "Members: companies",
    "members_research": "Members: research and education",
    "members_care": "Members: care providers",
    "members_public": "Members: public bodies",
    "members_as_of": "Member counts as of",
    "staff_fte": "Team that manages the cluster",
    "established": "Founded in",
    "networks": "Networks",
    "s3_priorities": "Priorities of the region's smart specialisation (S3)",
    "membership_criteria": "Who can become a member?",
    "strategy_period": "Period of the strategy",
    "strategy_url": "Where the strategy can be read",
    "excellence_label": "Cluster excellence label",
    "hubs": "Places where the cluster has a hub",
}
BASICS = tuple(LABELS)[: tuple(LABELS).index("members_total")]
PROFILE = tuple(LABELS)[len(BASICS) :]
_NAMES: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "scope": SCOPES,
    "excellence_label": EXCELLENCE,
    "country": COUNTRIES,
    "language": LANGUAGES,
}


def value_of(cluster: Cluster, name: str) -> str:
    """Return what the form shows of a field: text as it would be typed."""
    value = getattr(cluster, name)
    if name == "hubs":
        return "\n".join(hub_line(hub) for hub in value)
    if name == "nuts" and value:
        return " ".join(filter(None, (value, cluster.nuts_name)))
    if isinstance(value, tuple):
        return "\n".join(value)
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def said(cluster: Cluster, name: str) -> str:
    """Return what a field says in words, for people who compare two texts."""
    value = value_of(cluster, name).replace("\n", "; ")
    return _NAMES.get(name, {}).get(value, value)


def hub_line(hub: Hub) -> str:
    """Return a hub as a line of the form."""
    return f"{hub.city}, {hub.nuts}" if hub.nuts else hub.city
