"""Slack's ``rich_text`` block, read and written.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.domain.rich_text.values import Block, BlockKind, Document, Span, tidy

Json = Mapping[str, Any]
# What a mentioned person or channel is called; None: it has no name to show.
Names = Callable[[str], str | None]
_STYLES = ("bold", "italic", "strike", "code")


def from_slack(block: Json, names: Names = lambda _: None) -> Document:
    """Read what somebody wrote in Slack's editor.

    Mentions become names, emoji their characters; an element that is not known yet
    is kept as far as it has a text. ``names`` gives the name for an id.
    """
    return tidy(_blocks(block.get("elements") or (), names))


def to_slack(document: Document) -> dict[str, Any]:
    """Return a ``rich_text`` block that says the same, to go on editing."""
    elements: list[dict[str, Any]] = []
    for block in document:
        if block.kind is BlockKind.ITEM:
            elements.append(_list(block))
        else:
            kind = {BlockKind.QUOTE: "quote", BlockKind.CODE: "preformatted"}
            name = kind.get(block.kind, "section")
            elements.append({"type": f"rich_text_{name}", "elements": _spans(block)})
    return {"type": "rich_text", "elements": _apart(elements)}


def _blocks(elements: Any, names: Names) -> Iterator[Block]:
    for element in elements:
        kind = element.get("type")
        inside = element.get("elements") or ()
        if kind == "rich_text_list":
            yield from _items(element, names)
        elif kind == "rich_text_preformatted":
            text = "".join(span.text for span in _read(inside, names))
            yield Block(kind=BlockKind.CODE, spans=(Span(text),))
        else:
            is_quote = kind == "rich_text_quote"
            yield Block(
                kind=BlockKind.QUOTE if is_quote else BlockKind.PARAGRAPH,
                spans=tuple(_read(inside or (element,), names)),
            )


def _items(element: Json, names: Names) -> Iterator[Block]:
    ordered = element.get("style") == "ordered"
    first = int(element.get("offset") or 0) + 1
    for number, item in enumerate(element.get("elements") or (), start=first):
        yield Block(
            kind=BlockKind.ITEM,
            spans=tuple(_read(item.get("elements") or (), names)),
            level=int(element.get("indent") or 0),
            number=number if ordered else None,
        )


def _read(elements: Any, names: Names) -> Iterator[Span]:
    for element in elements:
        given = element.get("style") or {}
        styles = {name: True for name in _STYLES if given.get(name)}
        url = element.get("url") if element.get("type") == "link" else None
        yield Span(_text(element, names), **styles, url=url)


def _text(element: Json, names: Names) -> str:
    kind = element.get("type")
    if kind == "emoji":
        return _emoji(element)
    if kind == "user":
        return f"@{names(str(element.get('user_id'))) or 'member'}"
    if kind == "channel":
        return f"#{names(str(element.get('channel_id'))) or 'channel'}"
    if kind == "broadcast":
        return f"@{element.get('range') or 'channel'}"
    # Links, dates, colours and text each say themselves under another name.
    said = (element.get(name) for name in ("text", "fallback", "url", "value"))
    return str(next((text for text in said if text), "@group" * (kind == "usergroup")))


def _emoji(element: Json) -> str:
    """Return the character of an emoji; one that a workspace made has only a name."""
    try:
        return "".join(
            chr(int(code, 16)) for code in str(element["unicode"]).split("-")
        )
    except (KeyError, ValueError, OverflowError):
        return f":{element.get('name') or 'emoji'}:"


def _list(block: Block) -> dict[str, Any]:
    style = "bullet" if block.number is None else "ordered"
    section = {"type": "rich_text_section", "elements": _spans(block)}
    made: dict[str, Any] = {
        "type": "rich_text_list",
        "style": style,
        "indent": block.level,
        "elements": [section],
    }
    if block.number is not None and block.number > 1:
        made["offset"] = block.number - 1
    return made


def _spans(block: Block) -> list[dict[str, Any]]:
    return [_span(span) for span in block.spans]


def _span(span: Span) -> dict[str, Any]:
    style = {name: True for name in _STYLES if getattr(span, name)}
    shown: dict[str, Any] = {"type": "text", "text": span.text}
    if span.url is not None:
        shown = {"type": "link", "url": span.url, "text": span.text}
    return shown | ({"style": style} if style else {})


def _apart(elements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join what Slack shows as one list, and part neighbours by an empty line."""
    made: list[dict[str, Any]] = []
    for element in elements:
        if made and _goes_on(made[-1], element):
            made[-1]["elements"].extend(element["elements"])
            continue
        if made and _runs_together(made[-1], element):
            made[-1]["elements"].append({"type": "text", "text": "\n\n"})
            made[-1]["elements"].extend(element["elements"])
            continue
        made.append(element)
    return made


def _goes_on(before: Json, element: Json) -> bool:
    if before["type"] != "rich_text_list" or element["type"] != "rich_text_list":
        return False
    same = all(before[name] == element[name] for name in ("style", "indent"))
    if element["style"] == "ordered":
        goes_on = int(before.get("offset", 0)) + len(before["elements"])
        return same and goes_on == int(element.get("offset", 0))
    return same


def _runs_together(before: Json, element: Json) -> bool:
    alike = {"rich_text_section", "rich_text_quote"}
    return bool(before["type"] == element["type"] and element["type"] in alike)
