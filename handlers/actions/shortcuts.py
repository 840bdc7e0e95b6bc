"""Shortcut "Save as action item": a message becomes an action item, once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Args

from bot import slack_messages
from bot.deps import Deps
from bot.domain.actions.messages import Collected, Said, mentioned, said_in, source_of
from bot.domain.errors import InvalidInputError
from bot.domain.sigs import Sig
from bot.scopes import SAVE_ACTION_SHORTCUT
from bot.services import actions, members, practices
from bot.services.actions.collecting import collect
from bot.services.members import Caller
from handlers.callers import caller, origin_of
from handlers.errors import channel_of, guarded, open_view, update_view, wait_in_view
from handlers.errors import tell as tell_privately
from handlers.listeners import Listeners
from templates import messages
from templates.actions import collecting as views
from templates.actions import newforms

_OWN = "That is a message of mine. Choose one that somebody wrote."
_NOT_IN = "You are not in this group any more."


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Shortcuts(deps)
    listeners.shortcut(SAVE_ACTION_SHORTCUT, then=on.save_message)
    listeners.view(views.WHICH, take=on.take_group)


@dataclass(frozen=True, slots=True)
class _Shortcuts:
    deps: Deps

    def save_message(self, args: Args) -> None:
        groups = practices.groups(self.deps.db, origin_of(args, self.deps))
        # Asked before a modal waits: who is new needs the trigger for the welcome.
        who = caller(args, self.deps, sig_id=groups[0].id) if len(groups) == 1 else None
        if who is not None:
            actions.require_recordable(self.deps.clock, who)
        if wait_in_view(args, views.saving()):
            work = _Saving(self.deps, groups, who)
            guarded(work.run, failed=_say_in_view)(args)

    def take_group(self, args: Args) -> None:
        kept = views.read_group(args.body["view"])
        origin = origin_of(args, self.deps)
        mine = {sig.id for sig in practices.groups(self.deps.db, origin)}
        chosen = replace(origin, sig_id=kept.sig_id)
        who = members.find(self.deps.db, chosen) if kept.sig_id in mine else None
        if who is None:
            raise InvalidInputError({views.GROUP: _NOT_IN})
        found = collect(
            self.deps.db,
            self.deps.clock,
            caller=who,
            said=kept.said,
            source=kept.source,
        )
        view = _view_of(self.deps, who, found, source=kept.source, channel=None)
        args.ack(response_action="update", view=view)


@dataclass(frozen=True, slots=True)
class _Saving:
    """One message on its way to a form, while a modal waits.

    ``who`` is None where somebody has to say which of their groups it is for.
    """

    deps: Deps
    groups: tuple[Sig, ...]
    who: Caller | None

    def run(self, args: Args) -> None:
        message: Mapping[str, Any] = args.body["message"]
        if self._is_own(message):
            raise InvalidInputError({"message": _OWN})
        said, source = self._read(args, message)
        if self.who is None:
            open_view(args, views.which_group(self.groups, said, source=source))
            return
        found = collect(
            self.deps.db, self.deps.clock, caller=self.who, said=said, source=source
        )
        channel = channel_of(args.body)
        view = _view_of(self.deps, self.who, found, source=source, channel=channel)
        open_view(args, view)

    def _read(self, args: Args, message: Mapping[str, Any]) -> tuple[Said, str]:
        channel, ts = str(channel_of(args.body)), str(message["ts"])
        said = said_in(
            message,
            names=slack_messages.names(args.client, mentioned(message)).get,
            permalink=slack_messages.permalink(args.client, channel=channel, ts=ts),
        )
        team_id = origin_of(args, self.deps).team_id
        return said, source_of(team_id=team_id, channel_id=channel, ts=ts)

    def _is_own(self, message: Mapping[str, Any]) -> bool:
        identity = self.deps.identity
        by_bot = message.get("bot_id") and message.get("bot_id") == identity.bot_id
        return bool(by_bot) or message.get("user") == identity.bot_user_id


def _view_of(
    deps: Deps, who: Caller, found: Collected, *, source: str, channel: str | None
) -> Any:
    """Return the form of a message, or the action item that it is already."""
    if found.known is not None:
        return views.known(found.known)
    offered = actions.to_record(deps.db, deps.clock, caller=who, draft=found.draft)
    return newforms.form(
        offered,
        source=source,
        channel=channel,
        group=who.sig.id,
        problem=views.problem_of(found),
        remark=views.remark_of(found),
    )


def _say_in_view(args: Args, sentence: str) -> None:
    """Say what went wrong in the modal that waits, or where that is gone, privately."""
    args.body["view"] = {"id": args.body["waiting_view"]}
    if not update_view(args, views.not_saved(sentence)):
        tell_privately(args, messages.sentence(sentence))
