"""The demo's page in a real browser, with an app that shows everything it can."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import sample_app
from browser.sample_app import DESKTOP, HOSTILE, PHONE, plain
from playwright.sync_api import Page, expect

from bot.playground import page
from bot.playground.server import Playground

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
SHOWN_OFF = "document.documentElement.scrollWidth > innerWidth"


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


def test_buttons_ask_first_and_change_their_message(visit, slack):
    tab = visit("UCHAIR", "CSIG")
    write(tab, "/ask")
    write(tab, "/ask")
    expect(messages(tab)).to_have_count(2)
    question = tab.get_by_role("dialog", name="Remove it?")

    messages(tab).last.get_by_role("button", name="Remove").click()
    expect(question.get_by_text("Nobody can bring it back.")).to_be_visible()
    question.get_by_role("button", name="Keep").click()
    expect(question).to_be_hidden()
    messages(tab).first.get_by_role("button", name="Accept").click()
    expect(messages(tab).first).to_contain_text("🎉 @Chair accepted.")
    expect(messages(tab).first).to_contain_text("(edited)")
    messages(tab).last.get_by_role("button", name="Remove").click()
    question.get_by_role("button", name="Remove").click()

    expect(messages(tab)).to_have_count(1)
    pressed = [d for d in slack.deliveries if d.payload.get("type") == "block_actions"]
    assert len(pressed) == 2


def test_a_menu_walked_through_by_keyboard_counts_once(visit, slack):
    tab = visit("UCHAIR", "CSIG")
    write(tab, "/ask")
    reviewer = messages(tab).get_by_role("combobox", name="Pick a reviewer")
    reviewer.focus()

    for _ in range(3):
        tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")

    expect(messages(tab).last).to_contain_text("You picked carla.")
    expect(messages(tab).last).to_contain_text("Only visible to you")
    chosen = [d for d in slack.deliveries if d.payload.get("type") == "block_actions"]
    assert len(chosen) == 1
    expect(reviewer.locator("option:checked")).to_have_text("Carla")


def test_a_small_menu_opens_and_closes_by_keyboard(visit):
    tab = visit("UCHAIR", "CSIG")
    write(tab, "/ask")
    dots = messages(tab).get_by_label("More: ")
    dots.focus()

    tab.keyboard.press("Enter")
    copy = messages(tab).get_by_role("button", name="Copy")
    expect(copy).to_be_visible()
    tab.keyboard.press("Escape")
    expect(copy).to_be_hidden()
    expect(dots).to_be_focused()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")

    expect(messages(tab).last).to_contain_text("Menu: copy")


def test_errors_of_slack_are_told(visit):
    tab = visit("UCHAIR", "CSIG")

    write(tab, "/nothing")
    expect(messages(tab).last).to_contain_text("/nothing is not a valid command.")
    write(tab, "/slow")

    expect(messages(tab).last).to_contain_text("/slow failed with the error")
    expect(messages(tab).last).to_contain_text("operation_timeout")
    expect(messages(tab).last).to_contain_text("Slackbot")


def test_a_button_that_nobody_answers_says_so(visit, slack):
    button = {"type": "button", "action_id": "nobody", "text": plain("Press")}
    blocks = [{"type": "actions", "elements": [button]}]
    channel = slack.workspace.channels["CSIG"]
    slack.workspace.post(channel, user=slack.bot_user_id, blocks=blocks)
    tab = visit("UCHAIR", "CSIG")

    tab.get_by_role("button", name="Press").click()

    expect(tab.locator("#notice")).to_contain_text("operation_timeout")
    expect(tab.locator("#notice")).to_have_role("alert")


def test_two_people_in_two_tabs(visit):
    chair, estonia = visit("UCHAIR", "CSIG"), visit("UESTONIA", "CSIG")
    write(chair, "Who is there?")
    expect(messages(estonia)).to_contain_text("Who is there?")

    write(estonia, "/whisper just me")
    expect(messages(estonia).last).to_contain_text("Only you: just me")
    write(estonia, "Estonia is here, @chair")

    expect(messages(chair).last).to_contain_text("Estonia is here, @Chair")
    expect(chair.get_by_text("just me")).to_have_count(0)


def test_somebody_elses_direct_message_is_announced(visit):
    tab = visit("UCHAIR", "CSIG")
    other = visit("UESTONIA", "CSIG")
    dialog = form(other)
    dialog.get_by_label("Title").fill("news")
    dialog.get_by_role("button", name="Send it").click()

    who = tab.get_by_label("You are")
    expect(who.locator("option", has_text="new message")).to_have_text(
        "Cluster Estonia – new message"
    )
    who.select_option("UESTONIA")

    expect(tab).to_have_url(re.compile("#/UESTONIA/CSIG$"))
    tab.get_by_role("link", name=re.compile("Convenor.*new")).click()
    expect(messages(tab)).to_contain_text("plain_text_input: news")
    expect(tab.get_by_role("link", name=re.compile("Convenor.*new"))).to_have_count(0)


def test_hostile_text_is_only_text(visit, slack):
    channel = slack.workspace.channels["CSIG"]
    channel.topic = HOSTILE
    slack.workspace.users["UESTONIA"].real_name = HOSTILE
    tab = visit("UCHAIR", "CSIG")
    dialog = form(tab)
    dialog.get_by_label("Title").fill(HOSTILE)
    dialog.get_by_role("button", name="Send it").click()
    expect(dialog).to_be_hidden()

    write(tab, HOSTILE)
    write(tab, "/show")

    last = messages(tab).last
    expect(last.locator(".section").get_by_text(HOSTILE)).to_be_visible()
    expect(last.locator(".rich_text")).to_contain_text(HOSTILE)
    expect(messages(tab).first).to_contain_text(
        '<img src=x onerror="document.title=1">'
    )
    expect(tab.locator("#topic")).to_contain_text(HOSTILE)
    expect(tab.locator("#me")).to_contain_text(HOSTILE)
    tab.get_by_role("link", name="Convenor").click()
    expect(messages(tab).first).to_contain_text("<img src=x onerror=")
    assert tab.locator("img, script:not([src]), iframe, [onerror]").count() == 0
    assert tab.title() != "1"


def test_right_to_left_text_runs_its_own_way(visit):
    tab = visit("UCHAIR", "CSIG")

    write(tab, "שלום לכולם")

    words = messages(tab).get_by_text("שלום לכולם")
    expect(words).to_be_visible()
    assert (
        words.evaluate("n => getComputedStyle(n.closest('[dir]')).direction") == "rtl"
    )


def test_blocks_of_all_kinds_are_shown_in_the_readers_time(visit):
    tab = visit("UESTONIA", "CSIG")

    write(tab, "/show")

    message = messages(tab)
    expect(message.get_by_role("heading", name="Blocks of all kinds")).to_be_visible()
    expect(message.locator("time").last).to_have_text("1 Jun 2026 at 00:30")
    expect(message.get_by_role("link", name="link")).to_have_attribute(
        "href", "https://example.org"
    )
    expect(message.get_by_role("cell", name="Estonia")).to_be_visible()
    expect(message.get_by_role("img", name="A map of Europe")).to_be_visible()
    expect(message.get_by_text("a < b &amp; c")).to_be_visible()
    expect(message.get_by_text("# As it is\nNot *rendered*.")).to_be_visible()
    expect(message.get_by_text("This page cannot show “video”")).to_be_visible()


def test_a_file_can_be_downloaded_and_shared(visit, tmp_path):
    tab = visit("UCHAIR", "CSIG")
    write(tab, "/file")

    with tab.expect_download() as coming:
        messages(tab).get_by_role("link", name=re.compile("draft.txt")).click()

    assert coming.value.suggested_filename == "draft.txt"
    assert Path(coming.value.path()).read_text() == "The draft.\n"
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    tab.get_by_label("Attach files").set_input_files(mine)
    expect(messages(tab).last).to_contain_text("mine.txt")


def test_replies_are_written_in_the_thread(visit):
    tab = visit("UCHAIR", "CSIG")
    write(tab, "A question")
    messages(tab).get_by_label(re.compile("^More actions")).click()

    tab.get_by_role("link", name="Reply in thread").click()
    reply = tab.get_by_role("textbox", name="Reply in thread")
    expect(reply).to_be_focused()
    tab.keyboard.type("An answer")
    tab.keyboard.press("Enter")

    thread = tab.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("article")).to_have_count(2)
    expect(tab.get_by_role("link", name="1 reply")).to_be_visible()
    tab.get_by_role("link", name="Close thread").click()
    expect(thread).to_be_hidden()
    expect(messages(tab)).to_have_count(1)


def test_shortcuts_of_messages_and_of_the_workspace(visit):
    tab = visit("UCHAIR", "CSIG")
    write(tab, "Somebody should do this")
    messages(tab).get_by_label(re.compile("^More actions")).click()
    tab.get_by_role("button", name="Make a task").click()
    tab.get_by_role("link", name="1 reply").click()
    thread = tab.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("A task from: Somebody should do this")

    tab.get_by_role("button", name="New form").click()

    expect(tab.get_by_role("dialog", name="Step 1")).to_be_visible()


def test_the_apps_home_is_asked_for_when_it_is_opened(visit):
    tab = visit("UCHAIR", "CSIG")
    tab.get_by_role("link", name="Convenor").click()

    tab.get_by_role("link", name="Home").click()

    expect(tab.get_by_role("heading", name="Your home")).to_be_visible()
    expect(tab.get_by_text("Welcome, @Chair.")).to_be_visible()
    tab.get_by_role("link", name="Messages").click()
    write(tab, "hello")
    expect(messages(tab).last).to_contain_text("Hello to you.")


def test_a_newcomer_joins_a_channel(visit):
    tab = visit("UNEW")
    expect(tab.get_by_role("heading", name="Convenor")).to_be_visible()

    tab.get_by_role("button", name="Join #sig-digitalisation").click()
    tab.get_by_role("link", name="sig-digitalisation").click()
    here = tab.get_by_role("textbox", name="Message #sig-digitalisation")
    expect(here).to_be_visible()
    write(tab, "New here")

    expect(messages(tab)).to_contain_text("New here")


def test_somebody_from_another_workspace_has_no_commands(visit):
    tab = visit("UVISITOR", "CSIG")

    tab.get_by_role("textbox", name=re.compile("^Message")).fill("/")
    expect(tab.get_by_role("listbox")).to_be_hidden()
    write(tab, "/form")

    expect(messages(tab).last).to_contain_text("/form is not a valid command.")
    expect(tab.get_by_role("link", name="Convenor")).to_have_count(0)


def test_what_is_not_sent_waits_where_it_was_typed(visit):
    tab = visit("UCHAIR", "CSIG")
    tab.get_by_role("textbox", name="Message #sig-digitalisation").fill(
        "half a thought"
    )
    tab.get_by_role("link", name="board").click()
    field = tab.get_by_role("textbox", name="Message #board")
    expect(field).to_have_value("")

    tab.go_back()

    field = tab.get_by_role("textbox", name="Message #sig-digitalisation")
    expect(field).to_have_value("half a thought")


def test_earlier_messages_are_shown_when_asked_for(visit, slack):
    chair = slack.person("UCHAIR")
    for number in range(130):
        chair.say("CSIG", f"Message {number}.")
    tab = visit("UCHAIR", "CSIG")
    expect(messages(tab).last).to_contain_text("Message 129.")
    expect(messages(tab)).to_have_count(100)

    tab.get_by_role("button", name="Show earlier messages").click()

    expect(messages(tab)).to_have_count(130)


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


def test_nothing_is_loaded_from_elsewhere(visit, slack):
    tab = visit()
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.reload()
    tab.get_by_role("link", name="Chair").click()
    write(tab, "/show")

    expect(messages(tab)).to_have_count(1)

    assert asked
    assert [url for url in asked if not url.startswith(slack.url)] == []
    assert tab.context.cookies() == []


def test_the_page_says_when_the_demo_has_ended_and_goes_on_with_the_next(contexts):
    def demo(port: int = 0) -> Playground:
        running = Playground(port=port)
        running.extra_routes += page.routes(running)
        sample_app.settle(running)
        return running

    tab = contexts().new_page()
    with demo() as first:
        tab.goto(f"{first.url}/#/UCHAIR/CSIG")
        expect(tab.get_by_text("Nothing has been written here yet.")).to_be_visible()
    expect(tab.locator("#offline")).to_contain_text("The demo does not answer.")
    write(tab, "is anybody there?")
    expect(tab.locator("#notice")).to_contain_text("Is it still running?")
    field = tab.get_by_role("textbox", name="Message #sig-digitalisation")
    expect(field).to_have_value("is anybody there?")

    with demo(urlsplit(first.url).port):
        expect(tab.locator("#offline")).to_be_hidden()
        field.press("Enter")

        expect(messages(tab)).to_contain_text("is anybody there?")


def test_a_person_of_an_earlier_demo_leads_to_the_start(visit):
    tab = visit("UFORMER", "CSIG")

    expect(tab.get_by_role("heading", name="Who do you want to be?")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_readers_light(visit, scheme):
    tab = visit("UCHAIR", "CSIG", color_scheme=scheme)
    expect(tab.get_by_role("heading", name="#sig-digitalisation")).to_be_visible()

    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")

    light = sum(map(int, re.findall(r"\d+", paper)[:3])) > 3 * 127
    assert light == (scheme == "light")
