"""Slack's Web API: one function per method, refusals with Slack's names."""

from bot.playground.api import (
    apps,
    canvases,
    chat,
    conversations,
    files,
    reactions,
    users,
    views,
)
from bot.playground.api.args import Args
from bot.playground.api.registry import METHODS
from bot.playground.errors import SlackError
from bot.playground.records import Json
from bot.playground.site import Installation, Site

__all__ = [
    "Args",
    "apps",
    "call",
    "canvases",
    "chat",
    "conversations",
    "files",
    "reactions",
    "users",
    "views",
]


def call(site: Site, name: str, *, token: str | None, args: Args) -> Json:
    """Run one method the way Slack does: method, token, scope, then the rest.

    Raises:
        SlackError: with Slack's name for the reason.
    """
    entry = METHODS.get(name)
    if entry is None or name in site.installation.methods_off:
        raise SlackError("unknown_method", req_method=name)
    if entry.caller != "anyone":
        _check_token(site.installation, token, caller=entry.caller)
    site.require(*entry.scopes)
    with site.workspace.look():
        return {"ok": True, **entry.run(site, args)}


def _check_token(app: Installation, token: str | None, *, caller: str) -> None:
    if not token:
        raise SlackError("not_authed")
    wanted, other = app.bot_token, app.app_token
    if caller == "app":
        wanted, other = other, wanted
    if token == other:
        raise SlackError("not_allowed_token_type")
    if token != wanted:
        raise SlackError("invalid_auth")
    if app.revoked:
        raise SlackError("account_inactive")
