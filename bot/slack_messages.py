"""What Slack knows about a message: where it is found, what its people are called."""

import logging
from collections.abc import Iterable

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import NotFoundError

logger = logging.getLogger(__name__)
_GONE = {"message_not_found", "message_deleted"}


def permalink(client: WebClient, *, channel: str, ts: str) -> str:
    """Return the address of a message; empty where the bot cannot look it up.

    Raises:
        NotFoundError: the message is not there any more.
    """
    try:
        answer = client.chat_getPermalink(channel=channel, message_ts=ts)
    except SlackApiError as error:
        code = error.response.get("error")
        if code in _GONE:
            said = "This message is not there any more, so I saved nothing."
            raise NotFoundError(said) from None
        logger.info("A message has no address: %s", code)
        return ""
    except (SlackClientError, OSError) as error:
        logger.info("A message has no address: %s", type(error).__name__)
        return ""
    return str(answer.get("permalink") or "")


def names(client: WebClient, user_ids: Iterable[str]) -> dict[str, str]:
    """Return what people are called in Slack; whom it does not tell is left out."""
    found: dict[str, str] = {}
    for user_id in user_ids:
        try:
            user = client.users_info(user=user_id)["user"]
        except (SlackClientError, OSError) as error:
            logger.info("A name is not known: %s", type(error).__name__)
            continue
        profile = user.get("profile") or {}
        name = profile.get("display_name") or user.get("real_name")
        if name:
            found[user_id] = str(name)
    return found
