"""Reads practices with their consents and their provenance."""

from dataclasses import replace

from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names, short
from bot.domain.exchange.reading.group import LANGUAGE, NUTS, matching
from bot.domain.exchange.reading.work import provenance
from bot.domain.exchange.values import PracticeRecord
from bot.domain.practices import (
    FORMATTABLE,
    HIGHEST_TRL,
    MAX_GRANT,
    MAX_PROGRAMME,
    TARGET_GROUPS,
    Attribution,
    EvidenceLevel,
    Funding,
    Label,
    Practice,
    PracticeContent,
    PracticeStatus,
    PracticeType,
    PublicationConsent,
    Scope,
    Stage,
    TransferReadiness,
    TwinningRole,
    Visibility,
    check_limits,
    check_submission,
    tidy,
)
from bot.domain.references import Kind
from bot.domain.sigs import DEFAULT_LICENCE

_MAX_REASON = 500
_MAX_NUMBER = 999_999_999
# What has not passed a review may be incomplete; the rest may not.
_MAY_BE_INCOMPLETE = {
    PracticeStatus.CHANGES_REQUESTED,
    PracticeStatus.REJECTED,
    PracticeStatus.WITHDRAWN,
    PracticeStatus.SUPERSEDED,
}


def read_practice(fields: Fields, names: Names) -> PracticeRecord:
    """Read a practice."""
    key = fields.key()
    number = names.number(Kind.PRACTICE, key)
    status = fields.required_choice("status", PracticeStatus)
    if status is PracticeStatus.DRAFT and fields.says("status"):
        fields.complain("status", "Drafts are private and have no number yet.")
    content = read_content(
        fields, names, may_be_incomplete=status in _MAY_BE_INCOMPLETE
    )
    consent = _consent(fields)
    attribution = fields.choice("attribution", Attribution)
    if attribution is None and consent is not None:
        attribution = consent.attribution
    if attribution is not None:
        content = replace(content, attribution=attribution)
    accepted = fields.inner("accepted_text")
    record = PracticeRecord(
        practice=Practice(
            sig_id=0,
            number=number,
            key=key,
            status=status,
            content=content,
            cluster_key=names.one_of(fields, "cluster", names.clusters),
            consent=consent,
            submitted_at=fields.moment("submitted_at"),
            accepted_at=fields.moment("accepted_at"),
            label=fields.choice("label", Label),
            is_ruling=fields.flag("ruling", default=False),
            reason=fields.text("reason", _MAX_REASON, one_line=False),
            superseded_by=fields.integer("superseded_by", 1, _MAX_NUMBER),
        ),
        author=names.one_of(fields, "author", names.people),
        accepted=read_content(accepted, names) if accepted else None,
    )
    for each in filter(None, (fields, accepted)):
        each.doubt_unknown(short(key))
    held = names.made_here.get(number)
    if held and _is_another(record, held):
        reason = f"The number {number} belongs to another practice of this group."
        fields.complain("", reason)
    return record


def _is_another(record: PracticeRecord, held: PracticeRecord) -> bool:
    if record.practice.submitted_at != held.practice.submitted_at:
        return True
    return None not in {record.author, held.author} and record.author != held.author


def read_content(
    fields: Fields, names: Names, *, may_be_incomplete: bool = False
) -> PracticeContent:
    """Read a text of a practice, with the same rules as the form."""
    texts = {name: fields.text(name, one_line=False) for name in _TEXTS}
    content = tidy(
        PracticeContent(
            **texts,
            title_original=fields.optional_text("title_original", one_line=False),
            language=matching(fields, "language", LANGUAGE),
            country=fields.optional_text("country"),
            nuts=matching(fields, "nuts", NUTS),
            nuts_name=fields.optional_text("nuts_name", 100),
            nuts_version=fields.optional_text("nuts_version", 10),
            scope=fields.choice("scope", Scope),
            type=fields.choice("type", PracticeType),
            themes=names.some_of(fields, "themes", names.themes),
            stage=fields.choice("stage", Stage),
            start=fields.optional_text("start"),
            end=fields.optional_text("end"),
            target_groups=names.some_of(fields, "target_groups", set(TARGET_GROUPS)),
            funding=_funding(fields),
            evidence_level=fields.choice("evidence_level", EvidenceLevel),
            transfer_readiness=fields.choice("transfer_readiness", TransferReadiness),
            trl=fields.integer("trl", 1, HIGHEST_TRL),
            twinning_role=_twinning_role(fields),
            networks=names.some_of(fields, "networks", names.networks),
            links=fields.texts("links"),
            attribution=fields.choice("attribution", Attribution)
            or Attribution.ORGANISATION,
            visibility=fields.choice("visibility", Visibility) or Visibility.PUBLIC,
            valid_as_of=fields.optional_text("valid_as_of"),
            provenance=provenance(fields, names),
            formatted=names.some_of(fields, "formatted", set(FORMATTABLE)),
        )
    )
    check = check_limits if may_be_incomplete else check_submission
    found = check(content)
    if not content.title:
        found |= {"title": "Please give a title."}
    for name, reason in found.items():
        fields.complain(name, reason)
    return content


_TEXTS = (
    "title",
    "summary",
    "problem",
    "description",
    "organisation",
    "stakeholders",
    "resources",
    "evidence",
    "difficulties",
    "transfer",
    "looking_for",
    "interest_disclosure",
    "submitter_role",
)


def _twinning_role(fields: Fields) -> TwinningRole | None:
    # Lists of such values elsewhere have a word for neither.
    if fields.raw.get("twinning_role") == "none":
        fields.says("twinning_role")
        return None
    return fields.choice("twinning_role", TwinningRole)


def _funding(fields: Fields) -> Funding | None:
    money = fields.inner("funding")
    if money is None:
        return None
    currency = money.optional_text("currency")
    if currency is not None and not (len(currency) == 3 and currency.isupper()):  # noqa: PLR2004 -- ISO 4217
        money.complain("currency", "Write a currency code like EUR (ISO 4217).")
    return Funding(
        total=money.integer("total", 0, 2**53),
        eu=money.integer("eu", 0, 2**53),
        currency=currency,
        programme=money.optional_text("programme", MAX_PROGRAMME),
        grant=money.optional_text("grant", MAX_GRANT),
    )


def _consent(fields: Fields) -> PublicationConsent | None:
    licence = fields.optional_text("licence", 40)
    word = fields.inner("consent")
    if word is None:
        return None
    given_on = word.day("given_on")
    if given_on is None:
        if not word.says("given_on"):
            word.complain("given_on", "This is missing.")
        return None
    if not word.says("publish"):
        word.complain("publish", "This is missing.")
    consent = PublicationConsent(
        publish=word.flag("publish", default=False),
        licence=licence or DEFAULT_LICENCE,
        attribution=word.choice("attribution", Attribution) or Attribution.ORGANISATION,
        policy_version=word.text("policy_version", 40),
        given_on=given_on,
        withdrawn_on=word.day("withdrawn_on"),
        names_no_patient=word.flag("names_no_patient", default=False),
    )
    word.refuse_unknown()
    return consent
