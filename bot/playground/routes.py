"""The HTTP face of the local Slack: Web API, uploads, downloads, response URLs."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from bot.playground import api
from bot.playground.answers import use_response_url
from bot.playground.delivery.sockets import Sockets
from bot.playground.errors import SlackError
from bot.playground.faults import Faults
from bot.playground.multipart import form_fields
from bot.playground.records import Json
from bot.playground.site import Site
from bot.playground.wire import Wire

_SIGN_IN = "<!DOCTYPE html><html><title>Sign in</title><p>Sign in to see this file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One Web API call of the bot, as it went."""

    method: str
    args: Json
    ok: bool
    error: str | None
    at: float
    answered: bool = True


@dataclass(slots=True, kw_only=True)
class Endpoints:
    """The routes and what they work on."""

    site: Site
    faults: Faults
    wire: Wire
    sockets: Sockets
    note: Callable[[Call], None]

    def routes(self) -> list[BaseRoute]:
        """Return everything the bot may address."""
        return [
            Route("/api/{method}", self.call, methods=["GET", "POST"]),
            Route("/upload/v1/{file}", self.upload, methods=["POST", "PUT"]),
            Route("/files-pri/{file}/download/{name}", self.download),
            Route("/response/{key}", self.respond, methods=["POST"]),
            WebSocketRoute("/link/", self.sockets.endpoint),
        ]

    async def call(self, request: Request) -> Response:
        """Answer one Web API call, or misbehave as told."""
        name = request.path_params["method"]
        try:
            token, args = await _arguments(request)
        except SlackError as error:
            return JSONResponse(error.to_json())
        await self.wire.pause(self.faults.latency_of(name))
        if response := self._misbehave(name, args):
            return response
        body = self._run(name, token, args)
        if self.faults.loses_answer(name, channel=args.get("channel")):
            self._note(name, args, body, answered=False)
            return await self._cut(request)
        self._note(name, args, body)
        return self._response(name, body)

    def _run(self, name: str, token: str | None, args: api.Args) -> Json:
        try:
            return api.call(self.site, name, token=token, args=args)
        except SlackError as error:
            return error.to_json()

    def _response(self, name: str, body: Json) -> Response:
        headers = {}
        if body["ok"] and name != "apps.connections.open":
            scopes = sorted(self.site.installation.scopes)
            headers["x-oauth-scopes"] = ",".join(scopes)
        return JSONResponse(body, headers=headers)

    def _misbehave(self, name: str, args: api.Args) -> Response | None:
        channel = args.get("channel")
        if seconds := self.faults.take("rate_limit", name, channel=channel):
            body = {"ok": False, "error": "ratelimited"}
            self._note(name, args, body)
            headers = {"Retry-After": str(seconds)}
            return JSONResponse(body, HTTPStatus.TOO_MANY_REQUESTS, headers)
        if status := self.faults.take("server_error", name, channel=channel):
            self._note(name, args, {"ok": False, "error": f"http_{status}"})
            return PlainTextResponse("upstream error", status)
        if error := self.faults.take("refuse", name, channel=channel):
            body = {"ok": False, "error": error}
            self._note(name, args, body)
            return JSONResponse(body)
        return None

    def _note(
        self, name: str, args: api.Args, body: Json, *, answered: bool = True
    ) -> None:
        self.note(
            Call(
                method=name,
                args=dict(args),
                ok=bool(body["ok"]),
                error=body.get("error"),
                at=time.time(),
                answered=answered,
            )
        )

    async def _cut(self, request: Request) -> Response:
        if request.client is not None:
            self.wire.cut((request.client.host, request.client.port))
        await self.wire.pause(0.001)  # the connection is gone before Starlette writes
        return Response()

    async def upload(self, request: Request) -> Response:
        """Take the bytes of a file; Slack answers with their number."""
        upload = self.site.uploads.get(request.path_params["file"])
        data = await _posted_bytes(request)
        if upload is None:
            return PlainTextResponse("unknown upload", HTTPStatus.NOT_FOUND)
        if len(data) != upload.length:
            return PlainTextResponse("wrong length", HTTPStatus.BAD_REQUEST)
        upload.file.data, upload.received = data, True
        return PlainTextResponse(f"OK - {len(data)}")

    async def download(self, request: Request) -> Response:
        """Return a file to whom shows the bot's token, a sign-in page to others."""
        file = self.site.workspace.files.get(request.path_params["file"])
        app = self.site.installation
        allowed = request.headers.get("authorization") == f"Bearer {app.bot_token}"
        if not allowed or "files:read" not in app.scopes:
            return HTMLResponse(_SIGN_IN)
        if file is None:
            return PlainTextResponse("not found", HTTPStatus.NOT_FOUND)
        return Response(file.data, media_type=file.mimetype)

    async def respond(self, request: Request) -> Response:
        """Take an answer to an interaction."""
        try:
            body = _object(await request.body())
            use_response_url(self.site, request.path_params["key"], body)
        except SlackError as error:
            self.site.complain(f"response_url: {error}")
            gone = error.error in {"used_url", "expired_url", "invalid_url"}
            status = HTTPStatus.NOT_FOUND if gone else HTTPStatus.BAD_REQUEST
            return JSONResponse(error.to_json(), status)
        return PlainTextResponse("ok")


async def _arguments(request: Request) -> tuple[str | None, api.Args]:
    given: Json = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        given |= _object(body)
    elif kind.startswith("multipart/form-data"):
        fields = form_fields(body, kind)
        given |= {name: data.decode() for name, data in fields.items()}
    else:
        given |= dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    in_body = given.pop("token", None)
    found = token if scheme == "Bearer" and token else in_body
    return found, api.Args(given)


def _object(body: bytes) -> Json:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed


async def _posted_bytes(request: Request) -> bytes:
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        return body
    fields = form_fields(body, kind)
    return next(iter(fields.values()), b"")
