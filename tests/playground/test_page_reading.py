"""What the page is told: messages, threads, files, news."""

import http.client
import json
import threading
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playground.kit import settle
from playground.paging import act, ask, messages, shown, state

from bot.playground import page
from bot.playground.server import Playground


def test_messages_are_shown_by_day_with_the_readers_time(paged):
    paged.person("UCHAIR").say("CSIG", "Hello <b> & *all*")

    items = state(paged, "UMEMBER", "CSIG")["items"]

    now = paged.workspace.now()
    today = datetime.fromtimestamp(now, ZoneInfo("Europe/Lisbon"))
    assert len(items) == 2
    assert shown([items[0]["tree"]]) == f"{today:%A} {today.day} {today:%B %Y}"
    assert "Hello <b> & *all*" in shown([items[1]["tree"]])


def test_of_many_messages_the_last_are_shown(paged):
    chair = paged.person("UCHAIR")
    for number in range(12):
        chair.say("CSIG", f"number {number}")

    items = state(paged, "UCHAIR", "CSIG", last=5)["items"]

    assert "Show earlier" in shown([items[0]["tree"]])
    assert len(items) == 1 + 1 + 5


@pytest.mark.parametrize("last", ["-1", "x", "٣", "9" * 5000])
def test_a_strange_number_of_messages_does_no_harm(paged, last):
    paged.person("UCHAIR").say("CSIG", "hello")

    assert state(paged, "UCHAIR", "CSIG", last=last)["items"]


def test_replies_are_in_the_thread_and_counted(paged):
    chair = paged.person("UCHAIR")
    root = chair.say("CSIG", "question")
    assert act(paged, "UMEMBER", "CSIG", "send", text="answer", thread_ts=root.ts)["ok"]

    seen = state(paged, "UCHAIR", "CSIG", thread=root.ts)

    assert [shown([i["tree"]]).count("1 reply") for i in seen["items"]] == [0, 1]
    assert "answer" not in shown([i["tree"] for i in seen["items"]])
    assert "answer" in shown([i["tree"] for i in seen["thread"]])
    assert state(paged, "UCHAIR", "CSIG", thread="1.0")["thread"] == []


def test_nobody_reads_a_channel_without_being_in_it(paged):
    paged.person("UCHAIR").say("CBOARD", "for the board")

    assert messages(paged, "UMEMBER", "CBOARD") == []
    outcome = act(paged, "UMEMBER", "CBOARD", "send", text="hello")
    assert outcome["text"] == "You are not in this channel."


def test_files_are_downloaded_by_those_who_see_them(paged):
    file = paged.person("UCHAIR").upload(
        "CBOARD", "plän <b>.html", b"<script>1</script>"
    )

    mine = ask(paged, f"/play/file/{file.id}", me="UCHAIR")
    others = ask(paged, f"/play/file/{file.id}", me="UMEMBER")

    assert mine.body == b"<script>1</script>"
    disposition = mine.headers["Content-Disposition"]
    assert disposition == "attachment; filename*=UTF-8''pl%C3%A4n%20%3Cb%3E.html"
    assert mine.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert others.status == 403
    assert ask(paged, "/play/file/F0", me="UCHAIR").status == 404


def test_news_come_at_once_to_who_waits(paged):
    known = state(paged, "UMEMBER", "CSIG")["digest"]
    got = []

    def wait() -> None:
        got.append(state(paged, "UMEMBER", "CSIG", since=known))
        got.append(time.monotonic())

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.2)
    assert got == []
    start = time.monotonic()
    paged.person("UCHAIR").say("CSIG", "news")
    waiting.join(5)

    assert "news" in json.dumps(got[0]["items"])
    assert got[1] - start < 0.4  # no nap is waited for


def test_what_does_not_concern_somebody_is_no_news(paged):
    known = state(paged, "UGUEST", "CSIG")["digest"]
    got = []
    waiting = threading.Thread(
        target=lambda: got.append(state(paged, "UGUEST", "CSIG", since=known))
    )
    waiting.start()

    paged.person("UCHAIR").say("CBOARD", "not for guests")
    waiting.join(0.3)

    assert got == []
    paged.person("UCHAIR").say("CSIG", "for all")
    waiting.join(5)
    assert got


def test_who_waits_does_not_keep_the_server_from_ending():
    running = Playground()
    running.extra_routes += page.routes(running)
    running.start()
    settle(running)
    known = state(running, "UCHAIR", "CSIG")["digest"]
    ended = []

    def wait() -> None:
        try:
            state(running, "UCHAIR", "CSIG", since=known)
        except (OSError, http.client.HTTPException):
            ended.append(True)

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.1)
    start = time.monotonic()
    running.close()

    assert time.monotonic() - start < 2
    waiting.join(5)
    assert ended


@pytest.mark.parametrize(
    ("name", "about"),
    [
        pytest.param("paper.pdf", "PDF · 5 bytes · Download", id="with-a-suffix"),
        pytest.param("notes", " 5 bytes · Download", id="without-one"),
    ],
)
def test_a_file_says_what_it_is(paged, name, about):
    paged.person("UCHAIR").upload("CSIG", name, b"words")

    assert about in messages(paged, "UCHAIR", "CSIG")[-1]
