"""Which characters the PDF's fonts have, and what is printed in place of others."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection
from functools import cache
from pathlib import Path

from anyascii import anyascii

from templates.documents.values import Replacement

_RANGES = Path(__file__).with_name("printable.txt")
# They shape the character before them and are nothing by themselves.
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_FLAG = range(0x1F1E6, 0x1F200)
_NAMED = re.compile(r":(?P<name>[a-z0-9_+-]+):", re.ASCII)
_UNKNOWN = "?"


class Printer:
    """Writes texts in characters that the fonts have, and counts what it replaced.

    ``without`` are characters that turned out not to be printable.
    """

    def __init__(self, *, without: Collection[str] = ()) -> None:
        self.without = frozenset(without)
        self.counts: Counter[str] = Counter()

    def __call__(self, text: str) -> str:
        """Return the text in characters that the fonts have."""
        if text.isascii() and not self.without:
            return text
        return "".join(map(self._one, text))

    def _one(self, character: str) -> str:
        if is_printable(character) and character not in self.without:
            return character
        if _JOINERS.match(character):
            return ""
        self.counts[character] += 1
        return words_for(character)

    def replaced(self) -> tuple[Replacement, ...]:
        """Return what was replaced, the most frequent first."""
        return tuple(
            Replacement(character=each, words=words_for(each), count=count)
            for each, count in sorted(
                self.counts.items(), key=lambda item: (-item[1], item[0])
            )
        )


def is_printable(character: str) -> bool:
    """Whether one of the fonts has it."""
    starts, ends = _printable()
    place = bisect_right(starts, ord(character)) - 1
    return place >= 0 and ord(character) <= ends[place]


@cache
def words_for(character: str) -> str:
    """Return a character in Latin letters, or its name: 北 is Bei, 🚀 [rocket]."""
    if ord(character) in _FLAG:
        return chr(ord(character) - _FLAG.start + ord("A"))
    letters, name = anyascii(character), unicodedata.name(character, "").lower()
    if named := _NAMED.fullmatch(letters):
        return f"[{named['name'].replace('_', ' ')}]"
    if letters.strip() and character.isalnum():
        return letters
    if unicodedata.category(character).startswith(("M", "C")):
        return ""
    return f"[{name}]" if name else letters.strip() or _UNKNOWN


@cache
def _printable() -> tuple[list[int], list[int]]:
    """Read the ranges, one a line in hexadecimal: ``0020-007e``."""
    starts, ends = [], []
    for line in _RANGES.read_text(encoding="ascii").splitlines():
        if line and not line.startswith("#"):
            first, _, last = line.partition("-")
            starts.append(int(first, 16))
            ends.append(int(last or first, 16))
    return starts, ends
