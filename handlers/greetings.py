"""Somebody speaks to the bot, in a channel or alone: an answer, never silence."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.greetings import wanted
from bot.domain.sigs import Sig
from bot.services import home, members
from bot.services.members import Origin
from handlers.callers import origin_of, profile_of
from handlers.errors import guarded, tell
from handlers.listeners import Listeners
from templates.home import answers, buttons

_MOST = 20
# A file, an edit, a deletion, somebody who joined: nothing was said to the bot.
_NO_NEWS = ("subtype", "edited", "hidden")


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Greetings(deps, listeners)
    listeners.event("app_mention", then=on.mentioned)
    listeners.event("message", then=on.written)
    for at in range(_MOST):
        listeners.action(f"{answers.IN_GROUP}_{at}", then=on.group_pressed)


@dataclass(frozen=True, slots=True)
class _Greetings:
    deps: Deps
    listeners: Listeners

    def mentioned(self, args: Args) -> None:
        self._hear(args, args.body["event"])

    def written(self, args: Args) -> None:
        """Answer in direct messages only: in channels people talk to each other."""
        if args.body["event"].get("channel_type") == "im":
            self._hear(args, args.body["event"])

    def _hear(self, args: Args, event: Mapping[str, Any]) -> None:
        """Answer what a person wrote, once; edits, files and bots are left alone."""
        user, identity = event.get("user"), self.deps.identity
        is_ours = event.get("bot_id") or user in {None, identity.bot_user_id}
        if is_ours or any(event.get(name) for name in _NO_NEWS):
            return
        channel, team = str(event["channel"]), args.body.get("team_id")
        key = f"{team}:{channel}:{event['ts']}"
        if not home.is_first(self.deps.db, self.deps.clock, key=key):
            return
        home_team = event.get("user_team") or event.get("team")
        later = copy.copy(args)
        later.body = {
            "user_id": user,
            "user": {"id": user, "team_id": home_team},
            "team_id": team,
            "text": str(event.get("text") or ""),
            "channel_id": None if channel.startswith("D") else channel,
            "answer_in": {"channel": channel, "thread_ts": event.get("thread_ts")},
        }
        guarded(self._answer)(later)

    def _answer(self, args: Args) -> None:
        origin = origin_of(args, self.deps)
        groups = home.where(self.deps.db, origin)
        if len(groups) > 1:
            tell(args, answers.which(groups, self._said(args.body["text"])))
        elif groups:
            self._answer_in(args, groups[0], self._said(args.body["text"]))
        else:
            self._turn_away(args, origin)

    def group_pressed(self, args: Args) -> None:
        sig_id, text = buttons.read(args.body["actions"][0]["value"])
        origin = replace(origin_of(args, self.deps), channel_id=None)
        mine = {sig.id: sig for sig in home.where(self.deps.db, origin)}
        if sig_id in mine:
            self._answer_in(args, mine[sig_id], text)
        else:
            self._turn_away(args, origin)

    def _answer_in(self, args: Args, sig: Sig, text: str) -> None:
        origin = replace(origin_of(args, self.deps), sig_id=sig.id)
        who = members.find(self.deps.db, origin)
        if who is None or not who.has_seen_notice:
            self._invite(args, origin, sig)
            return
        members.require_access(self.deps.clock, who)
        known = {name: each.words for name, each in self.listeners.commands.items()}
        asks = wanted(text, known)
        if asks is None:
            tell(args, answers.hello(sig))
            return
        place = args.body.get("answer_in") or {}
        asked = {
            "command": asks.command,
            "text": asks.text,
            "answer_in": place | {"g": sig.id},
        }
        if "response_url" in args.body:  # the answer belongs where it was pressed
            asked = {"command": asks.command, "text": asks.text}
            asked["response_url"] = args.body["response_url"]
        self.listeners.again(args, asked, channel=sig.channel_id)

    def _invite(self, args: Args, origin: Origin, sig: Sig) -> None:
        """Let somebody come in who may; a guest hears politely why they cannot."""
        found = members.arrival(self.deps.db, origin)
        if found.is_new:
            members.require_welcome(profile_of(args, origin))
        said = answers.come_in(
            sig, shows_notice=found.shows_notice, asks_cluster=found.asks_cluster
        )
        tell(args, said)

    def _turn_away(self, args: Args, origin: Origin) -> None:
        """Say how to get into a group; a guest hears who can invite them."""
        members.require_welcome(profile_of(args, origin))
        tell(args, answers.nowhere())

    def _said(self, text: str) -> str:
        """Return what was said to the bot, without its own name."""
        mine = f"<@{self.deps.identity.bot_user_id}>"
        return text.replace(mine, " ").strip()
