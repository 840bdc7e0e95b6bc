"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with the white space behind it: both texts can be put together again.
_WORD = re.compile(r"\S+\s*|\s+")


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
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pieces = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Kind.SAME, "".join(old[i1:i2])))
            continue
        pieces.append(Piece(Kind.REMOVED, "".join(old[i1:i2])))
        pieces.append(Piece(Kind.ADDED, "".join(new[j1:j2])))
    return tuple(piece for piece in pieces if piece.text)
