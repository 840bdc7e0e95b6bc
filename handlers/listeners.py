"""Binds listeners so that each acknowledges at once and no error is lost."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App, Args

from bot.domain.errors import ConvenorError
from bot.domain.text import decode_slack
from handlers.errors import Work, guarded, tell
from templates import help as helps

logger = logging.getLogger(__name__)
# What follows a word of a command: `/practice show P-7` gives "P-7".
Answer = Callable[[Args, str], None]


@dataclass(slots=True)
class Command:
    """What a slash command understands: words, and what to do with other text."""

    name: str
    words: dict[str, Answer] = field(default_factory=dict)
    otherwise: Answer | None = None

    def run(self, args: Args) -> None:
        """Do what the typed word asks; an unknown word is answered by the help."""
        typed = decode_slack(str(args.body.get("text") or "")).strip()
        word, _, rest = typed.partition(" ")
        if word.lower() in self.words:
            self.words[word.lower()](args, rest.strip())
        elif word.lower() in {"", "help"}:
            tell(args, helps.show(self.name))
        elif self.otherwise is not None:
            self.otherwise(args, typed)
        else:
            tell(args, helps.unknown(self.name, word))


@dataclass(frozen=True, slots=True)
class Listeners:
    """What features bind their work with.

    ``then`` runs after the acknowledgement, in the pool; ``take`` runs before it,
    commits, and acknowledges itself.
    """

    app: App
    commands: dict[str, Command] = field(default_factory=dict)

    def word(self, command: str, *words: str, then: Answer) -> None:
        """Bind words of a slash command; the word "" is the command alone."""
        known = self._command(command)
        for word in words:
            if word in known.words:
                raise ValueError(f"{command} {word} is bound twice")
            known.words[word] = then

    def otherwise(self, command: str, *, then: Answer) -> None:
        """Bind what a slash command does with text that begins with no such word."""
        self._command(command).otherwise = then

    def action(self, action_id: str, *, then: Work) -> None:
        """Bind a button or another element."""
        self.app.action(action_id)(ack=_acknowledge, lazy=[guarded(then)])

    def view(self, callback_id: str, *, take: Work, then: Work | None = None) -> None:
        """Bind the submission of a modal."""
        lazy = [guarded(then)] if then else []
        self.app.view(callback_id)(ack=_with_args(take), lazy=lazy)

    def options(self, action_id: str, *, take: Work) -> None:
        """Bind a menu whose options depend on what is typed; ``take`` acknowledges."""
        self.app.options(action_id)(ack=_with_args(take), lazy=[])

    def event(self, name: str, *, then: Work) -> None:
        """Bind an event; Slack may deliver it again, so ``then`` must not mind."""
        self.app.event(name)(ack=_acknowledge, lazy=[_logged(then)])

    def _command(self, name: str) -> Command:
        if name not in self.commands:
            command = self.commands[name] = Command(name)
            self.app.command(name)(ack=_acknowledge, lazy=[guarded(command.run)])
        return self.commands[name]


def _acknowledge(args: Args) -> None:
    args.ack()


def _with_args(take: Work) -> Callable[[Args], None]:
    def run(args: Args) -> None:
        take(args)

    return run


def _logged(work: Work) -> Work:
    """Wrap work that nobody waits for: what fails is logged, without its text."""

    def run(args: Args) -> None:
        event: dict[str, Any] = args.body.get("event") or {}
        try:
            work(args)
        except ConvenorError as error:
            kind = type(error).__name__
            logger.info("Nothing was done about %s: %s", event.get("type"), kind)
        except Exception:
            # Nobody waits for an answer; the log is the only place.
            logger.exception("The event %s failed.", event.get("type"))

    return run
