"""The texts of a practice that may have lists, links and bold in them.

Such a text is stored as Markdown and named in ``PracticeContent.formatted``. A text
without formatting is stored as it was typed, so signs such as ``*`` stay signs.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.practices.values import PracticeContent
from bot.domain.rich_text import (
    Block,
    BlockKind,
    Document,
    Span,
    from_markdown,
    readable,
    tidy,
    to_markdown,
)

FORMATTABLE = ("problem", "description", "evidence", "transfer")


def plain_document(text: str) -> Document:
    """Return a text as a document without formatting; empty lines part paragraphs."""
    return tidy([Block(spans=(Span(text),))])


def document_of(content: PracticeContent, name: str) -> Document:
    """Return one of the texts as a document, formatted or not."""
    text = getattr(content, name)
    return from_markdown(text) if name in content.formatted else plain_document(text)


def with_document(
    content: PracticeContent, name: str, document: Document
) -> PracticeContent:
    """Return the content with this text, formatted only where the document is.

    Where it says the same as before nothing changes, not even an empty line: an
    editor that shows a text and gives it back has not edited it.
    """
    if _is_same(content, name, document):
        return content
    return _written(content, name, document)


def tidy_formatted(content: PracticeContent) -> PracticeContent:
    """Return the content with its Markdown in one canonical form."""
    known = [name for name in FORMATTABLE if name in content.formatted]
    content = replace(content, formatted=tuple(known))
    for name in known:
        content = _written(content, name, from_markdown(getattr(content, name)))
    return content


def readable_text(content: PracticeContent, name: str) -> str:
    """Return one of the texts without the signs of its formatting."""
    text: str = getattr(content, name) or ""
    return readable(from_markdown(text)) if name in content.formatted else text


def _written(
    content: PracticeContent, name: str, document: Document
) -> PracticeContent:
    """Return the content with this text; Markdown cannot express every style."""
    text = to_markdown(document)
    is_formatted = not _is_plain(from_markdown(text))
    text = text if is_formatted else _text(document)
    return _with(content, name, text=text, is_formatted=is_formatted)


def _is_same(content: PracticeContent, name: str, document: Document) -> bool:
    before = document_of(content, name)
    if name in content.formatted or not _has_no_style(document):
        return before == document
    # An editor makes links of the addresses in a text that nobody touched.
    return _text(before) == _text(document)


def _is_plain(document: Document) -> bool:
    is_linked = any(span.url for block in document for span in block.spans)
    return _has_no_style(document) and not is_linked


def _has_no_style(document: Document) -> bool:
    return all(
        block.kind is BlockKind.PARAGRAPH
        and all(span.like(Span("", url=_bare(span))) for span in block.spans)
        for block in document
    )


def _bare(span: Span) -> str | None:
    """Return the address of a link that shows nothing else."""
    return span.url if span.url == span.text else None


def _text(document: Document) -> str:
    return "\n\n".join(block.text for block in document)


def _with(
    content: PracticeContent, name: str, *, text: str, is_formatted: bool
) -> PracticeContent:
    formatted: Iterable[str] = {*content.formatted} - {name}
    if is_formatted:
        formatted = {*formatted, name}
    ordered = tuple(each for each in FORMATTABLE if each in formatted)
    return replace(content, formatted=ordered, **{name: text})  # type: ignore[arg-type]
