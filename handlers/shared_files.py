"""A file that somebody sends to the bot alone: looked at, and given to its feature."""

import copy
from dataclasses import dataclass

from slack_bolt import Args

from bot import slack_files
from bot.deps import Deps
from bot.domain.whitepaper.incoming import require_size
from bot.services import practices
from handlers.callers import caller, origin_of
from handlers.errors import guarded
from handlers.listeners import FileKind, Listeners
from templates.messages import Post
from templates.practices import imports as views


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    listeners.event("file_shared", then=_Shared(deps, listeners.files).look)


@dataclass(frozen=True, slots=True)
class _Shared:
    deps: Deps
    kinds: list[FileKind]

    def look(self, args: Args) -> None:
        """Look at what somebody sends to the bot alone, not at what is in channels."""
        event = args.body["event"]
        file_id = str(event.get("file_id") or "")
        if not str(event.get("channel_id") or "").startswith("D") or not file_id:
            return
        if practices.is_first_sight(self.deps.db, self.deps.clock, file_id=file_id):
            later = copy.copy(args)
            later.body = {"user_id": event["user_id"], "file_id": file_id}
            guarded(self._give_on, failed=_say_directly)(later)

    def _give_on(self, args: Args) -> None:
        groups = practices.groups(self.deps.db, origin_of(args, self.deps))
        # A draft is the largest kind; each kind has its own limit besides.
        file = slack_files.fetch(
            args.client, args.body["file_id"], require=require_size
        )
        kind = next(each for each in self.kinds if each.is_it(file.data))
        if len(groups) > 1:
            _post(args, views.which_channel(groups, kind.command))
            return
        args.context["file"] = file
        args.context["member"] = caller(args, self.deps, sig_id=groups[0].id)
        kind.then(args)


def _say_directly(args: Args, sentence: str) -> None:
    _post(args, views.not_read(sentence))


def _post(args: Args, post: Post) -> None:
    args.client.chat_postMessage(channel=args.body["user_id"], **post.arguments())
