"""What light formatting can say: paragraphs, lists, quotes, code; a few styles."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.text import clean

# Slack's editor indents lists up to eight times.
DEEPEST = 8
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>]+", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
# No Markdown reader counts further (CommonMark 0.31.2, section 5.2).
_LAST_NUMBER = 999_999_999


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one style; it may go over several lines.

    Code has no other style. ``url`` is an address of http, https or mailto.
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    url: str | None = None

    def like(self, other: "Span") -> bool:
        """Whether both look the same, whatever they say."""
        return replace(self, text="") == replace(other, text="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, a list item, a quotation or lines of code.

    ``level`` is how deep an item is nested, from 0; ``number`` the number of an
    ordered item, None for a bullet.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    spans: tuple[Span, ...]
    level: int = 0
    number: int | None = None

    @property
    def text(self) -> str:
        """What it says, without styles."""
        return "".join(span.text for span in self.spans)


Document = tuple[Block, ...]


def tidy(blocks: Iterable[Block]) -> Document:
    """Return the blocks in one canonical form; idempotent, and no word is lost.

    Empty lines part paragraphs, white space has no style, runs of one style are one
    span, items are never deeper than one below the item before, ordered items count
    up, an address that is not safe is shown as text.
    """
    parted = (part for block in blocks for part in _parted(block))
    return tuple(_counted(_nested(block for block in parted if block.spans)))


def _parted(block: Block) -> Iterator[Block]:
    if block.kind is BlockKind.CODE:
        text = "\n".join(line.rstrip() for line in clean(block.text).split("\n"))
        text = text.strip("\n")
        yield replace(block, spans=(Span(text),) if text.strip() else (), level=0)
        return
    spans = [_safe(replace(span, text=clean(span.text))) for span in block.spans]
    for part in _split(spans):
        yield replace(block, spans=_trimmed(_joined(_bare_spaces(part))))


def _safe(span: Span) -> Span:
    """Show an address that is not safe instead of following it."""
    if span.url is None or _SAFE_ADDRESS.fullmatch(span.url):
        return span
    shown = clean(span.url)
    text = span.text if shown in span.text else f"{span.text} ({shown})"
    return replace(span, text=text, url=None)


def _split(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Part at empty lines, which may begin in one span and end in another."""
    spans = list(spans)
    text = "".join(span.text for span in spans)
    cuts = [match.span() for match in _EMPTY_LINES.finditer(text)]
    at, edges = 0, [0, *(edge for cut in cuts for edge in cut), len(text)]
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        part, at = [], 0
        for span in spans:
            shown = span.text[max(begin - at, 0) : max(end - at, 0)]
            if shown:
                part.append(replace(span, text=shown))
            at += len(span.text)
        yield part


def _bare_spaces(spans: Iterable[Span]) -> Iterator[Span]:
    """Take the style from white space at the edges; code keeps to one line."""
    for span in spans:
        text = span.text
        if span.code:
            text = " ".join(text.split())
            span = Span(text, code=True, url=span.url)  # noqa: PLW2901 - made plain
        core = text.strip()
        if not core:
            yield Span(text)
            continue
        before, after = (
            text[: len(text) - len(text.lstrip())],
            text[len(text.rstrip()) :],
        )
        yield Span(before)
        yield replace(span, text=core)
        yield Span(after)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        if joined and joined[-1].like(span):
            joined[-1] = replace(span, text=joined[-1].text + span.text)
        else:
            joined.append(span)
    return joined


def _trimmed(spans: list[Span]) -> tuple[Span, ...]:
    """Remove white space at the ends of the block and of each of its lines."""
    shown = []
    for index, span in enumerate(spans):
        text = span.text
        if not span.code:
            text = re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", text)
            text = re.sub(r"[^\S\n]+", " ", text)
        if index == 0:
            text = text.lstrip()
        if index == len(spans) - 1:
            text = text.rstrip()
        shown.append(replace(span, text=text))
    return tuple(span for span in shown if span.text)


def _nested(blocks: Iterable[Block]) -> Iterator[Block]:
    deepest = 0
    for block in blocks:
        if block.kind is not BlockKind.ITEM:
            deepest = 0
            yield replace(block, level=0, number=None)
            continue
        level = max(0, min(block.level, deepest, DEEPEST))
        deepest = level + 1
        yield replace(block, level=level)


def _counted(blocks: Iterable[Block]) -> Iterator[Block]:
    last: dict[int, int | None] = {}
    for block in blocks:
        if block.kind is not BlockKind.ITEM:
            last = {}
            yield block
            continue
        number = block.number
        if number is not None:
            before = last.get(block.level)
            number = min(max(number, 1), _LAST_NUMBER) if before is None else before + 1
        last = {level: at for level, at in last.items() if level < block.level}
        last[block.level] = number
        yield replace(block, number=number)
