"""HTTP: health pages, and Slack's requests where there is no Socket Mode."""

import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.errors import NotSavedError

# A view may have 250 kB; with everything around it a request stays below this.
MAX_BODY_BYTES = 1_000_000
_STAMP_DIGITS = 12
_ETAG = 32
# Kept by nobody on the way, and asked for anew each time (RFC 9111, 5.2.2).
_PRIVATE = {
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


class Service(Protocol):
    """What the web page side needs of the running bot."""

    slack: App

    def start(self) -> None:
        """Start every thread."""

    def close(self) -> bool:
        """Drain and stop every thread; say whether all of them ended."""

    def calendar(self, secret: str) -> bytes | None:
        """Return the calendar that a secret address opens; None for no such."""

    def problems(self) -> list[str]:
        """Say what keeps the bot from working; empty when it is ready."""


def create(
    service: Service,
    *,
    slack_over_http: bool,
    has_calendars: bool = False,
    on_started: Callable[[], None],
    on_stopped: Callable[[bool], None],
) -> Starlette:
    """Build the ASGI application that also owns the bot's life.

    ``/healthz`` says that the process lives, ``/readyz`` (200 or 503) that it can
    work, ``/slack/events`` takes Slack's signed requests in HTTP mode. Where the bot
    has a public address, ``/calendar/<secret>.ics`` gives a person's calendar.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(service.start)
        on_started()
        try:
            yield
        finally:
            on_stopped(await run_in_threadpool(service.close))

    def ready(_: Request) -> Response:
        problems = service.problems()
        return JSONResponse(
            {"ready": not problems, "problems": problems},
            status_code=503 if problems else 200,
        )

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def events(request: Request) -> Response:
        # Bolt's own Starlette adapter would block the event loop here.
        if not _has_sane_timestamp(request):
            return PlainTextResponse("invalid request", status_code=401)
        body = await _body_up_to(request, MAX_BODY_BYTES)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        bolt_request = to_bolt_request(request, body)
        response = await run_in_threadpool(service.slack.dispatch, bolt_request)
        return to_starlette_response(response)

    def calendar(request: Request) -> Response:
        return _calendar(service, request)

    routes = [Route("/healthz", alive), Route("/readyz", ready)]
    if slack_over_http:
        routes.append(Route("/slack/events", events, methods=["POST"]))
    if has_calendars:
        routes.append(Route("/calendar/{secret}.ics", calendar))
    return Starlette(routes=routes, lifespan=lifespan)


def _calendar(service: Service, request: Request) -> Response:
    """Answer a calendar program; nothing here may log the address, it is the key.

    What opens no calendar is not found, whether it was one once or never.
    """
    try:
        data = service.calendar(request.path_params["secret"])
    except NotSavedError:
        return PlainTextResponse("try again later", status_code=503)
    if data is None:
        return PlainTextResponse("not found", status_code=404, headers=_PRIVATE)
    etag = f'"{hashlib.sha256(data).hexdigest()[:_ETAG]}"'
    headers = _PRIVATE | {"ETag": etag}
    if _knows(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
    return Response(data, media_type="text/calendar; charset=utf-8", headers=headers)


def _knows(if_none_match: str, etag: str) -> bool:
    """Whether the client has this version already (RFC 9110, 13.1.2)."""
    given = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return etag in given or given == {"*"}


async def _body_up_to(request: Request, limit: int) -> bytes | None:
    """Read the body, or nothing when it is longer than Slack ever sends."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return body


def _has_sane_timestamp(request: Request) -> bool:
    """Whether the signature's time is a number; Bolt answers 500 when it is not."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    return stamp.isascii() and stamp.isdecimal() and len(stamp) <= _STAMP_DIGITS
