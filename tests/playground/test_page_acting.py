"""What the page does for somebody, and what it says when it cannot."""

import base64
import json
from datetime import datetime
from zoneinfo import ZoneInfo

from playground.paging import act, ask, messages, shown, state


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


def test_a_message_shortcut_reaches_the_app(paged, connect_paged):
    kept = []

    def register(app):
        @app.shortcut("keep")
        def keep(ack, body):
            ack()
            kept.append(body["message"]["text"])

    connect_paged(register)
    message = paged.person("UCHAIR").say("CSIG", "remember this")

    outcome = act(
        paged, "UCHAIR", "CSIG", "shortcut", callback_id="keep", ts=message.ts
    )

    assert outcome["ok"]
    assert kept == ["remember this"]


def test_a_global_shortcut_without_a_listener_fails_visibly(paged, connect_paged):
    connect_paged(lambda _app: None)

    outcome = act(paged, "UCHAIR", "CSIG", "shortcut", callback_id="ask")

    assert not outcome["ok"]


def test_files_of_others_cannot_be_put_into_a_form(paged, connect_paged):
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

    connect_paged(register)
    theirs = paged.person("UMEMBER").new_file("secret.txt", b"secret")
    assert act(paged, "UCHAIR", "CSIG", "send", text="/sig")["ok"]
    view = state(paged, "UCHAIR", "CSIG")["modal"]["id"]
    ids = {"view": view, "block_id": "b", "action_id": "a"}

    outcome = act(paged, "UCHAIR", "CSIG", "attach", **ids, files=[{"id": theirs.id}])

    assert outcome["text"] == "That file is not yours."
    mine = {"name": "mine.txt", "data": base64.b64encode(b"mine").decode()}
    assert act(paged, "UCHAIR", "CSIG", "attach", **ids, files=[mine])["ok"]
    assert "mine.txt" in shown([state(paged, "UCHAIR", "CSIG")["modal"]["tree"]])


def test_nothing_of_the_apps_secrets_reaches_the_browser(paged, connect_paged):
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

    connect_paged(register)
    assert act(paged, "UCHAIR", "CSIG", "send", text="/sig")["ok"]

    seen = json.dumps(state(paged, "UCHAIR", "CSIG"))

    assert "divider" in seen
    assert "hush" not in seen
    assert paged.bot_token not in seen


def test_a_day_can_pass_where_the_clock_can_be_put_forward(paged):
    assert state(paged, "UCHAIR", "CSIG")["today"] is None
    refused = act(paged, "UCHAIR", "CSIG", "pass_day")
    passed = []
    paged.next_day = lambda: passed.append(True)

    outcome = act(paged, "UCHAIR", "CSIG", "pass_day")

    there = datetime.fromtimestamp(paged.workspace.now(), ZoneInfo("Europe/Lisbon"))
    assert not refused["ok"]
    assert outcome["ok"]
    assert passed == [True]
    today = state(paged, "UMEMBER", "CSIG")["today"]
    assert today == f"{there:%A} {there.day} {there:%B %Y}"
