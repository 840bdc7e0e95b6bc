"""Web API calls as slack_sdk makes them: tokens, scopes, methods, bodies."""

import json

import pytest
from playground.kit import (
    client_of,
    fetch,
    refused,
    settle,
)
from slack_sdk.errors import SlackApiError

from bot.playground.server import Playground


@pytest.mark.parametrize(
    ("token", "error"),
    [
        pytest.param("", "not_authed", id="none"),
        pytest.param("xoxb-wrong", "invalid_auth", id="wrong"),
        pytest.param("xapp-playground-app", "not_allowed_token_type", id="app-level"),
    ],
)
def test_a_bad_token_is_refused(slack, token, error):
    assert refused(client_of(slack, token).auth_test) == error


def test_sockets_need_the_app_level_token(slack, client):
    response = client.apps_connections_open(app_token=slack.app_token)

    assert response["url"].startswith("ws://127.0.0.1:")
    assert refused(client.api_call, api_method="apps.connections.open") == (
        "not_allowed_token_type"
    )


def test_the_token_may_come_in_the_form(slack):
    form = f"token={slack.bot_token}".encode()
    answer = json.loads(fetch(f"{slack.api_url}auth.test", form)[2])

    assert answer["ok"]
    assert answer["user_id"] == slack.bot_user_id


def test_an_uninstalled_app_has_a_dead_token(slack, client):
    slack.admin.uninstall()

    assert refused(client.auth_test) == "account_inactive"


def test_a_missing_scope_is_named():
    with Playground(scopes=["commands", "chat:write"]) as slack:
        client = client_of(settle(slack))
        with pytest.raises(SlackApiError) as caught:
            client.users_info(user="UCHAIR")

    answer = caught.value.response
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "users:read"
    assert answer["provided"] == "chat:write,commands"


def test_successful_answers_tell_the_granted_scopes(client):
    scopes = client.auth_test().headers["x-oauth-scopes"].split(",")

    assert "chat:write" in scopes
    assert "channels:join" not in scopes


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("chat.postMessage", {"channel": "CSIG", "text": "x"}, "chat:write"),
        ("chat.update", {"channel": "CSIG", "ts": "1", "text": "x"}, "chat:write"),
        ("users.list", {}, "users:read"),
        ("conversations.info", {"channel": "CSIG"}, "channels:read"),
        ("conversations.info", {"channel": "CBOARD"}, "groups:read"),
        ("conversations.members", {"channel": "CBOARD"}, "groups:read"),
        ("conversations.list", {}, "channels:read"),
        ("conversations.list", {"types": "private_channel"}, "groups:read"),
        ("conversations.history", {"channel": "CSIG"}, "channels:history"),
        ("conversations.history", {"channel": "CBOARD"}, "groups:history"),
        ("conversations.replies", {"channel": "CSIG"}, "channels:history"),
        ("conversations.join", {"channel": "COPEN"}, "channels:join"),
        ("conversations.open", {"users": "UCHAIR"}, "im:write"),
        ("files.getUploadURLExternal", {}, "files:write"),
        ("files.completeUploadExternal", {}, "files:write"),
        ("files.info", {"file": "F1"}, "files:read"),
        ("canvases.create", {}, "canvases:write"),
        ("canvases.edit", {}, "canvases:write"),
        ("canvases.access.set", {}, "canvases:write"),
        ("conversations.canvases.create", {}, "canvases:write"),
        ("reactions.add", {}, "reactions:write"),
        ("reactions.get", {}, "reactions:read"),
        ("team.info", {}, "team:read"),
        ("bots.info", {}, "users:read"),
    ],
)
def test_each_method_needs_its_scope(method, args, needed):
    with Playground(scopes=["commands"]) as slack:
        client = client_of(settle(slack))
        with pytest.raises(SlackApiError) as caught:
            client.api_call(method, params=args)

    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == needed


@pytest.mark.parametrize("method", ["chat.scheduleMessage", "no.such", "pins.add"])
def test_methods_it_does_not_know_are_unknown(client, method):
    assert refused(client.api_call, api_method=method) == "unknown_method"


def test_any_method_can_be_switched_off(slack, client):
    slack.installation.methods_off.add("conversations.history")

    assert refused(client.conversations_history, channel="CSIG") == "unknown_method"


@pytest.mark.parametrize(
    ("body", "error"),
    [(b"{", "invalid_json"), (b"[]", "json_not_object")],
)
def test_a_body_that_is_no_json_object_is_refused(slack, body, error):
    headers = {"Content-Type": "application/json; charset=utf-8"}
    answer = json.loads(fetch(f"{slack.api_url}auth.test", body, headers)[2])

    assert answer == {"ok": False, "error": error}
