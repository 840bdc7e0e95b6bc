"""The paper as plain data, made from its page: what PDF and Word are written from."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from templates.documents.trees import Element

# A node is a text or a list whose first item names it; ``paper.typ`` reads them too.
Node = str | list[Any]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOXES = {"case", "advice"}
_INLINE = {"a", "br", "code", "em", "img", "strong", "sup"}
_WRAPPED = {"em": "em", "strong": "strong", "sup": "sup"}
# A list in a list in a list: deeper ones are printed on this level.
_DEEPEST = 7
# The typesetter breaks lines between words, and addresses are one long word.
_LONG_WORD = re.compile(r"\S{28,}")
_LONG_PART = re.compile(r"[^/._?&=#-]{1,24}[/._?&=#-]*|[/._?&=#-]+")
_BREAK = "\u200b"
_SPACES = re.compile(r"[ \t\r\n\f]+")
_TOP = 2

Printed = Callable[[str], str]


class Typesetter:
    """Turns the page's tree into nodes.

    ``printed`` changes every text, ``files`` names the file of each picture, and
    ``breaks`` lets long words break where the typesetter would not break them.
    """

    def __init__(
        self,
        root: Element,
        *,
        files: Mapping[str, str],
        printed: Printed = str,
        breaks: bool = False,
    ) -> None:
        self.printed = printed
        self.breaks = breaks
        self.files = files
        self.notes = dict(_notes(root))
        self.placed: set[str] = set()
        self.references: list[list[Any]] = []
        self.cited: set[str] = set()
        self.within_note = False
        self.depth = 0
        self.level = 0

    def body(self, root: Element) -> list[Node]:
        """Return the whole paper; a link to nowhere is its words alone."""
        nodes = self.blocks(root)
        for reference in self.references:
            _, target, words = reference
            if target not in self.placed:
                reference[:] = ["plain", words]
        return nodes

    def blocks(self, element: Element) -> list[Node]:
        """Return what stands one below the other; loose text becomes paragraphs."""
        found: list[Node] = []
        for is_inline, group in groupby(element.children, key=_is_inline):
            if is_inline:
                if words := self.inline(group):
                    found.append(["par", words])
            else:
                for child in group:
                    found += self._block(child)
        return found

    def inline(self, children: Iterable[Element | str]) -> list[Node]:
        """Return what stands in a line; white space around it says nothing."""
        return _trimmed(self._line(children))

    def _line(self, children: Iterable[Element | str]) -> list[Node]:
        words: list[Node] = []
        for child in children:
            if isinstance(child, Element):
                words += self._words(child)
            else:
                text = self._plain(child)
                words.append(_breakable(text) if self.breaks else text)
        return words

    def _plain(self, text: str) -> str:
        return self.printed(_SPACES.sub(" ", text))

    def _words(self, element: Element) -> list[Node]:
        tag = element.tag
        if tag == "br":
            return [["break"]]
        if tag == "img":
            return [self._picture(element)]
        if tag == "code":
            return [["code", self.printed(element.text())]]
        if tag == "a":
            return self._link(element)
        note = self._note_of(element)
        if note is not None:
            return self._note(element, note)
        words = self._line(element.children)
        named: list[Node] = [[_WRAPPED[tag], words]] if tag in _WRAPPED else words
        return [*self._anchor(element), *named]

    def _anchor(self, element: Element) -> list[Node]:
        """Return where links to it lead; only the first of a name is such a place."""
        if not element.anchor or element.anchor in self.placed:
            return []
        self.placed.add(element.anchor)
        return [["anchor", element.anchor]]

    def _link(self, element: Element) -> list[Node]:
        if element.kind == "footnote-backref":
            return []
        words = self._line(element.children)
        place, target = self._anchor(element), element.attributes.get("href", "")
        if target.startswith("#"):
            reference = ["ref", target[1:], words]
            self.references.append(reference)
            return [*place, reference]
        return [*place, ["link", target, words]] if ":" in target else [*place, *words]

    def _note_of(self, element: Element) -> str | None:
        if element.tag != "sup":
            return None
        for child in element.elements():
            if child.kind == "footnote-ref":
                anchor = child.attributes.get("href", "")[1:]
                return anchor if anchor in self.notes else None
        return None

    def _note(self, element: Element, anchor: str) -> list[Node]:
        # A note in a note could go round in a circle: there it is a number only.
        if self.within_note:
            return [["sup", [element.text()]]]
        if anchor in self.cited:
            return [["again", anchor]]
        self.cited.add(anchor)
        self.placed.add(anchor)
        self.within_note = True
        try:
            return [["note", anchor, self.blocks(self.notes[anchor])]]
        finally:
            self.within_note = False

    def _picture(self, element: Element) -> Node:
        source = element.attributes.get("src", "")
        words = self.printed(element.attributes.get("alt", ""))
        return ["picture", self.files[source], words or "Picture"]

    def _block(self, element: Element | str) -> list[Node]:
        if isinstance(element, str):
            return []
        make = _BLOCKS.get(element.tag)
        if element.tag in _HEADINGS:
            return [self._heading(element)]
        return make(self, element) if make else self.blocks(element)

    def _heading(self, element: Element) -> Node:
        # PDF/UA-1 knows no gap between levels of headings (ISO 14289-1, 7.4.2).
        level = max(1, int(element.tag[1]) - _TOP + 1)
        self.level = min(level, self.level + 1)
        plain = [self._plain(element.text()).strip()]
        anchor = element.anchor if self._anchor(element) else None
        return ["heading", self.level, anchor, plain]

    def paragraph(self, element: Element) -> list[Node]:
        """Return a paragraph; one that holds only a picture is the picture."""
        words = [*self._anchor(element), *self.inline(element.children)]
        pictures = [each for each in words if each[0] == "picture"]
        if pictures:
            rest = [each for each in words if each[0] != "picture"]
            return [*([["par", rest]] if _trimmed(rest) else []), *pictures]
        return [["par", words]] if words else []

    def listing(self, element: Element) -> list[Node]:
        """Return code as it was typed."""
        return [["listing", self.printed(element.text().rstrip("\n"))]]

    def quote(self, element: Element) -> list[Node]:
        """Return what somebody else said."""
        return self._deeper(element, lambda body: [["quote", body]])

    def items(self, element: Element) -> list[Node]:
        """Return a list, or its items alone where it is too deep."""
        if self.depth >= _DEEPEST:
            return [node for item in element.elements() for node in self.blocks(item)]
        self.depth += 1
        try:
            items = [
                [*self._anchor(item), *self.blocks(item)]
                for item in element.elements()
                if item.tag == "li"
            ]
        finally:
            self.depth -= 1
        if not items:
            return []
        if element.tag == "ul":
            return [["list", items]]
        return [["enum", _number(element.attributes.get("start", "1")), items]]

    def _deeper(
        self, element: Element, wrap: Callable[[list[Node]], list[Node]]
    ) -> list[Node]:
        if self.depth >= _DEEPEST:
            return self.blocks(element)
        self.depth += 1
        try:
            return wrap(self.blocks(element))
        finally:
            self.depth -= 1

    def box(self, element: Element) -> list[Node]:
        """Return a practice or a recommendation in its box."""
        look = element.kind if element.kind in _BOXES else "case"
        return self._deeper(element, lambda body: [["box", look, body]])

    def frame(self, element: Element) -> list[Node]:
        """Return what is in it; of the notes only those that nobody cited here."""
        if element.kind != "footnote":
            return self.blocks(element)
        left = [
            item
            for item in element.find("li")
            if item.anchor and item.anchor not in self.cited
        ]
        self.cited.update(item.anchor for item in left)
        self.within_note = True
        try:
            return [node for item in left for node in self.blocks(item)]
        finally:
            self.within_note = False

    def table(self, element: Element) -> list[Node]:
        """Return a table with its head, its columns as wide as they need."""
        rows = [list(row.elements()) for row in element.find("tr")]
        if not rows or not rows[0]:
            return []
        head, *body = rows
        count = len(head)
        body = [(row + [Element("td")] * count)[:count] for row in body]
        size = _size(count)
        return [
            [
                "table",
                _widths([head, *body]),
                [_side(cell) for cell in head],
                size,
                # Printed again on every page, so without notes and marks.
                [[self._plain(cell.text()).strip()] for cell in head],
                [self.inline(cell.children) for row in body for cell in row],
            ]
        ]


def cover(header: Element, setter: Typesetter) -> tuple[list[Node], list[list[Node]]]:
    """Return the title and the lines below it, as the title page has them."""
    title = next((setter.inline(each.children) for each in header.find("h1")), [])
    lines = [setter.inline(each.children) for each in header.find("p")]
    return title, [line for line in lines if line]


_BLOCKS: dict[str, Callable[[Typesetter, Element], list[Node]]] = {
    "p": Typesetter.paragraph,
    "pre": Typesetter.listing,
    "blockquote": Typesetter.quote,
    "ul": Typesetter.items,
    "ol": Typesetter.items,
    "article": Typesetter.box,
    "div": Typesetter.frame,
    "table": Typesetter.table,
    "hr": lambda _, __: [["rule"]],
}


def _notes(root: Element) -> Iterator[tuple[str, Element]]:
    for frame in root.find("div"):
        if frame.kind == "footnote":
            for item in frame.find("li"):
                if item.anchor:
                    yield item.anchor, item


def _is_inline(child: Element | str) -> bool:
    return isinstance(child, str) or child.tag in _INLINE


def _trimmed(words: list[Node]) -> list[Node]:
    """Return the words without white space before and after them."""
    while words and isinstance(words[0], str):
        if first := words[0].lstrip(" "):
            words[0] = first
            break
        words.pop(0)
    while words and isinstance(words[-1], str):
        if last := words[-1].rstrip(" "):
            words[-1] = last
            break
        words.pop()
    return words


def _breakable(text: str) -> str:
    return _LONG_WORD.sub(lambda match: _BREAK.join(_LONG_PART.findall(match[0])), text)


def _number(text: str) -> int:
    return min(int(text), 10**6) if text.isascii() and text.isdigit() else 1


def _side(cell: Element) -> str:
    style = cell.attributes.get("style", "")
    return next((side for side in ("right", "center") if side in style), "left")


def _size(columns: int) -> float:
    """Return the size of type, in points, in which so many columns fit the page."""
    return next(size for most, size in _SIZES if columns <= most)


_SIZES = ((5, 9.0), (8, 8.5), (14, 7.5), (22, 6.5), (10**6, 5.5))
_SHORT = 12
_NARROW = 60


def _widths(rows: list[list[Element]]) -> list[float]:
    """Return the columns' shares of the width; below 0: as its longest cell needs."""
    columns = [[cell.text() for cell in column] for column in zip(*rows, strict=True)]
    longest = [max(map(len, texts)) for texts in columns]
    if sum(length for length in longest if length <= _SHORT) > _NARROW:
        return [_share(texts) for texts in columns]
    return [
        -float(length) if length <= _SHORT else _share(texts)
        for texts, length in zip(columns, longest, strict=True)
    ]


def _share(texts: list[str]) -> float:
    longest_word = max(len(word) for text in texts for word in text.split() or [""])
    average = sum(map(len, texts)) / len(texts)
    share = max(min(average, 80.0), min(float(longest_word), 16.0), 3.0)
    return round(math.pow(share, 0.7), 2)
