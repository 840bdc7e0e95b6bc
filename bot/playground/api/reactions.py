"""Web API: reactions.*."""

import re

from bot.playground.api.args import Args
from bot.playground.api.chat import find_channel
from bot.playground.api.registry import method
from bot.playground.errors import SlackError
from bot.playground.records import Json, Message
from bot.playground.site import Site

_NAME = re.compile(r"[\w+'-]{1,100}(::skin-tone-[2-6])?")


@method("reactions.add", "reactions:write")
def add(site: Site, args: Args) -> Json:
    """React to a message."""
    message, name = _message(site, args), _name(args)
    bot = site.workspace.bot.id
    if bot in message.reactions.get(name, []):
        raise SlackError("already_reacted")
    with site.workspace.change():
        message.reactions.setdefault(name, []).append(bot)
    return {}


@method("reactions.remove", "reactions:write")
def remove(site: Site, args: Args) -> Json:
    """Take the bot's reaction back."""
    message, name = _message(site, args), _name(args)
    bot = site.workspace.bot.id
    if bot not in message.reactions.get(name, []):
        raise SlackError("no_reaction")
    with site.workspace.change():
        message.reactions[name].remove(bot)
        if not message.reactions[name]:
            del message.reactions[name]
    return {}


@method("reactions.get", "reactions:read")
def get(site: Site, args: Args) -> Json:
    """Return a message with its reactions."""
    message = _message(site, args)
    shown = message.to_json()
    return {"type": "message", "channel": message.channel, "message": shown}


def _message(site: Site, args: Args) -> Message:
    channel = find_channel(site, args.need("channel"))
    message = channel.messages.get(args.need("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    if channel.archived:
        raise SlackError("is_archived")
    return message


def _name(args: Args) -> str:
    name = args.need("name").strip(":")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name")
    return name
