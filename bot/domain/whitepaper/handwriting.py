"""What the machine may say about hand-written text: it warns and never rewrites."""

import re
from collections.abc import Iterator

from bot.domain.whitepaper.document import Counts, Gap, GapKind
from bot.domain.whitepaper.values import Section

# Sections are headings of level two, so those inside must be lower.
_LOWEST_SECTION_LEVEL = 2
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_HEADING = re.compile(r" {0,3}(?P<level>#{1,6})(?:\s|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = (
    *(*_ONES, "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
_NUMBERS = {word: number for number, word in enumerate(_WORDS, start=1)}
_NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_NUMBERS |= {
    f"{ten}-{one}": _NUMBERS[ten] + _NUMBERS[one] for ten in _TENS for one in _ONES
}
_SPELLED = "|".join(sorted(_NUMBERS, key=len, reverse=True)).replace("-", "[- ]")
# What may stand between the number and the word, as in "eleven online meetings".
_BETWEEN = (
    *("member", "good", "adopted", "accepted", "printed", "collected", "different"),
    *("online", "regular", "national", "plenary", "policy", "European"),
)
_CLAIM = re.compile(
    # Not the second half of 2021-10, 3.10 or 1 000.
    rf"(?<![\w.,\u2013-])(?<!\d[ \u00a0])(?P<number>\d{{1,4}}|{_SPELLED})\W{{1,4}}"
    rf"(?:(?:{'|'.join(_BETWEEN)})\W+){{0,2}}"
    r"(?P<what>times|meetings|clusters|practices|recommendations|countries|themes)\b"
    # "three times more" speaks of no meeting.
    r"(?!\W+(?:more|less|fewer|as|than|higher|lower|larger|smaller|faster|cheaper)\b)",
    re.IGNORECASE,
)
# "one practice a year" or "two clusters merged" seldom speak of the whole paper.
_SMALLEST_CLAIM = 3


def remarks(section: Section, counts: Counts) -> Iterator[Gap]:
    """Yield what an editor should look at in the section's body."""
    yield from structure_remarks(section)
    yield from _contradictions(section.title, section.body or "", counts)


def structure_remarks(section: Section) -> Iterator[Gap]:
    """Yield what is wrong with the headings and fences of the body alone."""
    top, is_open = _structure(section.body or "")
    if top <= _LOWEST_SECTION_LEVEL:
        yield Gap(kind=GapKind.HEADING_TOO_HIGH, subject=section.title)
    if is_open:
        yield Gap(kind=GapKind.OPEN_FENCE, subject=section.title)


def open_fence(body: str) -> str | None:
    """Return the fence that a body leaves open, so that it can be closed after it."""
    fence: str | None = None
    for line in body.split("\n"):
        fence = _fence_after(line, fence)
    return fence


def _fence_after(line: str, fence: str | None) -> str | None:
    match = _FENCE.fullmatch(line)
    if match is None:
        return fence
    if fence is None:
        is_code_span = match["fence"][0] == "`" and "`" in match["info"]
        return None if is_code_span else match["fence"]
    closes = match["fence"].startswith(fence) and not match["info"].strip()
    return None if closes else fence


def _structure(body: str) -> tuple[int, bool]:
    """Return the highest heading's level (7 without any) and if a fence is open."""
    top, fence, before = 7, None, ""
    for line in body.split("\n"):
        inside = fence is not None
        fence = _fence_after(line, fence)
        if not inside and fence is None:
            if match := _HEADING.match(line):
                top = min(top, len(match["level"]))
            elif before.strip() and "|" not in before and _UNDERLINE.fullmatch(line):
                top = min(top, 1 if "=" in line else _LOWEST_SECTION_LEVEL)
        before = line
    return top, fence is not None


def _contradictions(title: str, body: str, counts: Counts) -> Iterator[Gap]:
    known = {
        "times": counts.meetings_held,
        "meetings": counts.meetings_held,
        "clusters": counts.clusters,
        "practices": counts.practices,
        "recommendations": counts.recommendations,
        "countries": counts.countries,
        "themes": counts.themes,
    }
    # The clusters and the practices come from countries; either may be meant.
    also = {
        "countries": counts.cluster_countries,
        "practices": counts.practices_accepted,
    }
    for match in _CLAIM.finditer(body):
        word, what = match["number"].lower().replace(" ", "-"), match["what"].lower()
        number = _NUMBERS.get(word) or int(word)
        counted = known[what]
        if number >= _SMALLEST_CLAIM and number not in {counted, also.get(what)}:
            yield Gap(
                kind=GapKind.CONTRADICTION,
                subject=title,
                detail=re.sub(r"\W+", " ", match[0]),
                count=counted,
            )
