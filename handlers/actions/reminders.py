"""The weekly summary: who wants it, by button and by `/action reminders`."""

from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.actions.digests import Setting
from bot.services.actions import digests
from bot.services.members import Caller
from handlers.callers import caller
from handlers.errors import tell
from handlers.listeners import Listeners
from templates.actions import reminders as views

COMMAND = "/action"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Reminders(deps)
    listeners.word(COMMAND, "reminders", then=on.show)
    listeners.action(views.PAUSE, then=on.pause)
    listeners.action(views.STOP, then=on.stop)
    listeners.action(views.RESUME, then=on.resume)


@dataclass(frozen=True, slots=True)
class _Reminders:
    deps: Deps

    def show(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = digests.setting(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.setting(found))

    def pause(self, args: Args) -> None:
        who = self._caller(args)
        self._tell(args, digests.pause(self.deps.db, self.deps.clock, caller=who))

    def stop(self, args: Args) -> None:
        who = self._caller(args)
        found = digests.pause(self.deps.db, self.deps.clock, caller=who, for_good=True)
        self._tell(args, found)

    def resume(self, args: Args) -> None:
        who = self._caller(args)
        self._tell(args, digests.resume(self.deps.db, self.deps.clock, caller=who))

    def _tell(self, args: Args, found: Setting) -> None:
        """Answer below the summary, or in the place of such an answer."""
        is_answer = bool((args.body.get("container") or {}).get("is_ephemeral"))
        tell(args, views.setting(found), instead=is_answer)

    def _caller(self, args: Args) -> Caller:
        group = views.read_group(args.body["actions"][0]["value"])
        return caller(args, self.deps, sig_id=group)
