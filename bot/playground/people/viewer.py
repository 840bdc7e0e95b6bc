"""What somebody in the workspace sees."""

from bot.playground.delivery.courier import Courier
from bot.playground.people.outcome import CannotError
from bot.playground.records import Channel, File, Json, Message, User
from bot.playground.site import Site


class Viewer:
    """One person's screen."""

    def __init__(self, user_id: str, site: Site, courier: Courier) -> None:
        self.id = user_id
        self._site = site
        self._space = site.workspace
        self._courier = courier

    @property
    def user(self) -> User:
        """Return who this is."""
        return self._space.users[self.id]

    def messages(self, channel: str) -> list[Message]:
        """Return what this person sees in a channel, in time order."""
        return self._space.visible_to(self.id, channel)

    def direct_messages(self) -> list[Message]:
        """Return the direct messages with the bot."""
        return self.messages(self._space.direct_channel(self.id).id)

    @property
    def view(self) -> Json | None:
        """Return the modal on top, with what is filled in, or None."""
        with self._space.look():
            stack = self._space.stack(self.id)
            return self._space.view_json(stack[-1]) if stack else None

    @property
    def view_errors(self) -> dict[str, str]:
        """Return the errors shown in the modal on top, by block id."""
        with self._space.look():
            stack = self._space.stack(self.id)
            return dict(stack[-1].errors) if stack else {}

    @property
    def home(self) -> Json | None:
        """Return the Home tab, or None before the bot published one."""
        with self._space.look():
            home = self._space.homes.get(self.id)
            return self._space.view_json(home) if home else None

    def channels(self) -> list[Channel]:
        """Return the channels this person is in, without direct messages."""
        with self._space.look():
            known = self._space.channels.values()
            return [c for c in known if self.id in c.members and not c.is_im]

    def canvases(self) -> list[Json]:
        """Return the canvases this person has access to."""
        with self._space.look():
            mine = {c.id for c in self.channels()} | {self.id}
            every = self._space.canvases.values()
            return [dict(c) for c in every if c["access"].keys() & mine]

    def download(self, file: File) -> bytes:
        """Return the bytes of a file shared with this person.

        Raises:
            CannotError: when it is not.
        """
        with self._space.look():
            places = [self._space.channels[c] for c in file.channels]
            if not any(self.id in place.members for place in places):
                raise CannotError(f"{file.name} is not shared with {self.user.name}")
            return file.data

    def _place(self, channel: str | None) -> Channel:
        if channel is None:
            return self._space.direct_channel(self.id)
        place = self._space.channels.get(channel)
        if place is None or self.id not in place.members:
            raise CannotError(f"{self.user.name} is not in channel {channel}")
        if place.archived:
            raise CannotError(f"channel {channel} is archived")
        return place

    def _message(self, channel: str, ts: str) -> Message:
        found = self._space.find_message(channel, ts, reader=self.id)
        if found is None:
            raise CannotError(f"there is no message {ts} in {channel} any more")
        return found
