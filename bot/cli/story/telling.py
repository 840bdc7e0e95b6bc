"""What every scene of the story needs: the stage, its watch, and a narrator."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from bot.cli.demo_group import CHANNEL
from bot.domain.clock import Clock
from bot.domain.errors import ConvenorError
from bot.playground.page.reader import Reader, zone_named
from bot.playground.page.text import mrkdwn
from bot.playground.page.tree import words
from bot.playground.people import Person
from bot.playground.records import Message
from bot.playground.server import Playground

_WAIT_SECONDS = 30
# Longer answers are shown from their beginning: the story is to be read at once.
_LINES = 6
_WIDTH = 200


class Watch:
    """A clock that can be put forward, so that a story need not wait for a day."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the time that it shows."""
        return self._clock() + self._ahead

    def put_forward(self, moment: datetime) -> None:
        """Show this moment now, unless it is over."""
        self._ahead += max(moment - self.now(), timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the story takes place: ``tick`` does what is due by the ``watch``.

    ``meets_at`` is when the group meets next, in a group that is played for the first
    time: of each meeting it is reminded once.
    """

    slack: Playground
    tick: Callable[[], None]
    watch: Watch
    folder: Path
    paper: Path
    meets_at: datetime | None = None

    def person(self, user_id: str) -> Person:
        """Return somebody of the demo."""
        return self.slack.person(user_id)

    def wait(self, look: Callable[[], Any]) -> Any:
        """Wait until there is something to see, and return it."""
        return self.slack.wait_until(look, _WAIT_SECONDS)

    def message(self, person: Person, *parts: str) -> Message:
        """Wait for a message in the channel with all these parts."""
        found: Message = self.wait(lambda: _newest(person.messages(CHANNEL), parts))
        return found

    def answer(self, person: Person, *parts: str) -> Message:
        """Wait for a message in the channel that this person alone sees."""

        def look() -> Message | None:
            mine = [each for each in person.messages(CHANNEL) if each.ephemeral]
            return _newest(mine, parts)

        found: Message = self.wait(look)
        return found

    def direct_message(self, person: Person, *parts: str) -> Message:
        """Wait for a direct message with all these parts."""
        found: Message = self.wait(lambda: _newest(person.direct_messages(), parts))
        return found

    def view(self, person: Person, *parts: str) -> Mapping[str, Any]:
        """Wait for a form with one of these parts."""
        found: Mapping[str, Any] = self.wait(
            lambda: any(each in str(person.view) for each in parts) and person.view
        )
        return found

    def types(self, person: Person, command: str, text: str = "") -> None:
        """Type a command in the channel."""
        self.says(person, f"types {command} {text}".rstrip() + ".")
        person.command(command, text, channel=CHANNEL)

    def says(self, person: Person, what: str, text: str = "") -> None:
        """Tell what somebody does, or sees: a text as it is on their screen."""
        typer.echo(f"\n{person.user.real_name} {what}")
        reader = self._reader(person)
        lines = [words(mrkdwn(line, reader)).rstrip() for line in text.splitlines()]
        for line in lines[:_LINES]:
            typer.echo(f"  | {_shortened(line)}")
        if len(lines) > _LINES:
            typer.echo(f"  | … and {len(lines) - _LINES} more lines")

    def _reader(self, person: Person) -> Reader:
        space = self.slack.workspace
        return Reader(
            names={user.id: user.real_name for user in space.users.values()},
            channels={place.id: place.name for place in space.channels.values()},
            zone=zone_named(person.user.tz),
            now=space.now(),
        )


def chapter(title: str) -> None:
    """Begin another part of the story."""
    typer.echo(f"\n\n{title}\n{'=' * len(title)}")


def expect(fulfilled: object, what: str) -> None:
    """Stop where the story did not go on as told.

    Raises:
        ConvenorError: naming the place.
    """
    if not fulfilled:
        raise ConvenorError(f"The story went wrong at {what}.")


def _newest(there: Iterable[Message], parts: tuple[str, ...]) -> Message | None:
    found = [m for m in there if all(each in f"{m.text}{m.blocks}" for each in parts)]
    return found[-1] if found else None


def _shortened(line: str) -> str:
    return line if len(line) <= _WIDTH else f"{line[:_WIDTH].rstrip()} …"
