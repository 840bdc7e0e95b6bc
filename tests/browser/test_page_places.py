"""Who one is and where, on the demo's page in a real browser."""

import re
from urllib.parse import urlsplit

from browser import sample_app
from browser.hands import form, messages, write
from playwright.sync_api import expect

from bot.playground import page
from bot.playground.server import Playground


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


def test_the_page_says_when_the_demo_has_ended_and_goes_on_with_the_next(new_tab):
    def demo(port: int = 0) -> Playground:
        running = Playground(port=port)
        running.extra_routes += page.routes(running)
        sample_app.settle(running)
        return running

    tab = new_tab()
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
