"""Form elements as the browser's own controls, and what comes back from them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from bot.playground.blocks import choices
from bot.playground.page.surface import Attributes, Entry
from bot.playground.page.text import plain, text
from bot.playground.page.tree import Child, Tree, el
from bot.playground.people import CannotError, editor
from bot.playground.records import Json

_FEW = 8  # longer lists get a field to search in
_FILES = 10  # that a file_input takes when it says nothing
_QUERY = 3  # characters before an external menu asks, when it says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose; `raw` is what the browser sends for it."""

    raw: str
    label: str
    shown: Child = None
    more: Child = None
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Options under a heading, or without one."""

    label: str = ""
    options: list[Option]


def draw(entry: Entry) -> list[Tree]:
    """Return the control of a form element, without its label."""
    return list(_DRAWN[entry.kind](entry))


def is_drawn(kind: str) -> bool:
    """Whether there is a control for this type of element."""
    return kind in _DRAWN


def is_group(kind: str) -> bool:
    """Whether it consists of several controls."""
    several = kind.startswith("multi_") and kind != "multi_external_select"
    return several or kind in {"radio_buttons", "checkboxes"}


def given(element: Json, raw: Any, *, zone: tzinfo) -> Any:
    """Return what the person enters when the browser sends `raw`.

    Options come as their places in the list, moments as the person's clock shows
    them; whole options come from menus that the bot fills.
    """
    kind = element["type"]
    if raw in (None, "", []):
        return None
    if isinstance(raw, list):
        return [given(element, item, zone=zone) for item in raw]
    if isinstance(raw, str) and kind in _BY_PLACE:
        options = choices(element)
        if not raw.isdecimal() or int(raw) >= len(options):
            raise CannotError("there is no such option")
        return options[int(raw)]
    if isinstance(raw, str) and kind == "datetimepicker":
        return int(_moment(raw, zone).timestamp())
    return raw


_BY_PLACE = {"static_select", "multi_static_select", "radio_buttons", "checkboxes"}


def _moment(raw: str, zone: tzinfo) -> datetime:
    try:
        return datetime.fromisoformat(raw).replace(tzinfo=zone)
    except ValueError:
        raise CannotError("that is no date and time") from None


# Text


def _typed(entry: Entry, tag: str, **attributes: Any) -> Iterable[Tree]:
    longest = entry.element.get("max_length")
    value = entry.value or ""
    counter = f"{entry.id}:count" if longest else None
    attributes |= _placeholder(entry) | {
        "dir": "auto",
        "maxlength": longest,
        "data_live": _typing(entry),
        "data_counter": counter,
        "data_confirm": confirmation(entry),
    }
    described = " ".join(filter(None, (entry.described, counter)))
    common = entry.alone() | {"aria_describedby": described or None} | attributes
    if tag == "textarea":
        yield el(tag, value, **common)
    else:
        yield el(tag, value=value, **common)
    if longest:
        length = len(value.encode("utf-16-le")) // 2  # as browsers count
        yield el("span", f"{length}/{longest}", id=counter, class_="counter")


def _typing(entry: Entry) -> str | None:
    if not entry.live:
        return None
    config = entry.element.get("dispatch_action_config") or {}
    when = config.get("trigger_actions_on") or ()
    return "character" if "on_character_entered" in when else "enter"


def _plain_text(entry: Entry) -> Iterable[Tree]:
    if entry.element.get("multiline"):
        return _typed(entry, "textarea", rows=3)
    return _typed(entry, "input", type="text")


def _rich_text(entry: Entry) -> Iterable[Tree]:
    text = editor.shown(entry.value) or None
    return [el("textarea", text, rows=4, dir="auto", **entry.alone())]


def _number(entry: Entry) -> Iterable[Tree]:
    # The browser's own number field would swallow what is no number.
    mode = "decimal" if entry.element.get("is_decimal_allowed") else "numeric"
    return _typed(entry, "input", type="text", inputmode=mode)


# Menus, dates and times


def _select(entry: Entry, groups: list[Group]) -> Iterable[Tree]:
    nothing = plain(entry.element.get("placeholder")) or "Choose an option"
    parts: list[Tree] = [el("option", nothing, value="")]
    for group in groups:
        made = [
            el("option", o.label, value=o.raw, selected=o.chosen) for o in group.options
        ]
        parts += [el("optgroup", made, label=group.label)] if group.label else made
    yield el("select", parts, **entry.alone(), **_live(entry))


def _picker(entry: Entry, kind: str) -> Iterable[Tree]:
    value = entry.value
    if value is not None and kind == "datetime-local":
        value = f"{entry.surface.reader.moment(value):%Y-%m-%dT%H:%M}"
    yield el("input", type=kind, value=value, **entry.alone(), **_live(entry))


def _live(entry: Entry) -> Attributes:
    return {
        "data_live": "change" if entry.live else None,
        "data_confirm": confirmation(entry),
    }


# Several answers, and radio buttons


def _ticks(entry: Entry, options: list[Option], kind: str) -> list[Tree]:
    def tick(index: int, option: Option) -> Tree:
        box = el(
            "input",
            type=kind,
            id=f"{entry.id}:{index}",
            name=entry.id,
            value=option.raw,
            checked=option.chosen,
            **entry.attributes(),
            **_live(entry),
        )
        more = el("small", option.more) if option.more else None
        words = el("span", option.shown or option.label, more)
        return el("label", box, words, class_="tick")

    return [tick(index, option) for index, option in enumerate(options)]


def _boxes(entry: Entry, kind: str) -> Iterable[Tree]:
    return _ticks(entry, _offered(entry)[0].options, kind)


def _checklist(entry: Entry, groups: list[Group]) -> Iterable[Tree]:
    every = [option for group in groups for option in group.options]
    rows = _ticks(entry, every, "checkbox")
    parts: list[Tree] = []
    if len(every) > _FEW:
        label = f"Search in {entry.name}"
        parts.append(el("input", type="search", aria_label=label, placeholder="Search"))
    for group in groups:
        mine, rows = rows[: len(group.options)], rows[len(group.options) :]
        heading = el("p", group.label, class_="group")
        parts += (
            [el("div", heading, mine, role="group", aria_label=group.label)]
            if group.label
            else mine
        )
    nothing = plain(entry.element.get("placeholder")) or "Choose options"
    yield el(
        "details",
        el("summary", id=entry.id, aria_describedby=entry.described),
        el("div", parts, class_="ticks"),
        class_="checklist",
        data_most=entry.element.get("max_selected_items"),
        data_nothing=nothing,
    )


def _offered(entry: Entry) -> list[Group]:
    """Return a static element's options, numbered throughout."""
    element, reader = entry.element, entry.surface.reader
    number = iter(range(len(choices(element))))
    parts: list[Json] = [{"options": element.get("options") or []}]
    parts += element.get("option_groups") or []
    return [
        Group(
            label=plain(part.get("label")),
            options=[
                Option(
                    raw=str(next(number)),
                    label=str(option["text"]["text"]),
                    shown=text(option["text"], reader),
                    more=text(option.get("description"), reader),
                    chosen=option in entry.chosen,
                )
                for option in part["options"]
            ],
        )
        for part in parts
        if part["options"]
    ]


