"""What an error of Slack means for the message that met it."""

from dataclasses import dataclass
from http import HTTPStatus

from slack_sdk.errors import SlackApiError

from bot.domain.sigs import ChannelStatus

_PERMANENT = {
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "account_inactive",
    "user_not_found",
    "user_not_visible",
    "invalid_user_combination",
    "not_enough_users",
    "too_many_users",
    "user_disabled",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "restricted_action",
    "thread_not_found",
    "cannot_reply_to_message",
    "restricted_action_thread_locked",
    "invalid_blocks",
    "invalid_arguments",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
    "missing_scope",
    "unknown_method",
}
# What the bot was not told about a channel, because it did not run, shows here.
_LOST = {
    "is_archived": ChannelStatus.ARCHIVED,
    "not_in_channel": ChannelStatus.LEFT,
}
_UNCHANGEABLE = {"message_not_found", "cant_update_message", "edit_window_closed"}
_RATE_LIMITED = {"ratelimited", "rate_limited"}
_CANNOT_LOOK = {"missing_scope", "unknown_method"}
_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Slack's answer no: ``code`` is its word for why.

    ``wait`` are the seconds after which to ask again; ``lost`` what became of the
    channel. A refusal that is neither permanent nor says how long to wait leaves open
    whether the message was posted.
    """

    code: str
    wait: float | None = None
    is_permanent: bool = False
    is_unchangeable: bool = False
    cannot_look: bool = False
    lost: ChannelStatus | None = None


def read(error: SlackApiError) -> Refusal:
    """Return what an error means.

    Slack asks to wait with one of two words, or with the status 429 alone
    (https://docs.slack.dev/apis/web-api/rate-limits).
    """
    code = str(error.response.get("error"))
    status = error.response.status_code
    is_busy = status == HTTPStatus.TOO_MANY_REQUESTS or code in _RATE_LIMITED
    return Refusal(
        code=code,
        wait=_seconds(error) if is_busy else None,
        is_permanent=not is_busy and code in _PERMANENT,
        is_unchangeable=code in _UNCHANGEABLE,
        cannot_look=code in _CANNOT_LOOK,
        lost=_LOST.get(code),
    )


def _seconds(error: SlackApiError) -> float:
    said = str(error.response.headers.get("Retry-After", ""))
    return float(said) if said.isdecimal() else _WAIT_SECONDS
