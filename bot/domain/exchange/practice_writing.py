"""Practices as JSON values."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bot.domain.exchange.names import number_in
from bot.domain.exchange.values import Json, PracticeRecord
from bot.domain.practices import (
    Attribution,
    Funding,
    Practice,
    PracticeContent,
    Provenance,
    PublicationConsent,
)
from bot.domain.references import Kind

Keys = Mapping[Kind, Mapping[int, str]]
_LISTS = ("themes", "target_groups", "networks", "links")
_SEPARATE = {"attribution", "provenance", "funding", "stage"}
# What few practices say is written only where it is said.
_RARE = ("twinning_role", "looking_for", "interest_disclosure", "formatted")


def practice_json(record: PracticeRecord, keys: Keys) -> Json:
    """Return a practice with its newest text, its consent and its workflow."""
    practice = record.practice
    number = practice.number or 0
    key = keys[Kind.PRACTICE][number]
    consent = practice.consent
    value: Json = {"id": key, **own_number(key, number)}
    value["cluster"] = practice.cluster_key
    value |= content_json(practice.content)
    value["status"] = practice.status.value
    expected = consent.attribution if consent else Attribution.ORGANISATION
    if practice.content.attribution is not expected:
        value["attribution"] = practice.content.attribution.value
    if consent:
        value |= {"licence": consent.licence, "consent": _consent_json(consent)}
    value["provenance"] = provenance_json(practice.content.provenance)
    if record.author:
        value["author"] = record.author
    for name in ("submitted_at", "accepted_at"):
        if (moment := getattr(practice, name)) is not None:
            value[name] = _moment(moment)
    value |= _decision_json(practice)
    if record.accepted:
        value["accepted_text"] = _whole_text(record.accepted)
    return value


def _decision_json(practice: Practice) -> Json:
    """Return what was decided; reviews and who wrote them stay in the group."""
    value: Json = {"label": practice.label.value} if practice.label else {}
    if practice.is_ruling:
        value["ruling"] = True
    if practice.reason:
        value["reason"] = practice.reason
    if practice.superseded_by:
        value["superseded_by"] = practice.superseded_by
    return value


def content_json(content: PracticeContent) -> Json:
    """Return a text of a practice without attribution and provenance."""
    value = {
        name: list(item) if name in _LISTS else item
        for name in PracticeContent.__dataclass_fields__
        if name not in {*_SEPARATE, *_RARE}
        for item in [getattr(content, name)]
    }
    value["funding"] = _funding_json(content.funding) if content.funding else None
    if content.stage:
        value["stage"] = content.stage.value
    for name in _RARE:
        if item := getattr(content, name):
            value[name] = list(item) if isinstance(item, tuple) else item
    return {name: getattr(item, "value", item) for name, item in value.items()}


def _funding_json(money: Funding) -> Json:
    value = asdict(money)
    if money.grant is None:
        del value["grant"]
    return value


def provenance_json(entries: Iterable[Provenance]) -> list[Json]:
    """Return where the claims of a record come from."""
    return [
        ({"field": entry.field} if entry.field is not None else {})
        | {"claim": entry.claim, "status": entry.status, "source": entry.source}
        for entry in entries
    ]


def own_number(key: str, number: int) -> Json:
    """Return the number as a field of its own where the identifier does not tell."""
    return {} if number_in(key) == number else {"number": number}


def _whole_text(content: PracticeContent) -> Json:
    return content_json(content) | {
        "attribution": content.attribution.value,
        "provenance": provenance_json(content.provenance),
    }


def _consent_json(consent: PublicationConsent) -> Json:
    value: dict[str, Any] = {
        "publish": consent.publish,
        "attribution": consent.attribution.value,
        "policy_version": consent.policy_version,
        "given_on": consent.given_on.isoformat(),
    }
    if consent.withdrawn_on:
        value["withdrawn_on"] = consent.withdrawn_on.isoformat()
    if consent.names_no_patient:
        value["names_no_patient"] = True
    return value


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
