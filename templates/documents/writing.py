"""The Markdown: a document written out, every value escaped unless its type says not.

The templates in ``sections/`` hold the fixed prose, one file per section of the
outline. Hand-written bodies never pass through a template: they are put between
their markers byte for byte.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain.references import Kind, label
from bot.domain.whitepaper import Document, Section, SectionMode, Stamp
from bot.domain.whitepaper.document import Advice, CaseBox
from bot.domain.whitepaper.markers import protect
from templates import labels
from templates.documents import words
from templates.text import Markdown, markdown_block, markdown_inline, markdown_link
from templates.text import yaml_string as quoted

_FOLDER = Path(__file__).parent / "sections"
_TITLE_PAGE = "title_page"
# Here the generated part comes first and the hand-written words follow it.
_BODY_LAST = {"colophon", "annex_references"}
_BLANK_LINES = re.compile(r"\n{3,}")
_NOT_IN_ANCHOR = re.compile(r"[^A-Za-z0-9_-]")


def render_markdown(document: Document, stamp: Stamp) -> str:
    """Return the paper as Markdown: UTF-8 text, NFC, LF, one LF at the end."""
    parts = [_front_matter(document, stamp), _generated(_TITLE_PAGE, document, stamp)]
    for section in document.sections:
        if section.key != _TITLE_PAGE:
            parts.append(f"## {markdown_inline(section.title)} {_anchor_of(section)}")
        parts += _content(section, document, stamp)
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(document: Document, stamp: Stamp) -> str:
    facts = {
        "title": document.title,
        "subtitle": document.subtitle,
        "group": document.group_name,
        "version": stamp.version,
        "date": stamp.as_of.isoformat(),
        "status": document.status,
        "language": document.language,
        "licence": document.licence,
    }
    lines = [f"{name}: {quoted(value)}" for name, value in facts.items()]
    return "\n".join(["---", *lines, "---"])


def _content(section: Section, document: Document, stamp: Stamp) -> list[str]:
    generated = ""
    if section.key != _TITLE_PAGE and section.mode is not SectionMode.HANDWRITTEN:
        generated = _generated(section.key, document, stamp)
    if not section.is_protected:
        return [generated]
    notice = _to_be_written(section) if section.is_unwritten else ""
    region = protect(section)
    if section.key in _BODY_LAST:
        return [generated, notice, region]
    return [notice, region, generated]


def _to_be_written(section: Section) -> str:
    text = "To be written"
    if section.owner_name:
        text += f" by {section.owner_name}"
    if section.due_on:
        text += f", due {words.long_date(section.due_on)}"
    return f"*{markdown_inline(text)}.*"


def _generated(key: str, document: Document, stamp: Stamp) -> str:
    name = f"{key}.md"
    environment = _environment()
    if name not in environment.list_templates():
        name = "unknown.md"
    text = environment.get_template(name).render(paper=document, stamp=stamp)
    return _BLANK_LINES.sub("\n\n", text).strip("\n")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        # HTML escaping would be wrong here: finalize escapes for Markdown instead.
        autoescape=False,  # noqa: S701
        finalize=_escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {
        "block": markdown_block,
        "link": markdown_link,
        "anchor": _anchor,
        "links": _links,
        "cited": _cited,
        "country": words.country,
        "dated": words.partial_date,
        "count": words.count,
        "series": words.series,
        "inside": words.inside,
        "lookup": lambda slug, table: words.look_up(table, slug),
    }
    environment.globals |= {"words": words, "labels": labels, "row": _row}
    return environment


def _escape(value: object) -> str:
    """Write one value: Markdown as it is, everything else escaped."""
    match value:
        case Markdown():
            return value
        case str():
            return markdown_inline(value)
        case int():
            return str(value)
        case date():
            return words.long_date(value)
    message = f"A template may not print {type(value).__name__}."
    raise TypeError(message)


def _row(*cells: object) -> Markdown:
    """Return one row of a table; every row has the cells it is given, no more."""
    return Markdown("".join(f"| {_escape(cell)} " for cell in cells) + "|")


def _anchor_of(section: Section) -> Markdown:
    return _anchor(section.key, "sec")


def _anchor(key: str, kind: str) -> Markdown:
    """Return the id of a heading; the kinds keep records of all sorts apart."""
    return Markdown(f"{{#{kind}-{_NOT_IN_ANCHOR.sub('-', key)}}}")


def _links(items: Iterable[int | CaseBox | Advice]) -> Markdown:
    """Return links to practices (by number or box) and recommendations."""
    return Markdown(", ".join(_link(_ref(item)) for item in items))


def _ref(item: int | CaseBox | Advice) -> str:
    if isinstance(item, CaseBox):
        return item.ref
    if isinstance(item, Advice):
        return item.recommendation.ref
    return label(Kind.PRACTICE, item)


def _link(ref: str) -> str:
    return f"[{ref}](#{ref.lower()})"


def _cited(numbers: Iterable[int | str]) -> Markdown:
    """Return links to references by number, or to records by name."""
    return Markdown(
        ", ".join(
            _link(item) if isinstance(item, str) else f"[{item}](#ref-{item})"
            for item in numbers
        )
    )
