"""Reads action items and recommendations."""

from bot.domain import consensus
from bot.domain.actions import ActionItem, ActionStatus
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names
from bot.domain.exchange.parts.rounds import RecommendationRecord, read_rounds
from bot.domain.practices import Provenance
from bot.domain.recommendations import (
    ADDRESSEES,
    Recommendation,
    RecommendationStatus,
)
from bot.domain.references import Kind


def read_action(fields: Fields, names: Names) -> ActionItem:
    """Read an action item; it may wait for an owner."""
    key = fields.key()
    number = names.number(Kind.ACTION, key)
    people = names.people | names.clusters
    return ActionItem(
        number=number,
        key=key,
        title=fields.required_text("title", 200),
        owner=names.one_of(fields, "owner", people),
        co_owners=names.some_of(fields, "co_owners", people),
        meeting=names.refer(fields, "meeting", Kind.MEETING),
        due_on=fields.day("due"),
        status=fields.required_choice("status", ActionStatus),
        done_on=fields.day("done_on"),
        priority=fields.slug("priority", "normal"),
        note=fields.optional_text("note", 1000, one_line=False),
        evidence=fields.optional_text("evidence", 300, one_line=False),
        decision=names.refer(fields, "decision", Kind.DECISION),
        practice=names.refer(fields, "practice", Kind.PRACTICE),
        section=names.one_of(fields, "section", names.sections),
        detail=fields.text("detail", 3000, one_line=False),
        reason=fields.text("reason", 300, one_line=False),
        permalink=fields.text("permalink", 1000),
        snoozed_until=fields.day("snoozed_until"),
    )


def read_recommendation(fields: Fields, names: Names) -> RecommendationRecord:
    """Read a recommendation with the rounds about it."""
    return RecommendationRecord(
        recommendation=_recommendation(fields, names),
        author=names.one_of(fields, "author", names.people),
        author_cluster=names.one_of(fields, "author_cluster", names.clusters),
        other=names.refer(fields, "other", Kind.RECOMMENDATION),
        reason=fields.text("reason", consensus.REASON_LIMIT, one_line=False),
        rounds=read_rounds(fields, names),
    )


def _recommendation(fields: Fields, names: Names) -> Recommendation:
    key = fields.key()
    number = names.number(Kind.RECOMMENDATION, key)
    return Recommendation(
        number=number,
        key=key,
        title=fields.required_text("title", consensus.TITLE_LIMIT),
        statement=fields.required_text(
            "statement", consensus.TEXT_LIMIT, one_line=False
        ),
        rationale=fields.text("rationale", consensus.TEXT_LIMIT, one_line=False),
        addressees=names.some_of(fields, "addressees", set(ADDRESSEES)),
        evidence=names.refer_all(fields, "evidence_practices", Kind.PRACTICE),
        themes=names.some_of(fields, "themes", names.themes),
        horizon=fields.optional_slug("horizon"),
        status=fields.required_choice("status", RecommendationStatus),
        decision=names.refer(fields, "decision", Kind.DECISION),
        dissent=fields.optional_text("dissent", one_line=False),
        provenance=provenance(fields, names),
    )


def provenance(fields: Fields, names: Names) -> tuple[Provenance, ...]:
    """Read where the claims of a record come from."""
    return tuple(
        Provenance(
            field=entry.optional_slug("field"),
            claim=entry.required_text("claim", 500),
            status=entry.required_text("status", 40),
            source=names.one_of(entry, "source", names.sources),
        )
        for entry in fields.inners("provenance")
    )
