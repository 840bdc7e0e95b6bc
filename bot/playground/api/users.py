"""Web API: people, teams and bots."""

from bot.playground.api.args import Args
from bot.playground.api.pages import page
from bot.playground.api.registry import method
from bot.playground.errors import SlackError
from bot.playground.records import Json
from bot.playground.site import Site


@method("users.info", "users:read")
def info(site: Site, args: Args) -> Json:
    """Return one person."""
    user = site.workspace.users.get(args.need("user"))
    if user is None:
        raise SlackError("user_not_found")
    email = "users:read.email" in site.installation.scopes
    team = site.workspace.team_id
    return {"user": user.to_json(home_team=team, with_email=email)}


@method("users.list", "users:read")
def list_users(site: Site, args: Args) -> Json:
    """Return the people of the workspace; people of other workspaces are not in it."""
    team = site.workspace.team_id
    ours = [u for u in site.workspace.users.values() if u.team_id == team]
    users, more = page(ours, args)
    email = "users:read.email" in site.installation.scopes
    shown = [user.to_json(home_team=team, with_email=email) for user in users]
    return {"members": shown, "cache_ts": int(site.workspace.now()), **more}


@method("team.info", "team:read")
def team_info(site: Site, args: Args) -> Json:
    """Return the workspace."""
    team = site.workspace.team_id
    if args.get("team", team) != team:
        raise SlackError("team_not_found")
    domain = site.workspace.domain
    return {"team": {"id": team, "name": domain.title(), "domain": domain}}


@method("bots.info", "users:read")
def bots_info(site: Site, args: Args) -> Json:
    """Return the bot."""
    space = site.workspace
    if args.get("bot", space.bot_id) != space.bot_id:
        raise SlackError("bot_not_found")
    bot = {
        "id": space.bot_id,
        "deleted": False,
        "name": space.bot.name,
        "app_id": space.app_id,
        "user_id": space.bot.id,
    }
    return {"bot": bot}
