"""The page's files and JSON endpoints."""

import hashlib
import json
import time
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import anyio
from anyio import to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.playground.page.acts import MalformedError, do
from bot.playground.page.guard import guarded
from bot.playground.page.menu import Menu
from bot.playground.page.screen import Asked, NobodyError, acting, screen
from bot.playground.people import CannotError
from bot.playground.records import Json
from bot.playground.server import Playground

WAIT_SECONDS = 25.0  # of one request that waits for news
# A thread sits in each waiting request. News wake it at once; it naps shortly
# because it stays for the rest of its nap when the browser has gone.
_NAP_SECONDS = 0.5
_WAITING_THREADS = 64
_KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_FOLDER = Path(__file__).with_name("static")


class Page:
    """One page for everybody; each request says who it is for."""

    def __init__(self, slack: Playground, menu: Menu) -> None:
        self._slack = slack
        self._menu = menu
        self._files = {p.name: p for p in _FOLDER.iterdir() if p.suffix in _KINDS}
        # Waiting must never keep those from acting who share the usual threads.
        self._waiting = anyio.CapacityLimiter(_WAITING_THREADS)

    def routes(self) -> list[Route]:
        """Return all routes."""
        return [
            Route("/", guarded(self.static)),
            Route("/play/state", guarded(self.state)),
            Route("/play/act/{verb}", guarded(self.act), methods=["POST"]),
            Route("/play/file/{file}", guarded(self.download)),
            Route("/play/{name}", guarded(self.static)),
        ]

    async def static(self, request: Request) -> Response:
        """Return one of the page's own files."""
        path = self._files.get(request.path_params.get("name", "index.html"))
        if path is None:
            return _gone("page")
        data = await run_in_threadpool(path.read_bytes)
        return Response(data, media_type=_KINDS[path.suffix])

    async def state(self, request: Request) -> Response:
        """Return a screen as soon as it differs from the one the page knows."""
        asked, known = _asked(request), request.query_params.get("since", "")
        end = time.monotonic() + WAIT_SECONDS
        shown = await run_in_threadpool(self._look, asked)
        async with anyio.create_task_group() as waiting:
            waiting.start_soon(_end_when_gone, request, waiting.cancel_scope)
            while shown["digest"] == known and time.monotonic() < end:
                shown = await self._nap(asked, shown)
            waiting.cancel_scope.cancel()
        return JSONResponse(shown)

    async def act(self, request: Request) -> Response:
        """Do what a person does; return the outcome and the screen afterwards."""
        try:
            body = json.loads(await request.body())
            if not isinstance(body, dict):
                raise MalformedError("the request must be an object")
            outcome = await run_in_threadpool(self._act, request, body)
        except NobodyError:
            return _gone("person")
        except ValueError as error:  # MalformedError, and what is no JSON at all
            return PlainTextResponse(str(error), HTTPStatus.BAD_REQUEST)
        return JSONResponse(outcome)

    async def download(self, request: Request) -> Response:
        """Return a file that is shared with the person."""
        return await run_in_threadpool(self._download, request)

    async def _nap(self, asked: Asked, shown: Json) -> Json:
        version = shown["version"]
        now = await to_thread.run_sync(
            self._slack.workspace.wait_for_change,
            version,
            _NAP_SECONDS,
            abandon_on_cancel=True,
            limiter=self._waiting,
        )
        if now == version:
            return shown
        return await run_in_threadpool(self._look, asked)

    def _look(self, asked: Asked) -> Json:
        # Taken first: whatever changes meanwhile is a reason to look again.
        version = self._slack.workspace.version
        shown = screen(self._slack, self._menu, asked)
        whole = json.dumps(shown, sort_keys=True).encode()
        digest = hashlib.sha256(whole).hexdigest()[:16]
        return shown | {"version": version, "digest": digest}

    def _act(self, request: Request, body: Json) -> Json:
        asked, verb = _asked(request), request.path_params["verb"]
        outcome = do(self._slack, asked, verb, body=body)
        return {"outcome": outcome, "state": self._look(asked)}

    def _download(self, request: Request) -> Response:
        file = self._slack.workspace.files.get(request.path_params["file"])
        try:
            person = acting(self._slack, request.query_params.get("me", ""))
            data = person.download(file) if file else None
        except NobodyError:
            return _gone("person")
        except CannotError as error:
            return PlainTextResponse(str(error), HTTPStatus.FORBIDDEN)
        if file is None or data is None:
            return _gone("file")
        # Never shown inside this origin, whatever is in it; RFC 6266 for the name.
        name = quote(file.name, safe="")
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return Response(data, media_type=file.mimetype, headers=headers)


def _asked(request: Request) -> Asked:
    given = request.query_params
    last = given.get("last", "")[:5]
    return Asked(
        me=given.get("me", ""),
        place=given.get("place", ""),
        thread=given.get("thread", ""),
        last=int(last) if last.isdecimal() else Asked().last,
    )


async def _end_when_gone(request: Request, waiting: anyio.CancelScope) -> None:
    """Stop waiting when the browser has gone, or the server ends."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    waiting.cancel()


def _gone(what: str) -> Response:
    return PlainTextResponse(f"There is no such {what}.", HTTPStatus.NOT_FOUND)
