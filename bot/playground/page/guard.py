"""Who may talk to the page's endpoints: this page alone, in a browser on this machine.

Any web page can send requests to a loopback address, and a name that it controls can
be made to lead there (DNS rebinding). So the host must be a loopback name, changes
come by POST with JSON from the page's own origin (RFC 6454), and the page itself loads
nothing from elsewhere (https://www.w3.org/TR/CSP3/).
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

Endpoint = Callable[[Request], Awaitable[Response]]

LARGEST_BODY = 30_000_000  # bytes; a file of about 20 MB in base64
_HERE = {"127.0.0.1", "localhost", "::1"}
_SAFE = {"GET", "HEAD"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def guarded(answer: Endpoint) -> Endpoint:
    """Return the endpoint behind the checks and with the headers."""

    async def checked(request: Request) -> Response:
        problem = _problem(request)
        response = problem if problem is not None else await answer(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return checked


def _problem(request: Request) -> Response | None:
    host = request.headers.get("host", "")
    if _name(host) not in _HERE:
        return _refused("This page answers on the local address only.")
    if request.url.path != "/" and _is_foreign(request, host):
        return _refused("This request comes from another page.")
    if request.method not in _SAFE:
        return _bad_change(request)
    return None


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _is_foreign(request: Request, host: str) -> bool:
    origin = request.headers.get("origin")
    if origin is None and request.method not in _SAFE:
        return True  # browsers always say where a change comes from
    fetched = request.headers.get("sec-fetch-site", "same-origin")
    return origin not in (None, f"http://{host}") or fetched not in {
        "same-origin",
        "none",
    }


def _bad_change(request: Request) -> Response | None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/json":
        status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        return PlainTextResponse("Only JSON is understood.", status)
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return PlainTextResponse("That is too large.", status)
    return None


def _refused(reason: str) -> Response:
    return PlainTextResponse(reason, HTTPStatus.FORBIDDEN)
