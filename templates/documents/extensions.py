"""Python-Markdown as the paper needs it: no raw HTML, and one name space a section."""

import html
import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString

from bot.domain.whitepaper.handwriting import open_fence
from templates.text import markdown_block, slug

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOXES = {"p": "case", "r": "advice"}
_BOX = re.compile(r"(?P<kind>[pr])-\d+", re.ASCII)
# A section's heading has level two.
_TOP_INSIDE_SECTION = 3
_COMMENT = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))|<!--.*?-->", re.DOTALL
)


# What must stand in a text before a pattern can match it; of others it is not known.
_SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "short_reference": "[",
    "footnote": "[^",
    "image_link": "![",
    "image_reference": "![",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "entity": "&",
}
# Python-Markdown's placeholders stand between these; one that is left over means that
# the words it stood for are lost, as in ``*a**b*`c` `` (3.11.3).
_LOST = re.compile("[\x02\x03]")


class Heading(NamedTuple):
    """One heading for the table of contents; ``text`` is HTML without tags."""

    level: int
    anchor: str
    text: str


class Rendered(NamedTuple):
    """HTML that is not sanitised yet, and its headings."""

    html: str
    headings: list[Heading]


def render_generated(text: str) -> Rendered:
    """Render what the templates wrote: headings become boxes and a title page."""
    md = _parser("")
    md.treeprocessors.register(_Boxes(md), "boxes", 4)
    return _render(md, text, "")


def render_by_hand(text: str, key: str, *, pictures: Collection[str] = ()) -> Rendered:
    """Render a hand-written body: it may hold any Markdown and changes nothing else.

    Its ids, link definitions and footnotes live in a name space of their own, its
    headings stay below the section's, an open code block ends with the body, and
    images become links unless they name one of the paper's ``pictures``, because the
    page must not load anything. Where the parser loses words, they are shown as typed
    instead.
    """
    prefix = f"sec-{key}--"
    md = _parser(prefix)
    md.registerExtensions([FootnoteExtension(), "fenced_code"], {})
    # After fenced code is stashed (25), so that examples in code keep their comments.
    md.preprocessors.register(_NoComments(md), "no_comments", 22)
    md.treeprocessors.register(_Lowered(md, pictures), "lowered", 6)
    md.treeprocessors.register(_Namespace(md, prefix), "namespace", 4)
    fence = open_fence(text)
    try:
        rendered = _render(md, f"{text}\n{fence}" if fence else text, prefix)
    except RecursionError:  # hundreds of lists in lists
        rendered = None
    if rendered is None or _LOST.search(rendered.html):
        return _render(_parser(prefix), markdown_block(text), prefix)
    return rendered


def _parser(prefix: str) -> Markdown:
    """Return a parser that knows no HTML; < and & come out as characters."""
    md = Markdown(
        extensions=[
            TableExtension(),
            TocExtension(marker="", slugify=_Slugs(prefix)),
            "attr_list",
            "sane_lists",
        ]
    )
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.treeprocessors.register(_Inline(md), "inline", 20)
    md.treeprocessors.register(_Tables(md, prefix), "table_frames", 3)
    return md


def _render(md: Markdown, text: str, prefix: str) -> Rendered:
    rendered = md.convert(text)
    tokens: list[dict[str, Any]] = getattr(md, "toc_tokens", [])
    headings = [
        heading._replace(anchor=prefix + heading.anchor) for heading in _flat(tokens)
    ]
    return Rendered(rendered, headings)


def _flat(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["level"], token["id"], token["name"])
        yield from _flat(token["children"])


