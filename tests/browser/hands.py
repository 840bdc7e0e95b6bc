"""What somebody does on the demo's page with mouse and keyboard, and sees there."""

import re

import pytest
from playwright.sync_api import Page, expect

# Roles of the accessibility tree that people operate.
OPERATED = {
    "button",
    "checkbox",
    "combobox",
    "Date",
    "DateTime",
    "DisclosureTriangle",
    "InputTime",
    "link",
    "listbox",
    "option",
    "radio",
    "searchbox",
    "spinbutton",
    "textbox",
}


def write(tab: Page, text: str) -> None:
    """Type something and press Enter."""
    field = tab.get_by_role("textbox", name=re.compile("^Message"))
    field.fill(text)
    field.press("Enter")


def form(tab: Page, kind: str = "everything"):
    """Open a form and return its dialog."""
    write(tab, f"/form {kind}")
    dialog = tab.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def messages(tab: Page):
    return tab.get_by_role("log").get_by_role("article")


def tab_to(tab: Page, name: str, limit: int = 60) -> None:
    """Press Tab until a control with that name has the focus."""
    script = """() => {
        const node = document.activeElement;
        if (node === document.body || node.role === "log") return "";
        const label = node.labels?.[0]?.textContent ?? "";
        return [node.getAttribute("aria-label"), label, node.textContent].join("|");
    }"""
    for _ in range(limit):
        tab.keyboard.press("Tab")
        if name in tab.evaluate(script):
            return
    pytest.fail(f"the keyboard does not reach {name}")


def unnamed(tab: Page) -> list[str]:
    """Return the roles of controls that have no name for screen readers."""
    session = tab.context.new_cdp_session(tab)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    roles = [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in nodes
        if not node.get("ignored")
    ]
    assert any(role in OPERATED for role, _name in roles)
    return [role for role, name in roles if role in OPERATED and not name]
