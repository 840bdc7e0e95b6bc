"""The paper as PDF: tagged for screen readers, and fit to be kept for long.

The file says that it follows PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2); the
compiler refuses what breaks their rules, also a character that no font has.
"""

import json
import logging
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.domain.errors import UnavailableError
from templates.documents.front_matter import Facts
from templates.documents.pages import Content, render_content
from templates.documents.printing import Printer
from templates.documents.trees import Element, read_tree
from templates.documents.typesetter import typeset
from templates.documents.typesetting import Typesetter, cover
from templates.documents.values import Picture, Written
from templates.documents.words import long_date
from templates.text import cut

logger = logging.getLogger(__name__)
_PROGRAM = Path(__file__).with_name("paper.typ")
_NOT_PRINTABLE = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{(?P<code>[0-9a-f]+)\}|\\(?P<sign>.)")
_TRIES = 8
_NO_DATE = date(1970, 1, 1)
_TITLE, _SHORT_TITLE = "White paper", 64
# A practice a line, unless that made the list of contents longer than a few pages.
_MANY_ENTRIES, _DEEP, _SHALLOW = 160, 3, 2
_MISSING = (
    "PDF files are not set up here. Whoever runs Convenor can add them with: "
    "pip install 'convenor[pdf]'"
)
_REFUSED = (
    "The paper cannot be printed as PDF. It is kept as it is; please take it as HTML "
    "or Word document, and tell whoever runs Convenor."
)


def is_available() -> bool:
    """Whether the typesetter is installed; it is an extra."""
    return find_spec("typst") is not None


def render_pdf(markdown: str, *, pictures: Sequence[Picture] = ()) -> Written:
    """Return the paper as PDF; the same paper gives the same bytes.

    Raises:
        UnavailableError: the typesetter is not installed, or it refused the paper.
    """
    if not is_available():
        raise UnavailableError(_MISSING)
    content = render_content(markdown, pictures)
    unprintable: set[str] = set()
    for _ in range(_TRIES):
        printer = Printer(without=unprintable)
        data = json.dumps(_paper(content, printer, pictures), ensure_ascii=False)
        try:
            pdf = _compiled(data, day=content.facts.as_of)
        except _NotPrintableError as error:
            unprintable |= error.characters
        else:
            return Written(content=pdf, replaced=printer.replaced())
    raise UnavailableError(_REFUSED)


class _NotPrintableError(Exception):
    """The compiler met characters that no font has."""

    def __init__(self, characters: set[str]) -> None:
        super().__init__(ascii(characters))
        self.characters = characters


def _compiled(data: str, *, day: date | None) -> bytes:
    program = _PROGRAM.read_text(encoding="utf-8")
    files = {"main.typ": program, "paper.json": data}
    made = typeset(files, timestamp=_timestamp(day))
    if isinstance(made, bytes):
        return made
    if characters := _refused(made.message):
        raise _NotPrintableError(characters)
    # Its words can quote the paper, which does not belong into a log.
    logger.error("The typesetter refused the paper: %.40s", made.message)
    raise UnavailableError(_REFUSED)


def _refused(message: str) -> set[str]:
    """Return the characters that a message says cannot be printed."""
    match = _NOT_PRINTABLE.search(message)
    if match is None:
        return set()
    text = _ESCAPED.sub(_unescaped, match["text"])
    # Where an accent does not fit its letter, the letter alone can be printed.
    marks = {each for each in text if unicodedata.category(each).startswith("M")}
    return marks or {each for each in text if not each.isascii()}


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match["code"], 16)) if match["code"] else match["sign"]


def _timestamp(day: date | None) -> int:
    """Return the moment written into the file: the edition's day, not today."""
    return int(datetime.combine(day or _NO_DATE, time(), UTC).timestamp())


def _paper(
    content: Content, printed: Printer, pictures: Sequence[Picture]
) -> dict[str, Any]:
    """Return what ``paper.typ`` prints."""
    facts, main = content.facts, read_tree(content.main)
    files = {each.name: each.name for each in pictures}
    setter = Typesetter(main, printed=printed, files=files, breaks=True)
    title, lines = cover(read_tree(content.header), setter)
    plain_title = printed(facts.title) or _TITLE
    return {
        "title": plain_title,
        "short_title": cut(plain_title, _SHORT_TITLE),
        "author": [printed(facts.group)] if facts.group else [],
        "description": printed(facts.subtitle) or None,
        "keywords": [printed(facts.licence)] if facts.licence else [],
        "date": _parts(facts.as_of),
        "language": _language(facts.language),
        "foot": printed(_foot(facts)),
        "cover": {"title": title or [plain_title], "lines": lines},
        "depth": _depth(main),
        # The typesetter takes only texts, so a picture comes as its numbers.
        "pictures": {each.name: list(each.content) for each in pictures},
        "body": setter.body(main),
    }


def _parts(day: date | None) -> dict[str, int] | None:
    return {"year": day.year, "month": day.month, "day": day.day} if day else None


def _language(tag: str) -> tuple[str, str | None]:
    """Return the language and the region, where the tag names one."""
    language, *rest = tag.split("-")
    region = next((each for each in rest if re.fullmatch("[A-Za-z]{2}", each)), None)
    return language.lower(), region.upper() if region else None


def _foot(facts: Facts) -> str:
    version = f"Version {facts.version}" if facts.version else ""
    day = long_date(facts.as_of) if facts.as_of else ""
    return " · ".join(each for each in (facts.group, version, day) if each)


def _depth(main: Element) -> int:
    """Return how many levels the list of contents shows; none without headings."""
    entries = sum(1 for _ in main.find("h2", "h3", "h4"))
    return _DEEP if 0 < entries <= _MANY_ENTRIES else min(entries, _SHALLOW)
