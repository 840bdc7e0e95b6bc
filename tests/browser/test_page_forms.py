"""Forms on the demo's page, in a real browser, with an app that has all of them."""

from browser.hands import form, messages
from playwright.sync_api import expect


def test_an_error_stands_next_to_its_field_and_what_was_typed_stays(visit):
    tab = visit("UCHAIR", "CSIG")
    dialog = form(tab)
    dialog.get_by_label("Title").fill("taken")
    dialog.get_by_label("Description").fill("two\nlines")
    dialog.get_by_label("Country").select_option("Malta")
    dialog.get_by_label("Idea").check()
    dialog.get_by_label("Email").fill("nobody")

    dialog.get_by_role("button", name="Send it").click()

    email = dialog.get_by_label("Email")
    expect(email).to_have_accessible_description("Please enter a valid email address.")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_be_focused()
    email.fill("somebody@example.org")
    dialog.get_by_role("button", name="Send it").click()

    title = dialog.get_by_label("Title")
    expect(title).to_be_focused()
    problem = dialog.get_by_text("There is one of that name already.")
    gap = problem.bounding_box()["y"] - title.bounding_box()["y"]
    assert 0 < gap < 120
    expect(title).to_have_value("taken")
    expect(dialog.get_by_label("Description")).to_have_value("two\nlines")
    expect(dialog.get_by_label("Country").locator("option:checked")).to_have_text(
        "Malta"
    )
    expect(dialog.get_by_label("Idea")).to_be_checked()
    expect(email).to_have_value("somebody@example.org")


def test_every_kind_of_field_reaches_the_app(visit, tmp_path):
    tab = visit("UESTONIA", "CSIG")
    dialog = form(tab)
    paper = tmp_path / "paper.txt"
    paper.write_text("words")

    dialog.get_by_label("Title").fill("All")
    expect(dialog.get_by_text("3/100")).to_be_visible()
    dialog.get_by_text("Choose options").click()
    dialog.get_by_label("Search in Themes").fill("health")
    expect(dialog.get_by_label("Law")).to_be_hidden()
    dialog.get_by_label("Telehealth").check()
    dialog.get_by_label("Mental health").check()
    dialog.get_by_label("Search in Themes").fill("")
    expect(dialog.get_by_label("Law")).to_be_disabled()
    expect(dialog.get_by_text("2 chosen, at most 2")).to_be_visible()
    dialog.get_by_label("Partners").focus()
    dialog.get_by_role("button", name="University").click()
    dialog.get_by_label("Partners").fill("min")
    dialog.get_by_role("button", name="Ministry").click()
    dialog.get_by_role("button", name="Remove University").click()
    expect(dialog.get_by_role("button", name="Remove University")).to_be_hidden()
    dialog.get_by_label("Contact").select_option("Newcomer")
    dialog.get_by_label("Channel").select_option("#sig-digitalisation")
    dialog.get_by_label("Start").fill("2026-09-01")
    dialog.get_by_label("Time").fill("14:30")
    expect(dialog.get_by_label("Meeting")).to_have_value("2026-06-01T00:30")
    dialog.get_by_label("Meeting").fill("2026-06-01T01:30")
    dialog.get_by_label("Print it").check()
    dialog.get_by_label("Address").fill("https://example.org/x")
    dialog.get_by_label("People reached").fill("412")
    dialog.get_by_label("Files").set_input_files(paper)
    expect(dialog.get_by_role("button", name="Remove paper.txt")).to_be_visible()
    dialog.get_by_label("Notes").fill("see https://example.org")
    dialog.get_by_role("button", name="Send it").click()

    expect(dialog).to_be_hidden()
    tab.get_by_role("link", name="Convenor").click()
    for line in (
        "plain_text_input: All",
        "multi_static_select: telehealth, mental health",
        "multi_external_select: ministry",
        "users_select: UNEW",
        "conversations_select: CSIG",
        "datepicker: 2026-09-01",
        "timepicker: 14:30",
        "datetimepicker: 1780266600",
        "checkboxes: print",
        "url_text_input: https://example.org/x",
        "number_input: 412",
        "file_input: paper.txt",
        "rich_text_input: rich",
    ):
        expect(messages(tab).filter(has_text="You sent")).to_contain_text(line)


def test_a_file_chosen_while_the_form_is_redrawn_arrives(visit, tmp_path):
    tab = visit("UESTONIA", "CSIG")
    dialog = form(tab)
    paper = tmp_path / "paper.txt"
    paper.write_text("words")

    with tab.expect_file_chooser() as choosing:
        dialog.get_by_label("Files").click()
    dialog.get_by_label("Partners").focus()
    dialog.get_by_role("button", name="University").click()
    expect(dialog.get_by_role("button", name="Remove University")).to_be_visible()
    choosing.value.set_files(paper)
    dialog.get_by_role("button", name="Remove paper.txt").click()
    expect(dialog.get_by_role("button", name="Remove paper.txt")).to_be_hidden()

    dialog.get_by_label("Files").set_input_files(paper)
    expect(dialog.get_by_role("button", name="Remove paper.txt")).to_be_visible()


def test_two_clicks_send_once(visit, slack):
    tab = visit("UCHAIR", "CSIG")
    dialog = form(tab, "short")
    dialog.get_by_label("Name").fill("once")

    dialog.get_by_role("button", name="Send it").dblclick()
    waiting = dialog.get_by_role("button", name="Sending…")

    expect(waiting).to_be_disabled()
    expect(dialog).to_be_hidden()
    expect(messages(tab).filter(has_text="Got once")).to_have_count(1)
    kinds = [d.payload.get("type") for d in slack.deliveries]
    assert kinds.count("view_submission") == 1


def test_what_was_typed_survives_an_update_of_the_form(visit):
    tab = visit("UCHAIR", "CSIG")
    dialog = form(tab, "short")
    dialog.get_by_label("Name").fill("kept")

    dialog.get_by_label("Kind").select_option("Large")

    expect(dialog.get_by_text("You chose large.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("kept")
    expect(dialog.get_by_label("Kind").locator("option:checked")).to_have_text("Large")


def test_a_button_in_a_form_carries_what_is_typed(visit):
    tab = visit("UCHAIR", "CSIG")
    dialog = form(tab)
    dialog.get_by_label("Title").fill("half done")

    dialog.get_by_role("button", name="Save for later").click()

    expect(dialog.get_by_text("Kept: half done")).to_be_visible()
    expect(dialog.get_by_role("button", name="Send it")).to_be_hidden()


def test_escape_closes_one_form_and_the_cross_all(visit, slack):
    tab = visit("UCHAIR", "CSIG")
    dialog = form(tab, "short")
    dialog.get_by_label("Name").fill("below")
    dialog.get_by_role("button", name="Open another").click()
    expect(dialog.get_by_role("heading", name="Step 2")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("")

    tab.keyboard.press("Escape")

    expect(dialog.get_by_role("heading", name="Step 1")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("below")
    dialog.get_by_role("button", name="Open another").click()
    dialog.get_by_role("button", name="Close all").click()
    expect(dialog).to_be_hidden()
    closed = [d for d in slack.deliveries if d.payload.get("type") == "view_closed"]
    assert [d.payload["is_cleared"] for d in closed] == [False, True, True]


def test_a_form_stays_when_the_page_is_loaded_again(visit):
    tab = visit("UCHAIR", "CSIG")
    form(tab, "short")

    tab.reload()

    expect(tab.get_by_role("dialog", name="Step 1")).to_be_visible()
