"""`/whitepaper publish` and `withdraw`: a draft becomes the paper itself."""

from dataclasses import dataclass
from datetime import date

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.whitepaper import Edition, Snapshot
from bot.services.members import Caller
from bot.services.whitepaper import publishing
from bot.services.whitepaper.publishing import Publication
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, guarded, open_view, tell
from handlers.listeners import Listeners
from handlers.whitepaper.progress import Progress
from templates import documents, forms
from templates.documents import citation, pictures
from templates.whitepaper import drafting as draft_views
from templates.whitepaper import editions as views

COMMAND = "/whitepaper"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Publishing(deps)
    listeners.word(COMMAND, "publish", then=on.ask)
    listeners.action(views.PUBLISH, then=on.start)
    listeners.word(COMMAND, "withdraw", then=on.open_withdrawal)
    listeners.view(views.WITHDRAW, take=on.withdraw, then=on.confirm)


@dataclass(frozen=True, slots=True)
class _Publishing:
    deps: Deps

    def ask(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = publishing.to_publish(self.deps.db, self.deps.clock, caller=who)[2]
        tell(args, views.to_publish(found, who.sig.id))

    def start(self, args: Args) -> None:
        group = views.read_group(args.body["actions"][0]["value"])
        who = caller(args, self.deps, sig_id=group)
        snapshot, as_of, _ = publishing.to_publish(
            self.deps.db, self.deps.clock, caller=who
        )
        progress = Progress(str(who.sig.channel_id))
        work = _Assembling(self.deps, who, snapshot, as_of, progress)
        self.deps.slow.submit(guarded(work.run), args)

    def open_withdrawal(self, args: Args, text: str) -> None:
        found = publishing.to_withdraw(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps),
            version=text.strip(),
        )
        open_view(args, views.withdraw_form(found, channel=channel_of(args.body)))

    def withdraw(self, args: Args) -> None:
        view = args.body["view"]
        args.context["withdrawn"] = publishing.withdraw(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            version=forms.read_about(view).nonce,
            reason=str(forms.read_typed(view).get("reason") or ""),
        )
        args.ack()

    def confirm(self, args: Args) -> None:
        if edition := args.context.get("withdrawn"):
            self.deps.wake()
            tell(args, views.is_withdrawn(edition))


@dataclass(frozen=True, slots=True)
class _Assembling:
    """One publication: assembled, kept, and put into the channel with its citation."""

    deps: Deps
    who: Caller
    snapshot: Snapshot
    as_of: date
    progress: Progress

    def run(self, args: Args) -> None:
        self.progress.start(args, views.assembling(self.snapshot.paper.version))
        guarded(self._publish, failed=self._failed)(args)

    def _publish(self, args: Args) -> None:
        draft = documents.draft(
            self.snapshot,
            as_of=self.as_of,
            custom=self.deps.custom,
            draw=pictures.draw,
        )
        printed = {box.number for box in draft.document.register}
        edition = publishing.publish(
            self.deps.db,
            self.deps.clock,
            caller=self.who,
            publication=Publication(
                edition=draft.edition, practices=printed, pictures=draft.pictures
            ),
        )
        self.deps.wake()
        self.progress.show(args, views.published(edition))
        files = draft.files() | {citation.NAME: self._citation(edition)}
        self.progress.upload(args, draft_views.file_comment(edition), files)

    def _citation(self, edition: Edition) -> bytes:
        paper = self.snapshot.paper
        return citation.citation(
            title=paper.title,
            group=self.snapshot.group_name,
            version=edition.version,
            released=edition.as_of,
            licence=paper.licence,
        )

    def _failed(self, args: Args, sentence: str) -> None:
        self.progress.show(args, draft_views.not_drafted(sentence))
