"""A succession: which clusters ended on a day, and which follow them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class SuccessionKind(StrEnum):
    """How clusters went up in others."""

    MERGER = "merger"
    SPLIT = "split"
    RENAME = "rename"
    REPLACEMENT = "replacement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One cluster that ended and one that follows it, by keys; names as they were.

    A key is empty when its cluster is gone from the group: only a succession that was
    undone can have such a part.
    """

    predecessor: str
    successor: str
    predecessor_name: str
    successor_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """A change of the graph of clusters: every predecessor to every successor.

    ``effective_on`` is a day of the group's home zone; ``nonce`` makes a repeated
    submission the same change; ``undone_at`` is set once it was taken back.
    """

    id: int = 0
    kind: SuccessionKind
    effective_on: date
    note: str = ""
    parts: tuple[Part, ...]
    nonce: str = ""
    made_by: int | None = None
    made_at: datetime
    undone_at: datetime | None = None

    @property
    def predecessors(self) -> Mapping[str, str]:
        """The names of the clusters that ended, by key."""
        return {part.predecessor: part.predecessor_name for part in self.parts}

    @property
    def successors(self) -> Mapping[str, str]:
        """The names of the clusters that follow, by key."""
        return {part.successor: part.successor_name for part in self.parts}

    @property
    def old_names(self) -> tuple[str, ...]:
        """The names of the clusters that ended, each once."""
        return tuple(dict.fromkeys(part.predecessor_name for part in self.parts))

    @property
    def new_names(self) -> tuple[str, ...]:
        """The names of the clusters that follow, each once."""
        return tuple(dict.fromkeys(part.successor_name for part in self.parts))
