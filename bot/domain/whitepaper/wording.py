"""What changed between two texts of a section, in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.whitepaper.aligning import changed

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Longer texts are compared line by line: word by word would take minutes.
_MOST_WORDS = 6000


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of one of the two texts, and whether the other has it too."""

    change: Change
    text: str


def compared(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one row of pieces.

    Those that are not added are ``before``, those not removed ``after``, byte for
    byte.
    """
    old, new = _parts(before, after)
    found: list[Piece] = []
    at = 0
    for i, j, k, m in changed(old, new):
        found += _pieces(Change.SAME, old[at:i])
        found += _pieces(Change.REMOVED, old[i:j])
        found += _pieces(Change.ADDED, new[k:m])
        at = j
    return (*found, *_pieces(Change.SAME, old[at:]))


def _parts(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) <= _MOST_WORDS:
        return old, new
    return before.splitlines(keepends=True), after.splitlines(keepends=True)


def _pieces(change: Change, words: Sequence[str]) -> Iterator[Piece]:
    if words:
        yield Piece(change=change, text="".join(words))
