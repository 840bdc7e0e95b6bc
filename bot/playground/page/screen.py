"""What one person's screen shows, as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.playground.page.menu import Menu
from bot.playground.people import Person
from bot.playground.records import Channel, File, Json, Message, User
from bot.playground.server import Playground

DIRECT, HOME = "direct", "home"  # places that are no channel
_VIEW = ("id", "type", "title", "submit", "close", "blocks", "hash")
_MESSAGE = ("ts", "user", "text", "blocks", "attachments", "thread_ts", "reactions")


class NobodyError(Exception):
    """There is no such person to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which screen: whose, in which place, with how many messages."""

    me: str = ""
    place: str = ""
    last: int = 100


def screen(slack: Playground, menu: Menu, asked: Asked) -> Json:
    """Return everything the page needs to draw itself.

    Raises:
        NobodyError: when the page cannot be that person.
    """
    space = slack.workspace
    with space.look():
        people = list(space.users.values())
        shown: Json = {
            "bot": {"id": space.bot.id, "name": space.bot.real_name},
            "people": [_somebody(slack, user) for user in people if _is_real(user)],
            "names": {user.id: user.real_name or user.name for user in people},
            "me": None,
        }
        if asked.me:
            shown |= _whole(slack, menu, acting(slack, asked.me), asked=asked)
        return shown


def acting(slack: Playground, me: str) -> Person:
    """Return the person the page acts for.

    Raises:
        NobodyError: for unknown ids, bots and accounts that are gone.
    """
    user = slack.workspace.users.get(me)
    if user is None or not _is_real(user):
        raise NobodyError
    return slack.person(me)


def is_home(slack: Playground, person: Person) -> bool:
    """Whether the person belongs to the app's own workspace."""
    return person.user.team_id == slack.workspace.team_id


def joinable(slack: Playground, person: Person) -> list[Channel]:
    """Return the public channels the person may join; guests are invited instead."""
    user = person.user
    if not is_home(slack, person) or user.is_restricted or user.is_ultra_restricted:
        return []
    channels = slack.workspace.channels.values()
    return [
        place
        for place in channels
        if not (place.private or place.is_im or place.archived)
        and person.id not in place.members
    ]


def _whole(slack: Playground, menu: Menu, person: Person, *, asked: Asked) -> Json:
    typing = is_home(slack, person) and not person.user.is_ultra_restricted
    return {
        "me": _somebody(slack, person.user) | {"tz": person.user.tz},
        "channels": [_channel(slack, person, c) for c in person.channels()],
        "joinable": [{"id": c.id, "name": c.name} for c in joinable(slack, person)],
        "direct": _direct(slack, person),
        "home_tab": _has_home(slack, menu, person),
        "messages": _messages(slack, person, asked),
        "home": _view(person.home),
        "modal": _modal(slack, person),
        "commands": menu.known_commands(slack) if typing else [],
        "shortcuts": menu.shortcuts_of("global") if typing else [],
        "message_shortcuts": menu.shortcuts_of("message") if typing else [],
    }


def _is_real(user: User) -> bool:
    return not user.is_bot and not user.deleted


def _somebody(slack: Playground, user: User) -> Json:
    shown = {"id": user.id, "name": user.real_name or user.name, "handle": user.name}
    direct = _direct_channel(slack, user.id)
    latest = _latest(slack, user.id, direct) if direct else ""
    return shown | {"kind": _kind(slack, user), "latest": latest}


def _kind(slack: Playground, user: User) -> str:
    if user.team_id != slack.workspace.team_id:
        return "from another workspace"
    if user.is_ultra_restricted:
        return "guest in one channel"
    if user.is_restricted:
        return "guest"
    return "workspace admin" if user.is_admin or user.is_owner else "member"


def _channel(slack: Playground, person: Person, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "private": channel.private,
        "archived": channel.archived,
        "shared": channel.is_ext_shared,
        "people": len(channel.members),
        "latest": _latest(slack, person.id, channel),
    }


def _direct(slack: Playground, person: Person) -> Json | None:
    channel = _direct_channel(slack, person.id)
    if channel is None:  # made by the first message
        return {"latest": ""} if is_home(slack, person) else None
    return {"latest": _latest(slack, person.id, channel)}


def _direct_channel(slack: Playground, user: str) -> Channel | None:
    channels = slack.workspace.channels.values()
    return next((c for c in channels if c.user == user), None)


def _latest(slack: Playground, user: str, channel: Channel) -> str:
    space = slack.workspace
    mine = [m.ts for m in space.ephemerals.get(user, ()) if m.channel == channel.id]
    return max([next(reversed(channel.messages), ""), *mine])


def _has_home(slack: Playground, menu: Menu, person: Person) -> bool:
    if not is_home(slack, person) or not slack.installation.home_tab:
        return False
    return person.home is not None if menu.home_tab is None else menu.home_tab


def _messages(slack: Playground, person: Person, asked: Asked) -> Json:
    direct = _direct_channel(slack, person.id) if asked.place == DIRECT else None
    place = direct.id if direct else asked.place
    seen = person.messages(place)
    roots = [m for m in seen if not m.thread_ts or m.thread_ts == m.ts]
    kept = {m.ts for m in roots[-asked.last :]}
    shown = [m for m in seen if (m.thread_ts or m.ts) in kept or m.ts in kept]
    return {"list": _told(shown), "earlier": len(roots) > len(kept)}


def _told(messages: Iterable[Message]) -> list[Json]:
    told = []
    for message in messages:
        whole = message.to_json()
        shown: dict[str, Any] = {key: whole[key] for key in _MESSAGE if key in whole}
        shown["ephemeral"] = message.ephemeral
        shown["edited"] = bool(message.edited)
        shown["files"] = [_file(file) for file in message.files]
        told.append(shown)
    return told


def _file(file: File) -> Json:
    return {"id": file.id, "name": file.title or file.name, "size": len(file.data)}


def _modal(slack: Playground, person: Person) -> Json | None:
    view = _view(person.view)
    if view is None:
        return None
    depth = len(slack.workspace.stack(person.id))
    return view | {"errors": person.view_errors, "depth": depth}


def _view(view: Json | None) -> Json | None:
    if view is None:
        return None
    return {k: view.get(k) for k in _VIEW} | {"values": view["state"]["values"]}
