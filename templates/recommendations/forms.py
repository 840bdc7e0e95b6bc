"""The forms about a recommendation: its words, a round, an objection, a ruling."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import CheckboxesElement, InputBlock
from slack_sdk.models.blocks.basic_components import Option
from slack_sdk.models.views import View

from bot.domain.clusters import Theme
from bot.domain.consensus import (
    REASON_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Answer,
    Proposed,
    Ruling,
    Stance,
)
from bot.domain.recommendations import ADDRESSEES, Recommendation, RecommendationStatus
from bot.domain.references import Kind, parse
from templates import forms
from templates.documents import words
from templates.forms import About
from templates.messages import section
from templates.text import mrkdwn

WORDS = "recommendation_form"
ROUND = "recommendation_round"
OBJECTION = "recommendation_objection"
RULING = {
    status: f"recommendation_rule_{status.value}"
    for status in (
        RecommendationStatus.ADOPTED,
        RecommendationStatus.REJECTED,
        RecommendationStatus.MERGED,
        RecommendationStatus.SUPERSEDED,
    )
}
PRINT = "is_printed"
_VALUE = "value"
_TITLES = {
    RecommendationStatus.ADOPTED: ("Adopt", "Why, although not all agree"),
    RecommendationStatus.REJECTED: ("Reject", "Why"),
    RecommendationStatus.MERGED: ("Merge", "Why"),
    RecommendationStatus.SUPERSEDED: ("Replace", "Why"),
}
_NEEDS_OTHER = {RecommendationStatus.MERGED, RecommendationStatus.SUPERSEDED}
_SHORT = 100


def words_form(
    about: About, themes: Sequence[Theme], value: Recommendation | None
) -> View:
    """Ask for the words of a recommendation; it begins with what is there."""
    given = value or Recommendation(number=0, title="", statement="", rationale="")
    evidence = ", ".join(f"P-{each}" for each in given.evidence)
    named = {each.slug: each.label for each in themes}
    addressees = {slug: words.ADDRESSEES[slug] for slug in ADDRESSEES}
    blocks = [
        forms.text(
            "title", "In a few words", given.title, limit=TITLE_LIMIT, required=True
        ),
        forms.text(
            "statement",
            "What should be done",
            given.statement,
            limit=TEXT_LIMIT,
            lines=True,
            required=True,
            hint="For example: Regions should let vouchers be spent across borders.",
        ),
        forms.text("rationale", "Why", given.rationale, limit=TEXT_LIMIT, lines=True),
        *forms.many("addressees", "Addressed to", addressees, given.addressees),
        forms.text(
            "evidence",
            "Practices it rests on",
            evidence,
            limit=_SHORT * 3,
            hint="Their numbers, for example P-3, P-12. /practice list shows them.",
        ),
        *forms.many("themes", "Themes", named, given.themes),
        forms.menu("horizon", "Horizon", words.HORIZONS, given.horizon),
    ]
    return forms.modal(WORDS, about, blocks, title="Recommendation", submit="Save")


def round_form(about: About, proposed: Proposed) -> View:
    """Ask until when the clusters can answer."""
    explained = (
        f"All clusters are asked about *{proposed.ref}* in the channel: support, can "
        "live with it, or object with a reason. Silence is consent: if nobody objects "
        "until the end of the day, it is adopted. Its words stay as they are meanwhile."
    )
    blocks = [
        section(explained),
        forms.day("closes_on", "Until the end of", None, required=True),
    ]
    return forms.modal(ROUND, about, blocks, title="Ask the clusters", submit="Ask")


def objection_form(about: About, proposed: Proposed) -> View:
    """Ask what a cluster objects to, and whether that is to be printed."""
    title = mrkdwn(proposed.recommendation.title)
    element = CheckboxesElement(
        action_id=_VALUE,
        options=[
            Option(
                value="yes", text="Print it with the recommendation if it is adopted"
            )
        ],
    )
    blocks = [
        section(f"Your cluster objects to *{proposed.ref}* {title}."),
        forms.text(
            "reason",
            "What would have to change",
            None,
            limit=REASON_LIMIT,
            lines=True,
            required=True,
        ),
        InputBlock(
            block_id=PRINT, label="In the paper", element=element, optional=True
        ),
    ]
    return forms.modal(OBJECTION, about, blocks, title="Object", submit="Object")


def ruling_form(about: About, proposed: Proposed, status: RecommendationStatus) -> View:
    """Ask the chair why, and which one takes its place where one does."""
    title, why = _TITLES[status]
    blocks = [
        section(f"*{proposed.ref}* {mrkdwn(proposed.recommendation.title)}"),
        forms.text("reason", why, None, limit=REASON_LIMIT, lines=True, required=True),
    ]
    if status in _NEEDS_OTHER:
        blocks.append(
            forms.text(
                "other", "Instead of it", None, limit=20, hint="R-4", required=True
            )
        )
    return forms.modal(RULING[status], about, blocks, title=title, submit=title)


def read_objection(view: Mapping[str, Any]) -> Answer:
    """Read what a cluster objects to."""
    typed = forms.read_typed(view)
    ticked = view["state"]["values"].get(PRINT, {}).get(_VALUE, {})
    return Answer(
        stance=Stance.OBJECT,
        reason=str(typed.get("reason") or ""),
        is_printed=bool(ticked.get("selected_options")),
    )


def read_ruling(view: Mapping[str, Any], status: RecommendationStatus) -> Ruling:
    """Read what the chair decides.

    Raises:
        InvalidInputError: the other one is no number of a recommendation.
    """
    about, typed = forms.read_about(view), forms.read_typed(view)
    other = str(typed.get("other") or "").strip()
    return Ruling(
        status=status,
        version=about.version,
        reason=str(typed.get("reason") or ""),
        other=parse(other, Kind.RECOMMENDATION) if other else None,
    )
