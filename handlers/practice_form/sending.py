"""A practice goes out: what is asked before, and what its author hears after."""

from dataclasses import dataclass, replace

from slack_bolt import Args
from slack_sdk.models.views import View

from bot.deps import Deps
from bot.domain.practices import Declaration
from bot.services import practices, reviews
from bot.services.members import Caller
from bot.services.practices import Doubts
from handlers.callers import known_caller
from handlers.errors import tell
from handlers.listeners import Listeners
from handlers.practice_form.keeping import Keeping, Kept, show
from templates.practices import asides, form, news
from templates.practices.form import Answers, Form


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind what sends a practice."""
    on = _Sending(deps, Keeping(deps))
    listeners.view(form.STEP_2, take=on.take_step_2, then=on.confirm)
    listeners.view(asides.ALIKE, take=on.take_choice, then=on.confirm)


@dataclass(frozen=True, slots=True)
class _Sending:
    deps: Deps
    keeping: Keeping

    def take_step_2(self, args: Args) -> None:
        who, about, answers = self.keeping.taken(args)
        doubts = self._doubts(who, about, answers)
        if doubts:
            # Kept before it is asked, so that closing the question loses nothing.
            about = replace(about, confirmed=doubts.confirmed)
            kept = self.keeping.keep(who, about, answers)
            show(args, _asking(kept, doubts))
        elif about.practice_id:
            self._take_edit(args, who, about, answers)
        else:
            self._submit(args, who, about, answers)

    def take_choice(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), form.read_form(view)
        choice = asides.read_choice(view)
        if choice.is_discarded:
            practices.discard(
                self.deps.db, self.deps.clock, caller=who, nonce=about.nonce
            )
            show(args, asides.discarded())
        elif choice.version_of is not None:
            practice = practices.become_version(
                self.deps.db,
                self.deps.clock,
                caller=who,
                nonce=about.nonce,
                practice_id=choice.version_of,
                declaration=about.declared or Declaration(),
                needed=self.deps.reviews,
            )
            args.context["edited_id"] = practice.id
            args.ack()
        else:
            self._submit(args, who, about, Answers())

    def confirm(self, args: Args) -> None:
        submitted = args.context.get("practice_id")
        edited = args.context.get("edited_id")
        if submitted is None and edited is None:
            return  # the form was sent back
        self.deps.wake()
        who = known_caller(args, self.deps)
        if edited is not None:
            tell(args, news.edited_for_author(self.keeping.read(who, edited)))
            return
        practice = self.keeping.read(who, int(submitted or 0))
        asked = reviews.asked(self.deps.db, practice)
        tell(args, news.submitted_for_author(practice, is_reviewed=bool(asked)))

    def _submit(self, args: Args, who: Caller, about: Form, answers: Answers) -> None:
        practice = practices.submit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            nonce=about.nonce,
            change=answers.onto,
            declaration=about.declared or Declaration(),
            needed=self.deps.reviews,
        )
        args.context["practice_id"] = practice.id
        args.ack()

    def _take_edit(
        self, args: Args, who: Caller, about: Form, answers: Answers
    ) -> None:
        edited = practices.edit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            practice_id=about.practice_id or 0,
            revision=about.revision,
            change=answers.onto,
            declaration=answers.declared,
            needed=self.deps.reviews,
        )
        if edited.is_saved:
            args.context["edited_id"] = edited.practice.id
            args.ack()
            return
        kept = self.keeping.edited(who, about, edited)
        show(args, form.step_2(kept.about, kept.content, kept.choices))

    def _doubts(self, who: Caller, about: Form, answers: Answers) -> Doubts:
        if about.practice_id:
            return practices.doubts_of_edit(
                self.deps.db,
                self.deps.clock,
                caller=who,
                practice_id=about.practice_id,
                change=answers.onto,
                confirmed=about.confirmed,
            )
        return practices.doubts(
            self.deps.db,
            self.deps.clock,
            caller=who,
            nonce=about.nonce,
            change=answers.onto,
            declaration=about.declared or Declaration(),
            confirmed=about.confirmed,
        )


def _asking(kept: Kept, doubts: Doubts) -> View:
    if doubts.warned:
        choices = replace(kept.choices, warned=doubts.warned)
        return form.step_2(kept.about, kept.content, choices)
    return asides.alike(kept.about, doubts.alike, doubts.editable)
