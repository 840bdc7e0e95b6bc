"""The paper in the Markdown of Slack's canvases.

They know three levels of headings, no list inside a quotation, tables of at most 300
cells, and read ``![](@U123)`` as a mention (https://docs.slack.dev/surfaces/canvases).
"""

from collections.abc import Callable, Sequence
from typing import Any

from templates.documents.pages import render_content
from templates.documents.trees import read_tree
from templates.documents.typesetting import Node, Typesetter, cover
from templates.documents.values import Picture
from templates.text import markdown_inline

_LEVELS = 3
_CELLS = 300
_INDENT = "    "


def canvas_text(markdown: str, *, pictures: Sequence[Picture] = ()) -> str:
    """Return the paper for a canvas; what people wrote cannot mention anybody."""
    content = render_content(markdown, pictures)
    main = read_tree(content.main)
    setter = Typesetter(main, files={each.name: each.name for each in pictures})
    _, lines = cover(read_tree(content.header), setter)
    writer = _Canvas()
    blocks = [writer.line(line) for line in lines] + writer.blocks(setter.body(main))
    if writer.notes:
        notes = [f"{place}. {note}" for place, note in enumerate(writer.notes, 1)]
        blocks += ["## Notes", "\n".join(notes)]
    return "\n\n".join(blocks) + "\n"


class _Canvas:
    """Writes nodes as Markdown for canvases."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.numbers: dict[str, int] = {}
        self._blocks: dict[str, Callable[[list[Any]], list[str]]] = {
            "par": lambda rest: [self.line(rest[0])],
            "heading": lambda rest: [
                f"{'#' * min(rest[0], _LEVELS)} {self.line(rest[2])}"
            ],
            "list": lambda rest: ["\n".join(self._items(rest[0], start=None))],
            "enum": lambda rest: ["\n".join(self._items(rest[1], start=rest[0]))],
            "quote": lambda rest: [f"> {self._flat(rest[0])}"],
            "listing": lambda rest: [f"`{_unticked(line)}`" for line in _lines(rest)],
            "rule": lambda _: ["---"],
            "box": lambda rest: self.blocks(rest[1]),
            "picture": lambda rest: [f"*{_safe(rest[1])}*"],
            "table": self._tables,
            "anchor": lambda _: [],
        }
        self._words: dict[str, Callable[[list[Any]], str]] = {
            "strong": lambda rest: self._around("**", rest[0]),
            "em": lambda rest: self._around("*", rest[0]),
            "sup": lambda rest: self.line(rest[0]),
            "code": lambda rest: f"`{_unticked(rest[0])}`",
            "plain": lambda rest: self.line(rest[0]),
            "ref": lambda rest: self.line(rest[1]),
            "break": lambda _: " ",
            "picture": lambda rest: f"*{_safe(rest[1])}*",
            "anchor": lambda _: "",
            "link": lambda rest: f"[{self.line(rest[1])}](<{_address(rest[0])}>)",
            "note": self._note,
            "again": lambda rest: f" ({self.numbers.get(rest[0], '')})",
        }

    def blocks(self, nodes: Sequence[Node]) -> list[str]:
        """Return what stands one below the other."""
        found = [
            text for node in nodes for text in self._blocks[node[0]](list(node[1:]))
        ]
        return [text for text in found if text.strip()]

    def line(self, nodes: Sequence[Node]) -> str:
        """Return what stands in a line."""
        return "".join(
            _safe(node) if isinstance(node, str) else self._words[node[0]](node[1:])
            for node in nodes
        )

    def _flat(self, nodes: Sequence[Node]) -> str:
        return " ".join(" ".join(self.blocks(nodes)).split())

    def _around(self, mark: str, nodes: Sequence[Node]) -> str:
        words = self.line(nodes)
        inside = words.strip()
        return words.replace(inside, f"{mark}{inside}{mark}", 1) if inside else words

    def _note(self, rest: list[Any]) -> str:
        self.numbers[rest[0]] = number = len(self.notes) + 1
        self.notes.append("")
        self.notes[number - 1] = self._flat(rest[1])
        return f" ({number})"

    def _items(self, items: list[list[Node]], *, start: int | None) -> list[str]:
        lines = []
        for place, item in enumerate(items):
            sign = "-" if start is None else f"{start + place}."
            nested = [node for node in item if node[0] in {"list", "enum"}]
            words = self._flat([node for node in item if node not in nested])
            lines.append(f"{sign} {words}")
            for node in nested:
                inner = "\n".join(self.blocks([node])).split("\n")
                lines += [f"{_INDENT}{line}" for line in inner]
        return lines

    def _tables(self, rest: list[Any]) -> list[str]:
        """Return a table, in pieces where it has too many cells for one."""
        *_, head, cells = rest
        count = len(head)
        rows = [cells[at : at + count] for at in range(0, len(cells), count)]
        most = max(_CELLS // count - 1, 1)
        if count * 2 > _CELLS:  # wider than any table may be
            return [self._row(row) for row in [head, *rows]]
        top = [self._row(head), "|" + " --- |" * count]
        pieces = [rows[at : at + most] for at in range(0, len(rows), most)] or [[]]
        return ["\n".join([*top, *map(self._row, piece)]) for piece in pieces]

    def _row(self, cells: list[list[Node]]) -> str:
        return "|" + "".join(f" {self.line(cell)} |" for cell in cells)


def _safe(text: str) -> str:
    """Escape a run of text; the spaces at its ends part it from its neighbours."""
    words = text.strip()
    before, _, after = text.partition(words) if words else (text, "", "")
    return f"{before}{markdown_inline(words)}{after}"


def _unticked(text: str) -> str:
    """Return code on one line; no sign in it ends the code, a cell or mentions."""
    words = text.replace("`", "'").replace("|", "¦").replace("![", "! [")
    return " ".join(words.split())


def _lines(rest: list[Any]) -> list[str]:
    return [line for line in str(rest[0]).splitlines() if line.strip()]


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
