"""Which needs and offers fit, across clusters and never within one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

from bot.domain.clusters import OrganisationStatus
from bot.domain.matching.offers import Offer, OfferKind

# Cluster -> the clusters that stand for it today; itself where it is not named.
Holders = Mapping[int, frozenset[int]]

# Words in common, from 0 to 100, from which two texts of different themes fit.
# Tried with pairs of sentences as people of clusters write them: "A hospital that
# tries our remote ECG service" and "Test beds for remote monitoring in two hospitals"
# reach 59, the lowest of ten that belong together; sentences that have nothing to do
# with each other reach 56 at most, because token_set_ratio also counts letters in
# common, and 40 on average.
ENOUGH_IN_COMMON = 58
_WORD = re.compile(r"[a-z0-9]{2,}")
# Words that every such text may hold, and that therefore say nothing.
_EMPTY_WORDS = frozenset(
    _WORD.findall(
        "about also an and any are as at be by can care cluster clusters companies "
        "company find for from has have health help in into is it its like look "
        "looking looks member members need needs of offer offering offers on or our "
        "partner partners search seek seeking that the their them there these they "
        "this to us want we who will with would you your"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A need and an offer of two clusters that fit; ``score`` as above."""

    need: Offer
    offer: Offer
    is_same_theme: bool
    score: int


def holders(
    statuses: Mapping[int, OrganisationStatus], parts: Iterable[tuple[int, int]]
) -> Holders:
    """Return who stands for each cluster that is gone, or nobody.

    ``parts`` are pairs of predecessor and successor. One that was merged without a
    known successor stands for itself; one that was dissolved is held by nobody.
    """
    successors: dict[int, set[int]] = {}
    for predecessor, successor in parts:
        if statuses.get(predecessor) is not OrganisationStatus.ACTIVE:
            successors.setdefault(predecessor, set()).add(successor)
    return {
        cluster_id: frozenset(_last(cluster_id, successors, statuses))
        for cluster_id in statuses
    }


def _last(
    start: int,
    successors: Mapping[int, set[int]],
    statuses: Mapping[int, OrganisationStatus],
) -> Iterator[int]:
    seen, waiting = {start}, [start]
    while waiting:
        current = waiting.pop()
        later = successors.get(current, set())
        waiting += later - seen
        seen |= later
        if not later and statuses.get(current) is not OrganisationStatus.DISSOLVED:
            yield current


def held_by(cluster_id: int, known: Holders) -> frozenset[int]:
    """Return the clusters that stand for this one today."""
    return known.get(cluster_id, frozenset({cluster_id}))


def is_within_one(one: Offer, other: Offer, known: Holders) -> bool:
    """Whether both are of one cluster, also by merger, or of one person."""
    if one.cluster_id == other.cluster_id:
        return True
    if one.person_id is not None and one.person_id == other.person_id:
        return True
    return bool(held_by(one.cluster_id, known) & held_by(other.cluster_id, known))


def fit(one: Offer, other: Offer, *, day: date, known: Holders) -> Pair | None:
    """Return the two as a pair, whichever comes first, or None if they do not fit."""
    if {one.kind, other.kind} != {OfferKind.NEED, OfferKind.OFFER}:
        return None
    need, offer = (one, other) if one.kind is OfferKind.NEED else (other, one)
    if not all(_is_alive(each, day, known) for each in (need, offer)):
        return None
    if is_within_one(need, offer, known):
        return None
    is_same_theme = need.theme is not None and need.theme == offer.theme
    score = in_common(need.text, offer.text)
    if not is_same_theme and score < ENOUGH_IN_COMMON:
        return None
    return Pair(need=need, offer=offer, is_same_theme=is_same_theme, score=score)


def pairs(
    statements: Iterable[Offer], *, day: date, known: Holders
) -> tuple[Pair, ...]:
    """Return what fits: same theme first, then words in common, newest first."""
    alive = [each for each in statements if _is_alive(each, day, known)]
    needs = [each for each in alive if each.kind is OfferKind.NEED]
    offers = [each for each in alive if each.kind is OfferKind.OFFER]
    found = (
        fit(need, offer, day=day, known=known) for need in needs for offer in offers
    )
    return tuple(sorted((pair for pair in found if pair), key=_rank))


def in_common(one: str, other: str) -> int:
    """Return how much two texts have in common, from 0 to 100.

    token_set_ratio leaves order and repetition aside and forgives endings (robot,
    robots); https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html.
    """
    return round(fuzz.token_set_ratio(_words(one), _words(other)))


@lru_cache(maxsize=2000)
def _words(text: str) -> str:
    found = set(_WORD.findall(anyascii(text).casefold())) - _EMPTY_WORDS
    return " ".join(sorted(found))


def _is_alive(offer: Offer, day: date, known: Holders) -> bool:
    return offer.is_open(day) and bool(held_by(offer.cluster_id, known))


def _rank(pair: Pair) -> tuple[bool, int, int, int, int]:
    newest = max(pair.need.stated_on, pair.offer.stated_on).toordinal()
    ids = pair.need.id, pair.offer.id
    return (not pair.is_same_theme, -pair.score, -newest, -max(ids), min(ids))
