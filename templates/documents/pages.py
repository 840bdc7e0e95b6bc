"""The HTML page: one file that needs nothing else, made from the Markdown alone."""

import base64
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path
from string import Template
from typing import NamedTuple

import nh3

from bot.domain.text import clean, normalise_line
from bot.domain.whitepaper.markers import Region, split
from templates.documents.extensions import (
    Heading,
    Rendered,
    render_by_hand,
    render_generated,
)
from templates.documents.front_matter import Facts, language_tag, read_facts
from templates.documents.trees import read_tree
from templates.documents.values import Picture

_FOLDER = Path(__file__).parent
# What is left of a marker when a file was edited by hand: never text for readers.
_STRAY_MARKER = re.compile(r"^\s*<!-- sig:(?:begin|end) .*?-->\s*$", re.MULTILINE)
# As nh3 writes it: every quotation mark inside a value is a character reference.
_IMAGE = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
_TITLE_LEVEL = 1
_HEADER_END = "</header>"

_TEXT_TAGS = {"p", "br", "hr", "em", "strong", "sup", "code", "pre", "blockquote"}
_HEADING_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LIST_TAGS = {"ul", "ol", "li"}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
_FRAME_TAGS = {"div", "header", "article"}
_TAGS = _TEXT_TAGS | _HEADING_TAGS | _LIST_TAGS | _TABLE_TAGS | _FRAME_TAGS
_TAGS |= {"a", "img"}
_ATTRIBUTES = {
    "a": {"href", "id", "class", "title"},
    "article": {"class", "aria-labelledby"},
    "code": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "header": {"class"},
    "img": {"src", "alt"},
    "li": {"id"},
    "ol": {"start"},
    "p": {"id"},
    "strong": {"id"},
    "sup": {"id"},
    "td": {"style"},
    "th": {"style"},
} | {tag: {"id"} for tag in _HEADING_TAGS}


class Content(NamedTuple):
    """What stands on the page: sanitised HTML, and its headings.

    Pictures are named, not embedded; the HTML names no others than were given.
    """

    facts: Facts
    header: str
    main: str
    headings: list[Heading]


def render_html(
    markdown: str, *, title: str, language: str, pictures: Sequence[Picture] = ()
) -> str:
    """Return a whole page: inline style, no scripts, nothing loaded from elsewhere.

    Raw HTML in the Markdown comes out as text; nh3 then lets only a fixed list of
    elements and attributes pass, as a second belt. Generated text and every
    hand-written region are rendered on their own. Pictures are part of the page.
    """
    content = render_content(markdown, pictures)
    return _page().substitute(
        title=escape(normalise_line(title)),
        language=language_tag(language),
        facts=_about(content.facts),
        style=_style(),
        header=_embedded(content.header, pictures),
        contents=_contents(content.headings),
        main=_embedded(content.main, pictures),
    )


def render_content(markdown: str, pictures: Sequence[Picture] = ()) -> Content:
    """Return what every format is made of: the page without its frame.

    It takes most of the time of every format, and they are asked for one after the
    other: the last one is kept.
    """
    return _content(markdown, tuple(pictures))


@lru_cache(maxsize=1)
def _content(markdown: str, pictures: tuple[Picture, ...]) -> Content:
    facts, text = read_facts(markdown)
    names = frozenset(picture.name for picture in pictures)
    parts = [_render(part, names) for part in split(text)]
    content = _sanitised("\n".join(part.html for part in parts))
    content = _IMAGE.sub(lambda match: _known(match[0], pictures), content)
    before, end, after = content.partition(_HEADER_END)
    header, main = (before + end, after) if end else ("", content)
    headings = [heading for part in parts for heading in part.headings]
    return Content(facts, header, main.strip(), headings)


def _render(part: str | Region, pictures: frozenset[str]) -> Rendered:
    if isinstance(part, Region):
        body = clean(part.body.expandtabs(4))
        return render_by_hand(body, part.key, pictures=pictures)
    return render_generated(_STRAY_MARKER.sub("", part))


def _sanitised(content: str) -> str:
    return nh3.clean(
        content,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        filter_style_properties={"text-align"},
        link_rel=None,
    )


def _known(image: str, pictures: Sequence[Picture]) -> str:
    """Return a picture with its words, or the words alone where there is none."""
    (element,) = read_tree(image).elements()
    source, alt = (element.attributes.get(name, "") for name in ("src", "alt"))
    for picture in pictures:
        if picture.name == source:
            words = escape(normalise_line(alt or picture.alt))
            return f'<img src="{escape(source)}" alt="{words}">'
    return f"<em>{escape(alt)}</em>" if alt else ""


def _embedded(content: str, pictures: Sequence[Picture]) -> str:
    for picture in pictures:
        data = base64.b64encode(picture.content).decode()
        named, inside = escape(picture.name), f"data:image/png;base64,{data}"
        content = content.replace(f'<img src="{named}"', f'<img src="{inside}"')
    return content


def _about(facts: Facts) -> str:
    """Return what catalogues read: who made it, when, under which licence."""
    named = {
        "author": facts.group,
        "description": facts.subtitle,
        "dcterms.date": facts.as_of.isoformat() if facts.as_of else "",
        "dcterms.license": facts.licence,
    }
    lines = [
        f'<meta name="{name}" content="{escape(normalise_line(value))}">'
        for name, value in named.items()
        if value
    ]
    return "\n".join(lines)


def _contents(headings: list[Heading]) -> str:
    """Return the table of contents as nested lists, one entry per heading."""
    entries = [heading for heading in headings if heading.level > _TITLE_LEVEL]
    if not entries:
        return ""
    parts = [_entry(entries[0])]
    open_levels = [entries[0].level]
    for before, entry in pairwise(entries):
        if entry.level > before.level:
            open_levels.append(entry.level)
            parts.append("<ol>")
        else:
            parts.append("</li>")
            while len(open_levels) > 1 and entry.level <= open_levels[-2]:
                open_levels.pop()
                parts.append("</ol></li>")
        parts.append(_entry(entry))
    parts.append("</li></ol>" * len(open_levels))
    return "\n".join(["<ol>", *parts])


def _entry(heading: Heading) -> str:
    address = escape(f"#{heading.anchor}")
    words = nh3.clean(heading.text, tags=set())
    return f'<li class="level-{heading.level}"><a href="{address}">{words}</a>'


@cache
def _page() -> Template:
    return Template((_FOLDER / "page.html").read_text(encoding="utf-8"))


@cache
def _style() -> str:
    return (_FOLDER / "paper.css").read_text(encoding="utf-8").strip()
