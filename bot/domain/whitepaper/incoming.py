"""An edited draft that comes back as a file: its parts, or why it is refused.

Strict where a mistake could lose a sentence (the markers), lenient where programs
differ without anybody meaning it: line endings, a byte order mark, markers broken over
two lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.errors import ImportRejectedError
from bot.domain.whitepaper.markers import KEY

# The sample paper of 21 practices has 70 kB; some two thousand practices fit.
MAX_BYTES = 8_000_000
_REFUSED = "This file cannot be read as an edited draft. Nothing was changed."
_MOST_PROBLEMS = 20
# A marker that an editor broke has two or three lines; what is longer is no marker.
_ANY_MARKER = re.compile(r"<!--\s*sig\s*:(?P<said>.{0,300}?)-->", re.DOTALL)
_OPENED = re.compile(r"<!--\s*sig\s*:")
_BEGIN = re.compile(
    rf"begin\s+(?P<key>{KEY})\s+rev=(?P<revision>\d{{1,9}})\s+sha=(?P<sha>[0-9a-f]{{8}})"
)
_END = re.compile(rf"end\s+(?P<key>{KEY})")
_FRONT = re.compile(r'^(?P<name>\w+): "(?P<value>[^"\\]*)"$', re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n(?P<facts>.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What stands outside of the regions, from line ``line`` of the file on."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One protected region; ``sha`` and ``revision`` are those of the export."""

    key: str
    revision: int
    sha: str
    body: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """An edited draft. There is one text more than there are bodies, around them."""

    version: str
    snapshot: str
    texts: tuple[Text, ...]
    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marker:
    """A marker; ``start`` and ``end`` are its place, without the line break after."""

    said: str
    start: int
    end: int
    line: int


