"""Shortcuts of the whole workspace: a new action, and the next meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.errors import InvalidInputError, SetupNeededError
from bot.domain.sigs import Sig
from bot.scopes import ACTION_SHORTCUT, MEETING_SHORTCUT
from bot.services import home
from handlers.callers import origin_of
from handlers.errors import open_view
from handlers.listeners import Listeners
from templates.home import answers

_NOT_IN = "You are not in this group any more."
_NOWHERE = (
    "You are in no group yet. Go to the channel of a group and type a command there, "
    "for example /practice list."
)
_ASKS: Mapping[str, Mapping[str, str]] = {
    ACTION_SHORTCUT: {"command": "/action", "text": ""},
    MEETING_SHORTCUT: {"command": "/meeting", "text": "next"},
}


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Shortcuts(deps, listeners)
    for callback_id in _ASKS:
        listeners.shortcut(callback_id, then=on.chosen)
    listeners.view(answers.WHICH, take=on.take_group, then=on.go_on)


@dataclass(frozen=True, slots=True)
class _Shortcuts:
    deps: Deps
    listeners: Listeners

    def chosen(self, args: Args) -> None:
        callback_id = str(args.body["callback_id"])
        groups = home.where(self.deps.db, origin_of(args, self.deps))
        if not groups:
            raise SetupNeededError(_NOWHERE)
        if len(groups) > 1:
            open_view(args, answers.which_group(groups, callback_id=callback_id))
        else:
            self._do(args, callback_id, groups[0])

    def take_group(self, args: Args) -> None:
        sig_id, callback_id = answers.read_group(args.body["view"])
        groups = home.where(self.deps.db, origin_of(args, self.deps))
        mine = {sig.id: sig for sig in groups}
        if sig_id not in mine or callback_id not in _ASKS:
            raise InvalidInputError({"group": _NOT_IN})
        args.context["chosen"] = (callback_id, mine[sig_id])
        args.ack()

    def go_on(self, args: Args) -> None:
        chosen: tuple[str, Sig] | None = args.context.get("chosen")
        if chosen is not None:  # else the form was sent back
            self._do(args, *chosen)

    def _do(self, args: Args, callback_id: str, sig: Sig) -> None:
        """Do what the command does; the answer is shown in a modal."""
        place: dict[str, Any] = {"modal": True, "g": sig.id}
        asked = dict(_ASKS[callback_id]) | {"answer_in": place}
        self.listeners.again(args, asked, channel=sig.channel_id)
