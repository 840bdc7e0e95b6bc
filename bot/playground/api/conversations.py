"""Web API: conversations.*, channels and what was said in them."""

from bot.playground.api.args import Args
from bot.playground.api.chat import find_channel
from bot.playground.api.pages import page
from bot.playground.api.registry import method
from bot.playground.errors import SlackError
from bot.playground.records import Channel, Json, Message
from bot.playground.site import Site

_TYPES = {
    "public_channel": "channels",
    "private_channel": "groups",
    "im": "im",
    "mpim": "mpim",
}
_MOST_PEOPLE = 8  # in one group message, beside the app


@method("conversations.info")
def info(site: Site, args: Args) -> Json:
    """Return one channel."""
    channel = _channel(site, args, "read")
    return {"channel": _shown(site, channel)}


@method("conversations.list")
def list_channels(site: Site, args: Args) -> Json:
    """Return the public channels, and the private ones the bot is in."""
    types = (args.text("types") or "public_channel").replace(" ", "").split(",")
    if not set(types) <= set(_TYPES):
        raise SlackError("invalid_types")
    kinds = [_TYPES[name] for name in types]
    for kind in kinds:
        site.require(f"{kind}:read")
    bot, hide_old = site.workspace.bot.id, args.flag("exclude_archived")
    known = [
        channel
        for channel in site.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind == "channels" or bot in channel.members)
        and not (hide_old and channel.archived)
    ]
    channels, more = page(known, args)
    return {"channels": [_shown(site, channel) for channel in channels], **more}


@method("conversations.members")
def members(site: Site, args: Args) -> Json:
    """Return the ids of who is in a channel."""
    channel = _channel(site, args, "read")
    ids, more = page(channel.members, args)
    return {"members": ids, **more}


@method("conversations.history")
def history(site: Site, args: Args) -> Json:
    """Return a channel's messages, the latest first; replies are not among them."""
    channel = _channel(site, args, "history")
    _need_membership(site, channel)
    own = [m for m in channel.messages.values() if m.thread_ts in (None, m.ts)]
    return _messages(channel, _between(own[::-1], args), args)


@method("conversations.replies")
def replies(site: Site, args: Args) -> Json:
    """Return a thread, its parent first."""
    channel = _channel(site, args, "history")
    _need_membership(site, channel)
    parent = channel.messages.get(args.need("ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    answers = [m for m in channel.messages.values() if m.thread_ts == parent.ts]
    own = [parent, *(m for m in answers if m is not parent)]
    return _messages(channel, [parent, *_between(own[1:], args)], args)


@method("conversations.join", "channels:join")
def join(site: Site, args: Args) -> Json:
    """Join a public channel."""
    channel = find_channel(site, args.need("channel"))
    if channel.is_im or channel.private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    bot = site.workspace.bot.id
    if bot in channel.members:
        return {"channel": _shown(site, channel), "warning": "already_in_channel"}
    with site.workspace.change():
        channel.members.append(bot)
    event = {"type": "member_joined_channel", "user": bot, "channel": channel.id}
    site.emit(event | {"channel_type": "C", "team": site.workspace.team_id})
    return {"channel": _shown(site, channel)}


@method("conversations.open")
def open_direct(site: Site, args: Args) -> Json:
    """Open the direct message with one person, or with several together.

    Opening it again returns the one there is
    (https://docs.slack.dev/reference/methods/conversations.open).
    """
    if "channel" in args:
        channel = _opened(site, args.text("channel"))
    else:
        channel = _opened_for(site, args)
    shown = _shown(site, channel) if args.flag("return_im") else {"id": channel.id}
    return {"channel": shown}


def _opened(site: Site, given: str) -> Channel:
    known = site.workspace.channels.get(given)
    if known is not None and known.kind not in {"im", "mpim"}:
        raise SlackError("method_not_supported_for_channel_type")
    site.require(f"{known.kind if known else 'im'}:write")
    return find_channel(site, given)


def _opened_for(site: Site, args: Args) -> Channel:
    users = list(dict.fromkeys(filter(None, args.text("users").split(","))))
    site.require("mpim:write" if len(users) > 1 else "im:write")
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > _MOST_PEOPLE:
        raise SlackError("too_many_users")
    for user_id in users:
        _need_reachable(site, user_id)
    if len(users) == 1:
        return site.workspace.direct_channel(users[0])
    return site.workspace.group_channel(users)


def _need_reachable(site: Site, user_id: str) -> None:
    user = site.workspace.users.get(user_id)
    if user is None or user.is_stranger:
        raise SlackError("user_not_found")
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    if user.deleted:
        raise SlackError("user_disabled")


def _channel(site: Site, args: Args, right: str) -> Channel:
    # Which scope is needed depends on the channel; an unknown one needs any.
    given = site.workspace.channels.get(args.need("channel"))
    if given is None:
        site.require(*(f"{kind}:{right}" for kind in _TYPES.values()))
        raise SlackError("channel_not_found")
    site.require(f"{given.kind}:{right}")
    return find_channel(site, given.id)


def _need_membership(site: Site, channel: Channel) -> None:
    if site.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")


def _between(messages: list[Message], args: Args) -> list[Message]:
    oldest = _moment(args, "oldest", "0")
    latest = _moment(args, "latest", "99999999999")
    if args.flag("inclusive"):
        return [m for m in messages if oldest <= float(m.ts) <= latest]
    return [m for m in messages if oldest < float(m.ts) < latest]


def _moment(args: Args, name: str, default: str) -> float:
    try:
        return float(args.text(name) or default)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _messages(channel: Channel, found: list[Message], args: Args) -> Json:
    shown, more = page(found, args)
    whole = args.flag("include_all_metadata")
    bodies = [_with_replies(channel, message, whole=whole) for message in shown]
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {"messages": bodies, "has_more": has_more} | (more if has_more else {})


def _with_replies(channel: Channel, message: Message, *, whole: bool) -> Json:
    body = message.to_json(full_metadata=whole)
    count = sum(m.thread_ts == message.ts for m in channel.messages.values())
    if count and message.thread_ts in (None, message.ts):
        body |= {"thread_ts": message.ts, "reply_count": count}
    return body


def _shown(site: Site, channel: Channel) -> Json:
    space = site.workspace
    return channel.to_json(member=space.bot.id, team=space.team_id)
