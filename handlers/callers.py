"""Who sent this request: asked of the database, and of Slack only the first time."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Args
from slack_sdk.errors import SlackApiError

from bot.deps import Deps
from bot.domain.errors import (
    ConvenorError,
    InvalidInputError,
    NotAllowedError,
    UnavailableError,
)
from bot.domain.permissions import Permission, may
from bot.services import members
from bot.services.members import Account, Caller, Origin, Profile
from handlers.errors import channel_of, group_of

logger = logging.getLogger(__name__)
_UNKNOWN = (
    "I could not check your account with Slack just now. Please try again in a minute."
)


class NewcomerError(ConvenorError):
    """Somebody has to come in first, or to read the privacy notice that holds now.

    Whatever asked who they are is done again afterwards: see ``Listeners``.
    """

    def __init__(self, origin: Origin, zone: str | None = None) -> None:
        self.origin = origin
        self.zone = zone
        super().__init__("Please type a command in the group's channel first.")


def known_caller(args: Args, deps: Deps) -> Caller:
    """Return the caller without asking Slack, for answers before the ack.

    A form that is open goes on, whatever happened to the privacy notice since.

    Raises:
        SetupNeededError: no group belongs here.
        NotAllowedError: the group does not know the person any more, or an
            external's last day is over.
    """
    found = members.find(deps.db, origin_of(args, deps))
    if found is None:
        raise NotAllowedError("You are not in this group any more. Ask its chair.")
    members.require_access(deps.clock, found)
    return found


def caller(args: Args, deps: Deps, *, sig_id: int | None = None) -> Caller:
    """Return the caller; somebody new is looked up in Slack and welcomed first.

    ``sig_id`` is for buttons in direct messages, where no channel says which group
    they are about.

    Raises:
        NewcomerError: the person comes in first; ``Listeners`` sees to it.
        SetupNeededError: no group belongs here.
        NotAllowedError: a guest without sponsor, a bot, another workspace, or an
            external whose last day is over.
        UnavailableError: Slack does not say who this is.
    """
    if _is_in_modal(args.body):
        return known_caller(args, deps)
    origin = replace(origin_of(args, deps), sig_id=sig_id or group_of(args.body))
    found = members.find(deps.db, origin)
    if found is None:
        found = members.returned(deps.db, deps.clock, origin)
    if found is None:
        found = _newcomer(args, deps, origin)
    if not found.has_seen_notice:
        team = found.person.team_id
        raise NewcomerError(replace(origin, user_team_id=team), found.person.zone)
    members.require_access(deps.clock, found)
    return found


def _newcomer(args: Args, deps: Deps, origin: Origin) -> Caller:
    """Ask Slack who it is; an invited guest may turn out to be known after all."""
    profile = Profile(is_outside=True)
    if not origin.is_outside:
        profile = profile_of(args, origin)
        if profile.is_outside and profile.team_id:
            found = members.find(deps.db, replace(origin, user_team_id=profile.team_id))
            if found is not None:
                return found
    members.require_welcome(profile)
    raise NewcomerError(origin, profile.zone)


def newcomer(args: Args, deps: Deps, *, team: str | None) -> Origin:
    """Return who sends the form of the welcome, if they may come in.

    Slack is asked once more about whoever has no place: a form alone is no invitation.
    ``team`` is the workspace of the account as it was when the form was opened; one
    that the request itself names counts more.

    Raises:
        NotAllowedError: a guest without sponsor, a bot, or another workspace.
        SetupNeededError: no group belongs here.
        UnavailableError: Slack does not say who this is.
    """
    origin = origin_of(args, deps)
    if not origin.is_outside:
        origin = replace(origin, user_team_id=team)
    if members.arrival(deps.db, origin).is_new:
        members.require_welcome(profile_of(args, origin))
    return origin


def rights(deps: Deps) -> Callable[[Args], frozenset[Permission] | None]:
    """Return what tells, without asking Slack, what a sender may do in the group.

    It says None of somebody the group does not know, and where there is no group:
    the help has to come there too.
    """

    def of(args: Args) -> frozenset[Permission] | None:
        try:
            found = members.find(deps.db, origin_of(args, deps))
        except ConvenorError:
            return None
        if found is None:
            return None
        day = members.today(deps.clock, found.sig)
        return frozenset(
            each for each in Permission if may(found.actor, each, today=day)
        )

    return of


def origin_of(args: Args, deps: Deps) -> Origin:
    """Return where a request comes from."""
    body = args.body
    user = body.get("user") or {}
    # Which workspace a payload from a shared channel names is not documented for
    # every kind; the bot's own is certain once Slack has told it.
    team = deps.identity.team_id or body.get("team_id") or args.context.team_id
    return Origin(
        team_id=str(team),
        user_id=str(body.get("user_id") or user.get("id")),
        channel_id=channel_of(body),
        user_team_id=user.get("team_id"),
        sig_id=group_of(body),
    )


def _is_in_modal(body: Mapping[str, Any]) -> bool:
    return (body.get("view") or {}).get("type") == "modal"


def account_of(args: Args, deps: Deps, user_id: str) -> Account:
    """Return somebody's account, so that they can be given a place.

    Raises:
        InvalidInputError: it is a bot, deactivated, or none that can be seen.
        UnavailableError: Slack does not answer.
    """
    user = _ask_slack(args, user_id)
    if user is not None and (user.get("is_bot") or user.get("deleted")):
        said = "a bot" if user.get("is_bot") else "deactivated"
        raise InvalidInputError({"person": f"This account is {said}."})
    known = user or {}
    home = origin_of(args, deps).team_id
    return Account(
        user_id=user_id,
        team_id=str(known.get("team_id") or home),
        zone=known.get("tz"),
    )


def profile_of(args: Args, origin: Origin) -> Profile:
    """Return what Slack says about the sender's account.

    Raises:
        UnavailableError: it does not answer.
    """
    user = _ask_slack(args, origin.user_id)
    if user is None:
        return Profile()  # a Slack without guests cannot tell them apart
    team = user.get("team_id")
    return Profile(
        is_admin=any(
            user.get(flag) for flag in ("is_admin", "is_owner", "is_primary_owner")
        ),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_outside=bool(user.get("is_stranger"))
        or bool(team and team != origin.team_id),
        is_bot=bool(user.get("is_bot")),
        zone=user.get("tz"),
        team_id=team,
    )


def _ask_slack(args: Args, user_id: str) -> dict[str, Any] | None:
    """Return the account as ``users.info`` describes it; None without that method.

    Raises:
        UnavailableError: it does not answer.
    """
    try:
        user: dict[str, Any] = args.client.users_info(user=user_id)["user"]
    except SlackApiError as error:
        code = error.response.get("error")
        logger.warning("users.info is not available: %s", code)
        if code == "unknown_method":
            return None
        raise UnavailableError(_UNKNOWN) from None
    except OSError as error:
        logger.warning("users.info is not available: %s", type(error).__name__)
        raise UnavailableError(_UNKNOWN) from None
    return user
