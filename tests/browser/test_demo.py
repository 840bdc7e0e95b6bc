"""`make demo` as a newcomer uses it: the real bot, the sample group, a browser."""

import re

import pytest
from playwright.sync_api import expect

from processes import process

TITLE = "Remote heart check in villages"
SEEN = 20_000  # milliseconds


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The folder in which the demo keeps its data and its paper."""
    return tmp_path_factory.mktemp("demo") / "kept"


@pytest.fixture(scope="module")
def address(kept):
    """Start the demo and return the address it prints."""
    command = ["-m", "bot", "demo", "--port", "0", "--keep", str(kept)]
    with process(command, {}, kept.parent) as demo:
        printed = [demo.stdout.readline() for _ in range(3)]
        found = re.search(r"http://127\.0\.0\.1:\d+/", printed[-1])
        assert found, printed
        assert (kept / "white-paper-0.1.html").exists()
        yield found[0]


@pytest.fixture
def become(address, new_tab):
    """Open the page and choose who one is."""

    def choose(name, **options):
        tab = new_tab(**options)
        tab.goto(address)
        tab.get_by_role("link", name=re.compile(name)).click()
        return tab

    return choose


def write(tab, text):
    field = tab.get_by_role("textbox", name=re.compile("^Message"))
    field.fill(text)
    field.press("Enter")


def said(tab, words):
    return tab.get_by_role("log").get_by_role("article").filter(has_text=words)


def fill_first_step(form):
    form.get_by_label("Title", exact=True).fill(TITLE)
    form.get_by_label("Summary").fill("A nurse, a tablet and a doctor on call.")
    form.get_by_label("Which problem does it solve?").fill("Long ways.")
    form.get_by_label("What is done?").fill("A nurse records an ECG.")
    form.get_by_label("Organisation in charge").fill("County hospital")
    form.get_by_label("Country").select_option("Estonia")
    form.get_by_text("Choose options").click()
    form.get_by_label(re.compile("^Telehealth")).check()


def test_a_newcomer_shares_a_practice_and_the_chair_prints_it(become):
    member, chair = become("Cluster manager Estonia"), become("Chair")

    write(member, "/practice")
    form = member.get_by_role("dialog")
    expect(form.get_by_text("Your data in this group")).to_be_visible(timeout=SEEN)
    form.get_by_role("button", name="Go on").click()
    fill_first_step(form)
    form.get_by_label("Start").fill("last year")
    form.get_by_role("button", name="Next").click()
    expect(form.get_by_text("Write a date like 2021")).to_be_visible()
    expect(form.get_by_label("Title", exact=True)).to_have_value(TITLE)
    form.get_by_label("Start").fill("2024")
    form.get_by_role("button", name="Next").click()

    expect(form.get_by_text("2 of 2")).to_be_visible()
    form.get_by_label("How do you know that it works?").fill("412 checks in 2025.")
    form.get_by_label("What can others take over?").fill("The weekly rhythm.")
    form.get_by_label("I may share this text").check()
    form.get_by_label("It may be printed").check()
    form.get_by_label("No patient can be recognised").check()
    form.get_by_role("button", name="Submit").click()
    expect(form).to_be_hidden()
    expect(said(member, "P-25 is with the")).to_be_visible(timeout=SEEN)
    expect(said(chair, "P-25 is with the")).to_be_hidden()

    write(chair, "/practice accept P-25")
    expect(said(chair, "Its author is told")).to_be_visible(timeout=SEEN)
    write(chair, "/whitepaper draft")
    expect(said(chair, "Edition 0.2 of the white paper: 22")).to_be_visible(
        timeout=SEEN
    )
    with chair.expect_download() as downloading:
        chair.get_by_role("link", name=re.compile(r"white-paper-0\.2\.md")).click()
    paper = downloading.value.path().read_text("utf-8")

    assert f"P-25: {TITLE}" in paper
    assert "412 checks in 2025." in paper


def test_on_a_phone_a_draft_is_kept_and_found_again(become):
    member = become("Newcomer", viewport={"width": 390, "height": 844})

    write(member, "/practice")
    form = member.get_by_role("dialog")
    form.get_by_label("Which cluster do you speak for?").select_option(
        label="Life-sciences cluster, Lithuania (test record)"
    )
    form.get_by_role("button", name="Join").click()
    form.get_by_label("Title", exact=True).fill("Half a thought")
    form.get_by_role("button", name="Save and finish later").click()
    expect(form.get_by_text("is saved")).to_be_visible(timeout=SEEN)
    form.get_by_role("button", name="Close").first.click()
    expect(form).to_be_hidden()
    write(member, "/practice mine")
    said(member, "Your practices").get_by_role("button", name="Continue").click()

    expect(form.get_by_label("Title", exact=True)).to_have_value("Half a thought")


def test_formatted_text_is_typed_shown_again_and_read_from_a_file(become, tmp_path):
    member = become("Cluster manager Denmark")
    write(member, "/practice")
    form = member.get_by_role("dialog")
    form.get_by_label("Title", exact=True).fill("Formatted in the demo")
    text = "Two steps:\n1. a *nurse* comes\n  - with a tablet"
    form.get_by_label("What is done?").fill(text)
    form.get_by_role("button", name="Save and finish later").click()
    expect(form.get_by_text("is saved")).to_be_visible(timeout=SEEN)
    form.get_by_role("button", name="Close").first.click()
    expect(form).to_be_hidden()
    write(member, "/practice")
    expect(form.get_by_text("You have an unfinished draft")).to_be_visible(timeout=SEEN)
    form.get_by_role("combobox").first.select_option(label="Formatted in the demo")
    expect(form.get_by_label("What is done?")).to_have_value(text, timeout=SEEN)

    form.get_by_role("button", name="Take the text from a file").click()
    forged = tmp_path / "forged.md"
    forged.write_bytes(b"%PDF-1.7")
    form.get_by_label("Text file").set_input_files(forged)
    expect(form.get_by_text("forged.md")).to_be_visible(timeout=SEEN)
    form.get_by_role("button", name="Take it").click()
    expect(form.get_by_text("This is a PDF, whatever its name")).to_be_visible(
        timeout=SEEN
    )
    form.get_by_role("button", name="Remove forged.md").click()
    expect(form.get_by_role("button", name="Remove forged.md")).to_be_hidden()
    story = tmp_path / "story.md"
    story.write_text("- **one**\n- two", "utf-8")
    form.get_by_label("Text file").set_input_files(story)
    expect(form.get_by_text("story.md")).to_be_visible(timeout=SEEN)
    form.get_by_role("button", name="Take it").click()
    expect(form.get_by_text("now has the text of story.md")).to_be_visible(timeout=SEEN)
    expect(form.get_by_label("What is done?")).to_have_value(
        "- *one*\n- two", timeout=SEEN
    )
    expect(form.get_by_label("Title", exact=True)).to_have_value(
        "Formatted in the demo"
    )


def test_a_guest_and_a_stranger_get_a_polite_answer(become):
    guest = become("Hospital")
    write(guest, "/whitepaper draft")
    guest.get_by_role("dialog").get_by_role("button", name="Go on").click()
    expect(said(guest, "The chair, the secretariat and editors")).to_be_visible(
        timeout=SEEN
    )

    stranger = become("Somebody from another network")
    write(stranger, "/practice")
    expect(stranger.get_by_role("dialog")).to_be_hidden()


def test_the_group_is_of_today_and_the_home_tab_shows_what_waits(become):
    member = become("Cluster manager France")

    member.get_by_role("link", name="Convenor").click()
    member.get_by_role("link", name="Home").click()

    home = member.locator("#main")
    expect(home.get_by_text("M-13: Drafting call")).to_be_visible(timeout=SEEN)
    expect(home.get_by_text("A-28 New wording of R-11")).to_be_visible()
    expect(home.get_by_text("Poll 1: Workshop")).to_be_visible()
    home.get_by_role("button", name="Yes").click()
    expect(home.get_by_text("Going: 1 of 8 clusters").first).to_be_visible(timeout=SEEN)


def test_the_paper_that_the_demo_writes_is_edited_and_given_back(become, kept):
    secretariat = become("Secretariat")
    paper = kept / "white-paper-0.1.md"
    body = "for one practice a year."
    text = paper.read_text("utf-8").replace(body, f"{body} This one is mine.")
    paper.write_text(text, "utf-8")

    write(secretariat, "/whitepaper import")
    form = secretariat.get_by_role("dialog")
    form.locator("input[type=file]").set_input_files(paper)
    expect(form.get_by_text(paper.name)).to_be_visible(timeout=SEEN)
    form.get_by_role("button", name="Read it").click()
    preview = said(secretariat, "1 section changes")
    preview.get_by_role("button", name="Import").click(timeout=SEEN)

    expect(said(secretariat, "Imported: 1 section")).to_be_visible(timeout=SEEN)


def test_a_day_passes_and_brings_what_is_due(become):
    chair = become("Chair")
    today = chair.locator("#today")
    expect(today).not_to_be_empty()

    # The first call is two days ahead, or three or four across a weekend.
    for _ in range(3):
        before = today.inner_text()
        chair.get_by_role("button", name="Let a day pass").click()
        expect(today).not_to_have_text(before, timeout=SEEN)
        if said(chair, "Reminder: M-13").count():
            break

    expect(said(chair, "Reminder: M-13")).to_be_visible(timeout=SEEN)
