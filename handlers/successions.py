"""`/sig merge`: mergers, splits, renamings, replacements of clusters."""

import uuid
from dataclasses import dataclass

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.successions import Plan, Preview
from bot.services import successions
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell, update_view
from handlers.listeners import Listeners
from templates.successions import form
from templates.successions import messages as views

COMMAND = "/sig"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Successions(deps)
    listeners.word(COMMAND, "merge", then=on.merge)
    listeners.view(form.STEP_1, take=on.take_step_1)
    listeners.view(form.STEP_2, take=on.take_step_2, then=on.confirm)
    listeners.action(form.BACK, then=on.go_back)
    listeners.action(views.UNDO, then=on.undo)
    listeners.action(views.BEFORE, then=on.turn_page)
    listeners.action(views.AFTER, then=on.turn_page)


@dataclass(frozen=True, slots=True)
class _Successions:
    deps: Deps

    def merge(self, args: Args, rest: str) -> None:
        if rest.lower() == "list":
            self._list(args)
        elif rest:
            tell(args, views.usage())
        else:
            self._open(args)

    def take_step_1(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read(args.body["view"])
        preview = successions.preview(
            self.deps.db, self.deps.clock, caller=who, plan=about.plan
        )
        args.ack(response_action="update", view=form.step_2(about, preview))

    def take_step_2(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read(args.body["view"])
        made = successions.commit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            plan=about.plan,
            nonce=about.nonce,
            digest=about.digest,
        )
        if isinstance(made, Preview):
            view = form.step_2(about, made, is_changed=True)
            args.ack(response_action="update", view=view)
        else:
            args.context["succession_id"] = made.id
            args.ack()

    def confirm(self, args: Args) -> None:
        succession_id = args.context.get("succession_id")
        if succession_id is None:
            return  # the form was sent back
        self.deps.wake()
        who = known_caller(args, self.deps)
        made = successions.read(
            self.deps.db, self.deps.clock, caller=who, succession_id=succession_id
        )
        tell(args, views.confirmation(made, sig_id=who.sig.id))

    def go_back(self, args: Args) -> None:
        who, about = caller(args, self.deps), form.read(args.body["view"])
        clusters = successions.choices(self.deps.db, self.deps.clock, caller=who)
        update_view(args, form.step_1(about, clusters.clusters))

    def undo(self, args: Args) -> None:
        sig_id, succession_id = views.read_pressed(args.body["actions"][0]["value"])
        undone = successions.undo(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=sig_id),
            succession_id=succession_id,
        )
        self.deps.wake()
        tell(args, views.undone(undone), instead=True)

    def turn_page(self, args: Args) -> None:
        sig_id, offset = views.read_pressed(args.body["actions"][0]["value"])
        self._list(args, sig_id=sig_id, offset=offset)

    def _list(self, args: Args, *, sig_id: int | None = None, offset: int = 0) -> None:
        who = caller(args, self.deps, sig_id=sig_id)
        page = successions.listed(
            self.deps.db, self.deps.clock, caller=who, limit=views.PAGE, offset=offset
        )
        post = views.listing(page, sig_id=who.sig.id)
        tell(args, post, instead=sig_id is not None)

    def _open(self, args: Args) -> None:
        who = caller(args, self.deps)
        choices = successions.choices(self.deps.db, self.deps.clock, caller=who)
        if not choices.clusters:
            tell(args, views.no_clusters())
            return
        about = form.Form(
            nonce=uuid.uuid4().hex,
            sig_id=who.sig.id,
            channel=channel_of(args.body),
            plan=Plan(effective_on=choices.today),
        )
        open_view(args, form.step_1(about, choices.clusters))
