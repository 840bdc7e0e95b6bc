"""Two edits of one text brought together, where they do not touch each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.whitepaper.aligning import changed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hunk:
    """Lines ``start`` to ``end`` of the base are replaced by ``lines``."""

    start: int
    end: int
    lines: tuple[str, ...]

    def touches(self, other: "_Hunk") -> bool:
        """Whether both change the same line or lines next to each other."""
        return self.start <= other.end and other.start <= self.end


def merge(base: str, ours: str, theirs: str) -> str | None:
    """Return the base with the changes of both, or None where they collide.

    Compared line by line, as editors and version control do. Changes of lines next to
    each other collide too: whether they still fit together only a person can tell.
    The same change on both sides is made once.
    """
    if theirs in {ours, base}:
        return ours
    if ours == base:
        return theirs
    lines = _lines(base)
    mine, yours = _hunks(lines, _lines(ours)), _hunks(lines, _lines(theirs))
    if any(a.touches(b) and a != b for a in mine for b in yours):
        return None
    return "".join(_applied(lines, sorted({*mine, *yours}, key=_place)))


def _lines(text: str) -> list[str]:
    # Not splitlines(): that would also part a line at U+2028 and a form feed.
    return text.replace("\n", "\n\0").split("\0")


def _place(hunk: _Hunk) -> tuple[int, int]:
    return hunk.start, hunk.end


def _hunks(base: Sequence[str], text: Sequence[str]) -> list[_Hunk]:
    return [
        _Hunk(start=start, end=end, lines=tuple(text[new_start:new_end]))
        for start, end, new_start, new_end in changed(base, text)
    ]


def _applied(base: Sequence[str], hunks: Sequence[_Hunk]) -> Iterator[str]:
    done = 0
    for hunk in hunks:
        yield from base[done : hunk.start]
        yield from hunk.lines
        done = hunk.end
    yield from base[done:]
