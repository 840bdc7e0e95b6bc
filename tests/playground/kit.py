"""The cast, and short names for clients and Block Kit."""

import http.client
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.server import Playground

OTHER_TEAM = "T0ELSEWHERE"


def settle(slack: Playground) -> Playground:
    """Add a chair, a member, two guests, somebody from elsewhere, and channels."""
    space = slack.workspace
    space.add_user(id="UCHAIR", name="chair", real_name="Chair", is_admin=True)
    space.add_user(id="UMEMBER", name="member", tz="Europe/Lisbon")
    space.add_user(id="UGUEST", name="guest", is_restricted=True)
    space.add_user(id="UONE", name="one", is_ultra_restricted=True)
    space.add_user(id="UVISITOR", name="visitor", team_id=OTHER_TEAM)
    space.add_user(id="UGONE", name="gone", deleted=True)
    everybody = ["UCHAIR", "UMEMBER", "UGUEST", "UONE", "UVISITOR"]
    space.add_channel(id="CSIG", name="sig", members=everybody, is_ext_shared=True)
    space.add_channel(id="COPEN", name="open", members=["UCHAIR"], bot_is_member=False)
    space.add_channel(id="CBOARD", name="board", members=["UCHAIR"], private=True)
    space.add_channel(
        id="CSECRET",
        name="secret",
        members=["UCHAIR"],
        private=True,
        bot_is_member=False,
    )
    space.add_channel(id="COLD", name="old", members=["UCHAIR"], archived=True)
    return slack


def client_of(slack: Playground, token: str | None = None) -> WebClient:
    return WebClient(
        token=slack.bot_token if token is None else token,
        base_url=slack.api_url,
        retry_handlers=[],
        timeout=5,
    )


def bolt_app(client: WebClient, secret: str | None = None) -> App:
    return App(
        client=client,
        signing_secret=secret,
        process_before_response=True,
        token_verification_enabled=False,
    )


def refused(call: Callable[..., object], **kwargs: Any) -> str:
    """Return the error with which a call is refused."""
    with pytest.raises(SlackApiError) as caught:
        call(**kwargs)
    return caught.value.response["error"]


def fetch(
    url: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, str, bytes]:
    """Return status, content type and body of a plain HTTP request."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    method = "GET" if body is None else "POST"
    connection.request(method, parts.path, body, headers or {})
    with connection.getresponse() as response:
        kind = response.headers.get("content-type", "")
        found = response.status, kind, response.read()
    connection.close()
    return found


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def section(text: str, **more) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str, **more) -> dict:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: dict, **more) -> dict:
    return {"type": "actions", "elements": list(elements), **more}


def option(text: str, value: str | None = None) -> dict:
    return {"text": plain(text), "value": value or text.lower()}


def text_input(action_id: str = "text", **more) -> dict:
    return {"type": "plain_text_input", "action_id": action_id, **more}


def field(label: str, element: dict, **more) -> dict:
    return {"type": "input", "label": plain(label), "element": element, **more}


def modal(*blocks: dict, **more) -> dict:
    default = [section("Nothing to fill in.")]
    view = {"type": "modal", "title": plain("Form"), "submit": plain("Send")}
    return view | {"callback_id": "form", "blocks": list(blocks) or default} | more


def home(*blocks: dict, **more) -> dict:
    return {"type": "home", "blocks": list(blocks) or [section("Home")]} | more
