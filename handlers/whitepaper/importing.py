"""`/whitepaper import`: an edited draft comes back, and texts are chosen."""

from dataclasses import dataclass

from slack_bolt import Args

from bot import slack_files
from bot.deps import Deps
from bot.domain.errors import InvalidInputError
from bot.domain.whitepaper.incoming import looks_like_a_draft, require_size
from bot.services.members import Caller
from bot.services.whitepaper import importing, remarking, settling
from bot.services.whitepaper.importing import Looked
from bot.slack_files import SharedFile
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, guarded, open_view, tell
from handlers.listeners import Listeners
from templates.messages import Post
from templates.whitepaper import imports as views
from templates.whitepaper.imports import Asked

COMMAND = "/whitepaper"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Importing(deps)
    listeners.word(COMMAND, "import", then=on.open)
    listeners.word(COMMAND, "conflicts", then=on.list_conflicts)
    listeners.view(views.IMPORT, take=on.take_file, then=on.start)
    listeners.file(f"{COMMAND} import", is_it=looks_like_a_draft, then=on.shared)
    listeners.action(views.TAKE, then=on.take_pressed)
    listeners.action(views.DISCARD, then=on.discard)
    listeners.action(views.REMARK, then=on.keep_as_comments)
    listeners.action(views.SETTLE, then=on.open_settling)
    listeners.view(views.SETTLE_FORM, take=on.settle, then=on.thank)


@dataclass(frozen=True, slots=True)
class _Importing:
    deps: Deps

    def open(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        importing.require_importable(self.deps.clock, who)
        open_view(args, views.view(channel=channel_of(args.body), sig_id=who.sig.id))

    def take_file(self, args: Args) -> None:
        importing.require_importable(self.deps.clock, known_caller(args, self.deps))
        added = views.read_added(args.body["view"])
        if added is None:
            raise InvalidInputError({views.FILE: "Please add the edited draft."})
        args.context["file_id"] = added.id
        args.ack()

    def start(self, args: Args) -> None:
        # A large draft takes a second to compare, which nobody else should wait for.
        self.deps.slow.submit(guarded(self._preview), args)

    def _preview(self, args: Args) -> None:
        file = slack_files.fetch(
            args.client, args.context["file_id"], require=require_size
        )
        tell(args, self._look(known_caller(args, self.deps), file))

    def shared(self, args: Args) -> None:
        """Look at a draft that somebody sent to the bot alone."""
        post = self._look(args.context["member"], args.context["file"])
        args.client.chat_postMessage(channel=args.body["user_id"], **post.arguments())

    def _look(self, who: Caller, file: SharedFile) -> Post:
        looked = importing.look(
            self.deps.db,
            self.deps.clock,
            caller=who,
            file_name=file.name,
            data=file.data,
        )
        return _preview_of(looked, who)

    def take_pressed(self, args: Args) -> None:
        who, asked = self._asked(args)
        looked = importing.take(
            self.deps.db, self.deps.clock, caller=who, import_id=asked.id
        )
        if not looked.is_taken:
            tell(args, _preview_of(looked, who, is_again=True), instead=True)
            return
        self.deps.wake()
        left = settling.waiting(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.taken(looked.plan, left, asked), instead=True)

    def discard(self, args: Args) -> None:
        who, asked = self._asked(args)
        name = importing.discard(
            self.deps.db, self.deps.clock, caller=who, import_id=asked.id
        )
        tell(args, views.discarded(name), instead=True)

    def keep_as_comments(self, args: Args) -> None:
        who, asked = self._asked(args)
        kept = remarking.keep_as_comments(
            self.deps.db, self.deps.clock, caller=who, import_id=asked.id
        )
        tell(args, views.remarked(kept.titles, kept.left))

    def list_conflicts(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = settling.waiting(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.waiting(found, who.sig.id))

    def open_settling(self, args: Args) -> None:
        who, asked = self._asked(args)
        choice = settling.to_settle(
            self.deps.db, self.deps.clock, caller=who, conflict_id=asked.id
        )
        channel = channel_of(args.body)
        open_view(args, views.settle_form(choice, channel=channel, sig_id=who.sig.id))

    def settle(self, args: Args) -> None:
        who = known_caller(args, self.deps)
        chosen = views.read_chosen(args.body["view"])
        choice = settling.settle(
            self.deps.db, self.deps.clock, caller=who, chosen=chosen
        )
        if choice.is_settled:
            args.context["settled"] = choice.conflict.title
            args.ack()
            return
        form = views.settle_form(
            choice,
            channel=channel_of(args.body),
            sig_id=who.sig.id,
            typed=chosen.body,
        )
        args.ack(response_action="update", view=form)

    def thank(self, args: Args) -> None:
        if title := args.context.get("settled"):
            self.deps.wake()
            tell(args, views.settled(title))

    def _asked(self, args: Args) -> tuple[Caller, Asked]:
        asked = views.read_asked(args.body["actions"][0]["value"])
        return caller(args, self.deps, sig_id=asked.sig_id), asked


def _preview_of(looked: Looked, who: Caller, *, is_again: bool = False) -> Post:
    asked = Asked(looked.import_id, who.sig.id)
    return views.preview(looked.name, looked.plan, asked, is_again=is_again)
