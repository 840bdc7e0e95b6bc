"""The page's endpoints, spoken to without a browser."""

import base64
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

import pytest
from playground.bots import connected
from playground.kit import bolt_app, client_of, settle

from bot.playground import page
from bot.playground.server import Playground

MANIFEST = {
    "features": {
        "app_home": {"home_tab_enabled": True},
        "slash_commands": [
            {"command": "/sig", "description": "The group", "usage_hint": "[help]"}
        ],
        "shortcuts": [
            {"type": "global", "name": "Ask", "callback_id": "ask"},
            {"type": "message", "name": "Keep", "callback_id": "keep"},
        ],
    }
}


class Answer:
    """Status, headers and body of one answer."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers = response.status, response.headers
        self.body = response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    slack: Playground,
    path: str,
    body: object = None,
    *,
    headers: dict[str, str | None] | None = None,
    **query: str | int,
) -> Answer:
    """Do one request as the page does it; headers that are None are left out."""
    parts = urlsplit(slack.url)
    sent = {"Sec-Fetch-Site": "same-origin"} | (headers or {})
    data = None
    if body is not None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Origin": slack.url, "Content-Type": "application/json"} | sent
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    target = f"{path}?{urlencode(query)}" if query else path
    given = {name: value for name, value in sent.items() if value is not None}
    connection.request("GET" if data is None else "POST", target, data, given)
    with connection.getresponse() as response:
        answer = Answer(response)
    connection.close()
    return answer


@pytest.fixture
def paged() -> Iterator[Playground]:
    """A local Slack with its page."""
    running = Playground()
    running.extra_routes += page.routes(running, manifest=MANIFEST)
    with running:
        yield settle(running)


@pytest.fixture
def connect(paged) -> Iterator[Callable]:
    """Connect a bot that `register` has told what to do."""
    with ExitStack() as bots:

        def connecting(register: Callable) -> None:
            app = bolt_app(client_of(paged))
            register(app)
            bots.enter_context(connected(paged, app))

        yield connecting


def state(slack: Playground, me: str = "", place: str = "", **more: str | int) -> Any:
    answer = ask(slack, "/play/state", me=me, place=place, **more)
    assert answer.status == 200, answer.body
    return answer.json


def act(slack: Playground, me: str, place: str, verb: str, **body: Any) -> Any:
    answer = ask(slack, f"/play/act/{verb}", body, me=me, place=place)
    assert answer.status == 200, answer.body
    return answer.json["outcome"]


def shown(trees: list) -> str:
    """Return the text in trees that went through JSON."""
    return "".join(t if isinstance(t, str) else shown(t[2]) for t in trees)


def messages(slack: Playground, me: str, place: str) -> list[str]:
    items = state(slack, me, place)["items"]
    return [shown([item["tree"]]) for item in items if item["tree"][0] == "article"]


# Who may ask


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Host": "evil.example"}, id="rebound-name"),
        pytest.param({"Host": "evil.example:80"}, id="rebound-name-with-port"),
        pytest.param({"Host": "127.0.0.1.evil.example"}, id="longer-name"),
        pytest.param({"Host": "[::1"}, id="broken-name"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="another-port"),
        pytest.param({"Origin": "http://evil.example"}, id="another-origin"),
        pytest.param({"Origin": "null"}, id="sandboxed-origin"),
    ],
)
@pytest.mark.parametrize("path", ["/play/state", "/play/act/send", "/play/file/F1"])
def test_other_pages_get_nothing(paged, path, headers):
    body = {"text": "hello"} if "act" in path else None

    answer = ask(paged, path, body, headers=headers, me="UCHAIR", place="CSIG")

    assert answer.status == 403
    assert paged.person("UCHAIR").messages("CSIG") == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Origin": None}, 403, id="without-origin"),
        pytest.param({"Content-Type": "text/plain"}, 415, id="not-json"),
        pytest.param({"Content-Type": None}, 415, id="no-type"),
        pytest.param({"Content-Length": "40000000"}, 413, id="too-large"),
    ],
)
def test_changes_are_json_from_the_page_itself(paged, headers, status):
    query = {"me": "UCHAIR", "place": "CSIG"}

    answer = ask(paged, "/play/act/send", {"text": "x"}, headers=headers, **query)

    assert answer.status == status
    assert paged.person("UCHAIR").messages("CSIG") == []


def test_only_post_changes_anything(paged):
    answer = ask(paged, "/play/act/send", me="UCHAIR", place="CSIG")

    assert answer.status == 405


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_every_local_name_may_be_used(paged, name):
    port = urlsplit(paged.url).port

    answer = ask(paged, "/", headers={"Host": f"{name}:{port}"})

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_page_may_load_nothing_from_elsewhere(paged):
    answer = ask(paged, "/", headers={"Sec-Fetch-Site": "none"})

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"http:" not in answer.body
    assert b"https:" not in answer.body
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["page.js", "page.css", "icon.svg", "wire.js"])
def test_the_pages_files_are_served(paged, name):
    answer = ask(paged, f"/play/{name}")

    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith(("text/", "image/svg"))


@pytest.mark.parametrize(
    "name", ["nothing.js", "..%2f__init__.py", "%2e%2e", "endpoints.py"]
)
def test_no_other_files_are_served(paged, name):
    assert ask(paged, f"/play/{name}").status == 404


# Who one can be


def test_everybody_but_bots_and_deleted_accounts_can_be_chosen(paged):
    cast = {one["name"]: one["kind"] for one in state(paged)["people"]}

    assert cast == {
        "Chair": "workspace admin",
        "Member": "member",
        "Guest": "guest",
        "One": "guest in one channel",
        "Visitor": "from another workspace",
    }


@pytest.mark.parametrize("me", ["UGONE", "UNOBODY", "U0CONVENOR", "USLACKBOT"])
def test_nobody_else_can_be_acted_for(paged, me):
    assert state(paged, me)["me"] is None
    assert ask(paged, "/play/act/send", {"text": "x"}, me=me).status == 404
    assert ask(paged, "/play/file/F1", me=me).status == 404


def test_the_chair_sees_own_channels_commands_and_shortcuts(paged):
    seen = state(paged, "UCHAIR", "CSIG")

    names = [(c["name"], c["private"]) for c in seen["channels"]]
    assert names[:3] == [("sig", False), ("open", False), ("board", True)]
    assert seen["channels"][0]["about"].endswith("shared with other workspaces")
    assert seen["channels"][-1]["about"].startswith("Archived")
    expected = {"name": "/sig", "hint": "[help]", "description": "The group"}
    assert seen["commands"] == [expected]
    assert seen["shortcuts"] == [{"name": "Ask", "callback_id": "ask"}]
    assert seen["home_tab"]
    assert seen["direct"] == {"latest": ""}


def test_a_visitor_has_no_commands_and_no_app(paged):
    seen = state(paged, "UVISITOR", "CSIG")

    assert seen["commands"] == seen["shortcuts"] == seen["joinable"] == []
    assert seen["direct"] is None
    assert not seen["home_tab"]
    outcome = act(paged, "UVISITOR", "direct", "send", text="hello")
    assert outcome["text"] == "People of other workspaces cannot write to the app."


def test_members_can_join_public_channels_once(paged):
    assert state(paged, "UMEMBER")["joinable"] == [{"id": "COPEN", "name": "open"}]

    outcome = act(paged, "UMEMBER", "CSIG", "join", channel="COPEN")

    assert outcome["ok"]
    assert [c["id"] for c in state(paged, "UMEMBER")["channels"]] == ["CSIG", "COPEN"]
    assert not act(paged, "UMEMBER", "CSIG", "join", channel="COPEN")["ok"]
    assert not act(paged, "UMEMBER", "CSIG", "join", channel="CBOARD")["ok"]
    assert not act(paged, "UGUEST", "CSIG", "join", channel="COPEN")["ok"]


def test_without_a_manifest_commands_are_those_registered_or_typed():
    running = Playground()
    running.extra_routes += page.routes(running)
    with running:
        settle(running)
        assert state(running, "UCHAIR", "CSIG")["commands"] == []
        running.installation.commands = {"/b", "/a"}

        seen = state(running, "UCHAIR", "CSIG")

    assert [c["name"] for c in seen["commands"]] == ["/a", "/b"]
    assert not seen["home_tab"]


# Reading


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


# Acting


def test_words_that_the_page_never_sends_are_refused(paged):
    for verb, body in [
        ("fly", {}),
        ("send", {}),
        ("send", {"text": 7}),
        ("upload", {"files": [{"name": "x", "data": "&&&"}]}),
        ("upload", {"files": [{"name": "", "data": ""}]}),
        ("upload", {"files": "x"}),
    ]:
        answer = ask(paged, f"/play/act/{verb}", body, me="UCHAIR", place="CSIG")

        assert answer.status == 400, verb
    for raw in (b"{", b"[]", b"\xff"):
        assert ask(paged, "/play/act/send", raw, me="UCHAIR").status == 400


def test_what_slack_forbids_is_said_in_a_sentence(paged):
    root = paged.person("UCHAIR").say("CSIG", "root")

    for verb, body, reason in [
        ("send", {"text": "  "}, "There is nothing to send."),
        (
            "send",
            {"text": "/sig", "thread_ts": root.ts},
            "/sig does not work in threads.",
        ),
        ("press", {"ts": "1.0"}, "That message is not there any more."),
        ("submit", {"view": "V1"}, "That form is closed."),
        ("close", {"view": "V1"}, "That form is closed."),
    ]:
        outcome = act(paged, "UCHAIR", "CSIG", verb, **body)

        assert (outcome["ok"], outcome["text"]) == (False, reason)


def test_slackbot_tells_of_a_command_that_fails(paged):
    paged.installation.commands = {"/sig"}

    outcome = act(paged, "UCHAIR", "CSIG", "send", text="/si <b>")

    assert outcome["error"] == "unknown_command"
    told = messages(paged, "UCHAIR", "CSIG")[-1]
    assert "Only visible to you" in told
    assert "Slackbot" in told
    assert "/si is not a valid command." in told
    assert messages(paged, "UMEMBER", "CSIG") == []


def test_slackbot_tells_of_an_app_that_does_not_answer(paged):
    outcome = act(paged, "UCHAIR", "direct", "send", text="/sig help")

    assert outcome["error"] == "dispatch_failed"
    assert "dispatch_failed" in messages(paged, "UCHAIR", "direct")[-1]


def test_files_are_shared_with_a_channel(paged):
    data = base64.b64encode(b"minutes").decode()
    files = [{"name": "../minutes.txt", "data": data}]

    assert act(paged, "UCHAIR", "CSIG", "upload", files=files)["ok"]

    (message,) = paged.person("UMEMBER").messages("CSIG")
    assert message.files[0].name == ".._minutes.txt"
    assert message.files[0].data == b"minutes"


def test_a_message_shortcut_reaches_the_app(paged, connect):
    kept = []

    def register(app):
        @app.shortcut("keep")
        def keep(ack, body):
            ack()
            kept.append(body["message"]["text"])

    connect(register)
    message = paged.person("UCHAIR").say("CSIG", "remember this")

    outcome = act(
        paged, "UCHAIR", "CSIG", "shortcut", callback_id="keep", ts=message.ts
    )

    assert outcome["ok"]
    assert kept == ["remember this"]


def test_a_global_shortcut_without_a_listener_fails_visibly(paged, connect):
    connect(lambda _app: None)

    outcome = act(paged, "UCHAIR", "CSIG", "shortcut", callback_id="ask")

    assert not outcome["ok"]


def test_files_of_others_cannot_be_put_into_a_form(paged, connect):
    def register(app):
        @app.command("/sig")
        def sig(ack, body, client):
            ack()
            element = {"type": "file_input", "action_id": "a"}
            label = {"type": "plain_text", "text": "Files"}
            block = {"type": "input", "block_id": "b", "label": label}
            view = {
                "type": "modal",
                "title": label,
                "submit": label,
                "blocks": [block | {"element": element}],
            }
            client.views_open(trigger_id=body["trigger_id"], view=view)

    connect(register)
    theirs = paged.person("UMEMBER").new_file("secret.txt", b"secret")
    assert act(paged, "UCHAIR", "CSIG", "send", text="/sig")["ok"]
    view = state(paged, "UCHAIR", "CSIG")["modal"]["id"]
    ids = {"view": view, "block_id": "b", "action_id": "a"}

    outcome = act(paged, "UCHAIR", "CSIG", "attach", **ids, files=[{"id": theirs.id}])

    assert outcome["text"] == "That file is not yours."
    mine = {"name": "mine.txt", "data": base64.b64encode(b"mine").decode()}
    assert act(paged, "UCHAIR", "CSIG", "attach", **ids, files=[mine])["ok"]
    assert "mine.txt" in shown([state(paged, "UCHAIR", "CSIG")["modal"]["tree"]])


def test_nothing_of_the_apps_secrets_reaches_the_browser(paged, connect):
    def register(app):
        @app.command("/sig")
        def sig(ack, body, client):
            ack()
            title = {"type": "plain_text", "text": "T"}
            view = {"type": "modal", "title": title, "blocks": []}
            view |= {"private_metadata": "hush", "blocks": [{"type": "divider"}]}
            client.views_open(trigger_id=body["trigger_id"], view=view)
            client.chat_postMessage(
                channel="CSIG",
                text="x",
                metadata={"event_type": "t", "event_payload": {"k": "hush"}},
            )

    connect(register)
    assert act(paged, "UCHAIR", "CSIG", "send", text="/sig")["ok"]

    seen = json.dumps(state(paged, "UCHAIR", "CSIG"))

    assert "divider" in seen
    assert "hush" not in seen
    assert paged.bot_token not in seen
