"""Binds listeners so that each acknowledges at once and no error is lost."""

import copy
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App, Args

from bot.domain.errors import ConvenorError
from bot.domain.permissions import Permission
from bot.domain.text import decode_slack
from handlers.callers import NewcomerError
from handlers.errors import (
    Work,
    channel_of,
    guarded,
    is_on_home,
    readable,
    tell,
)
from templates import help as helps

logger = logging.getLogger(__name__)
# What follows a word of a command: `/practice show P-7` gives "P-7".
Answer = Callable[[Args, str], None]
# What the sender may do, without asking Slack; None for somebody unknown.
Rights = Callable[[Args], Collection[Permission] | None]
Welcome = Callable[[Args, NewcomerError], None]
# Shows somebody their Home, with what a press came to; empty: nothing to say.
Home = Callable[[Args, str], None]
# What is kept of a request that is done again once somebody has come in.
_ASKED = ("command", "text", "type", "actions", "container")
_ASKED_BY_SHORTCUT = ("callback_id", "message")
# What belongs to the request of now: who acts, and where a modal can be shown.
_OF_NOW = ("user", "user_id", "team", "team_id", "trigger_id", "waiting_view")


# After these words any text is something to look for.
_TAKES_ANY_TEXT = {"search"}


def _asks_help(word: str, rest: str) -> bool:
    return rest.strip().lower() == "help" and word.lower() not in _TAKES_ANY_TEXT


@dataclass(slots=True)
class Command:
    """What a slash command understands: words, and what to do with other text."""

    name: str
    rights: Rights
    words: dict[str, Answer] = field(default_factory=dict)
    otherwise: Answer | None = None

    def run(self, args: Args) -> None:
        """Do what the typed word asks; an unknown word is answered by the help."""
        typed = decode_slack(str(args.body.get("text") or "")).strip()
        word, _, rest = typed.partition(" ")
        about = word.lower() if _asks_help(word, rest) else None
        if about in self.words:
            tell(args, helps.show(self.name, self.rights(args), word=about))
        elif word.lower() in self.words:
            self.words[word.lower()](args, rest.strip())
        elif word.lower() in {"", "help"}:
            tell(args, helps.show(self.name, self.rights(args)))
        elif self.otherwise is not None:
            self.otherwise(args, typed)
        else:
            tell(args, helps.unknown(self.name, word))


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that people send to the bot; ``command`` is its other way in."""

    command: str
    is_it: Callable[[bytes], bool]
    then: Work


@dataclass(frozen=True, slots=True)
class Listeners:
    """What features bind their work with.

    ``then`` runs after the acknowledgement, in the pool; ``take`` runs before it,
    commits, and acknowledges itself. All names that were bound are remembered.
    """

    app: App
    rights: Rights
    commands: dict[str, Command] = field(default_factory=dict)
    actions: dict[str, Work] = field(default_factory=dict)
    shortcuts: dict[str, Work] = field(default_factory=dict)
    views: list[str] = field(default_factory=list)
    menus: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    welcomes: list[Welcome] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    files: list[FileKind] = field(default_factory=list)

    def newcomers(self, *, then: Welcome) -> None:
        """Bind what happens when somebody has to come into the group first."""
        self.welcomes.append(then)

    def home(self, *, then: Home) -> None:
        """Bind what shows Home anew after something there was pressed."""
        self.homes.append(then)

    def again(
        self, args: Args, asked: Mapping[str, Any], *, channel: str | None = None
    ) -> None:
        """Do what somebody asked before they came in, with the trigger of now.

        ``channel`` is where it is done, when not where this request comes from.
        """
        body = dict(asked)
        for name in _OF_NOW:
            body[name] = args.body.get(name)
        body["channel_id"] = channel or channel_of(args.body)
        later = copy.copy(args)
        later.body = body
        if command := self.commands.get(str(body.get("command"))):
            command.run(later)
        for action in body.get("actions") or ():
            if work := self.actions.get(str(action.get("action_id"))):
                work(later)
        if work := self.shortcuts.get(str(body.get("callback_id"))):
            work(later)

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
        self.actions[action_id] = then
        lazy = [self._on_screen(guarded(readable(self._welcoming(then))))]
        self.app.action(action_id)(ack=_acknowledge, lazy=lazy)

    def shortcut(self, callback_id: str, *, then: Work) -> None:
        """Bind a shortcut, of a message or of the whole workspace."""
        self.shortcuts[callback_id] = then
        lazy = [guarded(self._welcoming(then))]
        self.app.shortcut(callback_id)(ack=_acknowledge, lazy=lazy)

    def view(self, callback_id: str, *, take: Work, then: Work | None = None) -> None:
        """Bind the submission of a modal."""
        self.views.append(callback_id)
        lazy = [self._on_screen(guarded(then))] if then else []
        self.app.view(callback_id)(ack=_with_args(take), lazy=lazy)

    def options(self, action_id: str, *, take: Work) -> None:
        """Bind a menu whose options depend on what is typed; ``take`` acknowledges."""
        self.menus.append(action_id)
        self.app.options(action_id)(ack=_with_args(take), lazy=[])

    def event(self, name: str, *, then: Work) -> None:
        """Bind an event; Slack may deliver it again, so ``then`` must not mind."""
        self.events.append(name)
        self.app.event(name)(ack=_acknowledge, lazy=[_logged(then)])

    def file(
        self, command: str, *, then: Work, is_it: Callable[[bytes], bool] | None = None
    ) -> None:
        """Bind a kind of file that is sent to the bot; without ``is_it``, any other.

        ``then`` finds the file and its sender in the context: ``file``, ``member``.
        """
        if is_it is None:
            self.files.append(FileKind(command, lambda _: True, then))
        else:
            self.files.insert(0, FileKind(command, is_it, then))

    def _command(self, name: str) -> Command:
        if name not in self.commands:
            command = self.commands[name] = Command(name, self.rights)
            self.app.command(name)(
                ack=_acknowledge, lazy=[guarded(self._welcoming(command.run))]
            )
        return self.commands[name]

    def _on_screen(self, work: Work) -> Work:
        """After a press on Home, or a form from there, show on Home what came of it."""

        def run(args: Args) -> None:
            work(args)
            args.context["home_shown"] = True
            notice = str(args.context.get("home_notice") or "")
            if is_on_home(args.body) or notice:
                for show in self.homes:
                    show(args, notice)

        return run

    def _welcoming(self, work: Work) -> Work:
        """Let somebody new come in first, where the work asks who they are."""

        def run(args: Args) -> None:
            try:
                work(args)
            except NewcomerError as newcomer:
                for welcome in self.welcomes:
                    welcome(args, newcomer)

        return run


def asked(args: Args) -> dict[str, Any]:
    """Return what somebody typed or pressed, to be done again later."""
    is_shortcut = "callback_id" in args.body
    names = (*_ASKED, *_ASKED_BY_SHORTCUT) if is_shortcut else _ASKED
    return {name: args.body[name] for name in names if name in args.body}


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
