"""People of the workspace: what they see, type, press and fill in."""

import mimetypes
import uuid

from bot.playground.answers import show_answer
from bot.playground.api.files import share
from bot.playground.delivery import payloads
from bot.playground.delivery.records import COMMAND, Delivery
from bot.playground.errors import SlackError
from bot.playground.people.hands import Hands
from bot.playground.people.outcome import CannotError, Outcome, outcome
from bot.playground.people.typing import encoded, rich_text
from bot.playground.records import Channel, File, Json, Message

__all__ = ["CannotError", "Outcome", "Person"]

_ANSWER = {"text", "blocks", "attachments", "delete_original"}
# What `channel_type` of a message event says (https://docs.slack.dev/reference/events).
_KINDS = {"channels": "channel", "groups": "group", "im": "im", "mpim": "mpim"}


class Person(Hands):
    """Somebody with a Slack client."""

    def command(
        self, name: str, text: str = "", *, channel: str | None = None
    ) -> Outcome:
        """Type a slash command; `@name` and `#channel` in it become references."""
        if reason := self._no_command(name):
            return Outcome(ok=False, error="unknown_command", text=reason)
        place = self._place(channel)
        if self._site.installation.escapes_commands:
            text = encoded(self._space, text, labels=True)
        payload = payloads.command(self._site, self.user, place, name=name, text=text)
        delivery = self._courier.interact(COMMAND, payload)
        if not delivery.acked:
            result = outcome(delivery)
            said = f"{name} failed with the error “{result.error}”"
            return Outcome(ok=False, error=result.error, text=said)
        return self._show(delivery, place)

    def shortcut(self, callback_id: str) -> Outcome:
        """Choose a global shortcut."""
        self._refuse_shortcut(callback_id)
        return self._interact(payloads.shortcut(self._site, self.user, callback_id))

    def message_shortcut(self, callback_id: str, channel: str, ts: str) -> Outcome:
        """Choose a shortcut in the menu of a message."""
        self._refuse_shortcut(callback_id)
        message = self._message(self._place(channel).id, ts)
        if message.ephemeral:
            raise CannotError("a message that only you see has no shortcuts")
        return self._interact(
            payloads.message_shortcut(self._site, self.user, message, callback_id)
        )

    def open_home(self) -> Outcome:
        """Open the app's Home tab."""
        return self._open_app("home")

    def open_messages_tab(self) -> Outcome:
        """Open the app's Messages tab."""
        return self._open_app("messages")

    def say(self, channel: str, text: str, *, thread_ts: str | None = None) -> Message:
        """Write a message; `@name`, `#channel` and links work as in Slack."""
        place = self._writable(channel)
        message = self._space.post(
            place,
            user=self.id,
            text=encoded(self._space, text),
            blocks=[rich_text(self._space, text)],
            thread_ts=thread_ts,
            client_msg_id=str(uuid.uuid4()),
        )
        self._tell(message, place)
        return message.snapshot()

    def upload(
        self, channel: str, filename: str, data: bytes, *, comment: str = ""
    ) -> File:
        """Share a file in a channel, or with the app alone."""
        place = self._writable(channel)
        file = self.new_file(filename, data)
        share(self._site, [file], place, user=self.id, text=comment)
        return file

    def new_file(self, filename: str, data: bytes) -> File:
        """Return an uploaded file for a form's file field."""
        file = File(
            id=self._space.new_id("F"),
            name=filename,
            user=self.id,
            base_url=self._space.base_url,
            data=data,
            created=int(self._space.now()),
        )
        file.mimetype = mimetypes.guess_type(filename)[0] or file.mimetype
        with self._space.change():
            self._space.files[file.id] = file
        return file

    def react(self, channel: str, ts: str, name: str) -> None:
        """React to a message."""
        message = self._message(self._place(channel).id, ts)
        with self._space.change():
            message.reactions.setdefault(name, []).append(self.id)
        item = {"type": "message", "channel": channel, "ts": ts}
        event = {"type": "reaction_added", "user": self.id, "reaction": name}
        self._emit(event | {"item": item, "item_user": message.user})

    def join(self, channel: str) -> None:
        """Join a channel, or be invited to a private one."""
        place = self._space.channels[channel]
        with self._space.change():
            place.members.append(self.id)
        self._membership("member_joined_channel", place)

    def leave(self, channel: str) -> None:
        """Leave a channel."""
        place = self._place(channel)
        with self._space.change():
            place.members.remove(self.id)
        self._membership("member_left_channel", place)

    def _show(self, delivery: Delivery, place: Channel) -> Outcome:
        answer = delivery.answer or {}
        if not answer.keys() & _ANSWER:
            return outcome(delivery)
        try:
            shown = show_answer(self._site, answer, channel=place.id, user=self.id)
        except SlackError as error:
            self._site.complain(f"answer to a command: {error}")
            return Outcome(ok=False, error=error.error, answer=answer)
        return outcome(delivery, text=shown.text if shown else None)

    def _no_command(self, name: str) -> str | None:
        registered = self._site.installation.commands
        # People of other workspaces and single-channel guests have no commands.
        outsider = self._is_outsider or self.user.is_ultra_restricted
        if not outsider and (registered is None or name in registered):
            return None
        return f"{name} is not a valid command."

    @property
    def _is_outsider(self) -> bool:
        return self.user.team_id != self._space.team_id

    def _refuse_shortcut(self, callback_id: str) -> None:
        if self._is_outsider or self.user.is_ultra_restricted:
            raise CannotError("shortcuts are for members of the workspace")
        registered = self._site.installation.shortcuts
        if registered is not None and callback_id not in registered:
            raise CannotError(f"the app has no shortcut {callback_id}")

    def _writable(self, channel: str) -> Channel:
        """Return a place to write in; the app may not take messages in its own."""
        place = self._place(channel)
        if place.is_im and not self._site.installation.takes_messages:
            raise CannotError("Sending messages to this app has been turned off.")
        return place

    def _open_app(self, tab: str) -> Outcome:
        if self._is_outsider:
            raise CannotError("people of other workspaces have no App Home")
        event: Json = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": self._space.direct_channel(self.id).id,
            "tab": tab,
        }
        if tab == "home" and (home := self.home):
            event["view"] = home
        return self._emit(event)

    def _tell(self, message: Message, place: Channel) -> None:
        kind = _KINDS[place.kind]
        body = message.to_json() | {
            "channel": place.id,
            "event_ts": message.ts,
            "team": self.user.team_id,
        }
        if self._space.bot.id not in place.members:
            return
        self._emit(body | {"channel_type": kind})
        if f"<@{self._space.bot.id}>" in message.text and not place.is_im:
            self._emit(body | {"type": "app_mention"})

    def _membership(self, kind: str, place: Channel) -> None:
        event = {"type": kind, "user": self.id, "channel": place.id}
        letter = "G" if place.private else "C"
        self._emit(event | {"channel_type": letter, "team": self._space.team_id})

    def _emit(self, event: Json) -> Outcome:
        delivery = self._site.emit(event)
        if delivery is None:
            return Outcome(ok=True)
        delivery.wait(self._courier.timeout + 1)
        return outcome(delivery)
