"""Who follows whom: the graph of clusters that all successions together make."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.successions.values import Succession, SuccessionKind

_REMARKS: Mapping[SuccessionKind, str] = {
    SuccessionKind.MERGER: "since {year} part of {names}",
    SuccessionKind.SPLIT: "since {year} split into {names}",
    SuccessionKind.RENAME: "since {year}: {names}",
    SuccessionKind.REPLACEMENT: "since {year} replaced by {names}",
}


@dataclass(frozen=True, slots=True)
class Lineage:
    """The successions in force, oldest first, and the names of the clusters by key.

    Clusters are named as they are called now, so that a corrected spelling counts
    everywhere; one that is not in ``names`` as it was called then.
    """

    successions: tuple[Succession, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def end_of(self, key: str) -> Succession | None:
        """Return what ended a cluster, or None while it goes on."""
        ends = (each for each in self.successions if key in each.predecessors)
        return next(ends, None)

    def has_ended(self, key: str) -> bool:
        """Whether another cluster took this one's place."""
        return self.end_of(key) is not None

    def voice(self, key: str) -> str | None:
        """Return the cluster that speaks for this one today.

        None after a split: nobody can say for whom its people will speak.
        """
        last, is_split = self._last(key, date.max)
        return None if is_split else last

    def voices(self, keys: Iterable[str]) -> frozenset[str]:
        """Return the voices of clusters: five that became one have one."""
        return frozenset(filter(None, map(self.voice, keys)))

    def voices_on(self, keys: Iterable[str], day: date) -> frozenset[str]:
        """Return the voices that clusters had on a day; a split one keeps its own."""
        return frozenset(self._last(key, day)[0] for key in keys)

    def name_on(self, key: str, day: date) -> str:
        """Return what a cluster was called on a day; after a split its own name."""
        return self.name(self._last(key, day)[0])

    def name(self, key: str) -> str:
        """Return the name of a cluster alone."""
        if key in self.names:
            return self.names[key]
        for each in self.successions:
            for known in (each.predecessors, each.successors):
                if key in known:
                    return known[key]
        return key

    def remark(self, key: str) -> str:
        """Return what became of a cluster: ``(since 2021 part of X)``, or nothing."""
        said = [
            _REMARKS[step.kind].format(
                year=step.effective_on.year,
                names=_series([self.name(each) for each in step.successors]),
            )
            for step in self._steps(key)
        ]
        return f"({'; '.join(said)})" if said else ""

    def historic_name(self, key: str) -> str:
        """Return a cluster's name with the remark on what became of it."""
        return f"{self.name(key)} {self.remark(key)}".rstrip()

    def followers(self, key: str) -> tuple[str, ...]:
        """Return the clusters that a cluster went up in, one after the other."""
        return tuple(each for step in self._steps(key) for each in step.successors)

    def ancestors(self, key: str) -> frozenset[str]:
        """Return every cluster that went up in this one, over any number of steps."""
        found: set[str] = set()
        waiting = [key]
        while waiting:
            current = waiting.pop()
            before = {
                each
                for step in self.successions
                if current in step.successors
                for each in step.predecessors
            }
            waiting += before - found
            found |= before
        return frozenset(found)

    def beginning_of(self, key: str) -> Succession | None:
        """Return the newest succession by which others went up in a cluster."""
        found = [each for each in self.successions if key in each.successors]
        return max(found, key=lambda each: each.effective_on, default=None)

    def later_than(self, succession: Succession) -> tuple[Succession, ...]:
        """Return what was built on a succession: later ones that touch its clusters."""
        touched = {*succession.successors, *succession.predecessors}
        return tuple(
            each
            for each in self.successions
            if each.id > succession.id
            and touched & {*each.predecessors, *each.successors}
        )

    def _last(self, key: str, day: date) -> tuple[str, bool]:
        """Return the last cluster of a line on a day, and whether it was split then."""
        for step in self._steps(key):
            if step.effective_on > day:
                break
            if len(step.successors) > 1:
                return key, True
            (key,) = step.successors
        return key, False

    def _steps(self, key: str) -> Iterator[Succession]:
        """Follow a cluster from one succession to the next, until a split."""
        for _ in self.successions:  # each ends a cluster once, so these are enough
            step = self.end_of(key)
            if step is None:
                return
            yield step
            if len(step.successors) > 1:
                return
            (key,) = step.successors


def _series(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
