"""The Markdown: a document written out, every value escaped unless its type says not.

The templates in ``sections/`` hold the fixed prose, one file per section of the
outline. Hand-written bodies never pass through a template: they are put between
their markers byte for byte.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    Undefined,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.domain.practices import PracticeContent
from bot.domain.recommendations import Recommendation
from bot.domain.references import Kind, label
from bot.domain.whitepaper import Document, Section, SectionMode, Stamp
from bot.domain.whitepaper.document import Advice, CaseBox
from bot.domain.whitepaper.markers import protect
from templates import labels
from templates.documents import pictures, words
from templates.documents.custom import NONE, Custom
from templates.documents.mistakes import explained
from templates.rich import markdown_rich
from templates.text import (
    Markdown,
    link,
    markdown_block,
    markdown_inline,
    markdown_link,
)
from templates.text import yaml_string as quoted

FOLDER = Path(__file__).parent / "sections"
_Linked = int | CaseBox | Advice | Recommendation
_TITLE_PAGE = "title_page"
_NOTHING = "nothing"
# Only these are given number and date, so that everything else is written once.
_STAMPED = (_TITLE_PAGE, "colophon", "methodology")
_GENERATED = {
    *_STAMPED,
    *("executive_summary", "state_of_play", "practices", "recommendations", "networks"),
    *("annex_contributors", "annex_register", "annex_meetings", "annex_references"),
    "annex_offers",
}
# Here the generated part comes first and the hand-written words follow it.
_BODY_LAST = {"colophon", "annex_references"}
_GAP = Markdown("**gap**")
_BLANK_LINES = re.compile(r"\n{3,}")
_NOT_IN_ANCHOR = re.compile(r"[^A-Za-z0-9_-]")


def render_markdown(document: Document, printed: Stamp, custom: Custom = NONE) -> str:
    """Return the paper as Markdown: UTF-8 text, NFC, LF, one LF at the end.

    Raises:
        ConvenorError: a template of the group's own does not work with its data.
    """
    return writer(document, custom)(printed)


def writer(document: Document, custom: Custom = NONE) -> Callable[[Stamp], str]:
    """Return what writes the paper under a stamp; most of it is written only once.

    Raises:
        ConvenorError: a template of the group's own does not work with its data.
    """
    names = {_TITLE_PAGE: _TITLE_PAGE} | {
        section.key: section.template or section.key
        for section in document.sections
        if section.mode is not SectionMode.HANDWRITTEN
    }
    stamped = {key for key, name in names.items() if _is_stamped(name, custom)}
    written = {
        key: _generated(name, custom, paper=document)
        for key, name in names.items()
        if key not in stamped
    }

    def write(printed: Stamp) -> str:
        parts = {
            key: _generated(names[key], custom, paper=document, stamp=printed)
            for key in stamped
        }
        return _joined(document, printed, written | parts)

    return write


def _is_stamped(name: str, custom: Custom) -> bool:
    return custom.prints_stamp(name) if custom.has(name) else name in _STAMPED


def _joined(document: Document, printed: Stamp, written: Mapping[str, str]) -> str:
    parts = [_front_matter(document, printed), written[_TITLE_PAGE]]
    for section in document.sections:
        if section.key != _TITLE_PAGE:
            parts.append(f"## {markdown_inline(section.title)} {_anchor_of(section)}")
        parts += _content(section, written)
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(document: Document, printed: Stamp) -> str:
    facts = {
        "title": document.title,
        "subtitle": document.subtitle,
        "group": document.group_name,
        "version": printed.version,
        "snapshot": printed.snapshot,
        "date": printed.as_of.isoformat(),
        "status": document.status,
        "language": document.language,
        "licence": document.licence,
    }
    lines = [f"{name}: {quoted(value)}" for name, value in facts.items()]
    return "\n".join(["---", *lines, "---"])


def _content(section: Section, written: Mapping[str, str]) -> list[str]:
    is_made = section.mode is not SectionMode.HANDWRITTEN
    is_made = is_made and section.key != _TITLE_PAGE
    generated = written[section.key] if is_made else ""
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


def _generated(name: str, custom: Custom, **values: Document | Stamp) -> str:
    is_known = name in _GENERATED or custom.has(name)
    template = environment(custom).get_template(f"{name if is_known else _NOTHING}.md")
    with explained(custom):
        return _BLANK_LINES.sub("\n\n", template.render(**values)).strip("\n")


@cache
def environment(custom: Custom = NONE) -> Environment:
    """Return what renders templates; those of a group's own are run in a sandbox.

    They see the same values with the same escaping, and nothing of the machine
    (https://jinja.palletsprojects.com/en/stable/sandbox/).
    """
    made = (ImmutableSandboxedEnvironment if custom.sources else Environment)(
        loader=ChoiceLoader([FunctionLoader(custom.found), FileSystemLoader(FOLDER)]),
        # HTML escaping would be wrong here: finalize escapes for Markdown instead.
        autoescape=False,
        finalize=_escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters |= {
        "block": markdown_block,
        "text": _text,
        "link": markdown_link,
        "address": link,
        "anchor": _anchor,
        "links": _links,
        "picture": _picture,
        "cited": _cited,
        "country": words.country,
        "dated": words.partial_date,
        "count": words.count,
        "series": words.series,
        "inside": words.inside,
        "lookup": lambda slug, table: words.look_up(table, slug),
    }
    made.globals |= {"words": words, "labels": labels, "row": _row, "gap": _GAP}
    return made


def _text(content: PracticeContent, name: str) -> Markdown:
    """Return a text of a practice, formatted where its author formatted it."""
    text = getattr(content, name)
    return markdown_rich(text) if name in content.formatted else markdown_block(text)


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
        case Undefined():
            return str(value)  # it raises, and says what is not there
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


def _links(items: Iterable[_Linked]) -> Markdown:
    """Return links to practices (by number or box) and recommendations."""
    return Markdown(", ".join(_link(_ref(item)) for item in items))


def _ref(item: _Linked) -> str:
    if isinstance(item, CaseBox):
        return item.ref
    if isinstance(item, Advice):
        return item.recommendation.ref
    if isinstance(item, Recommendation):
        return item.ref
    return label(Kind.PRACTICE, item)


def _link(ref: str) -> str:
    return f"[{ref}](#{ref.lower()})"


def _picture(document: Document, name: str) -> Markdown:
    """Return a picture of the paper, or nothing where it would show nothing."""
    words_of = pictures.descriptions(document).get(name)
    return Markdown(f"![{markdown_inline(words_of)}]({name})" if words_of else "")


def _cited(numbers: Iterable[int | str]) -> Markdown:
    """Return links to references by number, or to records by name."""
    return Markdown(
        ", ".join(
            _link(item) if isinstance(item, str) else f"[{item}](#ref-{item})"
            for item in numbers
        )
    )
