"""What the bot asks of Slack, and why; the manifests list the same."""

from collections.abc import Mapping
from typing import NamedTuple

REQUIRED: Mapping[str, str] = {
    "commands": "slash commands",
    "chat:write": "announcements and answers",
    "channels:read": "finding the group's channel and whether the bot is in it",
    "groups:read": "the same for a private channel",
    "users:read": "telling members, guests and other workspaces apart",
    "files:write": "putting the white paper and calendar files into the channel",
    "channels:history": "looking up, after a crash, whether a message was posted",
    "groups:history": "the same in a private channel",
    "app_mentions:read": "answering whoever mentions the bot in a channel",
    "im:history": "answering whoever writes to the bot, and looking up, after a crash, "
    "whether a direct message was sent",
}
OPTIONAL: Mapping[str, str] = {
    "im:write": "looking up, after a crash, whether a direct message was sent",
    "mpim:write": "introducing two people to each other in a message of their own",
    "mpim:history": "looking up, after a crash, whether that message was posted",
    "files:read": "reading a form that a member shares with the bot, nothing else",
    "canvases:write": "minutes as a canvas, for those who ask for one",
}
_ARCHIVED = "telling those who lead a group that its channel is archived, and back"
_LOST = "telling those who lead a group that the bot cannot post there any more"
_SHARED = "telling those who lead a group that others can read its channel"
# https://docs.slack.dev/reference/events
EVENTS: Mapping[str, str] = {
    "member_joined_channel": "greeting a channel that the bot is invited to",
    "channel_archive": _ARCHIVED,
    "channel_unarchive": _ARCHIVED,
    "channel_deleted": _LOST,
    "channel_left": _LOST,
    "group_archive": _ARCHIVED,
    "group_unarchive": _ARCHIVED,
    "group_deleted": _LOST,
    "group_left": _LOST,
    "channel_id_changed": "following a channel that gets another id",
    "channel_shared": _SHARED,
    "channel_unshared": _SHARED,
    "user_change": "knowing that an account was deactivated, or its time zone",
    "file_shared": "reading a form that a member shares with the bot alone",
    "app_home_opened": "showing each person their own things on the Home tab",
    "app_mention": "answering whoever mentions the bot in a channel",
    "message.im": "answering whoever writes to the bot alone",
}
SAVE_SHORTCUT = "save_as_practice"
PROPOSE_SHORTCUT = "propose_practice"
SAVE_ACTION_SHORTCUT = "save_as_action"
ACTION_SHORTCUT = "new_action"
MEETING_SHORTCUT = "next_meeting"


class Shortcut(NamedTuple):
    """An entry of a menu in Slack: of each message, or of the workspace (global)."""

    name: str
    kind: str
    callback_id: str
    description: str


# https://docs.slack.dev/interactivity/implementing-shortcuts
SHORTCUTS = (
    Shortcut(
        "Save as practice",
        "message",
        SAVE_SHORTCUT,
        "Make this message the beginning of your practice",
    ),
    Shortcut(
        "Save as action item",
        "message",
        SAVE_ACTION_SHORTCUT,
        "Note who does what until when, with a link to this message",
    ),
    Shortcut(
        "Propose a practice",
        "global",
        PROPOSE_SHORTCUT,
        "Share what works with your group",
    ),
    Shortcut(
        "New action item",
        "global",
        ACTION_SHORTCUT,
        "Note who does what until when",
    ),
    Shortcut(
        "Next meeting",
        "global",
        MEETING_SHORTCUT,
        "When your group meets, and whether you come",
    ),
)
