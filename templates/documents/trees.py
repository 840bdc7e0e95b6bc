"""The paper as a tree of elements: the page's own HTML, read for PDF and Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img"})
# Deeper than this, elements of the page are passed through without being nested; only
# hostile texts come near it.
_DEEPEST = 60


@dataclass(slots=True)
class Element:
    """One element of the page; its children are elements and texts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its id, or nothing."""
        return self.attributes.get("id", "")

    @property
    def kind(self) -> str:
        """Its class, or nothing."""
        return self.attributes.get("class", "")

    def elements(self) -> Iterator[Element]:
        """Yield its children that are elements."""
        return (child for child in self.children if isinstance(child, Element))

    def walk(self) -> Iterator[Element]:
        """Yield it and every element in it, in the order of the page."""
        yield self
        for child in self.elements():
            yield from child.walk()

    def find(self, *tags: str) -> Iterator[Element]:
        """Yield every element with one of the tags, in the order of the page."""
        return (element for element in self.walk() if element.tag in tags)

    def text(self) -> str:
        """Return all its text."""
        return "".join(
            child if isinstance(child, str) else child.text() for child in self.children
        )


def read_tree(html: str) -> Element:
    """Return the tree of sanitised HTML; what is never closed ends with the text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]
        self.too_deep: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and len(self.open) >= _DEEPEST:
            self.too_deep.append(tag)
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.too_deep:
            self.too_deep.pop()
        elif self.open[-1].tag == tag and len(self.open) > 1:  # nearly always
            self.open.pop()
        elif len(self.open) > 1 and any(item.tag == tag for item in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
