"""Light formatting for the paper: lists, bold, links, and no other markup."""

import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import RichTextBlock

from bot.domain import rich_text
from bot.domain.rich_text import Block, BlockKind, Document, Span, from_markdown
from templates.text import HARD_BREAK, Markdown, link, markdown_inline

_INDENT = 4
# Of the characters of one block; Slack names no limit of its own for rich text.
_FITS = 2900
# Where every reader takes the signs of bold and italic as such: at the edge of words.
_OPENS = re.compile(r"(?:^|[\s(])$")
_CLOSES = re.compile(r"^(?:$|[\s).,;:!?])")
_WORD_EDGES = re.compile(r"\w(?:.*\w)?", re.DOTALL)


def markdown_rich(text: str) -> Markdown:
    """Return formatted text (``bot.domain.rich_text``) for the paper.

    What people typed is escaped as everywhere; only the formatting becomes markup.
    Code is printed as text. A text that begins with a list or a quotation begins on
    a line of its own, so it may follow a label.
    """
    document = from_markdown(text)
    gaps = _gaps(document)
    parts = [gap + _block(block) for gap, block in zip(gaps, document, strict=True)]
    begins = document[0].kind if document else BlockKind.PARAGRAPH
    lead = "\n\n" if begins in {BlockKind.ITEM, BlockKind.QUOTE} else ""
    return Markdown(lead + "".join(parts))


def rich_blocks(text: str) -> list[RichTextBlock]:
    """Return formatted text as blocks of Slack, which show it as it was written.

    Nothing in them is parsed: what looks like a mention is text.
    """
    made: list[RichTextBlock] = []
    elements: list[dict[str, Any]] = []
    room = _FITS
    for element in rich_text.to_slack(from_markdown(text))["elements"]:
        length = sum(len(each) for each in _texts(element))
        if elements and length > room:
            made.append(RichTextBlock(elements=elements))
            elements, room = [], _FITS
        elements.append(element)
        room -= length
    return [*made, RichTextBlock(elements=elements)] if elements else made


def _texts(element: Any) -> Iterator[str]:
    if isinstance(element, dict):
        yield str(element.get("text") or "")
        yield from _texts(element.get("elements"))
    elif isinstance(element, list):
        for each in element:
            yield from _texts(each)


def readable(text: str) -> str:
    """Return formatted text without its signs, for places that show plain text."""
    return rich_text.readable(from_markdown(text))


def _gaps(document: Document) -> Iterator[str]:
    """Yield what stands before each block: an empty line, except inside a list."""
    above: dict[int, Block] = {}
    for index, block in enumerate(document):
        if block.kind is not BlockKind.ITEM:
            above = {}
            yield "\n\n" if index else ""
            continue
        sibling = above.get(block.level)
        begins = sibling is None and block.level > 0 and block.number in {None, 1}
        goes_on = sibling is not None and _is_alike(sibling, block)
        yield "\n" if begins or goes_on else "\n\n" if index else ""
        above = {level: it for level, it in above.items() if level < block.level}
        above[block.level] = block


def _is_alike(sibling: Block, block: Block) -> bool:
    return (sibling.number is None) == (block.number is None)


def _block(block: Block) -> str:
    lines = _lines(block)
    if block.kind is BlockKind.QUOTE:
        return "\n".join(f"> {line}" for line in HARD_BREAK.join(lines).split("\n"))
    if block.kind is BlockKind.ITEM:
        margin = " " * (_INDENT * block.level)
        sign = "-" if block.number is None else f"{block.number}."
        inside = f"{HARD_BREAK}{margin}{' ' * _INDENT}"
        return f"{margin}{sign} {inside.join(lines)}"
    return HARD_BREAK.join(lines)


def _lines(block: Block) -> list[str]:
    """Return the escaped lines of a block; a span may go over several."""
    lines: list[list[Span]] = [[]]
    for span in block.spans:
        first, *rest = span.text.split("\n")
        lines[-1].append(_with(span, first))
        lines.extend([_with(span, text)] for text in rest)
    return [_line(line) for line in lines]


def _with(span: Span, text: str) -> Span:
    return Span(text, bold=span.bold, italic=span.italic, url=span.url)


def _line(spans: list[Span]) -> str:
    texts = ["", *(span.text for span in spans), ""]
    shown = ""
    for index, span in enumerate(spans, start=1):
        before, after = texts[index - 1][-1:], texts[index + 1][:1]
        if index == len(spans):
            after = ""
        if span.url is not None and shown.endswith("!"):
            shown = f"{shown[:-1]}&#33;"  # or the link would be a picture
        shown += _span(span, is_apart=_apart(before, span.text, after))
    return shown.strip()


def _apart(before: str, text: str, after: str) -> bool:
    edges = _OPENS.search(before) and _CLOSES.match(after)
    return bool(edges and _WORD_EDGES.fullmatch(text))


def _span(span: Span, *, is_apart: bool) -> str:
    core = span.text.strip()
    if not core:
        return span.text
    head = span.text[: len(span.text) - len(span.text.lstrip())]
    tail = span.text[len(span.text.rstrip()) :]
    shown: str = markdown_inline(core)
    if span.url is not None:
        address = link(span.url)
        shown = f"[{shown}](<{address}>)" if address else shown
    if is_apart:
        signs = "*" * (2 * span.bold + span.italic)
        shown = f"{signs}{shown}{signs}"
    return f"{head}{shown}{tail}"
