"""A running Playground with a small cast, and bots that connect to it."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playground.bots import connected
from playground.kit import bolt_app, client_of, settle
from playground.paging import MANIFEST
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.playground import page
from bot.playground.server import Playground


@pytest.fixture
def slack() -> Iterator[Playground]:
    with Playground() as running:
        yield settle(running)


@pytest.fixture
def client(slack):
    return client_of(slack)


@pytest.fixture
def app(client):
    return bolt_app(client)


def hang_up(handler: SocketModeHandler) -> None:
    # The SDK's threads notice an end only when something comes in: its reader a
    # message or the end of the socket, which the fixture brings about.
    handler.client.closed = True
    handler.client.message_queue.put("{}")
    handler.close()


@pytest.fixture
def connect(slack, app) -> Iterator[Callable[..., SocketModeHandler]]:
    """Connect the app by Socket Mode, as often as wanted."""
    handlers = []

    def connecting(*, ping_interval: float = 0.1) -> SocketModeHandler:
        before = len(slack.sockets.lines)
        handler = SocketModeHandler(app, slack.app_token, ping_interval=ping_interval)
        handler.connect()
        handlers.append(handler)
        slack.wait_until(lambda: len(slack.sockets.lines) > before)
        return handler

    yield connecting
    for handler in handlers:
        handler.client.auto_reconnect_enabled = False
    slack.faults.drop_sockets()
    slack.wait_until(lambda: not any(h.client.is_connected() for h in handlers))
    for handler in handlers:
        hang_up(handler)


@pytest.fixture
def paged() -> Iterator[Playground]:
    """A local Slack with its page."""
    running = Playground()
    running.extra_routes += page.routes(running, manifest=MANIFEST)
    with running:
        yield settle(running)


@pytest.fixture
def connect_paged(paged) -> Iterator[Callable]:
    """Connect a bot that `register` has told what to do."""
    with ExitStack() as bots:

        def connecting(register: Callable) -> None:
            app = bolt_app(client_of(paged))
            register(app)
            bots.enter_context(connected(paged, app))

        yield connecting


@pytest.fixture
def serve() -> Iterator[Callable[[App, int], None]]:
    """Serve an app over HTTP on a port, the way any web framework would."""
    servers = []

    def serving(app: App, port: int) -> None:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), _handler(app))
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        servers.append(server)

    yield serving
    for server in servers:
        server.shutdown()
        server.server_close()


def _handler(app: App) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name: [value] for name, value in self.headers.items()}
            response = app.dispatch(BoltRequest(body=body, headers=headers))
            self.send_response(response.status)
            for name, value in response.first_headers().items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(response.body.encode())

        def log_message(self, *_args: object) -> None:
            pass

    return Handler
