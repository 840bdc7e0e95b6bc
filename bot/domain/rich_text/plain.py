"""Light formatting as plain text, for places that show nothing else."""

from collections.abc import Iterator

from bot.domain.rich_text.values import BlockKind, Document, Span


def readable(document: Document) -> str:
    """Return what the document says without the signs of its formatting."""
    return "".join(_parts(document))


def _parts(document: Document) -> Iterator[str]:
    for index, block in enumerate(document):
        is_item = block.kind is BlockKind.ITEM
        if index:
            yield "\n" if is_item else "\n\n"
        sign = "• " if block.number is None else f"{block.number}. "
        yield "  " * block.level + sign if is_item else ""
        yield from map(_shown, block.spans)


def _shown(span: Span) -> str:
    if span.url is None or span.url == span.text:
        return span.text
    return f"{span.text} ({span.url})"
