"""Bolt, and the client of Slack's Web API, as this program wants them."""

import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.deps import Identity
from bot.settings import Settings

logger = logging.getLogger(__name__)

SLACK_TIMEOUT_SECONDS = 10
_OAUTH_VARIABLES = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")


def client(settings: Settings, *, with_token: bool) -> WebClient:
    """Return a client of Slack's Web API."""
    # No retry handlers: the SDK's default repeats a post whose answer got lost.
    token = settings.slack_bot_token.get_secret_value() if with_token else None
    return WebClient(
        token=token,
        base_url=settings.slack_api_url,
        timeout=SLACK_TIMEOUT_SECONDS,
        retry_handlers=[],
    )


def make(settings: Settings, identity: Identity, listeners: ThreadPoolExecutor) -> App:
    """Return the Bolt app, with a pool of its own for its listeners."""
    secret = settings.slack_signing_secret
    with _without_variables_of_bolt():
        return App(
            name="convenor",  # or Bolt looks for a name in the source of its callers
            client=client(settings, with_token=False),
            authorize=_authorizing(settings, identity),
            signing_secret=secret.get_secret_value() if secret else "",
            process_before_response=True,
            listener_executor=listeners,
            # Bolt gives every logger of its own the level of this one.
            logger=logging.getLogger("slack_bolt"),
        )


def _authorizing(
    settings: Settings, identity: Identity
) -> Callable[..., AuthorizeResult]:
    """Answer Bolt without asking Slack: its own way costs the first acknowledgement."""
    token = settings.slack_bot_token.get_secret_value()

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user_id,
        )

    return authorize


@contextmanager
def _without_variables_of_bolt() -> Iterator[None]:
    """Hide variables that Bolt reads by itself: two of them switch it to OAuth."""
    hidden = {
        name: os.environ.pop(name)
        for name in (*_OAUTH_VARIABLES, "SLACK_BOT_TOKEN")
        if name in os.environ
    }
    ignored = ", ".join(name for name in _OAUTH_VARIABLES if name in hidden)
    if ignored:
        logger.warning("%s: ignored, this bot has no OAuth.", ignored)
    try:
        yield
    finally:
        os.environ.update(hidden)
