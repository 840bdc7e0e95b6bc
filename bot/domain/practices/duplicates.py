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
# What organisation and country can add.
_REST = 100 * (_ORGANISATION + _COUNTRY)
_ROUNDING = 1e-6
# Where titles are less alike than this, summaries must be more than that.
_HALF = 52.0
_OTHER_HALF = (THRESHOLD - _REST - _TITLE * _HALF) / _SUMMARY - _ROUNDING


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
    known = list(others)
    if not known:
        return ()
    _, _, own, original, summaries, *_ = zip(*known, strict=True)
    titles = _alike_titles(mine, (own, original))
    texts = _alike(mine.summary, summaries, _OTHER_HALF)
    found = (
        Likeness(
            *known[at][:2],
            _score(mine, known[at], title=titles.get(at), summary=texts.get(at)),
        )
        for at in titles.keys() | texts.keys()
    )
    alike = [likeness for likeness in found if likeness.score >= THRESHOLD]
    return tuple(sorted(alike, key=lambda one: (-one.score, one.practice_id))[:limit])


def _alike_titles(mine: Gist, columns: Iterable[Sequence[str]]) -> dict[int, float]:
    """Compare titles in whatever language: each with each."""
    found: dict[int, float] = {}
    for title in (mine.title, mine.title_original):
        for column in columns:
            for at, ratio in _alike(title, column, _HALF).items():
                found[at] = max(ratio, found.get(at, 0.0))
    return found


def _alike(text: str, column: Sequence[str], least: float) -> dict[int, float]:
    """Return, by place, how alike those are that are alike enough.

    Of thousands few are left; the loop over them is rapidfuzz's own.
    """
    if not text:
        return {}
    found = process.extract(
        text, column, scorer=fuzz.ratio, score_cutoff=least, limit=None
    )
    return {at: ratio for _, ratio, at in found}


def _sorted_words(text: str) -> str:
    return " ".join(sorted(joined_words_of(text)))


def _score(
    one: Gist, other: Gist, *, title: float | None, summary: float | None
) -> float:
    """Return how alike two are, or less than the threshold where they are not.

    What is known already of title and summary is not compared again.
    """
    score = _TITLE * (_title_ratio(one, other) if title is None else title)
    needed = (THRESHOLD - _REST - score) / _SUMMARY - _ROUNDING
    if summary is None:
        summary = _ratio(one.summary, other.summary, needed)
    if summary < needed:
        return score
    is_same_country = one.country == other.country != ""
    return (
        score
        + _SUMMARY * summary
        + _ORGANISATION * _ratio(one.organisation, other.organisation)
        + _COUNTRY * 100 * is_same_country
    )


def _title_ratio(one: Gist, other: Gist) -> float:
    return max(
        _ratio(one.title, other.title),
        _ratio(one.title, other.title_original),
        _ratio(one.title_original, other.title),
        _ratio(one.title_original, other.title_original),
    )


def _ratio(one: str, other: str, least: float = 0.0) -> float:
    """Compare two texts, up to 100; nothing is like nothing.

    What is less than ``least`` is 0, which is found out faster.
    """
    if not one or not other:
        return 0.0
    return fuzz.ratio(one, other, score_cutoff=max(least, 0.0))
