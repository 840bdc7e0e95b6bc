"""The editor for formatted text, as typed signs: Slack's own shows the formatting.

A line that begins with ``-``, ``•`` or ``1.`` is an item of a list, two spaces in front
nest it; ``>`` quotes, three backticks fence code, ``*`` ``_`` ``~`` and a backtick
around words style them: the signs that Slack's editor takes too
(https://slack.com/help/articles/202288908-Format-your-messages).
"""

import re
from collections.abc import Iterable, Iterator

from bot.playground.people.typing import rich_text
from bot.playground.records import Json
from bot.playground.workspace import Workspace

_SIGNS = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}
_STYLES = {sign: style for style, sign in _SIGNS.items()}
_STYLED = re.compile(r"(?<!\w)([*_~`])(?=\S)(.+?)(?<=\S)\1(?!\w)")
_ITEM = re.compile(r"(?P<indent> *)(?:[-•]|(?P<number>\d{1,9})[.)])\s+(?P<text>.*)")
_INDENT = 2
_DEEPEST = 8
_FENCE = "```"


def shown(value: Json | None) -> str:
    """Return formatted text with the signs that one would type for it."""
    parts = (value or {}).get("elements") or []
    return "\n".join(line for part in parts for line in _lines(part))


def written(space: Workspace, text: str) -> Json:
    """Return what a person typed, with signs for its formatting, as a rich_text."""
    parts: list[Json] = []
    lines = iter(text.split("\n"))
    for line in lines:
        item = _ITEM.fullmatch(line)
        if line.startswith(_FENCE):
            parts.append(_part("rich_text_preformatted", _fenced(lines)))
        elif line.startswith("> "):
            _go_on(parts, "rich_text_quote", _styled(space, line[2:]))
        elif item:
            parts.append(_listed(space, item))
        else:
            _go_on(parts, "rich_text_section", _styled(space, line))
    return {"type": "rich_text", "elements": [part for part in parts if _says(part)]}


def _lines(part: Json) -> Iterator[str]:
    kind, pieces = part["type"], part.get("elements") or []
    if kind == "rich_text_list":
        margin = " " * (_INDENT * part.get("indent", 0))
        ordered, first = part.get("style") == "ordered", part.get("offset", 0) + 1
        for number, item in enumerate(pieces, start=first):
            sign = f"{number}." if ordered else "-"
            yield f"{margin}{sign} {_text(item['elements'])}"
    elif kind == "rich_text_preformatted":
        yield f"{_FENCE}\n{_text(pieces)}\n{_FENCE}"
    elif kind == "rich_text_quote":
        yield "\n".join(f"> {line}" for line in _text(pieces).split("\n"))
    else:
        yield _text(pieces)


def _text(pieces: Iterable[Json]) -> str:
    return "".join(map(_piece, pieces))


def _piece(piece: Json) -> str:
    text = str(piece.get("text") or piece.get("url") or "")
    for style, sign in _SIGNS.items():
        if (piece.get("style") or {}).get(style):
            text = f"{sign}{text}{sign}"
    return text


def _part(kind: str, pieces: list[Json]) -> Json:
    return {"type": kind, "elements": pieces}


def _go_on(parts: list[Json], kind: str, pieces: list[Json]) -> None:
    """Add a line to the paragraph or quotation above, or begin one."""
    if parts and parts[-1]["type"] == kind:
        parts[-1]["elements"] += [{"type": "text", "text": "\n"}, *pieces]
    else:
        parts.append(_part(kind, pieces))


def _listed(space: Workspace, item: re.Match[str]) -> Json:
    section = _part("rich_text_section", _styled(space, item["text"]))
    number = item["number"]
    listed: Json = {
        "type": "rich_text_list",
        "style": "ordered" if number else "bullet",
        "indent": min(len(item["indent"]) // _INDENT, _DEEPEST),
        "elements": [section],
    }
    return listed | ({"offset": int(number) - 1} if number and int(number) > 1 else {})


def _fenced(lines: Iterator[str]) -> list[Json]:
    code = []
    for line in lines:
        if line.startswith(_FENCE):
            break
        code.append(line)
    return [{"type": "text", "text": "\n".join(code)}] if code else []


def _styled(space: Workspace, line: str) -> list[Json]:
    pieces: list[Json] = []
    end = 0
    for found in _STYLED.finditer(line):
        pieces += _plain(space, line[end : found.start()])
        style = {"style": {_STYLES[found[1]]: True}}
        pieces += [piece | style for piece in _plain(space, found[2])]
        end = found.end()
    return pieces + _plain(space, line[end:])


def _plain(space: Workspace, text: str) -> list[Json]:
    parts = rich_text(space, text)["elements"]
    return [piece for part in parts for piece in part["elements"]]


def _says(part: Json) -> bool:
    return bool(part["elements"])
