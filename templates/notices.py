"""Notices about the bot's own work."""

from dataclasses import replace

from bot.domain.outbox import Message
from templates.messages import Post, section, sentence

_INVITE = "Type /invite @Convenor there."
_SHORTER = "Please tell whoever runs Convenor: the log says which message it is."
_GUESTS = (
    "Type /meeting guests to see whether the address is right, or write to them "
    "yourself."
)
_BY_MAIL = "a guest by e-mail"
_OPERATOR = "Please ask whoever runs Convenor to type: convenor doctor."
# What Slack answers, what that means, and what helps
# (https://docs.slack.dev/reference/methods/chat.postMessage#errors).
_REASONS = {
    "channel_not_found": ("I do not see the channel any more", _INVITE),
    "not_in_channel": ("I am not in the channel", _INVITE),
    "is_archived": (
        "the channel is archived",
        "Unarchive it, or choose another one: /sig setup.",
    ),
    "restricted_action": (
        "only some people may write in the channel",
        "An admin of this workspace can let Convenor write there too.",
    ),
    "account_inactive": (
        "the account is deactivated",
        "Type /sig members to see who that was; somebody else may take over.",
    ),
    "user_not_found": (
        "Slack does not know the account any more",
        "Type /sig members to see who that was; somebody else may take over.",
    ),
    "messages_tab_disabled": (
        "direct messages with me are switched off",
        "An admin of this workspace can switch on the Messages tab of Convenor.",
    ),
    "cannot_dm_bot": ("it is a bot, which reads no messages", "Nothing is to be done."),
    "missing_scope": ("a permission is missing", _OPERATOR),
    "not_allowed_token_type": ("a permission is missing", _OPERATOR),
    "invalid_auth": ("Slack does not accept my token any more", _OPERATOR),
    "token_revoked": ("Slack does not accept my token any more", _OPERATOR),
    "token_expired": ("Slack does not accept my token any more", _OPERATOR),
    "not_authed": ("Slack does not accept my token any more", _OPERATOR),
    "msg_too_long": ("it is too long for Slack", _SHORTER),
    "invalid_blocks": ("Slack does not take it as it is", _SHORTER),
}
_UNKNOWN = ("Slack did not take it", _SHORTER)
_TOPICS = {
    "practice": "about a practice",
    "review": "about a review",
    "cluster": "about a cluster",
    "clusters": "about clusters",
    "external": "about a guest of the group",
    "introduction": "that introduces two people",
    "meeting": "about a meeting",
    "series": "about the meetings of the group",
    "agenda": "about an agenda",
    "minutes": "about minutes",
    "decision": "about a decision",
    "action": "about an action",
    "poll": "about a poll for a date",
}


def delivery_failed(message: Message, *, reason: str) -> Post:
    """Tell a chair that a message never arrived, why, and what to do."""
    to = _to(message.recipient)
    topic = _TOPICS.get(message.kind.partition("_")[0])
    what = f"A message {topic}" if topic else "A message"
    # What is no code of Slack's is a sentence of ours.
    ours = (reason, _GUESTS if to == _BY_MAIL else _SHORTER)
    unknown = ours if " " in reason else _UNKNOWN
    why, helps = _REASONS.get(reason, unknown)
    return sentence(f"{what} to {to} could not be delivered: {why}. {helps}")


def _to(recipient: str) -> str:
    """Say to whom it was; a file and an e-mail name that after a scheme."""
    scheme, _, place = recipient.rpartition(":")
    if scheme == "mail":
        return _BY_MAIL
    return "the channel" if place[0] in "CG" else "a member"


def marked_late(post: Post, *, late: bool) -> Post:
    """Say that a message comes late, where it does."""
    if not late:
        return post
    note = "_(posted late)_"
    return replace(
        post, text=f"{post.text} (posted late)", blocks=[*post.blocks, section(note)]
    )
