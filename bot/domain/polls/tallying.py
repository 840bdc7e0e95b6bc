"""Counts a poll: one voice per cluster, and the same order of times for everybody.

- Several people of a cluster may answer. For each time their best answer counts: one
  of them who can come is enough for the cluster to be there.
- Clusters that became one have one voice, that of the cluster they went up in.
- An answer counts while its author still speaks for the cluster they answered for.
- The times are ordered by how many clusters can come (yes or if need be), then by how
  many said yes, then the earlier one comes first. Two that begin at the same moment
  keep the order in which they were proposed, so there is always one winner.

Neither the order in which answers came nor when they came counts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.successions import Lineage


class PollAnswer(StrEnum):
    """What one says of a time."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


_BEST_FIRST = (PollAnswer.YES, PollAnswer.IF_NEED_BE, PollAnswer.NO)


class _Slot(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def position(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...


class _Ballot(Protocol):
    @property
    def slot_id(self) -> int: ...
    @property
    def answer(self) -> PollAnswer: ...
    @property
    def cluster(self) -> str | None: ...
    @property
    def speaks_for(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What the clusters say of one time, by key, each in one of the three at most."""

    slot_id: int
    position: int
    starts_at: datetime
    yes: frozenset[str] = frozenset()
    if_need_be: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()

    @property
    def can_come(self) -> int:
        """How many clusters would be there."""
        return len(self.yes) + len(self.if_need_be)

    @property
    def rank(self) -> tuple[int, int, datetime, int]:
        """What times are ordered by, the best first; no two of a poll are the same."""
        return -self.can_come, -len(self.yes), self.starts_at, self.position


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The counts in the order of the times; ``seats`` are all voices by key."""

    counts: tuple[Count, ...] = ()
    seats: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()

    @property
    def silent(self) -> frozenset[str]:
        """The clusters that have not answered."""
        return self.seats - self.answered

    @property
    def ranked(self) -> tuple[Count, ...]:
        """The counts with the winner first."""
        return tuple(sorted(self.counts, key=lambda each: each.rank))


def tally(
    slots: Iterable[_Slot],
    ballots: Iterable[_Ballot],
    *,
    clusters: Collection[str],
    lineage: Lineage,
) -> Tally:
    """Count the ballots; ``clusters`` are the keys of the group's active ones."""
    seats = lineage.voices(clusters)
    said: dict[tuple[int, str], set[PollAnswer]] = {}
    for each in ballots:
        voice = _voice(each, lineage)
        if voice in seats:
            said.setdefault((each.slot_id, voice), set()).add(each.answer)
    best = {place: _best(answers) for place, answers in said.items()}
    return Tally(
        counts=tuple(_count(slot, best) for slot in slots),
        seats=seats,
        answered=frozenset(voice for _, voice in best),
    )


def _voice(ballot: _Ballot, lineage: Lineage) -> str:
    """Return the voice a ballot counts for, or nothing."""
    if ballot.cluster is None or ballot.speaks_for is None:
        return ""
    given, now = lineage.voice(ballot.cluster), lineage.voice(ballot.speaks_for)
    return now if now is not None and now == given else ""


def _best(answers: Collection[PollAnswer]) -> PollAnswer:
    return next(each for each in _BEST_FIRST if each in answers)


def _count(slot: _Slot, best: Mapping[tuple[int, str], PollAnswer]) -> Count:
    found: dict[PollAnswer, set[str]] = {each: set() for each in PollAnswer}
    for (slot_id, voice), answer in best.items():
        if slot_id == slot.id:
            found[answer].add(voice)
    return Count(
        slot_id=slot.id,
        position=slot.position,
        starts_at=slot.starts_at,
        yes=frozenset(found[PollAnswer.YES]),
        if_need_be=frozenset(found[PollAnswer.IF_NEED_BE]),
        no=frozenset(found[PollAnswer.NO]),
    )
