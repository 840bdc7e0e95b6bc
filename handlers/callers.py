"""Who sent this request: asked of the database, and of Slack only the first time."""

import logging
from typing import Any

from slack_bolt import Args
from slack_sdk.errors import SlackApiError

from bot.deps import Deps
from bot.domain.errors import NotAllowedError, UnavailableError
from bot.services import members
from bot.services.members import Caller, Origin, Profile
from handlers.errors import channel_of

logger = logging.getLogger(__name__)
_UNKNOWN = (
    "I could not check your account with Slack just now. Please try again in a minute."
)


def known_caller(args: Args, deps: Deps) -> Caller:
    """Return the caller without asking Slack, for answers before the ack.

    Raises:
        SetupNeededError: no group belongs here.
        NotAllowedError: the group does not know the person any more.
    """
    found = members.find(deps.db, _origin(args, deps))
    if found is None:
        raise NotAllowedError("You are not in this group any more. Ask its chair.")
    return found


def caller(args: Args, deps: Deps) -> Caller:
    """Return the caller; somebody new is looked up in Slack and welcomed.

    Raises:
        SetupNeededError: no group belongs here.
        NotAllowedError: a guest without sponsor, a bot, or another workspace.
        UnavailableError: Slack does not say who this is.
    """
    origin = _origin(args, deps)
    if _is_outside(args, origin):
        return members.welcome(deps.db, origin, Profile(is_outside=True))
    found = members.find(deps.db, origin)
    return found or members.welcome(deps.db, origin, _profile(args, origin))


def _origin(args: Args, deps: Deps) -> Origin:
    body = args.body
    user = body.get("user") or {}
    # Which workspace a payload from a shared channel names is not documented for
    # every kind; the bot's own is certain once Slack has told it.
    team = deps.identity.team_id or body.get("team_id") or args.context.team_id
    return Origin(
        team_id=str(team),
        user_id=str(body.get("user_id") or user.get("id")),
        channel_id=channel_of(body),
    )


def _is_outside(args: Args, origin: Origin) -> bool:
    user_team = (args.body.get("user") or {}).get("team_id")
    return bool(user_team) and user_team != origin.team_id


def _profile(args: Args, origin: Origin) -> Profile:
    try:
        user: dict[str, Any] = args.client.users_info(user=origin.user_id)["user"]
    except SlackApiError as error:
        code = error.response.get("error")
        logger.warning("users.info is not available: %s", code)
        if code == "unknown_method":
            return Profile()  # a Slack without guests cannot tell them apart
        raise UnavailableError(_UNKNOWN) from None
    except OSError as error:
        logger.warning("users.info is not available: %s", type(error).__name__)
        raise UnavailableError(_UNKNOWN) from None
    team = user.get("team_id")
    return Profile(
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_outside=bool(user.get("is_stranger"))
        or bool(team and team != origin.team_id),
        is_bot=bool(user.get("is_bot")),
        zone=user.get("tz"),
    )
