"""Bolt over a real WebSocket: modals, shortcuts and options."""

import logging

import pytest
from playground.kit import (
    client_of,
    field,
    modal,
    option,
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


def test_modals_are_updated_pushed_and_cleared_by_answers(slack, app, connect, chair):
    answers = iter(
        [
            {"response_action": "update", "view": modal(section("Second"))},
            {"response_action": "push", "view": modal(section("Third"))},
            {"response_action": "clear"},
        ]
    )
    app.view("form")(lambda ack: ack(**next(answers)))
    connect()
    open_modal(slack)

    chair.submit()
    assert chair.view["blocks"][0]["text"]["text"] == "Second"
    chair.submit()
    assert chair.view["blocks"][0]["text"]["text"] == "Third"
    assert len(slack.workspace.stack("UCHAIR")) == 2
    chair.submit()
    assert chair.view is None


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"response_action": "errors", "errors": {}}, id="no errors"),
        pytest.param(
            {"response_action": "errors", "errors": {"nowhere": "x"}},
            id="no such block",
        ),
        pytest.param(
            {"response_action": "errors", "errors": {"text": "x"}}, id="no input block"
        ),
        pytest.param({"response_action": "hide"}, id="unknown action"),
        pytest.param({"response_action": "update", "view": {}}, id="no view"),
        pytest.param({"text": "Thanks"}, id="a message"),
    ],
)
def test_an_answer_slack_does_not_take_keeps_the_modal_open(
    slack, app, connect, chair, answer
):
    app.view("form")(lambda ack: ack(answer))
    connect()
    open_modal(slack, section("x", block_id="text"))

    outcome = chair.submit()

    assert not outcome.ok
    assert outcome.text == "We had some trouble connecting. Try again?"
    assert chair.view is not None
    assert slack.complaints


def test_a_submission_carries_state_and_private_metadata(
    slack, app, connect, chair, seen
):
    app.view("form")(lambda ack: ack())
    connect()
    open_modal(
        slack,
        field("Title", text_input("t"), block_id="a", optional=True),
        field(
            "Kind",
            {"type": "static_select", "action_id": "k", "options": [option("Tool")]},
            block_id="b",
        ),
        private_metadata="nonce",
    )
    chair.fill({"Kind": "Tool"})
    chair.submit()

    view = seen[0]["view"]
    assert view["private_metadata"] == "nonce"
    assert view["hash"]
    assert view["root_view_id"] == view["id"]
    assert seen[0]["response_urls"] == []
    assert view["state"]["values"]["a"]["t"] == {
        "type": "plain_text_input",
        "value": None,
    }
    assert view["state"]["values"]["b"]["k"]["selected_option"]["value"] == "tool"


def test_closing_is_told_only_when_asked_for(slack, app, connect, chair, seen):
    app.view_closed("form")(lambda ack: ack())
    connect()
    open_modal(slack)
    chair.close_view()
    open_modal(slack, notify_on_close=True)
    chair.close_view()
    open_modal(slack, notify_on_close=True)
    chair.close_view(everything=True)

    assert [body["type"] for body in seen] == ["view_closed"] * 2
    assert [body["is_cleared"] for body in seen] == [False, True]


def test_shortcuts_open_modals_and_carry_messages(slack, app, connect, chair, seen):
    app.shortcut("new")(
        lambda ack, shortcut, client: (
            ack(),
            client.views_open(trigger_id=shortcut["trigger_id"], view=modal()),
        )
    )
    app.shortcut("keep")(lambda ack: ack())
    connect()
    said = slack.person("UMEMBER").say("CSIG", "A good idea")

    chair.shortcut("new")
    slack.wait_until(lambda: chair.view)
    chair.message_shortcut("keep", "CSIG", said.ts)
    assert [body["type"] for body in seen] == ["shortcut", "message_action"]
    assert seen[1]["message"]["text"] == "A good idea"
    assert seen[1]["message"]["user"] == "UMEMBER"
    assert seen[1]["channel"]["id"] == "CSIG"


def test_options_can_be_asked_for_in_a_message(slack, app, connect, client, seen):
    app.options("find")(lambda ack: ack(options=[option("Tool")]))
    app.action("find")(lambda ack: ack())
    connect()
    select = {"type": "external_select", "action_id": "find", "min_query_length": 0}
    where = {"channel": "CSIG", "text": "x"}
    client.chat_postMessage(**where, blocks=[section("Find", accessory=select)])
    chair = slack.person("UCHAIR")
    (message,) = chair.messages("CSIG")

    assert chair.choose(message, "Find", "Tool").ok
    assert [body["type"] for body in seen] == ["block_suggestion", "block_actions"]
    assert seen[0]["container"]["message_ts"] == message.ts


def test_a_bad_answer_gives_no_options(slack, app, connect, chair):
    app.options("find")(lambda ack: ack(options=[{"text": "A", "value": "a"}]))
    connect()
    select = {"type": "external_select", "action_id": "find", "min_query_length": 0}
    open_modal(slack, field("Practice", select, block_id="p"))

    assert chair.options("p", "x") == []
    assert "block_suggestion" in slack.complaints[0]


def test_a_form_can_ask_for_an_address_to_answer_to(slack, app, connect, chair, seen):
    app.view("form")(lambda ack: ack())
    connect()
    select = {"type": "conversations_select", "action_id": "c"}
    select |= {"response_url_enabled": True}
    open_modal(slack, field("Where", select, block_id="b"))
    chair.fill({"Where": "#sig"})
    chair.submit()

    (answer,) = seen[0]["response_urls"]
    assert answer["channel_id"] == "CSIG"
    assert answer["response_url"].startswith(slack.url)


def test_options_are_asked_for_while_somebody_types(slack, app, connect, chair):
    @app.options("find")
    def find(ack, payload):
        ack(options=[option(f"{payload['value']} one"), option("two")])

    connect()
    select = {"type": "external_select", "action_id": "find", "min_query_length": 1}
    open_modal(slack, field("Practice", select, block_id="p"))

    assert [o["value"] for o in chair.options("p", "aa")] == ["aa one", "two"]
    chair.fill({"Practice": "two"})
    values = chair.view["state"]["values"]
    assert values["p"]["find"]["selected_option"]["value"] == "two"
    with pytest.raises(CannotError):
        chair.options("p", "")


def open_modal(slack, *blocks, **more) -> None:
    trigger_id = slack.site.triggers.issue("UCHAIR")
    client_of(slack).views_open(trigger_id=trigger_id, view=modal(*blocks, **more))
