"""The HTML page: one file that needs nothing else, made from the Markdown alone."""

import re
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from string import Template

import nh3

from bot.domain.text import clean, normalise_line
from bot.domain.whitepaper.markers import Region, split
from templates.documents.extensions import (
    Heading,
    Rendered,
    render_by_hand,
    render_generated,
)

_FOLDER = Path(__file__).parent
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
# What is left of a marker when a file was edited by hand: never text for readers.
_STRAY_MARKER = re.compile(r"^\s*<!-- sig:(?:begin|end) .*?-->\s*$", re.MULTILINE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
_TITLE_LEVEL = 1
_HEADER_END = "</header>"

_TEXT_TAGS = {"p", "br", "hr", "em", "strong", "sup", "code", "pre", "blockquote"}
_HEADING_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LIST_TAGS = {"ul", "ol", "li"}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
_FRAME_TAGS = {"div", "header", "article"}
_TAGS = _TEXT_TAGS | _HEADING_TAGS | _LIST_TAGS | _TABLE_TAGS | _FRAME_TAGS | {"a"}
_ATTRIBUTES = {
    "a": {"href", "id", "class", "title"},
    "article": {"class", "aria-labelledby"},
    "code": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "header": {"class"},
    "li": {"id"},
    "ol": {"start"},
    "p": {"id"},
    "strong": {"id"},
    "sup": {"id"},
    "td": {"style"},
    "th": {"style"},
} | {tag: {"id"} for tag in _HEADING_TAGS}


def render_html(markdown: str, *, title: str, language: str) -> str:
    """Return a whole page: inline style, no scripts, nothing loaded from elsewhere.

    Raw HTML in the Markdown comes out as text; nh3 then lets only a fixed list of
    elements and attributes pass, as a second belt. Generated text and every
    hand-written region are rendered on their own.
    """
    text = _FRONT_MATTER.sub("", markdown, count=1)
    parts = [_render(part) for part in split(text)]
    content = _sanitised("\n".join(part.html for part in parts))
    before, end, after = content.partition(_HEADER_END)
    header, main = (before + end, after) if end else ("", content)
    headings = [heading for part in parts for heading in part.headings]
    return _page().substitute(
        title=escape(normalise_line(title)),
        language=language if _LANGUAGE.fullmatch(language) else "en",
        style=_style(),
        header=header,
        contents=_contents(headings),
        main=main.strip(),
    )


def _render(part: str | Region) -> Rendered:
    if isinstance(part, Region):
        return render_by_hand(clean(part.body.expandtabs(4)), part.key)
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
