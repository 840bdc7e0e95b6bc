"""What somebody writes into the practice form: read from a view, and kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from slack_bolt import Args
from slack_sdk.models.views import View

from bot.deps import Deps
from bot.domain.practices import Declaration, Practice, PracticeContent
from bot.services import practices, reviews
from bot.services.members import Caller
from bot.services.practices import Edited
from bot.slack_names import Names
from handlers.callers import known_caller
from templates.practices import form
from templates.practices.form import Answers, Form
from templates.practices.inputs import Choices

Check = Callable[[PracticeContent], dict[str, str]]


class Kept(NamedTuple):
    """What somebody writes, as it is kept now, and what the next view needs."""

    about: Form
    content: PracticeContent
    choices: Choices
    practice: Practice


@dataclass(frozen=True, slots=True)
class Keeping:
    """Keeps what is typed: a draft, or a new version that only its writer sees."""

    deps: Deps

    def taken(
        self, args: Args, who: Caller | None = None
    ) -> tuple[Caller, Form, Answers]:
        """Return who typed what into which form."""
        view = args.body["view"]
        who = who or known_caller(args, self.deps)
        answers = form.read_answers(view, Names(args.client))
        about = form.read_form(view)
        return who, replace(about, declared=answers.declared or about.declared), answers

    def keep(
        self, who: Caller, about: Form, answers: Answers, check: Check | None = None
    ) -> Kept:
        """Keep what one step says, for its writer alone."""
        strict: dict[str, Any] = {"strict": check} if check else {}
        if about.practice_id:
            edited = practices.keep_edit(
                self.deps.db,
                self.deps.clock,
                caller=who,
                practice_id=about.practice_id,
                revision=about.revision,
                change=answers.onto,
                **strict,
            )
            return self.edited(who, about, edited)
        draft = practices.save_draft(
            self.deps.db,
            self.deps.clock,
            caller=who,
            nonce=about.nonce,
            change=answers.onto,
            cluster_id=answers.cluster_id,
            **strict,
        )
        return Kept(about, draft.content, self.choices(who, draft, about), draft)

    def edited(self, who: Caller, about: Form, edited: Edited) -> Kept:
        """Return what the form of a new version shows and has to say."""
        practice = edited.practice
        asked = reviews.remarks(
            self.deps.db, self.deps.clock, caller=who, practice=practice
        )
        choices = replace(
            self.choices(who, practice, about),
            remarks=asked,
            others=edited.others,
            since=edited.since,
        )
        about = replace(about, revision=practice.revision)
        return Kept(about, edited.content, choices, practice)

    def choices(self, who: Caller, practice: Practice | None, about: Form) -> Choices:
        """Return what the form offers and what is known so far; None: a new text."""
        offered = practices.choices(self.deps.db, self.deps.clock, who)
        return Choices(
            themes=offered.themes,
            clusters=offered.clusters,
            licence=offered.licence,
            declared=_declared(who, practice, about),
            drafts=offered.drafts,
            beginning=offered.beginning,
            is_kept=practice is not None,
        )

    def read(self, who: Caller, practice_id: int) -> Practice:
        """Return a practice that the person may read."""
        return practices.read(
            self.deps.db, self.deps.clock, caller=who, practice_id=practice_id
        )


def _declared(
    who: Caller, practice: Practice | None, about: Form
) -> Declaration | None:
    """Return what the author declared before or just now; None for anybody else."""
    if practice is not None and practice.author_id != who.person.id:
        return None
    if about.declared is not None:
        return about.declared
    given = practice.consent if practice else None
    return Declaration(
        has_rights=given is not None,
        may_publish=given is not None and given.publish,
        names_no_patient=given is not None and given.names_no_patient,
        printed_name=who.person.display_name,
    )


def show(args: Args, view: View) -> None:
    """Acknowledge a form by showing the next view in its place."""
    args.ack(response_action="update", view=view)
