"""Pieces of a page as data: the browser makes elements and text nodes of them.

Nothing is ever written or read as HTML, so text that people typed cannot become
markup, whatever is in it.
"""

from collections.abc import Iterable
from typing import NamedTuple, Union


class Element(NamedTuple):
    """An element; in JSON an array of its three parts."""

    tag: str
    attributes: dict[str, str]
    children: list["Tree"]


Tree = Union[str, Element]  # noqa: UP007 - `|` cannot name a type that comes later
Child = Tree | Iterable[Tree] | None


def el(tag: str, *children: Child, **attributes: str | int | bool | None) -> Element:
    """Return an element; children and attributes that are None or False are left out.

    `_` in the name of an attribute stands for `-`; one at its end is dropped, as in
    `class_` and `for_`.
    """
    given = {
        name.rstrip("_").replace("_", "-"): "" if value is True else str(value)
        for name, value in attributes.items()
        if value is not None and value is not False
    }
    return Element(tag, given, list(_flat(children)))


def words(trees: Iterable[Tree]) -> str:
    """Return the text that a reader of the pieces sees."""
    return "".join(t if isinstance(t, str) else words(t.children) for t in trees)


def _flat(children: Iterable[Child]) -> Iterable[Tree]:
    for child in children:
        if isinstance(child, str | Element):
            yield child
        elif child is not None:
            yield from child
