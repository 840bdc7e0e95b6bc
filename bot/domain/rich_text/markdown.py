"""Light formatting as Markdown (CommonMark 0.31.2 with ``~~`` for strike)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.rich_text.values import Block, BlockKind, Document, Span, tidy

_INDENT = 4
_PLAIN_ADDRESS = re.compile(r"https?://[^\s<>\\]+")


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
    # Addresses are checked when the text is tidied, and shown as they were written.
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    reader.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return reader


# --- Writing -------------------------------------------------------------------------

_SIGNS = re.compile(r"[\\`*_\[\]<>~]|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(?:[#+\-=]|\d+(?=[.)]))", re.MULTILINE)


def to_markdown(document: Document) -> str:
    """Return the document as Markdown that reads back as the same document.

    Signs of the text are escaped by a backslash where they would mean something.
    A style that Markdown cannot express at its place is left out, never a word.
    """
    parts: list[str] = []
    for before, block in zip((None, *document), document, strict=False):
        if before is not None:
            parts.append("\n" if _is_tight(before, block) else "\n\n")
        parts.append(_block(block))
    return "".join(parts)


def _is_tight(before: Block, block: Block) -> bool:
    """Whether the item may follow at once without being read as the text before."""
    if before.kind is not BlockKind.ITEM or block.kind is not BlockKind.ITEM:
        return False
    if block.number is None or block.number == 1:
        return (before.number is None) == (block.number is None)
    return before.level == block.level and before.number == block.number - 1


def _block(block: Block) -> str:
    if block.kind is BlockKind.CODE:
        longest = max((len(run) for run in re.findall("`+", block.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{block.text}\n{fence}"
    text = _faithful(block.spans)
    if block.kind is BlockKind.QUOTE:
        return "\n".join(f"> {line}" for line in text.split("\n"))
    if block.kind is BlockKind.ITEM:
        margin = " " * (_INDENT * block.level)
        sign = "-" if block.number is None else f"{block.number}."
        inside = f"\n{margin}{' ' * _INDENT}"
        return f"{margin}{sign} " + inside.join(text.split("\n"))
    return text


def _faithful(spans: tuple[Span, ...]) -> str:
    """Write with every style, or with fewer where Markdown would lose or add one."""
    plainer = tuple(
        span if span.code else replace(span, bold=False, italic=False, strike=False)
        for span in spans
    )
    for attempt in (spans, tidy([Block(spans=plainer)])[0].spans):
        text = _inline(attempt)
        if from_markdown(text) == (Block(spans=attempt),):
            return text
    return _inline(tuple(Span(span.text) for span in spans))


def _inline(spans: tuple[Span, ...]) -> str:
    text = ""
    for span in spans:
        if span.url is not None and text.endswith("!"):
            text = f"{text[:-1]}\\!"  # or the link would be a picture
        text += _span(span)
    return _LINE_START.sub(_at_line_start, text).replace("\n", "\\\n")


def _at_line_start(match: re.Match[str]) -> str:
    if match[0].isdigit():
        return f"{match[0]}\\"
    return f"\\{match[0]}"


def _span(span: Span) -> str:
    if span.url is not None and span.text == span.url and _is_plain(span):
        return f"<{span.url}>"
    shown = _code(span.text) if span.code else _SIGNS.sub(r"\\\g<0>", span.text)
    for sign, is_set in (("~~", span.strike), ("*", span.italic), ("**", span.bold)):
        if is_set:
            shown = f"{sign}{shown}{sign}"
    if span.url is not None:
        target = re.sub(r"[\\<>]", r"\\\g<0>", span.url)
        return f"[{shown}](<{target}>)"
    return shown


def _is_plain(span: Span) -> bool:
    styled = span.bold or span.italic or span.strike or span.code
    return not styled and bool(_PLAIN_ADDRESS.fullmatch(span.text))


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    padded = text[0] == "`" or text[-1] == "`"
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


# --- Reading -------------------------------------------------------------------------


def from_markdown(text: str) -> Document:
    """Read Markdown; what light formatting does not know keeps its words.

    A heading becomes a bold paragraph, a picture its description and address; HTML
    is text.
    """
    return tidy(_Reading(_reader().parse(text)).blocks())


@dataclass(slots=True)
class _Reading:
    tokens: Sequence[Token]
    lists: list[int | None] = field(default_factory=list)
    quotes: int = 0
    begins_item: bool = False

    def blocks(self) -> Iterator[Block]:
        bold = False
        for token in self.tokens:
            self._enter(token)
            if token.type == "inline":
                spans = tuple(_spans(token.children or ()))
                if bold:
                    spans = tuple(replace(span, bold=not span.code) for span in spans)
                yield self._block(spans)
            elif token.type in {"fence", "code_block", "html_block"}:
                yield Block(kind=BlockKind.CODE, spans=(Span(token.content),))
            elif token.type == "hr":
                yield Block(spans=(Span(token.markup),))
            bold = token.type == "heading_open"

    def _enter(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self.lists.append(None)
            case "ordered_list_open":
                start = token.attrGet("start")
                self.lists.append(0 if start is None else int(start) - 1)
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.begins_item = True
                number = self.lists[-1]
                self.lists[-1] = None if number is None else number + 1
            case "blockquote_open":
                self.quotes += 1
            case "blockquote_close":
                self.quotes -= 1

    def _block(self, spans: tuple[Span, ...]) -> Block:
        if self.lists and self.begins_item:
            self.begins_item = False
            return Block(
                kind=BlockKind.ITEM,
                spans=spans,
                level=len(self.lists) - 1,
                number=self.lists[-1],
            )
        kind = BlockKind.QUOTE if self.quotes else BlockKind.PARAGRAPH
        return Block(kind=kind, spans=spans)


def _spans(tokens: Sequence[Token]) -> Iterator[Span]:
    styles = {"strong": 0, "em": 0, "s": 0}
    url: str | None = None
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in styles:
            styles[name] += token.nesting
        elif name == "link":
            url = str(token.attrGet("href") or "") if token.nesting == 1 else None
        else:
            yield Span(
                _text(token),
                bold=styles["strong"] > 0,
                italic=styles["em"] > 0,
                strike=styles["s"] > 0,
                code=token.type == "code_inline",
                url=url,
            )


def _text(token: Token) -> str:
    if token.type == "hardbreak":
        return "\n"
    if token.type == "softbreak":
        return " "  # an editor that wraps lines means nothing by it
    if token.type == "image":
        return f"{token.content} ({token.attrGet('src')})"
    return token.content
