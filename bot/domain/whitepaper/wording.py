"""What changed between two texts of a section, in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

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
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Piece] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        found += _pieces(tag == "equal", "".join(old[i:j]), "".join(new[k:m]))
    return tuple(found)


def _parts(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) <= _MOST_WORDS:
        return old, new
    return before.splitlines(keepends=True), after.splitlines(keepends=True)


def _pieces(is_same: bool, old: str, new: str) -> Iterator[Piece]:  # noqa: FBT001 - one caller
    if is_same:
        yield Piece(change=Change.SAME, text=old)
        return
    if old:
        yield Piece(change=Change.REMOVED, text=old)
    if new:
        yield Piece(change=Change.ADDED, text=new)
