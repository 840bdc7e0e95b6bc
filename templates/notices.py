"""Notices about the bot's own work."""

from dataclasses import replace

from bot.domain.outbox import Message
from templates.messages import Post, section, sentence

_REASONS = {
    "channel_not_found": "I do not see the channel any more",
    "is_archived": "the channel is archived",
    "not_in_channel": "I am not in the channel; type /invite @Convenor there",
    "account_inactive": "the account is deactivated",
    "missing_scope": "a permission is missing; run convenor doctor",
}


def delivery_failed(message: Message, *, reason: str) -> Post:
    """Tell a chair that a message never arrived, and why."""
    to = "the channel" if message.recipient[0] in "CG" else "a member"
    what = message.kind.replace("_", " ")
    why = _REASONS.get(reason, reason)
    return sentence(f"A message ({what}) to {to} could not be delivered: {why}.")


def marked_late(post: Post, *, late: bool) -> Post:
    """Say that a message comes late, where it does."""
    if not late:
        return post
    note = "_(posted late)_"
    return replace(
        post, text=f"{post.text} (posted late)", blocks=[*post.blocks, section(note)]
    )
