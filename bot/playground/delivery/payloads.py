"""What Slack sends: commands, interactions and events, field by field.

https://docs.slack.dev/reference/interaction-payloads and
https://docs.slack.dev/apis/events-api
"""

import secrets
from typing import Any

from bot.playground.records import Channel, Json, Message, User, View
from bot.playground.site import Site


def command(site: Site, user: User, channel: Channel, *, name: str, text: str) -> Json:
    """Return the form of a slash command."""
    return {
        "token": site.installation.verification_token,
        "team_id": site.workspace.team_id,
        "team_domain": site.workspace.domain,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel, in_command=True),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": site.installation.app_id,
        "is_enterprise_install": "false",
        "response_url": site.new_response_url(channel.id, user.id),
        "trigger_id": site.triggers.issue(user.id),
    }


def message_action(site: Site, user: User, message: Message, action: Json) -> Json:
    """Return `block_actions` for an element in a message."""
    space = site.workspace
    channel = space.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _interaction(site, user, "block_actions") | {
        "container": container,
        "trigger_id": site.triggers.issue(user.id),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "response_url": site.new_response_url(channel.id, user.id, original=message.ts),
        "actions": [action],
    }
    if not message.ephemeral:  # Slack keeps no copy of what only one person saw
        payload["message"] = message.to_json(full_metadata=True)
    return payload


def view_action(site: Site, user: User, view: View, action: Json) -> Json:
    """Return `block_actions` for an element in a modal or Home tab."""
    modal = view.body["type"] == "modal"
    root = view.root_view_id if modal else None
    return _interaction(site, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": site.triggers.issue(user.id, root),
        "view": _view(site, user, view),
        "actions": [action],
    }


def view_submission(site: Site, user: User, view: View) -> Json:
    """Return `view_submission`."""
    return _interaction(site, user, "view_submission") | {
        "trigger_id": site.triggers.issue(user.id, view.root_view_id),
        "view": _view(site, user, view),
        "response_urls": _response_urls(site, user, view),
    }


def view_closed(site: Site, user: User, view: View, *, is_cleared: bool) -> Json:
    """Return `view_closed`."""
    return _interaction(site, user, "view_closed") | {
        "view": _view(site, user, view),
        "is_cleared": is_cleared,
    }


def suggestion(
    site: Site, user: User, where: View | Message, *, ids: tuple[str, str], value: str
) -> Json:
    """Return `block_suggestion`, the question for options."""
    payload = _interaction(site, user, "block_suggestion")
    payload |= {"block_id": ids[0], "action_id": ids[1], "value": value}
    if isinstance(where, View):
        about = {"type": "view", "view_id": where.id}
        return payload | {"container": about, "view": _view(site, user, where)}
    container: Json = {
        "type": "message",
        "message_ts": where.ts,
        "channel_id": where.channel,
        "is_ephemeral": where.ephemeral,
    }
    return payload | {"container": container, "message": where.to_json()}


def shortcut(site: Site, user: User, callback_id: str) -> Json:
    """Return a global shortcut."""
    return _interaction(site, user, "shortcut") | {
        "action_ts": site.workspace.new_ts(),
        "callback_id": callback_id,
        "trigger_id": site.triggers.issue(user.id),
    }


def message_shortcut(
    site: Site, user: User, message: Message, callback_id: str
) -> Json:
    """Return a message shortcut."""
    channel = site.workspace.channels[message.channel]
    return _interaction(site, user, "message_action") | {
        "action_ts": site.workspace.new_ts(),
        "callback_id": callback_id,
        "trigger_id": site.triggers.issue(user.id),
        "response_url": site.new_response_url(channel.id, user.id),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message": message.to_json(full_metadata=True)
        | {"team": site.workspace.users[message.user].team_id},
    }


def event(site: Site, body: Json, *, shared: bool = False) -> Json:
    """Return an event in its outer envelope, with a new `event_id`."""
    team = site.workspace.team_id
    return {
        "token": site.installation.verification_token,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": site.installation.app_id,
        "event": body,
        "type": "event_callback",
        "event_id": site.workspace.new_id("Ev"),
        "event_time": int(site.workspace.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": site.workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{secrets.token_hex(12)}",
    }


def _interaction(site: Site, user: User, kind: str) -> Json:
    return {
        "type": kind,
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team_id,
        },
        "api_app_id": site.installation.app_id,
        "token": site.installation.verification_token,
        "team": {"id": site.workspace.team_id, "domain": site.workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _view(site: Site, user: User, view: View) -> Json:
    shown = site.workspace.view_json(view)
    # A modal that somebody of another workspace sees belongs to that workspace;
    # `app_installed_team_id` stays that of the app.
    shown["team_id"] = user.team_id
    return shown


def _response_urls(site: Site, user: User, view: View) -> list[Json]:
    urls = []
    for block in view.body["blocks"]:
        element: dict[str, Any] = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        value = view.values[block["block_id"]][element["action_id"]]
        channel = value.get("selected_conversation") or value.get("selected_channel")
        if channel:
            urls.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                    "response_url": site.new_response_url(channel, user.id),
                }
            )
    return urls


def _channel_name(channel: Channel, *, in_command: bool = False) -> str:
    if channel.is_im:
        return "directmessage"
    if channel.private and in_command:
        return "privategroup"
    return channel.name
