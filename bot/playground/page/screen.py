"""What one person's screen shows, as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.playground.page import views
from bot.playground.page.menu import Menu
from bot.playground.page.messages import SLACKBOT, Drawing
from bot.playground.page.reader import Reader, day, zone_named
from bot.playground.people import Person
from bot.playground.records import Channel, Json, User
from bot.playground.server import Playground

DIRECT, HOME = "direct", "home"  # places that are no channel


class NobodyError(Exception):
    """There is no such person to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which screen: whose, in which place and thread, with how many messages."""

    me: str = ""
    place: str = ""
    thread: str = ""
    last: int = 100


def screen(slack: Playground, menu: Menu, asked: Asked) -> Json:
    """Return everything the page needs to draw itself.

    Without a person, or for one that nobody can be, there is only the choice of
    people: an address may be that of an earlier demo.
    """
    users = _users(slack)
    shown: Json = {
        "bot": slack.workspace.bot.real_name,
        "people": [_somebody(slack, user) for user in users if _is_real(user)],
        "me": None,
    }
    try:
        person = acting(slack, asked.me)
    except NobodyError:
        return shown
    return (
        shown | _places(slack, menu, person) | _shown(slack, menu, person, asked=asked)
    )


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
    return [
        place
        for place in _channels(slack)
        if not (place.private or place.is_im or place.archived)
        and person.id not in place.members
    ]


def reader_of(slack: Playground, person: Person) -> Reader:
    """Return what the person knows of names, and their time zone."""
    users = _users(slack)
    channels = {channel.id: channel.name for channel in person.channels()}
    places = {id_: f"#{name}" for id_, name in channels.items()}
    if direct := _direct_channel(slack, person.id):
        places[direct.id] = slack.workspace.bot.real_name
    return Reader(
        names={user.id: _name(user) for user in users} | {SLACKBOT: "Slackbot"},
        people={user.id: _name(user) for user in users if _is_real(user)},
        channels=channels,
        places=places,
        zone=zone_named(person.user.tz),
        now=slack.workspace.now() // 60 * 60,  # or each second would be news
    )


def _places(slack: Playground, menu: Menu, person: Person) -> Json:
    typing = is_home(slack, person) and not person.user.is_ultra_restricted
    return {
        "me": _somebody(slack, person.user),
        "channels": [_channel(slack, person, c) for c in person.channels()],
        "today": _today(slack, person),
        "joinable": [{"id": c.id, "name": c.name} for c in joinable(slack, person)],
        "direct": _direct(slack, person),
        "home_tab": _has_home(slack, menu, person),
        "commands": menu.known_commands(slack) if typing else [],
        "shortcuts": menu.shortcuts_of("global") if typing else [],
    }


def _today(slack: Playground, person: Person) -> str | None:
    """Return the day it is for somebody, where one can let it pass."""
    if slack.next_day is None:
        return None
    return day(reader_of(slack, person).moment(slack.workspace.now()))


def _shown(slack: Playground, menu: Menu, person: Person, *, asked: Asked) -> Json:
    direct = _direct_channel(slack, person.id) if asked.place == DIRECT else None
    messages = person.messages(direct.id if direct else asked.place)
    reader = reader_of(slack, person)
    typing = is_home(slack, person) and not person.user.is_ultra_restricted
    drawing = Drawing(
        person=person,
        reader=reader,
        place=asked.place,
        apps=frozenset({slack.workspace.bot.id, SLACKBOT}),
        shortcuts=tuple(menu.shortcuts_of("message")) if typing else (),
    )
    home = person.home if asked.place == HOME else None
    return {
        "items": drawing.items(messages, last=asked.last),
        "thread": drawing.thread(messages, asked.thread) if asked.thread else [],
        "home": views.home(home, reader) if home else None,
        "modal": _modal(slack, person, reader),
    }


def _modal(slack: Playground, person: Person, reader: Reader) -> Json | None:
    with slack.workspace.look():
        view, errors = person.view, person.view_errors
        depth = len(slack.workspace.stack(person.id))
    if view is None:
        return None
    return views.modal(view, reader, errors=errors, depth=depth)


def _users(slack: Playground) -> list[User]:
    with slack.workspace.look():
        return list(slack.workspace.users.values())


def _channels(slack: Playground) -> list[Channel]:
    with slack.workspace.look():
        return list(slack.workspace.channels.values())


def _is_real(user: User) -> bool:
    return not user.is_bot and not user.deleted


def _name(user: User) -> str:
    return user.real_name or user.name


def _somebody(slack: Playground, user: User) -> Json:
    direct = _direct_channel(slack, user.id)
    latest = _latest(slack, user.id, direct) if direct else ""
    kind = _kind(slack, user)
    return {"id": user.id, "name": _name(user), "kind": kind, "latest": latest}


def _kind(slack: Playground, user: User) -> str:
    if user.team_id != slack.workspace.team_id:
        return "from another workspace"
    if user.is_ultra_restricted:
        return "guest in one channel"
    if user.is_restricted:
        return "guest"
    return "workspace admin" if user.is_admin or user.is_owner else "member"


def _channel(slack: Playground, person: Person, channel: Channel) -> Json:
    about = [
        "Archived" if channel.archived else "",
        "Private" if channel.private else "",
        f"{len(channel.members)} people and apps",
        "shared with other workspaces" if channel.is_ext_shared else "",
        channel.topic,
    ]
    return {
        "id": channel.id,
        # A group message goes by the names of the others in it.
        "sign": "" if channel.is_mpim else "#",
        "name": _names(slack, person, channel) if channel.is_mpim else channel.name,
        "private": channel.private,
        "about": " · ".join(filter(None, about)),
        "latest": _latest(slack, person.id, channel),
    }


def _names(slack: Playground, person: Person, channel: Channel) -> str:
    users = slack.workspace.users
    return ", ".join(_name(users[m]) for m in channel.members if m != person.id)


def _direct(slack: Playground, person: Person) -> Json | None:
    channel = _direct_channel(slack, person.id)
    if channel is None:  # made by the first message
        return {"latest": ""} if is_home(slack, person) else None
    return {"latest": _latest(slack, person.id, channel)}


def _direct_channel(slack: Playground, user: str) -> Channel | None:
    return next((c for c in _channels(slack) if c.user == user), None)


def _latest(slack: Playground, user: str, channel: Channel) -> str:
    space = slack.workspace
    with space.look():
        stamps: Iterable[str] = (
            m.ts for m in space.ephemerals.get(user, ()) if m.channel == channel.id
        )
        return max([next(reversed(channel.messages), ""), *stamps])


def _has_home(slack: Playground, menu: Menu, person: Person) -> bool:
    if not is_home(slack, person) or not slack.installation.home_tab:
        return False
    return person.home is not None if menu.home_tab is None else menu.home_tab
