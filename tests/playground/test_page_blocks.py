"""What the page makes of Block Kit, and what it makes of what comes back."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.playground.blocks import SLOTS, completed
from bot.playground.page import blocks, fields
from bot.playground.page.reader import Reader
from bot.playground.page.surface import Surface
from bot.playground.page.tree import Element, Tree, words
from bot.playground.people import CannotError

BRUSSELS = ZoneInfo("Europe/Brussels")
NIGHT = 1_780_263_000  # 31 May 2026 at 21:30 UTC
CONTROLS = {"input", "select", "textarea", "button", "summary"}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": text.lower()}


def in_form(kind: str, **more: Any) -> dict[str, Any]:
    """Return an input block with an element of a kind, offering two options."""
    element = {"type": kind, "action_id": "a b", **more.pop("element", {})}
    if kind in {"static_select", "multi_static_select", "radio_buttons", "checkboxes"}:
        element.setdefault("options", [option("One"), option("Two")])
    block = {"type": "input", "block_id": "b é", "label": plain("Label")}
    (kept,) = completed([block | {"element": element} | more], lambda: "x1")
    return kept


def drawn(block: dict, **surface: Any) -> Element:
    reader = Reader(
        people={"U1": "Anna", "U2": "Bert"},
        channels={"C1": "one"},
        places={"C1": "#one", "D1": "App"},
        zone=BRUSSELS,
    )
    (tree,) = blocks.draw([block], Surface(prefix="p", reader=reader, **surface))
    assert isinstance(tree, Element)
    return tree


def elements(trees: Iterable[Tree]) -> Iterator[Element]:
    for tree in trees:
        if isinstance(tree, Element):
            yield tree
            yield from elements(tree.children)


def one(tree: Element, tag: str) -> Element:
    (found,) = [element for element in elements([tree]) if element.tag == tag]
    return found


def state(kind: str, value: Any) -> dict[str, Any]:
    return {"b é": {"a b": {"type": kind, SLOTS[kind].key: value}}}


@pytest.mark.parametrize("kind", sorted(SLOTS))
def test_every_control_has_a_name_and_every_id_is_safe_and_used_once(kind):
    tree = drawn(in_form(kind, hint=plain("Hint")), errors={"b é": "Wrong"})

    every = list(elements([tree]))
    ids = [e.attributes["id"] for e in every if "id" in e.attributes]
    labels = {e.attributes.get("for") for e in every if e.tag == "label"}
    assert len(set(ids)) == len(ids)
    assert all(" " not in id_ and id_.isascii() for id_ in ids)
    for control in (e for e in every if e.tag in CONTROLS):
        in_label = any(control in e.children for e in every if e.tag == "label")
        is_named = control.attributes.keys() & {"aria-label"} or words([control])
        in_list = control.tag == "summary"  # named by the page, in its group
        assert in_label or is_named or in_list or control.attributes["id"] in labels


@pytest.mark.parametrize("kind", sorted(SLOTS))
def test_hint_and_error_are_tied_to_the_control(kind):
    tree = drawn(in_form(kind, hint=plain("Hint")), errors={"b é": "Wrong"})

    texts = {
        e.attributes["id"]: words([e])
        for e in elements([tree])
        if e.tag == "p" and "id" in e.attributes
    }
    described = [
        e.attributes["aria-describedby"].split()
        for e in elements([tree])
        if "aria-describedby" in e.attributes
    ]
    assert described
    for ids in described:
        assert {"Hint", "Wrong"} <= {texts.get(id_) for id_ in ids}


@pytest.mark.parametrize("kind", sorted(SLOTS))
def test_outside_a_form_a_control_has_a_name_as_well(kind):
    element = in_form(kind)["element"] | {"placeholder": plain("Pick one")}
    block = {"type": "actions", "block_id": "b", "elements": [element]}

    tree = drawn(block)

    labels = [e.attributes.get("aria-label") for e in elements([tree])]
    assert "Pick one" in labels


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("plain_text_input", "typed", "typed"),
        ("number_input", "7", "7"),
        ("datepicker", "2026-05-31", "2026-05-31"),
        ("timepicker", "09:30", "09:30"),
        ("datetimepicker", NIGHT, "2026-05-31T23:30"),
    ],
)
def test_what_was_entered_is_shown_again(kind, value, shown):
    tree = drawn(in_form(kind), values=state(kind, value))

    assert one(tree, "input").attributes["value"] == shown


def test_long_text_is_shown_again():
    block = in_form("plain_text_input", element={"multiline": True, "max_length": 9})

    tree = drawn(block, values=state("plain_text_input", "a\n<b>"))

    assert one(tree, "textarea").children == ["a\n<b>"]
    assert one(tree, "textarea").attributes["maxlength"] == "9"
    assert words([one(tree, "span")]) == "5/9"


def test_rich_text_is_shown_again_as_plain_text():
    value = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "one "}, {"type": "link"}],
            }
        ],
    }

    tree = drawn(in_form("rich_text_input"), values=state("rich_text_input", value))

    assert one(tree, "textarea").children == ["one "]


@pytest.mark.parametrize(
    ("kind", "value", "marked"),
    [
        ("static_select", option("Two"), {"1"}),
        ("radio_buttons", option("Two"), {"1"}),
        ("checkboxes", [option("One"), option("Two")], {"0", "1"}),
        ("multi_static_select", [option("One")], {"0"}),
        ("users_select", "U2", {"U2"}),
        ("channels_select", "C1", {"C1"}),
        ("multi_conversations_select", ["D1"], {"D1"}),
    ],
)
def test_what_was_chosen_is_marked(kind, value, marked):
    block = in_form(kind)
    if isinstance(value, dict):
        value = block["element"]["options"][1]
    elif value and isinstance(value[0], dict):
        value = block["element"]["options"][: len(value)]

    tree = drawn(block, values=state(kind, value))

    chosen = {
        e.attributes["value"]
        for e in elements([tree])
        if e.attributes.keys() & {"selected", "checked"}
    }
    assert chosen == marked


def test_groups_of_options_are_numbered_throughout():
    groups = [
        {"label": plain("North"), "options": [option("Estonia")]},
        {"label": plain("South"), "options": [option("Malta"), option("Italy")]},
    ]
    for kind in ("static_select", "multi_static_select"):
        block = in_form(kind, element={"options": [], "option_groups": groups})
        block["element"].pop("options")

        tree = drawn(block)

        values = [
            e.attributes["value"]
            for e in elements([tree])
            if e.tag in {"option", "input"} and e.attributes.get("value")
        ]
        assert values == ["0", "1", "2"]
        chosen = fields.given(block["element"], "2", zone=UTC)
        assert chosen["text"]["text"] == "Italy"


def test_long_lists_can_be_searched():
    options = [option(f"Theme {number}") for number in range(9)]
    block = in_form("multi_static_select", element={"options": options})

    tree = drawn(block)

    searches = [e for e in elements([tree]) if e.attributes.get("type") == "search"]
    assert [e.attributes["aria-label"] for e in searches] == ["Search in Label"]


def test_optional_fields_say_so_and_others_are_required():
    needed = drawn(in_form("plain_text_input"))
    optional = drawn(in_form("plain_text_input", optional=True))

    assert words([needed]) == "Label"
    assert one(needed, "input").attributes["aria-required"] == "true"
    assert words([optional]) == "Label (optional)"
    assert "aria-required" not in one(optional, "input").attributes


@pytest.mark.parametrize(
    ("kind", "raw", "entered"),
    [
        ("plain_text_input", "", None),
        ("plain_text_input", "x", "x"),
        ("users_select", "U1", "U1"),
        ("multi_users_select", ["U1", "U2"], ["U1", "U2"]),
        ("multi_users_select", [], None),
        ("datetimepicker", "2026-05-31T23:30", NIGHT),
        ("datepicker", "2026-05-31", "2026-05-31"),
    ],
)
def test_what_the_browser_sends_is_what_the_person_enters(kind, raw, entered):
    element = in_form(kind)["element"]

    assert fields.given(element, raw, zone=BRUSSELS) == entered


@pytest.mark.parametrize("raw", ["2", "-1", "x", "²", "9" * 10])
def test_options_that_are_not_offered_cannot_be_chosen(raw):
    element = in_form("static_select")["element"]

    with pytest.raises(CannotError):
        fields.given(element, raw, zone=UTC)


def test_a_moment_that_is_none_cannot_be_entered():
    with pytest.raises(CannotError):
        fields.given({"type": "datetimepicker"}, "tomorrow", zone=UTC)


def test_suggestions_choose_what_they_say():
    chosen, other = option("One"), option("Two")
    for kind, value in (
        ("external_select", other),
        ("multi_external_select", [chosen, other]),
    ):
        block = in_form(kind)
        first = chosen if kind == "external_select" else [chosen]
        surface = Surface(prefix="", reader=Reader(), values=state(kind, first))
        entry = fields.Entry(block, block["element"], surface)

        (button,) = fields.suggestions(entry, [other])

        act = json.loads(button.attributes["data-act"])
        assert (act["verb"], fields.changed(entry, act)) == ("choose", value)
        assert words([button]) == "Two"


def test_two_quick_clicks_are_two_changes():
    """The second click knows nothing yet of what the first one chose."""
    kind, one, two = "multi_external_select", option("One"), option("Two")
    block = in_form(kind)
    surface = Surface(prefix="", reader=Reader(), values=state(kind, [one, two]))
    entry = fields.Entry(block, block["element"], surface)

    assert fields.changed(entry, {"drop": one}) == [two]
    assert fields.changed(entry, {"add": two}) == [one, two]


def test_pictures_of_strangers_are_not_loaded():
    image = {"image_url": "https://evil.example/x.png", "alt_text": "A map"}
    block = {"type": "image", "block_id": "b", "title": plain("Map"), **image}
    small = {
        "type": "context",
        "block_id": "c",
        "elements": [{"type": "image", **image}],
    }
    aside = {
        "type": "section",
        "block_id": "d",
        "accessory": {"type": "image", **image},
    }

    trees = [drawn(block), drawn(small), drawn(aside)]

    assert "evil.example" not in json.dumps(trees)
    assert all("Picture: A map" in words([tree]) for tree in trees)


def test_what_the_page_does_not_know_is_named():
    block = {"type": "hologram", "block_id": "b"}
    field = in_form("plain_text_input")
    field["element"]["type"] = "mind_reader"
    actions = {"type": "actions", "block_id": "b"}
    strange = {"type": "workflow_button", "action_id": "a", "text": plain("Go")}

    assert "“hologram”" in words([drawn(block)])
    assert "“mind_reader”" in words([drawn(field)])
    assert "“workflow_button”" in words([drawn(actions | {"elements": [strange]})])


def test_a_button_with_an_address_opens_it_and_tells_the_app():
    button = {"type": "button", "action_id": "a", "text": plain("Read")}
    block = {"type": "actions", "block_id": "b"}

    good = drawn(block | {"elements": [button | {"url": "https://a.example"}]})
    bad = drawn(block | {"elements": [button | {"url": "javascript:alert(1)"}]})

    link = one(good, "a").attributes
    assert link["href"] == "https://a.example"
    assert link["rel"] == "noopener noreferrer"
    assert json.loads(link["data-act"])["verb"] == "press"
    assert "javascript" not in json.dumps(bad)


def test_a_confirmation_asks_with_the_apps_words():
    confirm = {"text": plain("Really?")}
    button = {
        "type": "button",
        "action_id": "a",
        "text": plain("X"),
        "confirm": confirm,
    }

    tree = drawn({"type": "actions", "block_id": "b", "elements": [button]})

    question = json.loads(one(tree, "button").attributes["data-confirm"])
    assert "Are you sure?" in json.dumps(question)
    assert "Really?" in json.dumps(question)


def test_tables_have_headings():
    cell = {"type": "raw_text", "text": "x"}
    inline = [{"type": "text", "text": "rich"}]
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": inline}],
    }
    settings = [{"align": "right"}]
    block = {"type": "table", "block_id": "b", "column_settings": settings}

    tree = drawn(block | {"rows": [[cell, cell], [cell, rich]]})

    assert [e.tag for e in elements([tree]) if e.tag in {"th", "td"}] == [
        "th",
        "th",
        "td",
        "td",
    ]
    assert words([tree]) == "xxxrich"
