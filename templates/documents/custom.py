"""Templates of a group's own, which replace those of the paper or add to them."""

import re
from dataclasses import dataclass

_STAMP = re.compile(r"\bstamp\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """Sources by name, without the suffix; ``folder`` is where they were read."""

    folder: str = ""
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called, sorted."""
        return tuple(name for name, _ in self.sources)

    def has(self, name: str) -> bool:
        """Whether there is one of this name."""
        return any(name == known for known, _ in self.sources)

    def prints_stamp(self, name: str) -> bool:
        """Whether one of them prints number or date, which each edition has anew."""
        return any(
            name == known and _STAMP.search(source) for known, source in self.sources
        )


NONE = Custom()
