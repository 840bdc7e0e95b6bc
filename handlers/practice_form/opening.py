"""The practice form opened: for a new text, a draft, a new version."""

import uuid
from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.practices import Practice, PracticeContent, tidy
from bot.domain.practices.prefill import laid_over
from bot.domain.references import Kind, parse
from bot.services import practices
from bot.services.members import Caller
from handlers.callers import caller
from handlers.errors import channel_of, open_view, update_view
from handlers.listeners import Listeners
from handlers.practice_form.keeping import Keeping
from templates.practices import buttons, form, notes
from templates.practices import search as searches
from templates.practices.buttons import read_target
from templates.practices.form import Form

COMMAND = "/practice"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind what opens the form."""
    on = _Opening(deps, Keeping(deps))
    listeners.word(COMMAND, "", "new", then=on.new)
    listeners.word(COMMAND, "edit", then=on.edit)
    listeners.action(searches.BEGIN, then=on.begin_pressed)
    listeners.action(buttons.EDIT, then=on.edit_pressed)
    listeners.action(buttons.CONTINUE, then=on.edit_pressed)
    listeners.action(notes.RESUME, then=on.resume_pressed)


@dataclass(frozen=True, slots=True)
class _Opening:
    deps: Deps
    keeping: Keeping

    def new(self, args: Args, _: str) -> None:
        self._open(args, caller(args, self.deps), None)

    def begin_pressed(self, args: Args) -> None:
        content = searches.read_beginning(args.body["actions"][0]["value"])
        self._open(args, caller(args, self.deps), None, content=content)

    def edit(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        number = parse(name, Kind.PRACTICE)
        found = practices.find(self.deps.db, self.deps.clock, caller=who, number=number)
        self._open(args, who, found)

    def edit_pressed(self, args: Args) -> None:
        target = read_target(args.body["actions"][0]["value"])
        who = caller(args, self.deps, sig_id=target.sig_id)
        self._open(args, who, self.keeping.read(who, target.practice_id))

    def resume_pressed(self, args: Args) -> None:
        """Show another draft in this form; what stands in it now is kept, if anything.

        Its ids differ, so that what was typed into the one is not shown in the other.
        """
        who, about, answers = self.keeping.taken(args, caller(args, self.deps))
        begun = self.keeping.choices(who, None, about).beginning
        typed = tidy(answers.onto(begun))
        chosen = args.body["actions"][0]["selected_option"]["value"]
        practice = self.keeping.read(who, int(chosen))
        if typed != tidy(begun) and practice.nonce != about.nonce:
            self.keeping.keep(who, about, answers)
        about = replace(about, nonce=practice.nonce or "", turn=about.turn + 1)
        choices = self.keeping.choices(who, practice, about)
        update_view(args, form.step_1(about, practice.content, choices))

    def _open(
        self,
        args: Args,
        who: Caller,
        practice: Practice | None,
        *,
        content: PracticeContent | None = None,
    ) -> None:
        """Open the form, empty or with what a practice says so far."""
        about = Form(
            nonce=uuid.uuid4().hex, channel=channel_of(args.body), sig_id=who.sig.id
        )
        if practice is not None and practice.number:
            self._open_edit(args, who, about, practice)
            return
        if practice is not None:
            about = replace(about, nonce=practice.nonce or about.nonce)
        choices = self.keeping.choices(who, practice, about)
        shown = practice.content if practice else choices.beginning
        if content is not None:
            shown = laid_over(content, shown)
        open_view(args, form.step_1(about, shown, choices))

    def _open_edit(
        self, args: Args, who: Caller, about: Form, practice: Practice
    ) -> None:
        """Open what somebody writes of a practice, where reviewers ask for a change."""
        edited = practices.resume(
            self.deps.db, self.deps.clock, caller=who, practice_id=practice.id
        )
        about = replace(about, practice_id=practice.id, number=practice.number)
        kept = self.keeping.edited(who, about, edited)
        open_view(args, form.opened(kept.about, kept.content, kept.choices))
