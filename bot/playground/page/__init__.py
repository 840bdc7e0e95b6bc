"""The demo's web page: be anybody of the local Slack, in a browser."""

from starlette.routing import Route

from bot.playground.page.endpoints import Page
from bot.playground.page.menu import Menu
from bot.playground.records import Json
from bot.playground.server import Playground

__all__ = ["routes"]


def routes(slack: Playground, *, manifest: Json | None = None) -> list[Route]:
    """Return the page at `/` and what it asks for below `/play/`.

    Give them to the Playground before it starts. From the app's manifest come the
    hints of its commands, its shortcuts and whether it has a Home tab; without one
    only the commands are known that are registered or were typed before.
    """
    return Page(slack, Menu.of(manifest)).routes()
