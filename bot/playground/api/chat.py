"""Web API: chat.*, everything the bot says."""

from typing import Any

from bot.playground import checks
from bot.playground.api.args import Args
from bot.playground.api.registry import method
from bot.playground.errors import SlackError
from bot.playground.records import Channel, Json, Message
from bot.playground.site import Site

_STRUCTURES = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
}


@method("chat.postMessage", "chat:write")
def post_message(site: Site, args: Args) -> Json:
    """Post to a channel, or to a person's direct messages by user id."""
    channel = writable_channel(site, args.need("channel"))
    content = checked_content(args)
    message = site.workspace.post(
        channel,
        user=site.workspace.bot.id,
        bot_id=site.workspace.bot_id,
        thread_ts=_thread(channel, args),
        client_msg_id=args.get("client_msg_id"),
        **content,
    )
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": message.to_json(full_metadata=True),
        **_warnings(content),
    }


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(site: Site, args: Args) -> Json:
    """Show something to one person in a channel."""
    channel = find_channel(site, args.need("channel"))
    user = args.need("user")
    if channel.archived:
        raise SlackError("is_archived")
    if site.workspace.bot.id not in channel.members:
        raise SlackError("channel_not_found" if channel.private else "not_in_channel")
    if user not in site.workspace.users or user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = checked_content(args)
    message = site.workspace.post(
        channel,
        user=site.workspace.bot.id,
        bot_id=site.workspace.bot_id,
        ephemeral_to=user,
        thread_ts=args.get("thread_ts"),
        **content,
    )
    return {"message_ts": message.ts, **_warnings(content)}


@method("chat.update", "chat:write")
def update(site: Site, args: Args) -> Json:
    """Change one of the bot's own messages."""
    channel = find_channel(site, args.need("channel"))
    message = _own_message(site, channel, args.need("ts"), error="cant_update_message")
    if channel.archived:
        raise SlackError("is_archived")
    content = checked_content(args, text_limit=checks.UPDATE_TEXT_LIMIT)
    # What is not given stays; blocks go away only by an empty list.
    site.workspace.edit(message, **content)
    shown = message.to_json(full_metadata=True)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": shown,
    }


@method("chat.delete", "chat:write")
def delete(site: Site, args: Args) -> Json:
    """Delete one of the bot's own messages."""
    channel = find_channel(site, args.need("channel"))
    message = _own_message(site, channel, args.need("ts"), error="cant_delete_message")
    site.workspace.remove(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink")
def get_permalink(site: Site, args: Args) -> Json:
    """Return the address of a message."""
    channel = find_channel(site, args.need("channel"))
    ts = args.need("message_ts")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    link = f"{site.base_url}/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def find_channel(site: Site, given: str) -> Channel:
    """Return a channel the bot can know of.

    Raises:
        SlackError: `channel_not_found`, also for private channels it is not in.
    """
    channel = site.workspace.channels.get(given)
    hidden = channel and (channel.private or channel.is_im)
    if channel is None or (hidden and site.workspace.bot.id not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def writable_channel(site: Site, given: str) -> Channel:
    """Return the channel, or the direct message of a user id, to post into.

    Raises:
        SlackError: `channel_not_found`, `is_archived` or `not_in_channel`.
    """
    if given.startswith(("U", "W")):
        if not _is_reachable(site, given):
            raise SlackError("channel_not_found")
        return site.workspace.direct_channel(given)
    if given.startswith("#"):
        named = site.workspace.channel_named(given[1:])
        given = named.id if named else given
    channel = find_channel(site, given)
    if channel.archived:
        raise SlackError("is_archived")
    public = "chat:write.public" in site.installation.scopes and not channel.private
    if site.workspace.bot.id not in channel.members and not public:
        raise SlackError("not_in_channel")
    return channel


def checked_content(args: Args, *, text_limit: int = checks.TEXT_LIMIT) -> Json:
    """Return text, blocks, attachments and metadata, or refuse them."""
    content: dict[str, Any] = {}
    for name in ("text", "markdown_text"):
        if name in args:
            content[name] = args.text(name)
    for name, error in _STRUCTURES.items():
        if name in args:
            content[name] = args.json(name, error=error)
    checks.check_message(content, text_limit=text_limit)
    markdown = content.pop("markdown_text", "")
    return content | {"text": markdown} if markdown else content


def _is_reachable(site: Site, user_id: str) -> bool:
    user = site.workspace.users.get(user_id)
    if user is None or user.deleted or user.is_stranger or user.is_bot:
        return False
    # People of other workspaces only where the bot shares a channel with them.
    both = {user_id, site.workspace.bot.id}
    return user.team_id == site.workspace.team_id or any(
        both <= set(channel.members) for channel in site.workspace.channels.values()
    )


def _thread(channel: Channel, args: Args) -> str | None:
    thread_ts = args.get("thread_ts")
    if thread_ts is None:
        return None
    parent = channel.messages.get(str(thread_ts))
    if parent is None:
        raise SlackError("thread_not_found")
    # A reply to a reply joins the thread of its parent.
    return parent.thread_ts or parent.ts


def _own_message(site: Site, channel: Channel, ts: str, *, error: str) -> Message:
    message = channel.messages.get(ts)
    if message is None:
        raise SlackError("message_not_found")
    if message.user != site.workspace.bot.id:
        raise SlackError(error)
    return message


def _warnings(content: Json) -> Json:
    if content.get("text"):
        return {}
    name = "missing_text_in_message"
    return {"warning": name, "response_metadata": {"warnings": [name]}}
