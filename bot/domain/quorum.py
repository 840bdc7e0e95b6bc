"""Whether enough clusters take part: one voice per cluster, however many come.

A forecast counts what people answered to an invitation; a count, which clusters were
there. Neither is ever computed from the other.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.domain.meetings import Rsvp
from bot.domain.successions import Lineage

_COMING = {Rsvp.YES, Rsvp.REPRESENTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person answered; ``cluster`` is the key of the one they speak for."""

    cluster: str | None
    answer: Rsvp


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is to be expected: keys of clusters, each in one of the four.

    ``needed`` of all ``seats`` make a quorum; with no clusters there is none to make.
    """

    coming: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    needed: int = 0

    @property
    def seats(self) -> int:
        """How many clusters have a voice."""
        groups = (self.coming, self.maybe, self.declined, self.silent)
        return sum(len(each) for each in groups)

    @property
    def is_met(self) -> bool:
        """Whether enough clusters have said that they come."""
        return bool(self.seats) and len(self.coming) >= self.needed

    @property
    def missing(self) -> int:
        """How many clusters more are needed."""
        return max(0, self.needed - len(self.coming))

    @property
    def is_possible(self) -> bool:
        """Whether those who have not said no would be enough."""
        left = self.seats - len(self.declined)
        return bool(self.seats) and left >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Which clusters were there, of how many, and how many a quorum needs."""

    present: frozenset[str] = frozenset()
    seats: int = 0
    needed: int = 0

    @property
    def is_met(self) -> bool:
        """Whether enough clusters were there."""
        return bool(self.seats) and len(self.present) >= self.needed


def needed(seats: int, percent: int) -> int:
    """Return how many of the seats make a quorum: at least one, never too few.

    Whole numbers only: 0.07 * 100 is more than 7 in floating point.
    """
    return max(1, -(-seats * percent // 100)) if seats else 0


def forecast(
    answers: Iterable[Answer],
    *,
    clusters: Collection[str],
    lineage: Lineage,
    percent: int,
) -> Forecast:
    """Return what the answers promise.

    ``clusters`` are the keys of the group's active ones. Where people of one cluster
    answer differently, one who comes is enough; one who may come counts more than one
    who does not.
    """
    seats = lineage.voices(clusters)
    said: dict[str, set[Rsvp]] = {voice: set() for voice in seats}
    for each in answers:
        voice = lineage.voice(each.cluster) if each.cluster else None
        if voice in said:
            said[voice].add(each.answer)
    coming = frozenset(voice for voice, words in said.items() if words & _COMING)
    maybe = frozenset(voice for voice, words in said.items() if Rsvp.MAYBE in words)
    silent = frozenset(voice for voice, words in said.items() if not words)
    return Forecast(
        coming=coming,
        maybe=maybe - coming,
        declined=seats - coming - maybe - silent,
        silent=silent,
        needed=needed(len(seats), percent),
    )


def counted(
    present: Iterable[str],
    *,
    clusters: Collection[str],
    lineage: Lineage,
    percent: int,
) -> Count:
    """Return how many voices were there; ``present`` are keys of clusters.

    ``clusters`` are the keys of the group's active ones. A cluster that was there and
    is none of them any more had its seat then, so it has one in the count.
    """
    there = lineage.voices(present)
    seats = lineage.voices(clusters) | there
    return Count(present=there, seats=len(seats), needed=needed(len(seats), percent))
