"""The permissions the bot asks of Slack, and why; the manifests list the same."""

from collections.abc import Mapping

REQUIRED: Mapping[str, str] = {
    "commands": "slash commands",
    "chat:write": "announcements and answers",
    "channels:read": "finding the group's channel and whether the bot is in it",
    "groups:read": "the same for a private channel",
    "users:read": "telling members, guests and other workspaces apart",
    "files:write": "putting the white paper into the channel",
    "channels:history": "looking up, after a crash, whether a message was posted",
    "groups:history": "the same in a private channel",
}
OPTIONAL: Mapping[str, str] = {
    "im:write": "looking up, after a crash, whether a direct message was sent",
    "im:history": "the same",
}
