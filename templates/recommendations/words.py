"""Words that the views of recommendations share. All texts are mrkdwn, escaped."""

from collections.abc import Iterator

from bot.domain.consensus import Facet, Outcome, Proposed
from bot.domain.recommendations import RecommendationStatus
from templates.documents import words
from templates.text import cut, mrkdwn

LINE, TEXT = 150, 1200
_STATUS = {
    RecommendationStatus.PROPOSED: ":bulb: proposed",
    RecommendationStatus.DISCUSSED: ":speech_balloon: discussed",
    RecommendationStatus.ADOPTED: ":white_check_mark: adopted",
    RecommendationStatus.REJECTED: ":x: rejected",
    RecommendationStatus.MERGED: ":twisted_rightwards_arrows: merged",
    RecommendationStatus.SUPERSEDED: ":arrow_right: replaced",
}
_FACETS = {
    Facet.TITLE: "its title",
    Facet.STATEMENT: "what should be done",
    Facet.RATIONALE: "the reasons",
    Facet.ADDRESSEES: "whom it is addressed to",
    Facet.EVIDENCE: "the practices it rests on",
    Facet.THEMES: "its themes",
    Facet.HORIZON: "its horizon",
    Facet.STATUS: "where it stands",
    Facet.ROUND: "the round of the clusters",
}


def named(proposed: Proposed) -> str:
    """Return its number and title in one line."""
    title = mrkdwn(cut(proposed.recommendation.title, LINE))
    return f"*{proposed.ref}* {title}"


def head(proposed: Proposed) -> str:
    """Return the same with where it stands."""
    return f"{named(proposed)} · {_STATUS[proposed.status]}"


def said(proposed: Proposed) -> Iterator[str]:
    """Yield what should be done, why, and by whom."""
    value = proposed.recommendation
    yield mrkdwn(cut(value.statement, TEXT))
    if value.rationale:
        yield f"*Why:* {mrkdwn(cut(value.rationale, TEXT))}"
    if value.addressees:
        yield f"*Addressed to:* {mrkdwn(words.addressees(value.addressees))}"


def changed(found: Outcome, *, since: str) -> str:
    """Say what is different since somebody looked, and that nothing was stored."""
    ref = found.standing.proposed.ref
    named = words.series([_FACETS[each] for each in found.changed])
    what = f": {named}" if named else ""
    return f"{ref} has changed since {since}{what}."