class _Slugs:
    """Makes ids for headings that have none; toc keeps them apart."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __call__(self, value: str, separator: str) -> str:
        return slug(value).replace("-", separator) or "heading"


class _Inline(InlineProcessor):
    """Tries only the patterns whose signs a text has; most texts have none of them.

    That is half the time of a long paper. The two steps are Python-Markdown's own
    (3.11); under other names it would try every pattern again, with the same result.
    """

    def run(self, tree: ET.Element, ancestors: list[str] | None = None) -> ET.Element:
        known = self.md.inlinePatterns
        signs = {known[name]: sign for name, sign in _SIGNS.items() if name in known}
        self.signed = [(each, signs.get(each, "")) for each in known]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(  # noqa: N802 - the name of the step
        self,
        data: str,
        patternIndex: int = 0,  # noqa: N803
    ) -> str:
        if isinstance(data, AtomicString):
            return data
        for place in range(patternIndex, len(self.signed)):
            pattern, sign = self.signed[place]
            is_found, start = sign in data, 0
            while is_found:
                data, is_found, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]  # private there
                    pattern, data, place, start
                )
        return data


class _NoComments(Preprocessor):
    """Drops comments, which Markdown readers hide too; code keeps its own."""

    def run(self, lines: list[str]) -> list[str]:
        text = _COMMENT.sub(lambda match: match["code"] or "", "\n".join(lines))
        return text.split("\n")


class _Lowered(Treeprocessor):
    """Moves headings below the section's, turns images into links, drops twin ids."""

    def __init__(self, md: Markdown, pictures: Collection[str]) -> None:
        super().__init__(md)
        self.pictures = pictures

    def run(self, root: ET.Element) -> None:
        seen: set[str] = set()
        for element in root.iter():
            if (anchor := element.get("id")) in seen:
                del element.attrib["id"]
            seen.add(anchor or "")
        _lower([element for element in root.iter() if element.tag in _HEADINGS])
        for image in list(root.iter("img")):
            source, words = image.get("src", ""), image.get("alt", "")
            if source in self.pictures:
                continue
            image.tag = "a"
            image.attrib.clear()
            image.set("href", source)
            image.text = words or source


def _lower(headings: list[ET.Element]) -> None:
    """Put headings below the section's own, and leave out no level (WCAG 1.3.1)."""
    top = min((int(element.tag[1]) for element in headings), default=7)
    before = _TOP_INSIDE_SECTION - 1
    for element in headings:
        level = int(element.tag[1]) + max(0, _TOP_INSIDE_SECTION - top)
        before = min(level, before + 1, 6)
        element.tag = f"h{before}"


class _Namespace(Treeprocessor):
    """Puts the section's key before every id of its own and the links to them."""

    def __init__(self, md: Markdown, prefix: str) -> None:
        super().__init__(md)
        self.prefix = prefix

    def run(self, root: ET.Element) -> None:
        own = {element.get("id") for element in root.iter() if element.get("id")}
        for element in root.iter():
            if anchor := element.get("id"):
                element.set("id", self.prefix + anchor)
            target = element.get("href", "")
            if target.startswith("#") and target[1:] in own:
                element.set("href", f"#{self.prefix}{target[1:]}")


class _Boxes(Treeprocessor):
    """Gathers the title page, each practice and each recommendation in one element."""

    def run(self, root: ET.Element) -> None:
        children = list(root)
        for child in children:
            root.remove(child)
        box: ET.Element | None = None
        for child in children:
            if child.tag in _HEADINGS:
                box = _box_for(root, child)
            if box is None:
                root.append(child)
            else:
                box.append(child)


def _box_for(root: ET.Element, heading: ET.Element) -> ET.Element | None:
    anchor = heading.get("id", "")
    if heading.tag == "h1":
        return ET.SubElement(root, "header", {"class": "title-page"})
    match = _BOX.fullmatch(anchor)
    if match is None:
        return None
    attributes = {"class": _BOXES[match["kind"]], "aria-labelledby": anchor}
    return ET.SubElement(root, "article", attributes)


class _Tables(Treeprocessor):
    """Frames each table, so that a wide one scrolls inside the page, also by key."""

    def __init__(self, md: Markdown, prefix: str) -> None:
        super().__init__(md)
        self.prefix = prefix

    def run(self, root: ET.Element) -> None:
        tokens: list[dict[str, Any]] = getattr(self.md, "toc_tokens", [])
        names = {self.prefix + item.anchor: item.text for item in _flat(tokens)}
        label = ""
        for parent in list(root.iter()):
            for position, child in enumerate(list(parent)):
                if child.tag in _HEADINGS:
                    label = html.unescape(names.get(child.get("id", ""), ""))
                if child.tag == "table":
                    parent[position] = _framed(child, label)


def _framed(table: ET.Element, label: str) -> ET.Element:
    name = f"Table: {label}" if label else "Table"
    attributes = {"class": "table", "role": "region", "tabindex": "0"}
    frame = ET.Element("div", attributes | {"aria-label": name})
    frame.tail, table.tail = table.tail, None
    frame.append(table)
    return frame
