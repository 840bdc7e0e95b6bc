"""Who sent this request: asked of the database, and of Slack only the first time."""

import logging
from typing import Any

from slack_bolt import Args
from slack_sdk.errors import SlackApiError

from bot.deps import Deps
from bot.services import members
from bot.services.members import Caller, Origin, Profile
from handlers.errors import channel_of

logger = logging.getLogger(__name__)


def known_caller(args: Args, deps: Deps) -> Caller:
    """Return the caller without asking Slack, for answers before the ack.

    Raises:
        SetupNeededError: no group belongs here.
        NotAllowedError: the group does not know the person.
    """
    origin = _origin(args)
    # Whoever has our form open was welcomed when it was opened.
    return members.find(deps.db, origin) or members.welcome(
        deps.db, origin, Profile(is_outside=_is_outside(args))
    )


def caller(args: Args, deps: Deps) -> Caller:
    """Return the caller; somebody new is looked up in Slack and welcomed.

    Raises:
        SetupNeededError: no group belongs here.
        NotAllowedError: a guest without sponsor, a bot, or another workspace.
    """
    origin = _origin(args)
    found = members.find(deps.db, origin)
    return found or members.welcome(deps.db, origin, _profile(args, origin.user_id))


def _origin(args: Args) -> Origin:
    body = args.body
    user = body.get("user") or {}
    # A view carries the workspace the app is installed in; a stranger of a shared
    # channel carries their own in user.team_id, which must not be taken for ours.
    view_team = (body.get("view") or {}).get("app_installed_team_id")
    team = view_team or body.get("team_id") or (body.get("team") or {}).get("id")
    return Origin(
        team_id=str(team or args.context.team_id),
        user_id=str(body.get("user_id") or user.get("id")),
        channel_id=channel_of(body),
    )


def _is_outside(args: Args) -> bool:
    user_team = (args.body.get("user") or {}).get("team_id")
    return bool(user_team) and user_team != _origin(args).team_id


def _profile(args: Args, user_id: str) -> Profile:
    if _is_outside(args):
        return Profile(is_outside=True)
    try:
        user: dict[str, Any] = args.client.users_info(user=user_id)["user"]
    except SlackApiError as error:
        # Without users:read nobody can be told apart; Slack itself lets only
        # people of this workspace use commands.
        logger.warning("users.info is not available: %s", error.response.get("error"))
        return Profile()
    team = user.get("team_id")
    return Profile(
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_outside=bool(user.get("is_stranger"))
        or bool(team and team != _origin(args).team_id),
        is_bot=bool(user.get("is_bot")),
        zone=user.get("tz"),
    )
