"""Bolt over a real WebSocket: events, and events again."""

import logging

import pytest
from playground.kit import (
    OTHER_TEAM,
    client_of,
    modal,
)


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
