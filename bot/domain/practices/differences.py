"""What changed between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with the white space behind it: both texts can be put together again.
_WORD = re.compile(r"\S+\s*|\s+")
_SENTENCE = re.compile(r"[^\n.!?]*[\n.!?]+\s*|[^\n.!?]+")
# How many pairs of equal words may be looked at; a text of one word, again and again,
# would take minutes.
_PAIRS = 100_000


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went or came."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces in reading order; what went stands before what came.

    The pieces that stayed and went are ``before``, those that stayed and came are
    ``after``.
    """
    old, new = _cut(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pieces = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Kind.SAME, "".join(old[i1:i2])))
            continue
        pieces.append(Piece(Kind.REMOVED, "".join(old[i1:i2])))
        pieces.append(Piece(Kind.ADDED, "".join(new[j1:j2])))
    return tuple(piece for piece in pieces if piece.text)


def _cut(before: str, after: str) -> tuple[Sequence[str], Sequence[str]]:
    """Cut both texts into words; into sentences, or not at all, where that is less."""
    for pattern in (_WORD, _SENTENCE):
        old, new = pattern.findall(before), pattern.findall(after)
        often = Counter(new)
        if sum(often[part] for part in old) <= _PAIRS:
            return old, new
    return [before], [after]
