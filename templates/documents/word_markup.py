"""The paper's nodes as WordprocessingML (ECMA-376), the language of Word's files."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from templates.documents.typesetting import Node

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
BULLETS = 1
ACCENT = "0B3D75"
BOX = "Box"
_BAR = f'w:val="single" w:sz="12" w:space="8" w:color="{ACCENT}"'
BOX_SHAPE = f'<w:pBdr><w:left {_BAR}/></w:pBdr><w:ind w:left="200"/>'
# The first two notes of a file are the lines above notes.
_FIRST_NOTE = 2
# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_ADDRESS = ":/?#[]@!$&'()*+,;=%-._~"
_MARKS = {
    "strong": "<w:b/>",
    "em": "<w:i/>",
    "code": '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
}
# The order in which Word's schema wants them.
_ORDER = ("code", "strong", "em", "sup")
_DEEPEST_LIST = 8
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="C9D1DD"'

_LINE_BREAK = "<w:r><w:br/></w:r>"

Draw = Callable[[str, str], str]
Marks = frozenset[str]
_NONE: Marks = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: its style, and its list if it is in one."""

    style: str = ""
    list_id: int = 0
    level: int = -1
    is_first: bool = False


@dataclass(slots=True)
class Part:
    """One part of the file with the addresses that its links lead to."""

    prefix: str
    addresses: dict[str, str] = field(default_factory=dict)

    def link_id(self, address: str) -> str:
        """Return the name of the relationship to an address."""
        name = f"{self.prefix}{len(self.addresses) + 1}"
        return self.addresses.setdefault(address, name)


