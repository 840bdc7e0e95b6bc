"""The demo's page for everybody: keyboard, screen reader, phone, light and dark."""

import re

import pytest
from browser.hands import form, messages, tab_to, unnamed, write
from browser.sample_app import DESKTOP, PHONE
from playwright.sync_api import expect

SHOWN_OFF = "document.documentElement.scrollWidth > innerWidth"


def test_the_whole_way_by_keyboard_alone(visit):
    tab = visit()
    expect(tab.get_by_role("heading", name="Who do you want to be?")).to_be_visible()
    tab_to(tab, "Chair")
    tab.keyboard.press("Enter")
    expect(
        tab.get_by_role("textbox", name="Message #sig-digitalisation")
    ).to_be_focused()

    tab.keyboard.type("/fo")
    expect(tab.get_by_role("option", name="/form")).to_be_visible()
    tab.keyboard.press("Enter")
    tab.keyboard.type("everything")
    tab.keyboard.press("Enter")

    dialog = tab.get_by_role("dialog", name="Every kind of field")
    expect(dialog.get_by_label("Title")).to_be_focused()
    tab.keyboard.type("taken")
    tab_to(tab, "Country")
    tab.keyboard.type("Fin")
    tab_to(tab, "Choose options")
    tab.keyboard.press("Enter")
    tab_to(tab, "Prevention")
    tab.keyboard.press("Space")
    tab_to(tab, "Organisation")
    tab.keyboard.type("hosp")
    expect(dialog.get_by_text("2 found")).to_be_visible()
    tab_to(tab, "City hospital", 3)
    tab.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Remove City hospital")).to_be_visible()
    tab_to(tab, "Idea")
    tab.keyboard.press("ArrowDown")
    tab_to(tab, "I may share this")
    tab.keyboard.press("Space")
    tab_to(tab, "Email")
    tab.keyboard.press("Enter")

    expect(dialog.get_by_label("Title")).to_be_focused()
    expect(dialog.get_by_label("Title")).to_have_accessible_description(
        re.compile("There is one of that name already")
    )
    tab.keyboard.press("End")
    tab.keyboard.type(" no more")
    tab.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(
        tab.get_by_role("textbox", name="Message #sig-digitalisation")
    ).to_be_focused()

    tab.keyboard.press("Shift+Tab")
    tab_to(tab, "Convenor")
    tab.keyboard.press("Enter")
    sent = messages(tab).filter(has_text="You sent")
    for line in (
        "plain_text_input: taken no more",
        "static_select: finland",
        "multi_static_select: prevention",
        "\nexternal_select: city hospital",
        "radio_buttons: running",
        "checkboxes: rights",
    ):
        expect(sent).to_contain_text(line.strip())


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"viewport": DESKTOP}, id="desktop"),
        pytest.param(
            {"viewport": PHONE, "has_touch": True, "is_mobile": True}, id="phone"
        ),
    ],
)
def test_every_control_has_a_name(visit, options):
    tab = visit("UCHAIR", "CSIG", **options)
    for line in ("A word", "/ask", "/show", "/file", "/whisper"):
        write(tab, line)
    expect(messages(tab)).to_have_count(5)

    assert unnamed(tab) == []
    dialog = form(tab)
    dialog.get_by_text("Choose options").click()
    dialog.get_by_label("Partners").focus()
    expect(dialog.get_by_role("button", name="Ministry")).to_be_visible()
    assert unnamed(tab) == []


def test_everything_is_reachable_on_a_phone(visit):
    tab = visit("UCHAIR", "CSIG", viewport=PHONE, has_touch=True, is_mobile=True)
    for line in ("/ask", "/show", "/file", "x" * 300):
        write(tab, line)
    expect(messages(tab)).to_have_count(4)
    assert not tab.evaluate(SHOWN_OFF)

    menu = tab.get_by_role("button", name="Menu")
    expect(tab.get_by_role("link", name="board")).to_be_hidden()
    menu.tap()
    assert not tab.evaluate(SHOWN_OFF)
    tab.get_by_role("link", name="board").tap()
    expect(tab.get_by_role("heading", name="#board")).to_be_visible()
    expect(tab.get_by_role("navigation")).to_be_hidden()
    tab.go_back()
    messages(tab).last.get_by_label(re.compile("^More actions")).tap()
    tab.get_by_role("link", name="Reply in thread").tap()
    expect(tab.get_by_role("textbox", name="Reply in thread")).to_be_visible()
    assert not tab.evaluate(SHOWN_OFF)
    tab.get_by_role("link", name="Close thread").tap()

    dialog = form(tab)
    assert not tab.evaluate(SHOWN_OFF)
    body = dialog.locator(".body")
    assert body.evaluate("n => n.scrollWidth <= n.clientWidth")
    for control in dialog.locator("input, select, textarea, summary, button").all():
        if not control.is_visible():
            continue
        control.scroll_into_view_if_needed()
        box = control.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    dialog.get_by_role("button", name="Not now").tap()
    expect(dialog).to_be_hidden()


def test_controls_are_large_enough_for_fingers(visit):
    tab = visit("UCHAIR", "CSIG", viewport=PHONE, has_touch=True, is_mobile=True)
    write(tab, "/ask")
    expect(messages(tab)).to_have_count(1)

    boxes = [b.bounding_box() for b in tab.get_by_role("button").all()]

    # WCAG 2.2, success criterion 2.5.8, asks for 24; fingers like 44.
    assert boxes
    assert all(box["height"] >= 43 for box in boxes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_readers_light(visit, scheme):
    tab = visit("UCHAIR", "CSIG", color_scheme=scheme)
    expect(tab.get_by_role("heading", name="#sig-digitalisation")).to_be_visible()

    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")

    light = sum(map(int, re.findall(r"\d+", paper)[:3])) > 3 * 127
    assert light == (scheme == "light")
