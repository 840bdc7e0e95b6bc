"""Bolt over a real WebSocket: commands, buttons and answers."""

import logging
import threading

import pytest
from playground.kit import (
    OTHER_TEAM,
    actions,
    button,
    field,
    modal,
    section,
    text_input,
)

from bot.playground.people import CannotError


@pytest.fixture(autouse=True)
def _quiet(caplog):
    # The SDK logs every break of a connection as an error; here they are wanted.
    caplog.set_level(logging.CRITICAL, logger="slack_bolt")


@pytest.fixture
def chair(slack):
    return slack.person("UCHAIR")


@pytest.fixture
def seen(app):
    """Every body that any listener got, kept by a middleware."""
    bodies = []

    @app.use
    def keep(body, next):  # noqa: A002 - Bolt's name
        bodies.append(body)
        next()

    return bodies


def test_from_the_command_to_the_posted_message(slack, app, connect, chair):
    @app.command("/practice")
    def command(ack, body, client):
        ack()
        client.views_open(
            trigger_id=body["trigger_id"],
            view=modal(field("Title", text_input("t", max_length=20), block_id="b")),
        )

    @app.view("form")
    def submit(ack, view, client):
        title = view["state"]["values"]["b"]["t"]["value"]
        if title == "bad":
            ack(response_action="errors", errors={"b": "Another one, please."})
            return
        ack()
        client.chat_postMessage(channel="CSIG", text=f"New: {title}")

    connect()
    assert chair.command("/practice", "new", channel="CSIG").ok
    slack.wait_until(lambda: chair.view)
    chair.fill({"Title": "bad"})
    refused = chair.submit()
    kept = chair.view["state"]["values"]["b"]["t"]["value"]
    chair.fill({"Title": "good"})
    accepted = chair.submit()

    assert (refused.ok, refused.errors) == (False, {"b": "Another one, please."})
    assert kept == "bad"
    assert accepted.ok
    assert chair.view is None
    slack.wait_until(lambda: chair.messages("CSIG"))
    assert [m.text for m in chair.messages("CSIG")] == ["New: good"]


def test_a_command_carries_what_slack_sends(slack, app, connect, chair, seen):
    app.command("/meeting")(lambda ack: ack())
    connect()

    chair.command("/meeting", "ask @member in #open & <b> https://a.eu/?x=1&y=2")
    body = seen[0]
    assert body["text"] == (
        "ask <@UMEMBER|member> in <#COPEN|open> &amp; &lt;b&gt; "
        "<https://a.eu/?x=1&amp;y=2>"
    )
    assert body["channel_name"] == "directmessage"
    assert body["user_id"] == "UCHAIR"
    assert body["team_id"] == slack.team_id
    assert "thread_ts" not in body
    chair.command("/meeting", channel="CBOARD")
    assert seen[1]["channel_name"] == "privategroup"


def test_the_text_of_an_ack_is_shown_to_the_person_only(app, connect, slack, chair):
    app.command("/help")(lambda ack: ack("Ask away"))
    app.command("/loud")(lambda ack: ack({"response_type": "in_channel", "text": "Hi"}))
    connect()

    assert chair.command("/help", channel="CSIG").text == "Ask away"
    chair.command("/loud", channel="CSIG")
    assert [m.text for m in chair.messages("CSIG")] == ["Ask away", "Hi"]
    assert [m.text for m in slack.person("UMEMBER").messages("CSIG")] == ["Hi"]


def test_a_bad_answer_to_a_command_is_noticed(app, connect, slack, chair):
    app.command("/help")(lambda ack: ack(blocks=[section("")], text="x"))
    connect()

    outcome = chair.command("/help", channel="CSIG")

    assert (outcome.ok, outcome.error) == (False, "invalid_blocks")
    assert "must be more than 0 characters" in slack.complaints[0]


def test_without_a_connected_bot_a_command_fails(chair):
    outcome = chair.command("/practice", channel="CSIG")

    assert outcome.error == "dispatch_failed"
    assert outcome.text == "/practice failed with the error “dispatch_failed”"


def test_a_late_ack_is_a_timeout_and_is_recorded(slack, app, connect, chair):
    slack.courier.timeout = 0.05
    go = threading.Event()

    @app.command("/slow")
    def slow(ack):
        go.wait(2)
        ack("Too late")

    connect()
    outcome = chair.command("/slow", channel="CSIG")
    go.set()

    assert outcome.error == "operation_timeout"
    slack.wait_until(lambda: slack.late_acks)
    assert slack.late_acks[0].late
    assert chair.messages("CSIG") == []


