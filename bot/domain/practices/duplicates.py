"""Practices that look like the same one: near-equal titles, summaries, organisations.

Accents, capitals, punctuation and the order of words do not matter; a few typing
mistakes do not either. It only ever asks: a person decides.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.domain.practices.search import joined_words_of
from bot.domain.practices.values import PracticeContent

# Title and summary carry the weight; the same organisation and country alone are no
# sign, because one hospital has many practices.
_TITLE, _SUMMARY, _ORGANISATION, _COUNTRY = 0.55, 0.30, 0.10, 0.05
# Between the most alike pair of the sample group (53) and its practices typed again
# with quite another title (63), or another summary, organisation and country (70).
THRESHOLD = 60.0


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
    mine = _bare(gist_of(content))
    found = (Likeness(*other[:2], _score(mine, _bare(other))) for other in others)
    alike = [likeness for likeness in found if likeness.score >= THRESHOLD]
    return tuple(sorted(alike, key=lambda one: (-one.score, one.practice_id))[:limit])


def _bare(gist: Gist) -> Gist:
    """Return it with the folded words of titles and summary in alphabetical order."""
    return gist._replace(
        title=_sorted_words(gist.title),
        title_original=_sorted_words(gist.title_original),
        summary=_sorted_words(gist.summary),
    )


def _sorted_words(text: str) -> str:
    return " ".join(sorted(joined_words_of(text)))


def _score(one: Gist, other: Gist) -> float:
    score = _TITLE * _title_ratio(one, other)
    score += _SUMMARY * _ratio(one.summary, other.summary)
    if score + 100 * (_ORGANISATION + _COUNTRY) < THRESHOLD:
        return score  # of thousands nearly all end here
    mine, theirs = _sorted_words(one.organisation), _sorted_words(other.organisation)
    is_same_country = one.country == other.country != ""
    return (
        score + _ORGANISATION * _ratio(mine, theirs) + _COUNTRY * 100 * is_same_country
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
