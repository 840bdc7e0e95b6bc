"""A local Slack with its page, the sample app connected to it, and a real browser."""

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

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
    # One process draws all pages: starting another takes longer than most tests.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
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


class Pool:
    """The tabs of the browser, used again and again, in a context for each screen.

    A new context costs a second of the processor, a new tab half of one, another page
    in a tab a third. Between two tests a tab is blank, and nothing is left of the page.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}
        self._free: dict[str, list[Page]] = {}
        self._used: list[tuple[str, Page]] = []
        self._problems: list[str] = []

    def tab(self, **options) -> Page:
        """Return a blank tab of a context with these options."""
        given = {"viewport": sample_app.DESKTOP} | options
        kind = json.dumps(given, sort_keys=True)
        if kind not in self._contexts:
            self._contexts[kind] = self._context(given)
        free = self._free.setdefault(kind, [])
        tab = free.pop() if free else self._contexts[kind].new_page()
        self._used.append((kind, tab))
        return tab

    def clear(self) -> list[str]:
        """Make every tab blank; return what went wrong in them."""
        for kind, tab in self._used:
            tab.goto("about:blank")
            self._free[kind].append(tab)
        problems = self._problems.copy()
        self._used.clear()
        self._problems.clear()
        return problems

    def _context(self, options: dict) -> BrowserContext:
        context = self._browser.new_context(**options)
        context.set_default_timeout(_PATIENCE)
        context.on("weberror", lambda error: self._problems.append(str(error.error)))
        context.on("console", self._note)
        return context

    def _note(self, message: ConsoleMessage) -> None:
        # A demo that has ended cannot be reached, which the page says itself.
        if message.type == "error" and "net::ERR_" not in message.text:
            self._problems.append(message.text)


@pytest.fixture(scope="session")
def pool(chromium) -> Pool:
    """The tabs that tests share."""
    return Pool(chromium)


@pytest.fixture(scope="session")
def ports() -> list[int]:
    """The port that the local Slack of each test takes; a free one to begin with."""
    return [0]


def _serving(port: int) -> Playground:
    running = Playground(
        port=port,
        deliver_timeout=3.0,
        commands={
            c["command"] for c in sample_app.MANIFEST["features"]["slash_commands"]
        },
        events={"app_home_opened", "message.im"},
    )
    running.extra_routes += page.routes(running, manifest=sample_app.MANIFEST)
    return running.start()


@pytest.fixture
def slack(ports) -> Iterator[Playground]:
    """The local Slack with the sample app connected by Socket Mode."""
    try:
        running = _serving(ports[0])
    except OSError:  # somebody else took the port meanwhile
        running = _serving(0)
    ports[0] = int(urlsplit(running.url).port or 0)
    with contextlib.closing(running):
        sample_app.settle(running)
        with connected(running, sample_app.make(client_of(running))):
            yield running


@pytest.fixture
def new_tab(pool) -> Iterator[Callable[..., Page]]:
    """Give blank tabs; in the end no script may have failed."""
    yield pool.tab
    assert pool.clear() == []


@pytest.fixture
def visit(slack, new_tab) -> Callable[..., Page]:
    """Open the page as somebody."""

    def opening(person: str = "", place: str = "", **options) -> Page:
        tab = new_tab(**options)
        tab.goto(f"{slack.url}/#/{person}{'/' if place else ''}{place}")
        return tab

    return opening
