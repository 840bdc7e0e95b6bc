"""HTTP mode: signed requests to one address of the bot.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from bot.playground.delivery.records import (
    COMMAND,
    CONNECTION,
    EVENT,
    HTTP_ERROR,
    TIMEOUT,
    Delivery,
)
from bot.playground.records import Json
from bot.playground.wire import Wire

# How long an answer is still listened for, to tell a late one from none.
_PATIENCE = 30.0


class Reply(NamedTuple):
    """What the bot answered over HTTP."""

    status: int
    body: bytes
    headers: dict[str, str]

    def answer(self) -> Json:
        """Return the body as a payload; plain text is a message's text."""
        text = self.body.decode()
        if not text.strip():
            return {}
        try:
            parsed = json.loads(text)
        except ValueError:
            return {"text": text}
        return parsed if isinstance(parsed, dict) else {"text": text}


class Webhooks:
    """Posts every payload to the bot's request URL."""

    def __init__(self, *, url: str, secret: str, wire: Wire) -> None:
        self.url = url
        self.late: list[Delivery] = []
        self.changed: Callable[[], None] = lambda: None
        self._secret = secret
        self._wire = wire

    async def carry(self, delivery: Delivery, timeout: float) -> None:  # noqa: ASYNC109 - Slack's limit for every acknowledgement
        """Post a payload and wait for the answer."""
        start = time.monotonic()
        body, headers = _encoded(delivery)
        loop = asyncio.get_running_loop()
        posting = loop.run_in_executor(self._wire.pool, self._post, body, headers)
        # A failure after the server has stopped is nobody's any more.
        posting.add_done_callback(lambda it: it.cancelled() or it.exception())
        done, _waiting = await asyncio.wait({posting}, timeout=timeout)
        if not done:
            delivery.fail(TIMEOUT)
            posting.add_done_callback(lambda reply: self._note_late(delivery, reply))
            return
        delivery.seconds = time.monotonic() - start
        self._settle(delivery, posting)

    def is_answering(self) -> bool:
        """Ask the URL to echo a challenge, as Slack does before it trusts it."""
        challenge = "playground-challenge"
        body = json.dumps({"type": "url_verification", "challenge": challenge})
        try:
            reply = self._post(body, {"Content-Type": "application/json"})
        except (OSError, http.client.HTTPException):
            return False
        return reply.status == http.HTTPStatus.OK and challenge.encode() in reply.body

    def _settle(self, delivery: Delivery, posting: asyncio.Future[Reply]) -> None:
        try:
            reply = posting.result()
        except (OSError, http.client.HTTPException):
            delivery.fail(CONNECTION)
            return
        delivery.retry_unwanted = reply.headers.get("x-slack-no-retry") == "1"
        if reply.status == http.HTTPStatus.OK:
            delivery.settle(reply.answer())
        else:
            delivery.fail(HTTP_ERROR)

    def _note_late(self, delivery: Delivery, posting: asyncio.Future[Reply]) -> None:
        if posting.cancelled() or posting.exception() is not None:
            return
        delivery.late, delivery.answer = True, posting.result().answer()
        self.late.append(delivery)
        self.changed()

    def _post(self, body: str, headers: dict[str, str]) -> Reply:
        target = urlsplit(self.url)
        connection = http.client.HTTPConnection(
            target.hostname or "", target.port, timeout=_PATIENCE
        )
        raw = body.encode()
        try:
            connection.request(
                "POST", target.path or "/", raw, headers | self._signed(raw)
            )
            response = connection.getresponse()
            seen = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, response.read(), seen)
        finally:
            connection.close()

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(time.time()))
        base = b"v0:" + timestamp.encode() + b":" + body
        digest = hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={digest}",
        }


def _encoded(delivery: Delivery) -> tuple[str, dict[str, str]]:
    headers = {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
    if delivery.kind == EVENT:
        headers["Content-Type"] = "application/json"
        if delivery.attempt:
            headers["X-Slack-Retry-Num"] = str(delivery.attempt)
            headers["X-Slack-Retry-Reason"] = delivery.reason
        return json.dumps(delivery.payload), headers
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    if delivery.kind == COMMAND:
        return urlencode(delivery.payload), headers
    return urlencode({"payload": json.dumps(delivery.payload)}), headers
