"""Shortcuts: a message becomes a practice, and proposing one from anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Args

from bot import slack_messages
from bot.deps import Deps
from bot.domain.errors import InvalidInputError
from bot.domain.practices.messages import mentioned, nonce_of, practice_of
from bot.domain.sigs import Sig
from bot.scopes import PROPOSE_SHORTCUT, SAVE_SHORTCUT
from bot.services import members, practices
from bot.services.members import Caller
from bot.services.practices import Kept
from handlers.callers import caller, origin_of
from handlers.errors import (
    channel_of,
    guarded,
    open_view,
    tell,
    update_view,
    wait_in_view,
)
from handlers.listeners import Listeners
from templates import messages
from templates.practices import collecting as views

_OWN = "That is a message of mine. Choose one that somebody wrote."
_NOT_IN = "You are not in this group any more."
_NEW = {"command": "/practice", "text": "new"}


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Shortcuts(deps, listeners)
    listeners.shortcut(SAVE_SHORTCUT, then=on.save_message)
    listeners.shortcut(PROPOSE_SHORTCUT, then=on.propose)
    listeners.view(views.WHICH, take=on.take_group, then=on.go_on)


@dataclass(frozen=True, slots=True)
class _Shortcuts:
    deps: Deps
    listeners: Listeners

    def propose(self, args: Args) -> None:
        groups = self._groups(args)
        if len(groups) > 1:
            open_view(args, views.which_group(groups))
        else:
            self.listeners.again(args, _NEW, channel=groups[0].channel_id)

    def save_message(self, args: Args) -> None:
        groups = self._groups(args)
        # Asked before a modal waits: who is new needs the trigger for the welcome.
        who = caller(args, self.deps, sig_id=groups[0].id) if len(groups) == 1 else None
        if wait_in_view(args, views.saving()):
            work = _Saving(self.deps, self.listeners, groups, who)
            guarded(work.run, failed=_say_in_view)(args)

    def take_group(self, args: Args) -> None:
        asked = views.read_asked(args.body["view"])
        origin = replace(origin_of(args, self.deps), sig_id=asked.sig_id)
        mine = {sig.id: sig for sig in self._groups(args)}
        who = members.find(self.deps.db, origin) if asked.sig_id in mine else None
        if who is None:
            raise InvalidInputError({views.GROUP: _NOT_IN})
        if asked.nonce:
            args.context["kept"] = practices.collect(
                self.deps.db,
                self.deps.clock,
                caller=who,
                nonce=asked.nonce,
                content=asked.content,
            )
        args.context["group"] = who.sig
        args.ack()

    def go_on(self, args: Args) -> None:
        group: Sig | None = args.context.get("group")
        if group is None:
            return  # the form was sent back
        kept: Kept | None = args.context.get("kept")
        asked = views.continuing(kept.practice) if kept else _NEW
        self.listeners.again(args, asked, channel=group.channel_id)

    def _groups(self, args: Args) -> tuple[Sig, ...]:
        return practices.groups(self.deps.db, origin_of(args, self.deps))


@dataclass(frozen=True, slots=True)
class _Saving:
    """One message on its way to a draft, while a modal waits.

    ``who`` is None where somebody has to say which of their groups it is for.
    """

    deps: Deps
    listeners: Listeners
    groups: tuple[Sig, ...]
    who: Caller | None

    def run(self, args: Args) -> None:
        message: Mapping[str, Any] = args.body["message"]
        if self._is_own(message):
            raise InvalidInputError({"message": _OWN})
        channel, ts = str(channel_of(args.body)), str(message["ts"])
        found = practice_of(
            message,
            names=slack_messages.names(args.client, mentioned(message)).get,
            permalink=slack_messages.permalink(args.client, channel=channel, ts=ts),
        )
        origin = origin_of(args, self.deps)
        nonce = nonce_of(
            team_id=origin.home_team_id,
            channel_id=channel,
            ts=ts,
            user_id=origin.user_id,
        )
        if self.who is None:
            asking = views.which_group(self.groups, nonce=nonce, content=found.content)
            open_view(args, asking)
            return
        kept = practices.collect(
            self.deps.db,
            self.deps.clock,
            caller=self.who,
            nonce=nonce,
            content=found.content,
        )
        asked, home = views.continuing(kept.practice), self.who.sig.channel_id
        self.listeners.again(args, asked, channel=home)
        if found.is_cut and kept.is_new:
            tell(args, views.cut_off(kept.practice))

    def _is_own(self, message: Mapping[str, Any]) -> bool:
        identity = self.deps.identity
        by_bot = message.get("bot_id") and message.get("bot_id") == identity.bot_id
        return bool(by_bot) or message.get("user") == identity.bot_user_id


def _say_in_view(args: Args, sentence: str) -> None:
    """Say what went wrong in the modal that waits, or where that is gone, privately."""
    args.body["view"] = {"id": args.body["waiting_view"]}
    if not update_view(args, views.not_saved(sentence)):
        tell(args, messages.sentence(sentence))