class WordWriter:
    """Writes nodes as markup, and remembers what other parts of the file need."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.main, self.footnotes = Part("link"), Part("link")
        self.part = self.main
        self.notes: list[str] = []
        self.note_numbers: dict[str, int] = {}
        self.numberings: list[int] = []
        self.names: dict[str, str] = {}
        self.headings: list[tuple[int, str, str]] = []
        self._blocks: dict[str, Callable[[list[Any], Place], str]] = {
            "par": self._paragraph,
            "heading": self._heading,
            "list": self._items,
            "enum": self._numbered,
            "quote": self._quote,
            "listing": self._listing,
            "rule": self._rule,
            "box": self._box,
            "picture": self._picture,
            "table": self._table,
        }
        self._words: dict[str, Callable[[list[Any], Marks], str]] = {
            "strong": lambda rest, marks: self.line(rest[0], marks | {"strong"}),
            "em": lambda rest, marks: self.line(rest[0], marks | {"em"}),
            "sup": lambda rest, marks: self.line(rest[0], marks | {"sup"}),
            "code": lambda rest, marks: _run(rest[0], marks | {"code"}),
            "plain": lambda rest, marks: self.line(rest[0], marks),
            "break": lambda _, __: _LINE_BREAK,
            "picture": lambda rest, _: self.draw(*rest),
            "anchor": lambda rest, _: self.bookmark(rest[0]),
            "link": self._link,
            "ref": self._ref,
            "note": self._note,
            "again": self._again,
        }

    def blocks(self, nodes: Sequence[Node], place: Place | None = None) -> str:
        """Return what stands one below the other."""
        place = place or Place()
        parts, was_table = [], False
        for node in nodes:
            is_table = node[0] == "table"
            # Two tables without a paragraph between them would become one.
            if is_table and was_table:
                parts.append("<w:p/>")
            parts.append(self._blocks[node[0]](list(node[1:]), place))
            was_table = is_table
            place = replace(place, is_first=False)
        return "".join(parts)

    def line(self, nodes: Sequence[Node], marks: Marks = _NONE) -> str:
        """Return what stands in a line."""
        return "".join(
            _run(node, marks)
            if isinstance(node, str)
            else self._words[node[0]](node[1:], marks)
            for node in nodes
        )

    def name_of(self, anchor: str) -> str:
        """Return the bookmark of an id: Word takes 40 plain letters and digits."""
        return self.names.setdefault(anchor, f"place{len(self.names) + 1}")

    def bookmark(self, anchor: str) -> str:
        """Return a place that links lead to."""
        name = self.name_of(anchor)
        number = name.removeprefix("place")
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def _paragraph(self, rest: list[Any], place: Place) -> str:
        return _par(self.line(rest[0]), place)

    def _heading(self, rest: list[Any], place: Place) -> str:
        level, anchor, words = rest
        anchor = anchor or f"heading-{len(self.headings)}"
        text = "".join(words)
        self.headings.append((level, self.name_of(anchor), text))
        shape = BOX_SHAPE if place.style == BOX else ""
        words = self.bookmark(anchor) + self.line(words)
        return _par(words, Place(f"Heading{level}"), shape)

    def _items(self, rest: list[Any], place: Place) -> str:
        return self._list(rest[0], BULLETS, place)

    def _numbered(self, rest: list[Any], place: Place) -> str:
        start, items = rest
        self.numberings.append(start)
        return self._list(items, BULLETS + len(self.numberings), place)

    def _list(self, items: list[list[Node]], list_id: int, place: Place) -> str:
        level = min(place.level + 1, _DEEPEST_LIST)
        inside = Place("ListParagraph", list_id, level, is_first=True)
        return "".join(self._item(item, inside) for item in items)

    def _item(self, item: list[Node], place: Place) -> str:
        anchors = [node for node in item if node[0] == "anchor"]
        blocks = [node for node in item if node[0] != "anchor"] or [["par", []]]
        if blocks[0][0] != "par":
            blocks.insert(0, ["par", []])
        first = ["par", [*anchors, *blocks[0][1]]]
        return self.blocks([first, *blocks[1:]], place)

    def _quote(self, rest: list[Any], _: Place) -> str:
        return self.blocks(rest[0], Place("Quote"))

    def _listing(self, rest: list[Any], _: Place) -> str:
        lines = [_run(line, _NONE) for line in rest[0].split("\n")]
        return _par(_LINE_BREAK.join(lines), Place("Listing"))

    def _rule(self, _: list[Any], place: Place) -> str:
        del place
        return f"<w:p><w:pPr><w:pBdr><w:bottom {_LINE}/></w:pBdr></w:pPr></w:p>"

    def _box(self, rest: list[Any], _: Place) -> str:
        return self.blocks(rest[1], Place(BOX))

    def _picture(self, rest: list[Any], place: Place) -> str:
        return _par(self.draw(*rest), place)

    def _table(self, rest: list[Any], _: Place) -> str:
        widths, sides, _size, head, cells = rest
        count = len(head)
        shares = [_share(width) for width in widths]
        whole = sum(shares)
        percent = [round(5000 * share / whole) for share in shares]
        rows = [head, *(cells[at : at + count] for at in range(0, len(cells), count))]
        grid = "".join(f'<w:gridCol w:w="{round(each * 1.85)}"/>' for each in percent)
        body = "".join(
            _row(
                [
                    self._cell(nodes, width, side, is_head=place == 0)
                    for nodes, width, side in zip(row, percent, sides, strict=True)
                ],
                is_head=place == 0,
            )
            for place, row in enumerate(rows)
        )
        return f"<w:tbl>{_TABLE}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"

    def _cell(self, nodes: list[Node], width: int, side: str, *, is_head: bool) -> str:
        words = self.line(nodes, frozenset({"strong"} if is_head else ()))
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="TableText"/>'
            f'<w:jc w:val="{side}"/></w:pPr>{words}</w:p></w:tc>'
        )

    def _link(self, rest: list[Any], marks: Marks) -> str:
        address = _address(rest[0])
        if address is None:
            return self.line(rest[1], marks)
        name = self.part.link_id(address)
        words = self.line(rest[1], marks | {"link"})
        return f'<w:hyperlink r:id="{name}" w:history="1">{words}</w:hyperlink>'

    def _ref(self, rest: list[Any], marks: Marks) -> str:
        words = self.line(rest[1], marks | {"link"})
        name = self.name_of(rest[0])
        return f'<w:hyperlink w:anchor="{name}" w:history="1">{words}</w:hyperlink>'

    def _note(self, rest: list[Any], _: Marks) -> str:
        anchor, blocks = rest
        self.note_numbers[anchor] = number = len(self.notes) + 1
        self.notes.append("")
        self.part = self.footnotes
        body = self.blocks(blocks or [["par", []]], Place("FootnoteText"))
        self.part = self.main
        identity = number - 1 + _FIRST_NOTE
        # The number itself stands at the beginning of the first paragraph.
        body = body.replace("</w:pPr>", f"</w:pPr>{_NOTE_NUMBER}", 1)
        self.notes[number - 1] = f'<w:footnote w:id="{identity}">{body}</w:footnote>'
        return (
            f"<w:r>{_NOTE_STYLE}"
            f'<w:footnoteReference w:id="{identity}"/></w:r>{self.bookmark(anchor)}'
        )

    def _again(self, rest: list[Any], _: Marks) -> str:
        number = self.note_numbers.get(rest[0])
        return _run(str(number), frozenset({"sup"})) if number else ""


_TABLE = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>'
    f"<w:top {_LINE}/><w:bottom {_LINE}/><w:insideH {_LINE}/></w:tblBorders>"
    '<w:tblLayout w:type="autofit"/>'
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
    'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
)
_NOTE_STYLE = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
_NOTE_NUMBER = (
    f"<w:r>{_NOTE_STYLE}<w:footnoteRef/></w:r>"
    '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
)


def word_text(text: str) -> str:
    """Return text for an element; what XML has no place for is left out."""
    return escape(_FORBIDDEN.sub("", text))


def _run(text: str, marks: Marks) -> str:
    properties = "".join(_MARKS[mark] for mark in _ORDER if mark in marks)
    if "link" in marks:
        properties = f'<w:rStyle w:val="Hyperlink"/>{properties}'
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{word_text(text)}</w:t></w:r>'


def _par(words: str, place: Place, shape: str = "") -> str:
    properties = f'<w:pStyle w:val="{place.style}"/>' if place.style else ""
    properties += shape
    if place.list_id and place.is_first:
        properties += (
            f'<w:numPr><w:ilvl w:val="{place.level}"/>'
            f'<w:numId w:val="{place.list_id}"/></w:numPr>'
        )
    elif place.list_id:
        properties += f'<w:ind w:left="{(place.level + 1) * 360}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{words}</w:p>"


def _row(cells: list[str], *, is_head: bool) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _share(width: float) -> float:
    """Return a column's share; one below zero is as wide as so many letters."""
    return width if width > 0 else float(max(-width, 2)) ** 0.7


def _address(url: str) -> str | None:
    """Return an address that Word accepts; one that is none would break the file."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme == "mailto" or parts.netloc:
        return quote(url, safe=_IN_ADDRESS)
    return None
