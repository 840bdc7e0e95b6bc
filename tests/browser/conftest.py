"""A local Slack with its page, the sample app connected to it, and a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from browser import sample_app
from playground.bots import connected
from playground.kit import client_of
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from bot.playground import page
from bot.playground.server import Playground

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# CI measures coverage and runs two tests at once.
_PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=_PATIENCE)
_NO_BROWSER = f"no browser: none of {', '.join(_NAMES)} is installed"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None and os.environ.get("CI"):
        pytest.fail(_NO_BROWSER)
    if found is None:
        pytest.skip(_NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def slack() -> Iterator[Playground]:
    """The local Slack with the sample app connected by Socket Mode."""
    running = Playground(
        deliver_timeout=3.0,
        commands={
            c["command"] for c in sample_app.MANIFEST["features"]["slash_commands"]
        },
        events={"app_home_opened", "message.im"},
    )
    running.extra_routes += page.routes(running, manifest=sample_app.MANIFEST)
    with running:
        sample_app.settle(running)
        with connected(running, sample_app.make(client_of(running))):
            yield running


@pytest.fixture
def contexts(chromium) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts; in the end no script may have failed."""
    opened, problems = [], []

    def make(**options) -> BrowserContext:
        context = chromium.new_context(**({"viewport": sample_app.DESKTOP} | options))
        context.set_default_timeout(_PATIENCE)
        context.on("weberror", lambda error: problems.append(str(error.error)))
        context.on(
            "console", lambda m: problems.append(m.text) if _is_problem(m) else None
        )
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
    assert problems == []


def _is_problem(message: ConsoleMessage) -> bool:
    # A demo that has ended cannot be reached, which the page says itself.
    return message.type == "error" and "net::ERR_" not in message.text


@pytest.fixture
def visit(slack, contexts) -> Callable[..., Page]:
    """Open the page as somebody."""

    def opening(person: str = "", place: str = "", **options) -> Page:
        tab = contexts(**options).new_page()
        tab.goto(f"{slack.url}/#/{person}{'/' if place else ''}{place}")
        return tab

    return opening
