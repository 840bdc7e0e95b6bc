"""Requests as the page sends them, without a browser."""

import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

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
