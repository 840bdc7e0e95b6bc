"""What happens to the workspace itself, with the events that tell the bot.

https://docs.slack.dev/reference/events
"""

from typing import Any

from bot.playground.delivery.records import Delivery
from bot.playground.records import Channel, User
from bot.playground.site import Site


class Admin:
    """Somebody who changes channels, people and the installation."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._space = site.workspace

    def archive(self, channel: str) -> Delivery | None:
        """Archive a channel."""
        return self._archived(channel, archived=True)

    def unarchive(self, channel: str) -> Delivery | None:
        """Bring an archived channel back."""
        return self._archived(channel, archived=False)

    def rename(self, channel: str, name: str) -> Delivery | None:
        """Give a channel another name."""
        place = self._space.channels[channel]
        with self._space.change():
            place.name = name
        about = {"id": channel, "name": name, "created": place.created}
        return self._site.emit({"type": f"{_word(place)}_rename", "channel": about})

    def delete(self, channel: str) -> Delivery | None:
        """Delete a channel and everything in it."""
        with self._space.change():
            place = self._space.channels.pop(channel)
        event = {"type": f"{_word(place)}_deleted", "channel": channel}
        return self._site.emit(event)

    def change_id(self, old: str, new: str) -> Delivery | None:
        """Give a channel another id, as happens when sharing begins or ends."""
        with self._space.change():
            place = self._space.channels.pop(old)
            place.id = new
            self._space.channels[new] = place
        event = {"type": "channel_id_changed", "old_channel_id": old}
        return self._site.emit(event | {"new_channel_id": new})

    def share(self, channel: str, *, with_team: str) -> Delivery | None:
        """Share a channel with another workspace."""
        return self._shared(channel, with_team, shared=True)

    def unshare(self, channel: str, *, with_team: str) -> Delivery | None:
        """End the sharing of a channel."""
        return self._shared(channel, with_team, shared=False)

    def invite_bot(self, channel: str) -> Delivery | None:
        """Make the bot a member of a channel."""
        place, bot = self._space.channels[channel], self._space.bot.id
        with self._space.change():
            place.members.append(bot)
        letter = "G" if place.private else "C"
        event = {"type": "member_joined_channel", "user": bot, "channel": channel}
        return self._site.emit(
            event | {"channel_type": letter, "team": self._space.team_id}
        )

    def remove_bot(self, channel: str) -> Delivery | None:
        """Remove the bot from a channel."""
        place = self._space.channels[channel]
        with self._space.change():
            place.members.remove(self._space.bot.id)
        return self._site.emit({"type": f"{_word(place)}_left", "channel": channel})

    def add_user(self, **fields: Any) -> User:
        """Let somebody join the workspace."""
        user = self._space.add_user(**fields)
        self._tell_about("team_join", user)
        return user

    def change_user(self, user_id: str, **fields: Any) -> Delivery | None:
        """Change somebody's profile or rights; `deleted=True` deactivates."""
        user = self._space.users[user_id]
        with self._space.change():
            for name, value in fields.items():
                setattr(user, name, value)
            user.updated = int(self._space.now())
        return self._tell_about("user_change", user)

    def uninstall(self) -> None:
        """Remove the app: its token is dead from now on."""
        with self._space.change():
            self._site.installation.revoked = True
        tokens = {"oauth": [], "bot": [self._space.bot.id]}
        self._site.emit({"type": "tokens_revoked", "tokens": tokens})
        self._site.emit({"type": "app_uninstalled"})

    def _archived(self, channel: str, *, archived: bool) -> Delivery | None:
        place = self._space.channels[channel]
        with self._space.change():
            place.archived = archived
        kind = "archive" if archived else "unarchive"
        return self._site.emit({"type": f"{_word(place)}_{kind}", "channel": channel})

    def _shared(self, channel: str, team: str, *, shared: bool) -> Delivery | None:
        with self._space.change():
            self._space.channels[channel].is_ext_shared = shared
        event: dict[str, Any] = {"channel": channel}
        if shared:
            event |= {"type": "channel_shared", "connected_team_id": team}
        else:
            event |= {"type": "channel_unshared", "is_ext_shared": False}
            event |= {"previously_connected_team_id": team}
        return self._site.emit(event)

    def _tell_about(self, kind: str, user: User) -> Delivery | None:
        shown = user.to_json(home_team=self._space.team_id)
        return self._site.emit({"type": kind, "user": shown})


def _word(channel: Channel) -> str:
    return "group" if channel.private else "channel"
