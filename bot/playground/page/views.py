"""Modals and Home tabs as pieces of a page."""

import json

from bot.playground.page import blocks
from bot.playground.page.reader import Reader
from bot.playground.page.surface import Entry, Surface
from bot.playground.page.text import plain
from bot.playground.page.tree import Tree, el
from bot.playground.records import Json


def home(view: Json, reader: Reader) -> Json:
    """Return a Home tab."""
    surface = Surface(prefix=view["id"], reader=reader, values=view["state"]["values"])
    drawn = el("div", blocks.draw(view["blocks"], surface), data_target=_target(view))
    return {"id": view["id"], "tree": drawn}


def modal(view: Json, reader: Reader, *, errors: dict[str, str], depth: int) -> Json:
    """Return the modal on top of `depth - 1` others."""
    surface = Surface(
        prefix=view["id"], reader=reader, values=view["state"]["values"], errors=errors
    )
    drawn = el(
        "form",
        _head(view, depth),
        el("div", blocks.draw(view["blocks"], surface), class_="body"),
        el("p", class_="error", id="modal-trouble", role="alert"),
        _foot(view),
        novalidate=True,
        data_target=_target(view),
    )
    focus = next((_first_id(surface, b) for b in view["blocks"] if _wants_focus(b)), "")
    return {"id": view["id"], "tree": drawn, "focus": focus}


def _target(view: Json) -> str:
    return json.dumps({"view": view["id"]})


def _head(view: Json, depth: int) -> Tree:
    title = plain(view["title"])
    close = json.dumps({"verb": "close", "all": True})
    cross = el("span", "✕", aria_hidden="true")
    label = "Close all" if depth > 1 else "Close"
    return el(
        "header",
        el("h2", title, id="modal-title", tabindex=-1, dir="auto"),
        el("button", cross, type="button", aria_label=label, data_act=close),
    )


def _foot(view: Json) -> Tree:
    submit = plain(view["submit"])
    words = plain(view["close"]) or ("Cancel" if submit else "Close")
    act = json.dumps({"verb": "close", "all": False})
    close = el("button", words, type="button", class_="button", data_act=act, id="back")
    if not submit:
        return el("footer", close)
    style = "button primary"
    send = el("button", type="submit", class_=style, id="submit", data_words=submit)
    return el("footer", close, send)


def _wants_focus(block: Json) -> bool:
    return bool((block.get("element") or {}).get("focus_on_load"))


def _first_id(surface: Surface, block: Json) -> str:
    return Entry(block, block["element"], surface).id
