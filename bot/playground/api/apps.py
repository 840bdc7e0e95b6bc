"""Web API: the app itself, its token and its sockets."""

from bot.playground import checks
from bot.playground.api.args import Args
from bot.playground.api.registry import method
from bot.playground.errors import SlackError
from bot.playground.records import Json
from bot.playground.site import Site


@method("api.test", caller="anyone")
def api_test(site: Site, args: Args) -> Json:  # noqa: ARG001 - every method gets both
    """Answer with the arguments, or with the error asked for."""
    if "error" in args:
        raise SlackError(args.text("error"))
    return {"args": dict(args)}


@method("auth.test")
def auth_test(site: Site, args: Args) -> Json:  # noqa: ARG001 - the same
    """Say whose token this is."""
    space = site.workspace
    return {
        "url": f"https://{space.domain}.slack.com/",
        "team": space.domain.title(),
        "user": space.bot.name,
        "team_id": space.team_id,
        "user_id": space.bot.id,
        "bot_id": space.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", caller="app")
def connections_open(site: Site, args: Args) -> Json:  # noqa: ARG001 - the same
    """Give out a WebSocket address that works once."""
    return {"url": site.open_socket()}


@method("blocks.validate")
def blocks_validate(site: Site, args: Args) -> Json:  # noqa: ARG001 - the same
    """Check blocks, a message or a view without showing it to anyone."""
    given = [name for name in ("blocks", "message", "view") if name in args]
    if len(given) != 1:
        raise SlackError("invalid_arguments", "exactly one of blocks, message, view")
    value = args.json(given[0])
    if given == ["blocks"]:
        checks.check_blocks(value)
    elif given == ["message"]:
        checks.check_message(value)
    else:
        kind = value.get("type") if isinstance(value, dict) else None
        checks.check_view(value, kind="home" if kind == "home" else "modal")
    return {}