def _listed(entry: Entry, known: Mapping[str, str]) -> list[Group]:
    chosen = entry.chosen
    options = [
        Option(raw=id_, label=name, chosen=id_ in chosen) for id_, name in known.items()
    ]
    return [Group(options=options)]


def _references(entry: Entry) -> list[Group]:
    reader, kind = entry.surface.reader, entry.kind
    if kind.endswith("users_select"):
        return _listed(entry, reader.people)
    channels = kind.endswith("channels_select")
    return _listed(entry, reader.channels if channels else reader.places)


# Menus that the bot fills, and files


def _external(entry: Entry) -> Iterable[Tree]:
    least = entry.element.get("min_query_length", _QUERY)
    many = entry.kind.startswith("multi_")
    yield _chosen(
        (plain(o["text"]), entry.act("choose", **({"drop": o} if many else {})))
        for o in entry.chosen
    )
    yield el(
        "input",
        type="search",
        autocomplete="off",
        data_query=least,
        data_confirm=confirmation(entry),
        **(entry.alone() | _placeholder(entry)),
    )
    hint = f"Type at least {least} characters to search." if least else ""
    yield el("p", hint, id=f"{entry.id}:status", role="status", class_="quiet")
    yield el("div", id=f"{entry.id}:results", class_="results")


