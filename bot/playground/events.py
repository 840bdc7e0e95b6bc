"""Which events an app gets: what it subscribes to and has the scopes for.

https://docs.slack.dev/reference/events
"""

from bot.playground.records import Json
from bot.playground.site import Site

_CHANNEL = ("channels:read", "groups:read")
_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "member_joined_channel": _CHANNEL,
    "member_left_channel": _CHANNEL,
    "channel_left": ("channels:read",),
    "group_left": ("groups:read",),
    "channel_rename": ("channels:read",),
    "group_rename": ("groups:read",),
    "channel_archive": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "channel_id_changed": _CHANNEL,
    "channel_shared": _CHANNEL,
    "channel_unshared": _CHANNEL,
    "user_change": ("users:read",),
    "team_join": ("users:read",),
    "file_shared": ("files:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "app_home_opened": (),
    "tokens_revoked": (),
    "app_uninstalled": (),
}
# What is delivered when nothing is said about subscriptions. What people say to
# each other is left out: an app has to ask for it.
_DEFAULT = _SCOPES.keys() - {"message.channels", "message.groups", "message.mpim"}
_MESSAGES = {
    "im": "message.im",
    "mpim": "message.mpim",
    "channel": "message.channels",
    "group": "message.groups",
}


def wants(site: Site, body: Json) -> bool:
    """Whether the app subscribes to an event and may see it."""
    name = body["type"]
    if name == "message":
        name = _MESSAGES[body["channel_type"]]
    subscribed = site.installation.events
    if name not in (_DEFAULT if subscribed is None else subscribed):
        return False
    needed = _SCOPES.get(name, ())
    return not needed or bool(site.installation.scopes.intersection(needed))
