"""Bolt over a real WebSocket: every delivery, and everything that breaks."""

import logging
import threading

import pytest
from playground.kit import (
    OTHER_TEAM,
    actions,
    button,
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


def test_events_come_with_ids_and_authorizations(slack, app, connect, chair, seen):
    for name in ("app_home_opened", "app_mention", "message", "member_joined_channel"):
        app.event(name)(lambda: None)
    connect()

    assert chair.open_home().ok
    chair.open_messages_tab()
    chair.say("CSIG", "Hello @convenor & all")
    chair.say(slack.workspace.direct_channel("UCHAIR").id, "Only you")
    slack.person("UMEMBER").join("CBOARD")
    events = [body["event"] for body in seen]
    assert [event["type"] for event in events] == [
        "app_home_opened",
        "app_home_opened",
        "app_mention",
        "message",
        "member_joined_channel",
    ]
    assert [event.get("tab") for event in events[:2]] == ["home", "messages"]
    assert events[2]["text"] == f"Hello <@{slack.bot_user_id}> &amp; all"
    assert events[3]["channel_type"] == "im"
    assert len({body["event_id"] for body in seen}) == 5
    assert seen[0]["authorizations"][0]["user_id"] == slack.bot_user_id
    assert seen[2]["is_ext_shared_channel"]


def test_changes_of_the_workspace_are_told(slack, app, connect, seen):
    admin = slack.admin
    happenings = {
        "channel_archive": lambda: admin.archive("CSIG"),
        "channel_unarchive": lambda: admin.unarchive("CSIG"),
        "channel_rename": lambda: admin.rename("CSIG", "digital"),
        "channel_shared": lambda: admin.share("COPEN", with_team=OTHER_TEAM),
        "channel_unshared": lambda: admin.unshare("COPEN", with_team=OTHER_TEAM),
        "group_left": lambda: admin.remove_bot("CBOARD"),
        "member_joined_channel": lambda: admin.invite_bot("CBOARD"),
        "channel_id_changed": lambda: admin.change_id("CSIG", "CNEW"),
        "channel_deleted": lambda: admin.delete("CNEW"),
        "user_change": lambda: admin.change_user("UMEMBER", deleted=True),
        "team_join": lambda: admin.add_user(id="UNEW", name="new"),
    }
    for name in (*happenings, "tokens_revoked", "app_uninstalled"):
        app.event(name)(lambda: None)
    connect()
    for happen in happenings.values():
        delivery = happen()
        if hasattr(delivery, "wait"):
            assert delivery.wait()
    slack.wait_until(lambda: len(seen) == len(happenings))
    admin.uninstall()
    slack.wait_until(lambda: len(seen) == len(happenings) + 2)

    told = [body["event"]["type"] for body in seen]
    assert told[: len(happenings)] == list(happenings)
    assert set(told[len(happenings) :]) == {"tokens_revoked", "app_uninstalled"}


def test_events_need_a_subscription_and_a_scope(slack, chair):
    slack.installation.events = {"app_home_opened", "app_mention", "message.channels"}
    slack.installation.scopes.remove("app_mentions:read")
    chair.say("CSIG", "@convenor")
    chair.say(slack.workspace.direct_channel("UCHAIR").id, "x")

    told = {delivery.payload["event"]["type"] for delivery in slack.deliveries}
    assert told == {"message"}


def test_any_event_can_be_delivered(slack, app, connect, seen):
    app.event("pin_added")(lambda: None)
    connect()

    assert slack.event("pin_added", user="UCHAIR", channel_id="CSIG").wait()
    assert seen[0]["event"]["channel_id"] == "CSIG"


def test_an_unacked_event_comes_again_with_its_number(slack, app, connect, seen):
    slack.courier.timeout = 0.05
    slack.courier.retry_delays = (0.0, 0.01, 0.01)
    headers = []
    app.use(lambda req, next_: headers.append(req.headers) or next_())
    connect()

    slack.event("nobody_listens")
    slack.wait_until(lambda: len(slack.deliveries) == 4)
    slack.wait_until(lambda: len(seen) == 4)
    assert len({body["event_id"] for body in seen}) == 1
    # Bolt handles them in several threads, so their order may change.
    told = sorted(
        (one["x-slack-retry-num"][0], one["x-slack-retry-reason"][0]) for one in headers
    )
    assert told == [("0", "")] + [(str(n), "http_timeout") for n in (1, 2, 3)]


def test_the_same_delivery_can_come_twice(slack, app, connect, chair, seen):
    app.event("app_home_opened")(lambda: None)
    app.action("go")(lambda ack: ack())
    app.view("form")(lambda ack: ack())
    connect()

    chair.open_home()
    slack.redeliver_last()
    assert seen[0]["event_id"] == seen[1]["event_id"]
    slack.faults.duplicate_next()
    open_modal(slack)
    chair.submit()
    slack.wait_until(lambda: len(seen) == 4)
    assert seen[2]["view"]["id"] == seen[3]["view"]["id"]


def open_modal(slack, *blocks, **more) -> None:
    trigger_id = slack.site.triggers.issue("UCHAIR")
    client_of(slack).views_open(trigger_id=trigger_id, view=modal(*blocks, **more))
