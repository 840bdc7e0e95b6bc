"""Messages on the demo's page, in a real browser: blocks, buttons, files, threads."""

import re
from pathlib import Path

from browser.hands import form, messages, write
from browser.sample_blocks import HOSTILE, plain
from playwright.sync_api import expect


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


def test_earlier_messages_are_shown_when_asked_for(visit, slack):
    chair = slack.person("UCHAIR")
    for number in range(130):
        chair.say("CSIG", f"Message {number}.")
    tab = visit("UCHAIR", "CSIG")
    expect(messages(tab).last).to_contain_text("Message 129.")
    expect(messages(tab)).to_have_count(100)

    tab.get_by_role("button", name="Show earlier messages").click()

    expect(messages(tab)).to_have_count(130)
