"""What the people and channels are called that a text mentions, asked of Slack."""

import copy
import logging
from dataclasses import dataclass, field

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot import slack_messages

logger = logging.getLogger(__name__)
# A form is answered within three seconds, so each question is short and few are asked.
_SECONDS = 1
_MOST = 3


@dataclass(slots=True)
class Names:
    """Tells the name for an id; None where Slack does not, or too many were asked."""

    client: WebClient
    known: dict[str, str | None] = field(default_factory=dict)

    def __call__(self, mentioned: str) -> str | None:
        """Return what the mentioned person or channel is called."""
        if mentioned not in self.known and len(self.known) < _MOST:
            self.known[mentioned] = self._ask(mentioned)
        return self.known.get(mentioned)

    def _ask(self, mentioned: str) -> str | None:
        hasty = copy.copy(self.client)
        hasty.timeout = _SECONDS
        if mentioned.startswith(("U", "W")):
            return slack_messages.names(hasty, [mentioned]).get(mentioned)
        try:
            channel = hasty.conversations_info(channel=mentioned)["channel"]
        except (SlackClientError, OSError) as error:
            logger.info("A channel's name is not known: %s", type(error).__name__)
            return None
        return str(channel.get("name") or "") or None
