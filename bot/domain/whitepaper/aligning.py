"""Which parts of two long lists are the same, in time that a long paper allows.

`difflib` compares everything with everything: a draft with thousands of practices of
which each was edited took minutes. So long lists are first parted at what stands in
both just once (patience diff), and only the short pieces between are left to it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# As many pairs are compared in well under a second; longer pieces without anything
# that stands there once are told apart as a whole.
_PAIRS = 100_000


class Span(NamedTuple):
    """From ``start`` to ``end`` of the old list, ``new_start`` to ``new_end`` of it."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def is_empty(self) -> bool:
        """Whether one of both lists has nothing here."""
        return self.start == self.end or self.new_start == self.new_end


def changed(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Span]:
    """Yield where the lists differ, in their order; between is the same."""
    at, new_at = 0, 0
    end = Span(len(old), len(old), len(new), len(new))
    for same in (*unchanged(old, new), end):
        if (at, new_at) != (same.start, same.new_start):
            yield Span(at, same.start, new_at, same.new_start)
        at, new_at = same.end, same.new_end


def unchanged(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Span]:
    """Return where the lists are the same, in their order."""
    found, left = list[Span](), [Span(0, len(old), 0, len(new))]
    while left:
        span = left.pop()
        head = _same_from_start(old, new, span)
        span = Span(head.end, span.end, head.new_end, span.new_end)
        tail = _same_to_end(old, new, span)
        span = Span(span.start, tail.start, span.new_start, tail.new_start)
        found += [each for each in (head, tail) if not each.is_empty]
        if span.is_empty:
            continue
        if (span.end - span.start) * (span.new_end - span.new_start) <= _PAIRS:
            found += _compared(old, new, span)
        else:
            left += _parted(old, new, span)
    return sorted(found)


def _same_from_start(
    old: Sequence[Hashable], new: Sequence[Hashable], span: Span
) -> Span:
    end, new_end = span.start, span.new_start
    while end < span.end and new_end < span.new_end and old[end] == new[new_end]:
        end, new_end = end + 1, new_end + 1
    return Span(span.start, end, span.new_start, new_end)


def _same_to_end(old: Sequence[Hashable], new: Sequence[Hashable], span: Span) -> Span:
    length, most = 0, min(span.end - span.start, span.new_end - span.new_start)
    while (
        length < most and old[span.end - 1 - length] == new[span.new_end - 1 - length]
    ):
        length += 1
    return Span(span.end - length, span.end, span.new_end - length, span.new_end)


def _compared(
    old: Sequence[Hashable], new: Sequence[Hashable], span: Span
) -> Iterator[Span]:
    matcher = SequenceMatcher(
        None,
        old[span.start : span.end],
        new[span.new_start : span.new_end],
        autojunk=False,
    )
    for start, new_start, length in matcher.get_matching_blocks():
        at, new_at = span.start + start, span.new_start + new_start
        if length:
            yield Span(at, at + length, new_at, new_at + length)


def _parted(
    old: Sequence[Hashable], new: Sequence[Hashable], span: Span
) -> Iterator[Span]:
    """Yield the pieces that begin with something that stands in both just once."""
    anchors = _rising(_pairs(old, new, span))
    ends = [*anchors[1:], (span.end, span.new_end)]
    if anchors:
        yield Span(span.start, anchors[0][0], span.new_start, anchors[0][1])
    for (at, new_at), (end, new_end) in zip(anchors, ends, strict=False):
        yield Span(at, end, new_at, new_end)


def _pairs(
    old: Sequence[Hashable], new: Sequence[Hashable], span: Span
) -> list[tuple[int, int]]:
    """Return the places of what both have once, in the order of the old list."""
    once = Counter(old[span.start : span.end])
    new_once = Counter(new[span.new_start : span.new_end])
    places = {new[at]: at for at in range(span.new_start, span.new_end)}
    return [
        (at, places[old[at]])
        for at in range(span.start, span.end)
        if once[old[at]] == 1 and new_once[old[at]] == 1
    ]


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs that are in one order in both lists.

    Patience sorting: M. L. Fredman, "On computing the length of longest increasing
    subsequences", Discrete Mathematics 11 (1975).
    """
    tops, piles = list[int](), list[int]()
    before = list[int | None]()
    for index, (_, new_at) in enumerate(pairs):
        pile = bisect_left(tops, new_at)
        before.append(piles[pile - 1] if pile else None)
        tops[pile : pile + 1] = [new_at]
        piles[pile : pile + 1] = [index]
    found, index_now = list[tuple[int, int]](), piles[-1] if piles else None
    while index_now is not None:
        found.append(pairs[index_now])
        index_now = before[index_now]
    return found[::-1]
