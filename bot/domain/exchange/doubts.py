"""What in a document is allowed but looks like a mistake."""

from bot.domain.exchange.values import Document
from bot.domain.references import Kind


def same_titles(document: Document, group: Document) -> tuple[str, ...]:
    """Say which practices of a document have the title of another one."""
    in_document = document.keys(Kind.PRACTICE)
    keys = group.keys(Kind.PRACTICE) | in_document
    texts = {
        entry.value.practice.number or 0: entry.value.practice.content.title
        for entry in (*group.practices, *document.practices)
    }
    firsts: dict[str, int] = {}
    said = []
    for number in sorted(texts):
        first = firsts.setdefault(texts[number].casefold(), number)
        if first != number and number in in_document:
            said.append(f"{keys[number]} has the same title as {keys[first]}.")
    return tuple(said)
