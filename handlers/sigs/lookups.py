"""What Slack says of a channel: can the bot use it, and who can read it."""

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import (
    ConvenorError,
    InvalidInputError,
    SetupNeededError,
    UnavailableError,
)
from bot.domain.sigs import ChannelStatus, Sighting
from templates.sigs import views

logger = logging.getLogger(__name__)
_NO_ANSWER = (
    "I could not look at the channel in Slack just now. Please try again in a minute."
)


def sighting(client: WebClient, channel: str, *, hidden: Sighting) -> Sighting:
    """Look at a channel; ``hidden`` is what it means when Slack does not show it.

    Where Slack does not answer, nothing is known.
    """
    try:
        found = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        code = error.response.get("error")
        return hidden if code == "channel_not_found" else _nothing(str(code))
    except (SlackClientError, OSError) as error:
        return _nothing(type(error).__name__)
    return Sighting(status=_status(found), is_shared=bool(found.get("is_ext_shared")))


def require_home(client: WebClient, channel: str) -> Sighting:
    """Let a channel pass that can be the home of a group.

    Raises:
        SetupNeededError: the bot is not in it, or it is no channel.
        UnavailableError: Slack does not say.
    """
    found = _info(client, channel, SetupNeededError(views.INVITE_ME))
    if found.get("is_im") or found.get("is_mpim"):
        raise SetupNeededError(views.NOT_A_CHANNEL)
    if not found.get("is_member", True):
        raise SetupNeededError(views.INVITE_ME)
    return Sighting(status=_status(found), is_shared=bool(found.get("is_ext_shared")))


def require_chairs_channel(client: WebClient, channel: str) -> None:
    """Let a channel pass in which those who lead a group are among themselves.

    Raises:
        InvalidInputError: the bot is not in it, or others can read it.
        UnavailableError: Slack does not say.
    """
    found = _info(client, channel, _beside(views.INVITE_ME_THERE))
    if not found.get("is_member", True):
        raise _beside(views.INVITE_ME_THERE)
    if not found.get("is_private", True) or found.get("is_ext_shared"):
        raise _beside(views.NOT_PRIVATE)
    if found.get("is_archived"):
        raise _beside(views.ARCHIVED)


def _beside(sentence: str) -> InvalidInputError:
    return InvalidInputError({"chairs_channel_id": sentence})


def _info(client: WebClient, channel: str, hidden: ConvenorError) -> dict[str, Any]:
    try:
        found: dict[str, Any] = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        code = error.response.get("error")
        if code == "channel_not_found":
            raise hidden from None
        if code == "unknown_method":
            return {}  # a Slack that cannot tell has no such channels
        logger.warning("conversations.info is not available: %s", code)
        raise UnavailableError(_NO_ANSWER) from None
    except (SlackClientError, OSError) as error:
        logger.warning("conversations.info is not available: %s", type(error).__name__)
        raise UnavailableError(_NO_ANSWER) from None
    return found


def _status(found: dict[str, Any]) -> ChannelStatus:
    if found.get("is_archived"):
        return ChannelStatus.ARCHIVED
    is_member = found.get("is_member", True)
    return ChannelStatus.OPEN if is_member else ChannelStatus.LEFT


def _nothing(reason: str) -> Sighting:
    logger.warning("A channel could not be looked at: %s", reason)
    return Sighting()
