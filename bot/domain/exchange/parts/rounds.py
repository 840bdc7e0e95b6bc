"""Rounds in which clusters were asked about a recommendation, and what they said."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.domain.consensus import REASON_LIMIT, Stance
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.parts.shapes import (
    CLUSTER,
    ENDS_FIRST,
    FLAG,
    MOMENT,
    PERSON,
    Names,
    Said,
    choice,
    count,
    is_before,
    read_parts,
    said,
    words,
)
from bot.domain.recommendations import Recommendation

_MAX_ROUND = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRecord:
    """What a cluster said in a round, and who said it for them."""

    cluster: str | None = field(metadata=said(CLUSTER))
    person: str | None = field(metadata=said(PERSON), default=None)
    stance: Stance = field(metadata=said(choice(Stance)))
    reason: str = field(metadata=said(words(REASON_LIMIT)), default="")
    is_printed: bool = field(metadata=said(FLAG, "may_print"), default=False)
    said_at: datetime = field(metadata=said(MOMENT))


def _positions(given: Fields, names: Names, name: str) -> tuple[PositionRecord, ...]:
    return read_parts(PositionRecord, given, names, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRecord:
    """A round with what was said in it."""

    number: int = field(metadata=said(count(_MAX_ROUND, 1)))
    opened_at: datetime = field(metadata=said(MOMENT))
    closes_at: datetime = field(metadata=said(MOMENT))
    ended_at: datetime | None = field(metadata=said(MOMENT), default=None)
    positions: tuple[PositionRecord, ...] = field(
        metadata=said(Said(_positions)), default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRecord:
    """A recommendation with its rounds.

    ``author`` (a person) and ``author_cluster`` are keys, ``other`` is the number of
    the one that took its place, ``reason`` why it did or why it was rejected.
    """

    recommendation: Recommendation
    author: str | None = None
    author_cluster: str | None = None
    other: int | None = None
    reason: str = ""
    rounds: tuple[RoundRecord, ...] = ()

    @property
    def number(self) -> int:
        """Its number."""
        return self.recommendation.number

    @property
    def key(self) -> str | None:
        """What it is called in files."""
        return self.recommendation.key

    @property
    def progress(self) -> tuple[int, bool]:
        """How far the clusters have been asked: in how many rounds, and if it ended."""
        last = max(self.rounds, key=lambda each: each.number, default=None)
        return (last.number, last.ended_at is not None) if last else (0, False)


def read_rounds(given: Fields, names: Any) -> tuple[RoundRecord, ...]:
    """Read the rounds of a recommendation in their order."""
    found = read_parts(RoundRecord, given, names, name="rounds")
    seen: set[int] = set()
    for place, each in enumerate(found):
        if each.number in seen:
            given.complain("rounds", f"Round {each.number} is there twice.")
        seen.add(each.number)
        _check(given, each, place)
    return tuple(sorted(found, key=lambda each: each.number or 0))


def _check(given: Fields, found: RoundRecord, place: int) -> None:
    path = f"rounds[{place}]"
    for name in ("closes_at", "ended_at"):
        if is_before(getattr(found, name), found.opened_at):
            given.complain(f"{path}.{name}", ENDS_FIRST)
    clusters = [each.cluster for each in found.positions if each.cluster]
    for cluster in sorted({each for each in clusters if clusters.count(each) > 1}):
        given.complain(f"{path}.positions", f"{cluster} is there twice.")


def keeps_outcome(new: RecommendationRecord, old: RecommendationRecord) -> bool:
    """Whether the clusters were asked here about more than the file knows of."""
    return new.progress < old.progress


def complete_recommendation(
    new: RecommendationRecord, old: RecommendationRecord
) -> RecommendationRecord:
    """Return a recommendation after an import: each cluster's later word counts."""
    after = replace(
        new,
        author=new.author or old.author,
        author_cluster=new.author_cluster or old.author_cluster,
        rounds=_rounds(new.rounds, old.rounds),
    )
    if not keeps_outcome(new, old):
        return after
    held = old.recommendation
    outcome = replace(
        new.recommendation,
        status=held.status,
        decision=held.decision,
        dissent=held.dissent,
    )
    return replace(after, recommendation=outcome, other=old.other, reason=old.reason)


def _rounds(
    new: tuple[RoundRecord, ...], old: tuple[RoundRecord, ...]
) -> tuple[RoundRecord, ...]:
    held = {each.number: each for each in old}
    given = {each.number: each for each in new}
    both = {
        number: _round(given[number], held[number])
        for number in held.keys() & given.keys()
    }
    return tuple(each for _, each in sorted({**held, **given, **both}.items()))


def _round(new: RoundRecord, old: RoundRecord) -> RoundRecord:
    last = {each.cluster: each for each in new.positions}
    for each in old.positions:
        if (said_now := last.get(each.cluster)) is None or not _is_later(
            said_now, each
        ):
            last[each.cluster] = each
    in_order = sorted(
        last.values(), key=lambda each: (each.said_at, each.cluster or "")
    )
    return replace(
        old, ended_at=old.ended_at or new.ended_at, positions=tuple(in_order)
    )


def _is_later(new: PositionRecord, old: PositionRecord) -> bool:
    return new.said_at > old.said_at
