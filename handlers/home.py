"""App Home: shown when it is opened, and anew after each press on it."""

from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.errors import NotAllowedError
from bot.home_tabs import HomeTabs
from bot.services import home
from bot.services.members import Origin
from handlers.callers import caller, origin_of
from handlers.errors import is_on_home, tell, tell_directly
from handlers.listeners import Listeners
from templates.home import answers, buttons
from templates.messages import paragraph

_NOT_IN = "You are not in this group any more."
_STARTED = "You are in. My *Home* tab shows your things from now on."
# What tells where the answer to a press belongs.
_PRESSED = ("view", "container", "message", "response_url")


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Home(deps, listeners)
    listeners.event("app_home_opened", then=on.opened)
    listeners.home(then=on.show)
    listeners.action(buttons.GROUP, then=on.choose)
    listeners.action(buttons.BEFORE, then=on.turn)
    listeners.action(buttons.AFTER, then=on.turn)
    listeners.action(buttons.START, then=on.start)
    listeners.action(buttons.HELP, then=on.help)
    for action_id in buttons.COMMANDS:
        listeners.action(action_id, then=on.command)


@dataclass(frozen=True, slots=True)
class _Home:
    deps: Deps
    listeners: Listeners

    def opened(self, args: Args) -> None:
        event: dict[str, Any] = args.body["event"]
        if event.get("tab") != "home":
            return
        body = {"user_id": event["user"], "team_id": args.body.get("team_id")}
        origin = self._origin(args, body)
        home.note_opened(self.deps.db, self.deps.clock, origin=origin)
        self._tabs(args).show(origin, seen=(event.get("view") or {}).get("hash"))

    def show(self, args: Args, notice: str) -> None:
        """Show Home as it is after a press; what nobody can show there is told."""
        view = args.body.get("view") or {}
        seen = view.get("hash") if is_on_home(args.body) else None
        origin = replace(origin_of(args, self.deps), channel_id=None)
        if not self._tabs(args).show(origin, seen=seen, notice=notice) and notice:
            tell_directly(args, paragraph(notice))

    def choose(self, args: Args) -> None:
        option = args.body["actions"][0].get("selected_option") or {}
        chosen = int(option.get("value") or 0)
        origin = origin_of(args, self.deps)
        db, clock = self.deps.db, self.deps.clock
        if not home.choose(db, clock, origin=origin, sig_id=chosen):
            raise NotAllowedError(_NOT_IN)

    def turn(self, args: Args) -> None:
        part, offset = buttons.read_page(args.body["actions"][0]["value"])
        origin = origin_of(args, self.deps)
        db, clock = self.deps.db, self.deps.clock
        if not home.turn(db, clock, origin=origin, part=part, offset=offset):
            raise NotAllowedError(_NOT_IN)

    def start(self, args: Args) -> None:
        sig_id, _ = buttons.read(args.body["actions"][0]["value"])
        caller(args, self.deps, sig_id=sig_id)  # who is new is welcomed first
        self.show(args, "")
        if not is_on_home(args.body):
            tell(args, paragraph(_STARTED))

    def help(self, args: Args) -> None:
        sig_id, _ = buttons.read(args.body["actions"][0]["value"])
        who = caller(args, self.deps, sig_id=sig_id)
        tell(args, answers.hello(who.sig, with_commands=True))

    def command(self, args: Args) -> None:
        action = args.body["actions"][0]
        sig_id, about = buttons.read(action["value"])
        who = caller(args, self.deps, sig_id=sig_id)
        command, text = buttons.COMMANDS[action["action_id"]]
        asked = {name: args.body[name] for name in _PRESSED if name in args.body}
        asked |= {"command": command, "text": f"{text} {about}".strip()}
        asked["type"] = args.body["type"]
        self.listeners.again(args, asked, channel=who.sig.channel_id)

    def _tabs(self, args: Args) -> HomeTabs:
        return HomeTabs(db=self.deps.db, clock=self.deps.clock, client=args.client)

    def _origin(self, args: Args, body: dict[str, Any]) -> Origin:
        team = self.deps.identity.team_id or body["team_id"] or args.context.team_id
        return Origin(team_id=str(team), user_id=str(body["user_id"]))
