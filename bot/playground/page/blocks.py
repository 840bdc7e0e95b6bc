"""Block Kit as pieces of a page: one function for each type of block.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Callable, Iterable

from bot.playground.page import fields
from bot.playground.page.surface import Entry, Surface
from bot.playground.page.text import link, plain, rich_text, text
from bot.playground.page.tree import Child, Element, Tree, el
from bot.playground.records import Json


def draw(blocks: Iterable[Json], surface: Surface) -> list[Tree]:
    """Return the blocks of a message, modal or Home tab."""
    return [_block(block, surface) for block in blocks]


def menu(label: str, entries: Iterable[Tree], *, id_: str) -> Tree:
    """Return a small menu behind a button with three dots."""
    dots = el("span", "⋯", aria_hidden="true")
    return el(
        "details",
        el("summary", dots, id=id_, aria_label=label, title=label),
        el("div", entries, class_="entries"),
        class_="menu",
    )


def _block(block: Json, surface: Surface) -> Tree:
    known = _BLOCKS.get(block["type"])
    if known is None:
        return el("div", _unknown(block["type"]), class_="block")
    return el("div", known(block, surface), class_=f"block {block['type']}")


def _unknown(kind: str) -> Tree:
    shown = f"This page cannot show “{kind}”; Slack can."
    return el("p", shown, class_="unknown")


def _words(given: Json, surface: Surface) -> Element:
    return el("div", text(given, surface.reader), class_="text", dir="auto")


def _header(block: Json, _surface: Surface) -> Child:
    return el("h3", plain(block["text"]), dir="auto")


def _section(block: Json, surface: Surface) -> Child:
    columns = [_words(part, surface) for part in block.get("fields") or ()]
    fields_ = el("div", *columns, class_="columns") if columns else None
    given = block.get("text")
    own = _words(given, surface) if given else None
    shown: list[Tree] = [el("div", own, fields_, class_="words")]
    if accessory := block.get("accessory"):
        shown.append(el("div", _control(block, accessory, surface), class_="accessory"))
    return shown


def _context(block: Json, surface: Surface) -> Child:
    return [
        _picture(part) if part["type"] == "image" else _words(part, surface)
        for part in block["elements"]
    ]


def _divider(_block: Json, _surface: Surface) -> Child:
    return el("hr")


def _actions(block: Json, surface: Surface) -> Child:
    return [_control(block, element, surface) for element in block["elements"]]


def _rich(block: Json, surface: Surface) -> Child:
    return el("div", rich_text(block, surface.reader), class_="text", dir="auto")


def _image(block: Json, surface: Surface) -> Child:
    title = block.get("title")
    shown: list[Tree] = [_words(title, surface)] if title else []
    return [*shown, _picture(block)]


def _picture(image: Json) -> Element:
    # Pictures come from strangers' servers, so only their description is shown.
    alt = image["alt_text"]
    return el("span", f"Picture: {alt}", class_="picture", role="img", aria_label=alt)


def _markdown(block: Json, _surface: Surface) -> Child:
    return el("div", block["text"], class_="text", dir="auto")


def _alert(block: Json, surface: Surface) -> Child:
    return _words(block["text"], surface)


def _table(block: Json, surface: Surface) -> Child:
    settings = block.get("column_settings") or []

    def cell(row: int, column: int, value: Json) -> Tree:
        align = (settings[column] or {}).get("align") if column < len(settings) else ""
        rich = value["type"] == "rich_text"
        shown = rich_text(value, surface.reader) if rich else [str(value["text"])]
        scope = None if row else "col"
        return el("td" if row else "th", shown, scope=scope, class_=align, dir="auto")

    rows = (
        el("tr", (cell(row, column, value) for column, value in enumerate(values)))
        for row, values in enumerate(block["rows"])
    )
    table = el("table", rows)
    return el(
        "div", table, class_="wide", role="region", aria_label="Table", tabindex=0
    )


def _input(block: Json, surface: Surface) -> Child:
    """Return label, control, hint and error, tied together."""
    element = block["element"]
    if not fields.is_drawn(element["type"]):
        return _unknown(element["type"])
    entry = Entry(block, element, surface)
    optional = el("span", " (optional)", class_="quiet")
    name: list[Child] = [
        plain(block["label"]),
        optional if block.get("optional") else None,
    ]
    hint, error = block.get("hint"), entry.error
    parts: list[Child] = [
        fields.draw(entry),
        el("p", plain(hint), id=f"{entry.id}:hint", class_="hint") if hint else None,
        el("p", error, id=f"{entry.id}:error", class_="error") if error else None,
    ]
    style = "field wrong" if error else "field"
    if fields.is_group(entry.kind):
        legend = el("legend", *name)
        described = entry.described
        return el("fieldset", legend, *parts, class_=style, aria_describedby=described)
    return el(
        "div", el("label", *name, for_=entry.id), *parts, class_=style, dir="auto"
    )


def _control(block: Json, element: Json, surface: Surface) -> Tree:
    """Return an element of a section or of a row of actions."""
    if element["type"] == "image":
        return _picture(element)
    entry = Entry(block, element, surface)
    if pressed := _PRESSED.get(entry.kind):
        return pressed(entry)
    if not fields.is_drawn(entry.kind):
        return _unknown(entry.kind)
    if fields.is_group(entry.kind):
        drawn = fields.draw(entry)
        return el("fieldset", drawn, class_="control", aria_label=entry.name)
    return el("div", fields.draw(entry), class_="control")


def _button(entry: Entry) -> Tree:
    element = entry.element
    url = element.get("url")
    made = (
        link(url, plain(element["text"]))
        if url
        else el("button", plain(element["text"]))
    )
    more = el(
        made.tag,
        type=None if url else "button",
        id=entry.id,
        class_=f"button {element.get('style', '')}".strip(),
        aria_label=element.get("accessibility_label"),
        data_act=entry.act("press", value=element.get("value")),
        data_confirm=fields.confirmation(entry),
    )
    return made._replace(attributes=made.attributes | more.attributes)


def _overflow(entry: Entry) -> Tree:
    entries = [
        el(
            "button",
            plain(option["text"]),
            type="button",
            data_act=entry.act("press", value=option["value"]),
            data_confirm=fields.confirmation(entry),
        )
        for option in entry.element["options"]
    ]
    return menu(f"More: {entry.name}", entries, id_=entry.id)


_PRESSED = {"button": _button, "overflow": _overflow}
_BLOCKS: dict[str, Callable[[Json, Surface], Child]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": _divider,
    "actions": _actions,
    "input": _input,
    "rich_text": _rich,
    "image": _image,
    "markdown": _markdown,
    "alert": _alert,
    "table": _table,
}
