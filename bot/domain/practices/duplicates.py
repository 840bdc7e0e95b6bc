"""Practices that look like the same one: near-equal titles, summaries, organisations.

Accents, capitals, punctuation and the order of words do not matter; a few typing
mistakes do not either. It only ever asks: a person decides.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.domain.practices.search import joined_words_of
from bot.domain.practices.values import PracticeContent

# Title and summary carry the weight; the same organisation and country alone are no
# sign, because one hospital has many practices.
_TITLE, _SUMMARY, _ORGANISATION, _COUNTRY = 0.55, 0.30, 0.10, 0.05
# Between the most alike pair of the sample group (53) and its practices typed again
# with quite another title (63), or another summary, organisation and country (70).
THRESHOLD = 60.0
# Where titles are less alike than this, summaries must be more than that.
_HALF = 52.0
_OTHER_HALF = (
    THRESHOLD - 100 * (_ORGANISATION + _COUNTRY) - _TITLE * _HALF
) / _SUMMARY - 1e-6


class Gist(NamedTuple):
    """What two practices are compared by."""

    practice_id: int
    revision: int
    title: str
    title_original: str
    summary: str
    organisation: str
    country: str


class Likeness(NamedTuple):
    """How much a text of another practice looks the same: up to 100."""

    practice_id: int
    revision: int
    score: float


def gist_of(
    content: PracticeContent, practice_id: int = 0, *, revision: int = 1
) -> Gist:
    """Return what a practice is compared by."""
    return Gist(
        practice_id,
        revision,
        content.title,
        content.title_original or "",
        content.summary,
        content.organisation,
        content.country or "",
    )


def similar(
    content: PracticeContent, others: Iterable[Gist], limit: int = 3
) -> tuple[Likeness, ...]:
    """Return which others this text looks like, the most alike first."""
    return most_alike(folded(gist_of(content)), map(folded, others), limit)


def folded(gist: Gist) -> Gist:
    """Return it with the folded words of each text in alphabetical order.

    That is most of the work of a comparison, and the same each time.
    """
    return gist._replace(
        title=_sorted_words(gist.title),
        title_original=_sorted_words(gist.title_original),
        summary=_sorted_words(gist.summary),
        organisation=_sorted_words(gist.organisation),
    )


def most_alike(
    mine: Gist, others: Iterable[Gist], limit: int = 3
) -> tuple[Likeness, ...]:
    """Return which of the others look like mine; all of them are ``folded``."""
    possible = _possible(mine, list(others))
    found = (Likeness(*other[:2], _score(mine, other)) for other in possible)
    alike = [likeness for likeness in found if likeness.score >= THRESHOLD]
    return tuple(sorted(alike, key=lambda one: (-one.score, one.practice_id))[:limit])


def _possible(mine: Gist, others: Sequence[Gist]) -> list[Gist]:
    """Return, of thousands, the few whose score may reach the threshold.

    One of title and summary must be half alike or more; the loop over each of these
    columns is rapidfuzz's own.
    """
    titles = [other.title for other in others]
    originals = [other.title_original for other in others]
    summaries = [other.summary for other in others]
    comparisons = (
        *((title, titles, _HALF) for title in (mine.title, mine.title_original)),
        *((title, originals, _HALF) for title in (mine.title, mine.title_original)),
        (mine.summary, summaries, _OTHER_HALF),
    )
    places = {
        place
        for text, column, cutoff in comparisons
        if text
        for _, _, place in process.extract(
            text, column, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None
        )
    }
    return [others[place] for place in sorted(places)]


def _sorted_words(text: str) -> str:
    return " ".join(sorted(joined_words_of(text)))


def _score(one: Gist, other: Gist) -> float:
    is_same_country = one.country == other.country != ""
    return (
        _TITLE * _title_ratio(one, other)
        + _SUMMARY * _ratio(one.summary, other.summary)
        + _ORGANISATION * _ratio(one.organisation, other.organisation)
        + _COUNTRY * 100 * is_same_country
    )


def _title_ratio(one: Gist, other: Gist) -> float:
    """Compare titles in whatever language: each with each."""
    return max(
        _ratio(one.title, other.title),
        _ratio(one.title, other.title_original),
        _ratio(one.title_original, other.title),
        _ratio(one.title_original, other.title_original),
    )


def _ratio(one: str, other: str) -> float:
    """Compare two texts, up to 100; nothing is like nothing."""
    return fuzz.ratio(one, other) if one and other else 0.0
