"""Counts a round: one voice per cluster, also while clusters become one or several.

- What a cluster said last counts, whoever of its people said it.
- Clusters that became one have one voice. Until somebody speaks for it, what they had
  said stands, and where they had said different things the most reserved: an objection
  does not disappear because its cluster went up in another one.
- Where one cluster became several, its word stands for each until that one speaks.
- A round that is over keeps the clusters of its last moment: what becomes of them later
  changes nothing in what was decided.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.consensus.values import Position, Proposed, Stance, Tally
from bot.domain.successions import Lineage

_RESERVE = {Stance.SUPPORT: 0, Stance.LIVE_WITH: 1, Stance.OBJECT: 2}


def count(proposed: Proposed, voices: Iterable[str], lineage: Lineage) -> Tally:
    """Count the last round; ``voices`` are the clusters of today, by key.

    The order of the positions does not matter.
    """
    words = _last_words(proposed.positions)
    ended = proposed.round.ended_at if proposed.round else None
    said = _voiced(words, _until(lineage, ended))
    heard = {voice for each in words for voice in _speakers(each.cluster, lineage)}

    def those(stance: Stance) -> tuple[Position, ...]:
        found = (each for each in said if each.stance is stance)
        return tuple(sorted(found, key=lambda each: each.cluster))

    return Tally(
        support=those(Stance.SUPPORT),
        live_with=those(Stance.LIVE_WITH),
        against=those(Stance.OBJECT),
        silent=tuple(sorted(set(voices) - heard)),
    )


def _last_words(positions: Iterable[Position]) -> tuple[Position, ...]:
    ordered = sorted(positions, key=lambda each: (each.said_at, each.cluster))
    return tuple({each.cluster: each for each in ordered}.values())


def _until(lineage: Lineage, moment: datetime | None) -> Lineage:
    """Return who followed whom at that moment; None is today."""
    if moment is None:
        return lineage
    made = (each for each in lineage.successions if each.made_at <= moment)
    return Lineage(tuple(made), lineage.names)


def _voiced(words: Sequence[Position], lineage: Lineage) -> list[Position]:
    """Return one position for each voice."""
    found: defaultdict[str, list[Position]] = defaultdict(list)
    for each in words:
        for voice in _speakers(each.cluster, lineage):
            found[voice].append(each)
    return [
        replace(_standing(said, lineage), cluster=voice)
        for voice, said in found.items()
    ]


def _speakers(key: str, lineage: Lineage) -> frozenset[str]:
    """Return whoever speaks for a cluster: several where it was split."""
    voice = lineage.voice(key)
    if voice is not None:
        return frozenset({voice})
    after = (_speakers(each, lineage) for each in lineage.followers(key))
    return frozenset().union(*after)


def _standing(words: Sequence[Position], lineage: Lineage) -> Position:
    """Return the word that stands of those that clusters of one line said."""
    left = [
        each
        for each in words
        if not any(_is_replaced(each, other, lineage) for other in words)
    ]
    return max(left, key=lambda each: (_RESERVE[each.stance], each.said_at))


def _is_replaced(word: Position, other: Position, lineage: Lineage) -> bool:
    """Whether a cluster that followed spoke since it did."""
    change = lineage.end_of(word.cluster)
    if change is None or other.cluster not in lineage.followers(word.cluster):
        return False
    return other.said_at > max(word.said_at, change.made_at)