def suggestions(entry: Entry, options: list[Json]) -> list[Tree]:
    """Return what the bot suggests, as buttons that choose it."""
    many = entry.kind.startswith("multi_")
    return [
        el(
            "button",
            plain(option["text"]),
            type="button",
            data_act=entry.act("choose", **{"add" if many else "value": option}),
            data_confirm=confirmation(entry),
        )
        for option in options
    ]


def changed(entry: Entry, body: Json) -> Any:
    """Return the value after a click, from what is chosen by now.

    Two quick clicks are then two changes; the page that was clicked may be older.
    """
    option = body.get("add") or body.get("drop")
    if option is None:
        return body.get("value")
    rest = [other for other in entry.chosen if other != option]
    return [*rest, option] if "add" in body else rest


def _files(entry: Entry) -> Iterable[Tree]:
    kept = [{"id": file["id"]} for file in entry.chosen]
    kinds = entry.element.get("filetypes") or ()
    yield el(
        "input",
        type="file",
        multiple=entry.element.get("max_files", _FILES) > 1,
        accept=",".join(f".{kind}" for kind in kinds) or None,
        data_attach=json.dumps(kept),
        **entry.alone(),
    )
    yield _chosen(
        (
            file["name"],
            entry.act("attach", files=[k for k in kept if k["id"] != file["id"]]),
        )
        for file in entry.chosen
    )


def _chosen(things: Iterable[tuple[str, str]]) -> Tree:
    def line(name: str, act: str) -> Tree:
        label = f"Remove {name}"
        cross = el("span", "✕", aria_hidden="true")
        button = el("button", cross, type="button", aria_label=label, data_act=act)
        return el("li", el("bdi", name), button)

    return el("ul", (line(name, act) for name, act in things), class_="chosen")


# Parts of all of them


def confirmation(entry: Entry) -> str | None:
    """Return the question that is asked before it acts."""
    asked = entry.element.get("confirm")
    if not asked:
        return None
    title = plain(asked.get("title")) or "Are you sure?"
    style = asked.get("style", "primary")
    yes, no = plain(asked.get("confirm")) or "Yes", plain(asked.get("deny")) or "Cancel"
    form = el(
        "form",
        el("header", el("h2", title, id="confirm-title", dir="auto")),
        el("div", text(asked["text"], entry.surface.reader), class_="body text"),
        el(
            "footer",
            el("button", no, class_="button", value="no"),
            el("button", yes, class_=f"button {style}", value="yes"),
        ),
        method="dialog",
    )
    return json.dumps(form)


def _placeholder(entry: Entry) -> Attributes:
    return {"placeholder": plain(entry.element.get("placeholder")) or None}


def _kinds() -> dict[str, Callable[[Entry], Iterable[Tree]]]:
    kinds: dict[str, Callable[[Entry], Iterable[Tree]]] = {
        "plain_text_input": _plain_text,
        "rich_text_input": _rich_text,
        "email_text_input": lambda e: _typed(e, "input", type="email"),
        "url_text_input": lambda e: _typed(e, "input", type="url"),
        "number_input": _number,
        "static_select": lambda e: _select(e, _offered(e)),
        "multi_static_select": lambda e: _checklist(e, _offered(e)),
        "external_select": _external,
        "multi_external_select": _external,
        "radio_buttons": lambda e: _boxes(e, "radio"),
        "checkboxes": lambda e: _boxes(e, "checkbox"),
        "datepicker": lambda e: _picker(e, "date"),
        "timepicker": lambda e: _picker(e, "time"),
        "datetimepicker": lambda e: _picker(e, "datetime-local"),
        "file_input": _files,
    }
    for thing in ("users", "channels", "conversations"):
        kinds[f"{thing}_select"] = lambda e: _select(e, _references(e))
        kinds[f"multi_{thing}_select"] = lambda e: _checklist(e, _references(e))
    return kinds


_DRAWN = _kinds()
