"""Canvases in Slack, where the workspace has them."""

import logging

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

logger = logging.getLogger(__name__)


def make(client: WebClient, *, user: str, title: str, markdown: str) -> bool:
    """Make a canvas that one person can read; False: there are none here.

    A canvas of the bot is seen by nobody before access is given
    (https://docs.slack.dev/reference/methods/canvases.create). Free workspaces,
    missing scopes and Markdown that canvases do not know all end the same way: the
    caller sends files instead.
    """
    try:
        made = client.canvases_create(
            title=title,
            document_content={"type": "markdown", "markdown": markdown},
        )
        client.canvases_access_set(
            canvas_id=str(made["canvas_id"]), access_level="read", user_ids=[user]
        )
    except SlackApiError as error:
        logger.info("No canvas: %s", error.response.get("error"))
        return False
    except (SlackClientError, OSError) as error:
        logger.warning("No canvas: %s", type(error).__name__)
        return False
    return True
