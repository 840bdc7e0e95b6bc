"""What the registers hold beyond the least: profiles of clusters, words of themes.

It is read as the forms of the registers read it, so that both let the same pass.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.clusters import Cluster, Network, Theme
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names
from bot.domain.exchange.values import (
    Document,
    Entry,
    Json,
    NetworkRecord,
    PracticeRecord,
)
from bot.domain.practices import PracticeContent
from bot.domain.registers import clusters, networks, places, themes
from bot.domain.registers.clusters import ExcellenceLabel
from bot.domain.registers.networks import NetworkScope
from bot.domain.registers.typed import Typed

_TEXTS = (
    *("acronym", "city", "website", "members_as_of", "membership_criteria"),
    *("strategy_period", "strategy_url"),
)
_COUNTS = ("established", "members_research", "members_care", "members_public")
_PROFILE = (*_TEXTS, *_COUNTS, "excellence_label", "staff_fte", "hubs")
_REST = ("legal_form", "nuts_version")
_LEGAL_FORM = 80
_MAX_STAFF = 1000
_NETWORK_TEXTS = ("acronym", "website", "next_step")
_NETWORK_DAYS = ("last_contact_on", "ended_on")


def cluster_json(cluster: Cluster) -> Json:
    """Return what is said of a cluster's profile."""
    value = _said(cluster, *_REST, *(name for name in _PROFILE if name != "hubs"))
    if cluster.hubs:
        value["hubs"] = [_said(hub, "city", "nuts") for hub in cluster.hubs]
    return value


def read_profile(fields: Fields, cluster: Cluster, today: date) -> Cluster:
    """Return a cluster with its profile."""
    label = fields.choice("excellence_label", ExcellenceLabel)
    form = Typed(
        {name: fields.text(name, one_line=False) for name in _TEXTS}
        | {name: _typed(fields.integer(name)) for name in _COUNTS}
        | {"staff_fte": _typed(fields.number("staff_fte", _MAX_STAFF))}
        | {"hubs": "\n".join(_hubs(fields)), "excellence_label": label}
    )
    filled = clusters.read_basics(form, cluster)
    filled = clusters.read_profile(form, filled, networks=(), today=today)
    _note(fields, form, _PROFILE)
    return replace(
        cluster,
        **{name: getattr(filled, name) for name in _PROFILE},
        legal_form=fields.optional_text("legal_form", _LEGAL_FORM),
        nuts_version=_edition(fields, cluster),
    )


def network_json(record: NetworkRecord) -> Json:
    """Return what is said of a network beyond its name and relation."""
    network = record.network
    days = {name: getattr(network, name) for name in _NETWORK_DAYS}
    value = _said(network, *_NETWORK_TEXTS, "scope") | _said(record, "liaison")
    return value | {name: day.isoformat() for name, day in days.items() if day}


def read_relation(
    fields: Fields, network: Network, *, names: Names, today: date
) -> NetworkRecord:
    """Return a network with everything that is said of it."""
    contact = fields.day("last_contact_on")
    form = Typed(
        {name: fields.text(name) for name in _NETWORK_TEXTS}
        | {"scope": fields.choice("scope", NetworkScope)}
        | {"ended_on": _typed(fields.day("ended_on")), "day": _typed(contact)}
    )
    filled = networks.read_details(form, network)
    _note(fields, form, (*_NETWORK_TEXTS, "ended_on"))
    if contact:
        networks.read_contact(form, network, today=today)
        _note(fields, form, ("day",), field="last_contact_on")
    said = (*_NETWORK_TEXTS, "scope", "ended_on")
    values: dict[str, Any] = {name: getattr(filled, name) for name in said}
    return NetworkRecord(
        network=replace(network, **values, last_contact_on=contact),
        liaison=names.one_of(fields, "liaison", names.people),
    )


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
    form = Typed({"description": fields.text("description", one_line=False)})
    description = themes.read_words(form, theme).description
    _note(fields, form, ("description",))
    return replace(theme, description=description, merged_into=into)


def with_relation(new: NetworkRecord, old: NetworkRecord) -> NetworkRecord:
    """Return a network whose last contact no older file hides."""
    days = (new.network.last_contact_on, old.network.last_contact_on)
    if None in days:
        return new
    latest = max(day for day in days if day)
    return replace(new, network=replace(new.network, last_contact_on=latest))


def with_successor(new: Theme, old: Theme) -> Theme:
    """Return a theme that stays merged; only members undo that, not a file."""
    return replace(new, merged_into=old.merged_into or new.merged_into)


def with_successors(document: Document, group: Document) -> Document:
    """Return a document whose records name the themes that others went up in."""
    known = {each.value.slug: each.value for each in (*group.themes, *document.themes)}
    last = themes.successors(list(known.values()))
    if all(slug == into for slug, into in last.items()):
        return document

    def renamed(slugs: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(last.get(slug, slug) for slug in slugs))

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
                value=replace(
                    each.value,
                    recommendation=replace(
                        each.value.recommendation,
                        themes=renamed(each.value.recommendation.themes),
                    ),
                ),
                extra=each.extra,
            )
            for each in document.recommendations
        ),
        offers=tuple(
            Entry(
                value=replace(
                    each.value,
                    offer=replace(
                        each.value.offer, theme=last.get(each.value.offer.theme or "")
                    ),
                ),
                extra=each.extra,
            )
            for each in document.offers
        ),
    )


def _hubs(fields: Fields) -> list[str]:
    """Read places as the form shows them, one a line."""
    read = (
        (hub.required_text("city"), hub.optional_text("nuts"))
        for hub in fields.inners("hubs")
    )
    return [f"{city},{code}" if code else city for city, code in read]


def _edition(fields: Fields, cluster: Cluster) -> str | None:
    edition = fields.optional_text("nuts_version")
    if not edition or not cluster.nuts:
        return None
    if problem := places.check_nuts(cluster.nuts, cluster.country, edition):
        fields.complain("nuts_version", problem)
    return edition


def _typed(value: object) -> str:
    return "" if value is None else str(value)


def _note(
    fields: Fields, form: Typed, names: tuple[str, ...], *, field: str | None = None
) -> None:
    for name in names:
        if name in form.problems:
            fields.complain(field or name, form.problems[name])


def _said(value: Any, *names: str) -> Json:
    given = {name: getattr(value, name) for name in names}
    return {name: said for name, said in given.items() if said is not None}
