"""Words for the fields of a practice, and their values as one reads them."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.clusters import Cluster
from bot.domain.countries import COUNTRIES
from bot.domain.practices import (
    FORMATTABLE,
    Funding,
    Label,
    PracticeContent,
    readable_text,
)
from templates import labels
from templates.documents.words import TARGET_GROUPS, plain_words
from templates.practices import fields

LABELS = labels.ACCEPTED_AS
FIELDS: Mapping[str, str] = {
    text.name: text.label for text in (*fields.STEP_1_TEXTS, *fields.STEP_2_TEXTS)
} | {
    "title_original": "Title in its own language",
    "language": "Language of that title",
    "country": "Country",
    "nuts": "Region code",
    "nuts_name": "Region",
    "nuts_version": "Version of the region code",
    "scope": "How wide it reaches",
    "type": "Kind of practice",
    "themes": "Themes",
    "stage": "How far is it?",
    "stakeholders": "Who takes part",
    "target_groups": "Whom it is for",
    "funding": "Money",
    "evidence_level": "What is this based on?",
    "transfer_readiness": "How ready is it for others?",
    "trl": "Technology readiness level",
    "twinning_role": "Does it offer or look for experience?",
    "looking_for": "What it looks for or offers",
    "interest_disclosure": "Disclosure of interest",
    "networks": "Networks",
    "attribution": "Whom may the paper name?",
    "visibility": "Who may read it?",
    "valid_as_of": "Facts as of",
    "submitter_role": "Role of who submitted it",
    "provenance": "Where the claims come from",
}
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "stage": labels.STAGES,
    "evidence_level": labels.EVIDENCE_LEVELS,
    "transfer_readiness": labels.TRANSFER_READINESS,
    "attribution": labels.ATTRIBUTIONS,
    "visibility": labels.VISIBILITIES,
    "scope": labels.SCOPES,
    "type": labels.TYPES,
    "twinning_role": labels.TWINNING_ROLES,
    "country": COUNTRIES,
}


def field(name: str) -> str:
    """Return what a field is called."""
    return FIELDS.get(name, name.replace("_", " ").capitalize())


def value(content: PracticeContent, name: str, themes: Mapping[str, str]) -> str:
    """Return a field's value as text; ``themes`` are the words for their slugs."""
    found = getattr(content, name)
    if found is None or name in FORMATTABLE:
        return readable_text(content, name)
    if isinstance(found, Funding):
        return _money(found)
    if name == "themes":
        return ", ".join(themes.get(slug, slug) for slug in found)
    if name == "provenance":
        return "\n".join(f"{claim.claim} ({claim.status})" for claim in found)
    if isinstance(found, tuple):
        return "\n".join(map(_group if name == "target_groups" else str, found))
    return _WORDS.get(name, {}).get(found, str(found))


def clusters(named: Iterable[Cluster]) -> str:
    """Name clusters by country, or in full where two are of the same."""
    found = list(dict.fromkeys(named))
    countries = [COUNTRIES.get(each.country, each.country) for each in found]
    shown = [
        each.name if countries.count(country) > 1 else country
        for each, country in zip(found, countries, strict=True)
    ]
    return ", ".join(shown)


def accepted_as(label: Label | None) -> str:
    """Say that it was accepted, and as what."""
    if label is None:
        return "accepted"
    article = "" if label is Label.LESSONS_LEARNT else "a "
    return f"accepted as {article}{LABELS[label]}"


def _group(slug: str) -> str:
    return TARGET_GROUPS.get(slug, plain_words(slug))


def _money(money: Funding) -> str:
    currency = money.currency or ""
    parts = [
        f"{currency} {money.total:,}" if money.total is not None else "",
        f"of which {currency} {money.eu:,} from the EU" if money.eu is not None else "",
        money.programme or "",
        f"grant {money.grant}" if money.grant else "",
    ]
    return ", ".join(part.strip() for part in parts if part.strip())
