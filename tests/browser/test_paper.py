"""The paper's page in a real browser: axe finds nothing, and nothing sticks out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from factories_paper import AS_OF, corpus_snapshot
from printed_paper import SQUARE, paper

from templates import documents
from templates.documents.pages import render_html

WIDE = {"width": 1366, "height": 900}
NARROW = {"width": 360, "height": 740}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STICKS_OUT = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture(scope="module")
def page() -> str:
    """A small page with everything in it that a page can have."""
    return render_html(paper(), title="Sample paper", language="en", pictures=[SQUARE])


@pytest.fixture(scope="module")
def long_page() -> str:
    """The sample's page."""
    return documents.draft(corpus_snapshot(), as_of=AS_OF).html


@pytest.fixture
def read(new_tab, page):
    """Open a page as a file, as people do who were sent it."""

    def opening(content=page, **options):
        tab = new_tab(**options)
        tab.set_content(content)
        return tab

    return opening


def assert_open_to_all(tab):
    # The page forbids scripts; axe is one, so only in these tests it may run.
    found = Axe().run(tab, options={"runOnly": {"type": "tag", "values": RULES}})

    assert found.response["violations"] == [], found.generate_report()
    assert len(found.response["passes"]) > 20


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_that_keeps_people_out(read, viewport):
    assert_open_to_all(read(viewport=viewport, bypass_csp=True))


def test_axe_finds_nothing_in_the_sample_either(read, long_page):
    assert_open_to_all(read(long_page, viewport=WIDE, bypass_csp=True))


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_sticks_out_of_the_window(read, long_page, viewport):
    tab = read(long_page, viewport=viewport)

    assert tab.evaluate(STICKS_OUT) is False


def test_the_picture_is_part_of_the_page_and_is_shown(read):
    picture = read(viewport=WIDE).get_by_role("img", name="A red square")

    assert picture.evaluate("node => node.naturalWidth") == 8


def test_the_contents_lead_to_every_section_by_key(read):
    tab = read(viewport=WIDE)
    contents = tab.get_by_role("navigation", name="Contents")
    last = contents.get_by_role("link").last
    target = last.get_attribute("href").removeprefix("#")

    last.press("Enter")

    heading = tab.locator(f'[id="{target}"]')
    assert heading.evaluate("node => node.getBoundingClientRect().top < innerHeight")


def test_the_first_press_of_tab_offers_to_skip_the_contents(read):
    tab = read(viewport=WIDE)

    tab.keyboard.press("Tab")

    assert tab.evaluate("document.activeElement.textContent") == "Skip to the text"
