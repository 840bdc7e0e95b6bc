"""The forms about a recommendation: its words, a round, an objection, a ruling."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, CheckboxesElement, InputBlock
from slack_sdk.models.blocks.basic_components import Option
from slack_sdk.models.views import View

from bot.domain.clusters import Theme
from bot.domain.consensus import (
    REASON_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Answer,
    Outcome,
    Proposed,
    Ruling,
    Stance,
    mark,
)
from bot.domain.recommendations import ADDRESSEES, Recommendation, RecommendationStatus
from bot.domain.references import Kind, parse
from templates import forms, messages
from templates.documents import words
from templates.forms import About
from templates.messages import section
from templates.recommendations import words as wording

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
    about: About, themes: Sequence[Theme], proposed: Proposed | None, *, sig_id: int
) -> View:
    """Ask for the words of a recommendation; it begins with what is there."""
    value = proposed.recommendation if proposed else None
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
    view = forms.modal(WORDS, about, blocks, title="Recommendation", submit="Save")
    return _remembering(view, sig_id, proposed)


def words_again(view: Mapping[str, Any], found: Outcome) -> dict[str, Any]:
    """Return the form with what was typed, after somebody else changed the words."""
    proposed = found.standing.proposed
    text = (
        f"{_changed(found)} What you typed is still here. Look at what it says now: "
        f"/whitepaper recommend {proposed.ref}. To put yours in its place, save again."
    )
    kept = json.loads(view["private_metadata"]) | {"v": proposed.version}
    kept["m"] = mark(proposed)
    return messages.with_problem(view, text) | {"private_metadata": _packed(kept)}


def round_form(
    about: About,
    proposed: Proposed,
    *,
    day: str | None = None,
    outdated: Outcome | None = None,
) -> View:
    """Ask until when the clusters can answer."""
    explained = (
        f"All clusters are asked about *{proposed.ref}* in the channel: support, can "
        "live with it, or object with a reason. Silence is consent: if nobody objects "
        "until the end of the day, it is adopted. Its words stay as they are meanwhile."
    )
    blocks = [
        *_what(proposed, outdated),
        section(explained),
        forms.day("closes_on", "Until the end of", day, required=True),
    ]
    view = forms.modal(ROUND, about, blocks, title="Ask the clusters", submit="Ask")
    return _remembering(view, proposed.sig_id, proposed)


def objection_form(
    about: About,
    proposed: Proposed,
    *,
    given: Answer | None = None,
    outdated: Outcome | None = None,
) -> View:
    """Ask what a cluster objects to, and whether that is to be printed."""
    printed = Option(
        value="yes", text="Print it with the recommendation if it is adopted"
    )
    is_printed = given is not None and given.is_printed
    element = CheckboxesElement(
        action_id=_VALUE,
        options=[printed],
        initial_options=[printed] if is_printed else None,
    )
    blocks = [
        *_what(proposed, outdated),
        forms.text(
            "reason",
            "What would have to change",
            given.reason if given else None,
            limit=REASON_LIMIT,
            lines=True,
            required=True,
        ),
        InputBlock(
            block_id=PRINT, label="In the paper", element=element, optional=True
        ),
    ]
    view = forms.modal(OBJECTION, about, blocks, title="Object", submit="Object")
    return _remembering(view, proposed.sig_id, proposed)


def ruling_form(
    about: About,
    proposed: Proposed,
    status: RecommendationStatus,
    *,
    given: Ruling | None = None,
    outdated: Outcome | None = None,
) -> View:
    """Ask the chair why, and which one takes its place where one does."""
    title, why = _TITLES[status]
    blocks = [
        *_what(proposed, outdated),
        forms.text(
            "reason",
            why,
            given.reason if given else None,
            limit=REASON_LIMIT,
            lines=True,
            required=True,
        ),
    ]
    if status in _NEEDS_OTHER:
        other = f"R-{given.other}" if given and given.other else None
        blocks.append(
            forms.text(
                "other", "Instead of it", other, limit=20, hint="R-4", required=True
            )
        )
    view = forms.modal(RULING[status], about, blocks, title=title, submit=title)
    return _remembering(view, proposed.sig_id, proposed)


def in_place_of(view: Mapping[str, Any], again: View) -> View:
    """Let a form that comes back remember where the one was opened that was sent."""
    kept = json.loads(view["private_metadata"])
    again.private_metadata = _packed(kept | json.loads(again.private_metadata or "{}"))
    return again


def read_seen(view: Mapping[str, Any]) -> str:
    """Read the mark of the recommendation that a form is about."""
    meta = json.loads(view.get("private_metadata") or "{}")
    return str(meta.get("m") or "")


def read_objection(view: Mapping[str, Any]) -> Answer:
    """Read what a cluster objects to."""
    typed = forms.read_typed(view)
    ticked = view["state"]["values"].get(PRINT, {}).get(_VALUE, {})
    return Answer(
        stance=Stance.OBJECT,
        reason=str(typed.get("reason") or ""),
        is_printed=bool(ticked.get("selected_options")),
        seen=read_seen(view),
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
        seen=read_seen(view),
    )


def _what(proposed: Proposed, outdated: Outcome | None) -> list[Block]:
    """Show what a form is about; above it what changed since it was opened."""
    shown = section("\n".join((wording.head(proposed), *wording.said(proposed))))
    if outdated is None:
        return [shown]
    text = (
        f":warning: {_changed(outdated)} Nothing was done, and what you typed is still "
        "here. Read it as it is now, and send the form again if you mean it."
    )
    return [section(text), shown]


def _changed(found: Outcome) -> str:
    return wording.changed(found, since="you opened this form")


def _remembering(view: View, sig_id: int, proposed: Proposed | None = None) -> View:
    """Let a form remember its group, and what somebody reads while they fill it in."""
    kept = json.loads(view.private_metadata or "{}") | {"g": sig_id}
    if proposed is not None:
        kept["m"] = mark(proposed)
    view.private_metadata = _packed(kept)
    return view


def _packed(meta: Mapping[str, Any]) -> str:
    return json.dumps(meta, separators=(",", ":"))
