"""Exporting: a stored edition in every format; its Markdown is the truth."""

import re
from collections.abc import Callable, Sequence

from bot.domain.whitepaper import Edition
from bot.domain.whitepaper.exports import Format
from templates.documents.front_matter import read_facts
from templates.documents.pages import render_html
from templates.documents.pdf import render_pdf
from templates.documents.values import Picture, Written
from templates.documents.word import render_docx

_NOT_IN_FILE_NAME = re.compile(r"[^A-Za-z0-9.-]+")


def file_name(version: str, form: Format) -> str:
    """Return the name of an edition's file."""
    shown = _NOT_IN_FILE_NAME.sub("-", version).strip(".-") or "draft"
    return f"white-paper-{shown}.{form}"


def export(
    edition: Edition, form: Format, *, pictures: Sequence[Picture] = ()
) -> Written:
    """Return an edition as a file; the same edition gives the same bytes.

    Raises:
        UnavailableError: what writes this format is not installed, or failed.
    """
    return _WRITERS[form](edition.markdown, pictures)


def _markdown(markdown: str, _: Sequence[Picture]) -> Written:
    return Written(content=markdown.encode())


def _html(markdown: str, pictures: Sequence[Picture]) -> Written:
    facts, _ = read_facts(markdown)
    page = render_html(
        markdown, title=facts.title, language=facts.language, pictures=pictures
    )
    return Written(content=page.encode())


_WRITERS: dict[Format, Callable[[str, Sequence[Picture]], Written]] = {
    Format.MARKDOWN: _markdown,
    Format.HTML: _html,
    Format.PDF: lambda markdown, pictures: render_pdf(markdown, pictures=pictures),
    Format.DOCX: lambda markdown, pictures: render_docx(markdown, pictures=pictures),
}