def decoded(data: bytes) -> str:
    """Return the file's text with one kind of line ending.

    Raises:
        ImportRejectedError: it is too large, or no UTF-8 text.
    """
    require_size(len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise rejected("It is no text in UTF-8. Save it as Markdown.") from None
    if "\0" in text:
        raise rejected("It is no text. Save it as Markdown.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def require_size(size: int) -> None:
    """Let pass what is not larger than a draft can be; ``size`` is in bytes.

    Raises:
        ImportRejectedError: it is.
    """
    if size > MAX_BYTES:
        has, most = size // 1_000_000, MAX_BYTES // 1_000_000
        raise rejected(f"The file has {has} MB; up to {most} MB can be read.")


def rejected(*problems: str) -> ImportRejectedError:
    """Return the refusal of a whole file, with the reasons."""
    shown = problems[:_MOST_PROBLEMS]
    if more := len(problems) - len(shown):
        shown = (*shown, f"and {more} more")
    return ImportRejectedError(_REFUSED, shown)


def looks_like_a_draft(data: bytes) -> bool:
    """Whether a file holds a marker of a paper, so that it is none of other forms."""
    return re.search(rb"<!--\s*sig\s*:\s*(?:begin|end)\b", data) is not None


def read(data: bytes) -> Incoming:
    """Return the parts of an edited draft.

    Raises:
        ImportRejectedError: a marker is missing, doubled, changed or out of its place;
            each reason names the line.
    """
    text = decoded(data)
    facts = _facts(text)
    markers = list(_markers(text))
    texts, bodies = _parts(text, markers)
    return Incoming(
        version=facts.get("version", ""),
        snapshot=facts.get("snapshot", ""),
        texts=tuple(texts),
        bodies=tuple(bodies),
    )


def _facts(text: str) -> dict[str, str]:
    match = _FRONT_MATTER.match(text.lstrip("\n"))
    return dict(_FRONT.findall(match["facts"])) if match else {}


def _markers(text: str) -> Iterator[_Marker]:
    whole = {match.start(): match for match in _ANY_MARKER.finditer(text)}
    problems, markers, line, seen = [], [], 1, 0
    for opened in _OPENED.finditer(text):
        start = opened.start()
        line, seen = line + text.count("\n", seen, start), start
        match = whole.get(start)
        if match is None:
            problems.append(f"Line {line}: a marker has no end (-->).")
        elif not _stands_alone(text, start, match.end()):
            problems.append(f"Line {line}: a marker needs a line of its own.")
        else:
            said = " ".join(match["said"].split())
            markers.append(_Marker(said=said, start=start, end=match.end(), line=line))
    if problems:
        raise rejected(*problems)
    yield from markers


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    after = text[end : _line_end(text, end)]
    return not before.strip() and not after.strip()


def _parts(text: str, markers: Sequence[_Marker]) -> tuple[list[Text], list[Body]]:
    """Take the file apart at its markers, or tell all that is wrong with them."""
    problems: list[str] = []
    texts: list[Text] = []
    bodies: list[Body] = []
    opened: tuple[_Marker, re.Match[str]] | None = None
    outside = _Place(text, 0, 1)
    for marker in markers:
        begin, end = _BEGIN.fullmatch(marker.said), _END.fullmatch(marker.said)
        if begin and opened is None:
            texts.append(outside.until(marker))
            opened = (marker, begin)
        elif end and opened and opened[1]["key"] == end["key"]:
            bodies.append(_body(text, *opened, end=marker))
            outside, opened = _after(text, marker), None
        else:
            problems.append(_misplaced(marker, begin or end, opened))
            # Go on as if it were meant so: one mistake is then told once.
            opened = (marker, begin) if begin else None if end else opened
    if opened:
        lacking = f"its end marker (sig:end {opened[1]['key']}) is missing"
        problems.append(f"Line {opened[0].line}: {lacking}.")
    if not markers:
        problems.append("It has no markers (<!-- sig:begin ...). Is it another file?")
    problems += _doubled(bodies)
    if problems:
        raise rejected(*problems)
    return [*texts, outside.until(None)], bodies


def _misplaced(
    marker: _Marker,
    match: re.Match[str] | None,
    opened: tuple[_Marker, re.Match[str]] | None,
) -> str:
    where = f"Line {marker.line}:"
    if match is None:
        return f"{where} the marker was changed: “{marker.said[:60]}”."
    if opened:
        return (
            f"{where} “{marker.said[:60]}” stands inside of the section "
            f"{opened[1]['key']} that begins in line {opened[0].line}."
        )
    return f"{where} the begin marker of {match['key']} is missing."


def _doubled(bodies: Sequence[Body]) -> Iterator[str]:
    first: dict[str, int] = {}
    for body in bodies:
        if body.key in first:
            yield (
                f"Line {body.line}: the section {body.key} is there twice, first in "
                f"line {first[body.key]}."
            )
        first.setdefault(body.key, body.line)


def _body(text: str, begin: _Marker, match: re.Match[str], *, end: _Marker) -> Body:
    """Take what stands between two markers, without the line breaks that part them."""
    start = _next_line(text, begin.end)
    stop = text.rfind("\n", start, end.start)
    return Body(
        key=match["key"],
        revision=int(match["revision"]),
        sha=match["sha"],
        body=text[start : max(start, stop)],
        line=begin.line,
    )


def _line_end(text: str, position: int) -> int:
    found = text.find("\n", position)
    return len(text) if found < 0 else found


def _next_line(text: str, position: int) -> int:
    return min(_line_end(text, position) + 1, len(text))


@dataclass(frozen=True, slots=True)
class _Place:
    text: str
    position: int
    line: int

    def until(self, marker: _Marker | None) -> Text:
        end = len(self.text) if marker is None else marker.start
        return Text(line=self.line, text=self.text[self.position : end])


def _after(text: str, marker: _Marker) -> _Place:
    lines = text.count("\n", marker.start, marker.end)
    return _Place(text, _next_line(text, marker.end), marker.line + lines + 1)
