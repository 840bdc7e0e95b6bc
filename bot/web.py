"""HTTP: health pages, and Slack's requests where there is no Socket Mode."""

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

# A view may have 250 kB; with everything around it a request stays below this.
MAX_BODY_BYTES = 1_000_000
_STAMP_DIGITS = 12


class Service(Protocol):
    """What the web page side needs of the running bot."""

    slack: App

    def start(self) -> None:
        """Start every thread."""

    def close(self) -> bool:
        """Drain and stop every thread; say whether all of them ended."""

    def problems(self) -> list[str]:
        """Say what keeps the bot from working; empty when it is ready."""


def create(
    service: Service,
    *,
    slack_over_http: bool,
    on_started: Callable[[], None],
    on_stopped: Callable[[bool], None],
) -> Starlette:
    """Build the ASGI application that also owns the bot's life.

    ``/healthz`` says that the process lives, ``/readyz`` (200 or 503) that it can
    work, ``/slack/events`` takes Slack's signed requests in HTTP mode.
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

    routes = [Route("/healthz", alive), Route("/readyz", ready)]
    if slack_over_http:
        routes.append(Route("/slack/events", events, methods=["POST"]))
    return Starlette(routes=routes, lifespan=lifespan)


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