def test_a_command_nobody_listens_to_is_never_acked(slack, connect, chair):
    slack.courier.timeout = 0.05
    connect()

    assert chair.command("/unknown").error == "operation_timeout"
    assert slack.late_acks == []


def test_outsiders_and_single_channel_guests_have_no_commands(slack, app, connect):
    app.command("/practice")(lambda ack: ack())
    slack.installation.commands = {"/practice"}
    connect()

    def error(user: str, name: str = "/practice") -> str | None:
        return slack.person(user).command(name, channel="CSIG").error

    assert error("UVISITOR") == "unknown_command"
    assert error("UONE") == "unknown_command"
    assert error("UMEMBER", "/other") == "unknown_command"
    assert error("UGUEST") is None
    with pytest.raises(CannotError):
        slack.person("UVISITOR").shortcut("new")


def test_a_button_in_a_message_works_for_people_of_other_workspaces(
    slack, app, connect, client, seen
):
    app.action("join")(lambda ack: ack())
    connect()
    client.chat_postMessage(
        channel="CSIG",
        text="Join?",
        blocks=[actions(button("Join", "join", value="M-4"), block_id="b")],
    )
    visitor = slack.person("UVISITOR")
    (message,) = visitor.messages("CSIG")

    assert visitor.press(message, "Join").ok
    body = seen[0]
    assert body["user"]["team_id"] == OTHER_TEAM
    assert body["team"]["id"] == slack.team_id
    assert body["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": "CSIG",
        "is_ephemeral": False,
    }
    assert body["actions"][0]["value"] == "M-4"
    assert body["actions"][0]["block_id"] == "b"
    assert body["message"]["text"] == "Join?"
    assert body["channel"] == {"id": "CSIG", "name": "sig"}
    assert body["response_url"].startswith(slack.url)


def test_a_response_url_replaces_deletes_and_answers(
    slack, app, connect, client, chair
):
    @app.action("step")
    def step(ack, action, respond):
        ack()
        answers = {
            "replace": {"text": "Replaced", "replace_original": True},
            "delete": {"delete_original": True},
            "answer": {"text": "Only you", "replace_original": False},
            "public": {"text": "All of you", "response_type": "in_channel"},
        }
        respond(answers[action["value"]])

    connect()
    buttons = [
        button(value, "step", value=value) for value in ("replace", "answer", "public")
    ]
    client.chat_postMessage(
        channel="CSIG",
        text="Choose",
        blocks=[actions(one) for one in buttons]
        + [actions(button("delete", "step", value="delete"))],
    )
    (message,) = chair.messages("CSIG")
    for name in ("answer", "public", "replace"):
        chair.press(message, name)
        slack.wait_until(lambda: len(slack.workspace.published) > 1)

    texts = slack.wait_until(
        lambda: (
            len(chair.messages("CSIG")) == 3
            and [m.text for m in chair.messages("CSIG")]
        )
    )
    assert texts == ["Replaced", "Only you", "All of you"]
    assert [m.ephemeral for m in chair.messages("CSIG")] == [False, True, False]
    chair.press(message, "delete")
    slack.wait_until(lambda: len(chair.messages("CSIG")) == 2)


def test_a_response_url_works_five_times_within_half_an_hour(
    slack, app, connect, chair
):
    answers = []

    @app.command("/many")
    def many(ack, respond):
        ack()
        answers.extend(respond(str(number)) for number in range(6))

    connect()
    chair.command("/many", channel="CSIG")

    slack.wait_until(lambda: len(answers) == 6)
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert [m.text for m in chair.messages("CSIG")] == list("01234")


def test_an_ephemeral_message_is_acted_on_without_a_copy_of_it(
    app, connect, client, chair, seen
):
    app.action("go")(lambda ack: ack())
    connect()
    client.chat_postEphemeral(
        channel="CSIG", user="UCHAIR", text="x", blocks=[actions(button("Go", "go"))]
    )
    (message,) = chair.messages("CSIG")
    chair.press(message, "Go")

    assert seen[0]["container"]["is_ephemeral"]
    assert "message" not in seen[0]
