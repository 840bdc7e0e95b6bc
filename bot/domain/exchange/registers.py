"""What the registers hold beyond the least: profiles of clusters, words of themes.

A file need not say any of it; what it does not say stays as it is.
"""

from dataclasses import replace
from typing import Any, TypeVar

from bot.domain.clusters import Cluster, Hub, Network, Theme
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names
from bot.domain.exchange.values import Document, Entry, Json, PracticeRecord
from bot.domain.practices import PracticeContent
from bot.domain.registers.themes import successors

T = TypeVar("T", Cluster, Network, Theme)
_CLUSTER_TEXTS = {
    "acronym": 30,
    "city": 80,
    "website": 300,
    "legal_form": 80,
    "nuts_version": 4,
    "members_as_of": 10,
    "membership_criteria": 500,
    "strategy_period": 20,
    "strategy_url": 300,
    "excellence_label": 20,
}
_CLUSTER_COUNTS = ("established", "members_research", "members_care", "members_public")
_NETWORK_TEXTS = {"acronym": 30, "website": 300, "scope": 40, "next_step": 200}
_NETWORK_DAYS = ("last_contact_on", "ended_on")
_MAX_STAFF = 1000


def cluster_json(cluster: Cluster) -> Json:
    """Return what is said of a cluster's profile."""
    names = (*_CLUSTER_TEXTS, *_CLUSTER_COUNTS, "staff_fte")
    value = _said(cluster, *names)
    if cluster.hubs:
        value["hubs"] = [_said(hub, "city", "nuts") for hub in cluster.hubs]
    return value


def read_profile(fields: Fields, cluster: Cluster) -> Cluster:
    """Return a cluster with its profile."""
    values: dict[str, Any] = {
        name: fields.optional_text(name, limit, one_line=name != "membership_criteria")
        for name, limit in _CLUSTER_TEXTS.items()
    }
    values |= {name: fields.integer(name) for name in _CLUSTER_COUNTS}
    staff = fields.number("staff_fte", _MAX_STAFF)
    return replace(cluster, **values, staff_fte=staff, hubs=_hubs(fields))


def network_json(network: Network) -> Json:
    """Return what is said of a network beyond its name and relation."""
    days = {name: getattr(network, name) for name in _NETWORK_DAYS}
    return _said(network, *_NETWORK_TEXTS) | {
        name: day.isoformat() for name, day in days.items() if day
    }


def read_relation(fields: Fields, network: Network) -> Network:
    """Return a network with everything that is said of it."""
    values: dict[str, Any] = {
        name: fields.optional_text(name, limit)
        for name, limit in _NETWORK_TEXTS.items()
    }
    values |= {name: fields.day(name) for name in _NETWORK_DAYS}
    return replace(network, **values)


def theme_json(theme: Theme) -> Json:
    """Return a theme."""
    value: Json = {"id": theme.slug, "label": theme.label}
    if theme.description:
        value["description"] = theme.description
    return value | _said(theme, "merged_into")


def read_words(fields: Fields, theme: Theme, names: Names) -> Theme:
    """Return a theme with its description and its successor."""
    into = names.one_of(fields, "merged_into", names.themes)
    if into and into == theme.slug:
        fields.complain("merged_into", "A theme cannot be merged with itself.")
    description = fields.text("description", 500, one_line=False)
    return replace(theme, description=description, merged_into=into)


def fill_cluster(new: Cluster, old: Cluster) -> Cluster:
    """Return a cluster with what only the group says of it."""
    names = (*_CLUSTER_TEXTS, *_CLUSTER_COUNTS, "staff_fte", "hubs")
    if new.nuts != old.nuts:  # another code: what was said of the old one is not true
        names = tuple(name for name in names if name != "nuts_version")
    return _filled(new, old, names)


def fill_network(new: Network, old: Network) -> Network:
    """Return a network with what only the group says of it."""
    names = (*_NETWORK_TEXTS, *_NETWORK_DAYS, "liaison_person_id")
    return _filled(new, old, names)


def fill_theme(new: Theme, old: Theme) -> Theme:
    """Return a theme with what only the group says of it; a merge outlives a file."""
    kept = _filled(new, old, ("description",))
    return replace(kept, merged_into=old.merged_into or new.merged_into)


def with_successors(document: Document, group: Document) -> Document:
    """Return a document whose records name the themes that others went up in."""
    known = {each.value.slug: each.value for each in (*group.themes, *document.themes)}
    last = successors(list(known.values()))
    if all(slug == into for slug, into in last.items()):
        return document

    def renamed(themes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(last.get(slug, slug) for slug in themes))

    def text(content: PracticeContent) -> PracticeContent:
        return replace(content, themes=renamed(content.themes))

    def practice(record: PracticeRecord) -> PracticeRecord:
        changed = replace(record.practice, content=text(record.practice.content))
        accepted = text(record.accepted) if record.accepted else None
        return replace(record, practice=changed, accepted=accepted)

    return replace(
        document,
        practices=tuple(
            Entry(value=practice(each.value), extra=each.extra)
            for each in document.practices
        ),
        recommendations=tuple(
            Entry(
                value=replace(each.value, themes=renamed(each.value.themes)),
                extra=each.extra,
            )
            for each in document.recommendations
        ),
    )


def _hubs(fields: Fields) -> tuple[Hub, ...]:
    return tuple(
        Hub(city=hub.required_text("city", 80), nuts=hub.optional_text("nuts", 5))
        for hub in fields.inners("hubs")
    )


def _said(value: Any, *names: str) -> Json:
    given = {name: getattr(value, name) for name in names}
    return {name: said for name, said in given.items() if said is not None}


def _filled(new: T, old: T, names: tuple[str, ...]) -> T:
    held: Any = {name: getattr(old, name) for name in names if not getattr(new, name)}
    return replace(new, **held)
