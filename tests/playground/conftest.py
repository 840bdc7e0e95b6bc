"""A running Playground with a small cast, and bots that connect to it."""

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest
from bot.playground.server import Playground
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

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


def hang_up(handler: SocketModeHandler) -> None:
    # The SDK's reader looks at `closed` once a second unless a message comes.
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
        hang_up(handler)


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
