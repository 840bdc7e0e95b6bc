"""`/practice`: the form, the lists, reading."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.matching import Offer
from bot.domain.practices import (
    Declaration,
    Practice,
    PracticeContent,
    check_submission,
)
from bot.domain.references import Kind, is_reference, parse
from bot.services import matching, practices, reviews
from bot.services.members import Caller
from bot.services.practices import Edited
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell, update_view
from handlers.listeners import Listeners
from templates.practices import buttons, cards, form, inputs, news
from templates.practices import search as searches
from templates.practices.buttons import Target, read_target
from templates.practices.form import Answers, Form

COMMAND = "/practice"
Check = Callable[[PracticeContent], dict[str, str]]


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Practices(deps)
    listeners.word(COMMAND, "", "new", then=on.new)
    listeners.word(COMMAND, "mine", then=on.mine)
    listeners.word(COMMAND, "show", then=on.show)
    listeners.word(COMMAND, "edit", then=on.edit)
    listeners.otherwise(COMMAND, then=on.by_text)
    listeners.view(form.STEP_1, take=on.take_step_1)
    listeners.view(form.STEP_2, take=on.take_step_2, then=on.confirm)
    listeners.action(inputs.SAVE_FOR_LATER, then=on.save_for_later)
    listeners.action(form.BACK, then=on.go_back)
    listeners.action(searches.BEGIN, then=on.begin_pressed)
    listeners.action(inputs.DISCARD, then=on.discard_pressed)
    listeners.action(buttons.READ, then=on.show_pressed)
    listeners.action(buttons.EDIT, then=on.edit_pressed)
    listeners.action(buttons.CONTINUE, then=on.edit_pressed)


@dataclass(frozen=True, slots=True)
class _Practices:
    deps: Deps

    def by_text(self, args: Args, typed: str) -> None:
        if is_reference(typed, Kind.PRACTICE):
            self.show(args, typed)
        else:
            tell(args, searches.offer(typed))

    def take_step_1(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read_form(args.body["view"])
        answers = form.read_answers(args.body["view"])
        if about.practice_id:
            kept = self._keep_edit(who, about, answers, _step_1)
            content, choices = kept.content, self._edit_choices(who, kept)
            about = replace(about, revision=kept.practice.revision)
        else:
            draft = self._keep_draft(who, about, answers, _step_1)
            content, choices = draft.content, self._choices(who, draft)
        args.ack(response_action="update", view=form.step_2(about, content, choices))

    def take_step_2(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read_form(args.body["view"])
        answers = form.read_answers(args.body["view"])
        if about.practice_id:
            self._take_edit(args, who, about, answers)
            return
        practice = practices.submit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            nonce=about.nonce,
            change=answers.onto,
            declaration=answers.declared or Declaration(),
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
            args.context["practice_id"] = edited.practice.id
            args.ack()
            return
        choices = self._edit_choices(who, edited)
        about = replace(about, revision=edited.practice.revision)
        view = form.step_2(about, edited.content, choices)
        args.ack(response_action="update", view=view)

    def confirm(self, args: Args) -> None:
        practice_id = args.context.get("practice_id")
        if practice_id is None:
            return  # the form was sent back
        self.deps.wake()
        who = known_caller(args, self.deps)
        practice = self._read(who, practice_id)
        if form.read_form(args.body["view"]).practice_id:
            tell(args, news.edited_for_author(practice))
            return
        asked = reviews.asked(self.deps.db, practice)
        tell(args, news.submitted_for_author(practice, is_reviewed=bool(asked)))

    def save_for_later(self, args: Args) -> None:
        view = args.body["view"]
        who, about = caller(args, self.deps), form.read_form(view)
        answers = form.read_answers(view)
        if about.practice_id:
            kept = self._keep_edit(who, about, answers)
            practice = replace(kept.practice, content=kept.content)
        else:
            practice = self._keep_draft(who, about, answers)
        saved = form.saved(practice.content.title, practice.number)
        if not update_view(args, saved):
            tell(args, news.saved_for_author(practice))

    def go_back(self, args: Args) -> None:
        view = args.body["view"]
        who, about = caller(args, self.deps), form.read_form(view)
        answers = form.read_answers(view)
        if about.practice_id:
            kept = self._keep_edit(who, about, answers)
            content, choices = kept.content, self._edit_choices(who, kept)
            about = replace(about, revision=kept.practice.revision)
        else:
            draft = self._keep_draft(who, about, answers)
            content, choices = draft.content, self._choices(who, draft)
        update_view(args, form.step_1(about, content, choices))

    def discard_pressed(self, args: Args) -> None:
        who, about = caller(args, self.deps), form.read_form(args.body["view"])
        practices.discard(self.deps.db, self.deps.clock, caller=who, nonce=about.nonce)
        update_view(args, form.discarded())

    def show_pressed(self, args: Args) -> None:
        who, target = self._pressed(args)
        practice = self._read(who, target.practice_id)
        offers = self._offers(who, practice)
        open_view(args, cards.reading_view(practice, offers=offers))

    def edit_pressed(self, args: Args) -> None:
        who, target = self._pressed(args)
        self._open(args, who, self._read(who, target.practice_id))

    def new(self, args: Args, _: str) -> None:
        self._open(args, caller(args, self.deps), None)

    def begin_pressed(self, args: Args) -> None:
        content = searches.read_beginning(args.body["actions"][0]["value"])
        self._open(args, caller(args, self.deps), None, content=content)

    def mine(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        tell(args, cards.mine(practices.mine(self.deps.db, caller=who)))

    def show(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        practice = self._read(who, self._find(who, name).id)
        possible = practices.possible(self.deps.clock, who, practice)
        offers = self._offers(who, practice)
        tell(args, cards.card(practice, possible=possible, offers=offers))

    def edit(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        self._open(args, who, self._find(who, name))

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
        content = content or PracticeContent()
        if practice is not None and practice.number:
            self._open_edit(args, who, about, practice)
            return
        if practice is not None:
            content = practice.content
            about = replace(about, nonce=practice.nonce or about.nonce)
        open_view(args, form.step_1(about, content, self._choices(who, practice)))

    def _open_edit(
        self, args: Args, who: Caller, about: Form, practice: Practice
    ) -> None:
        """Open what somebody writes of a practice, where reviewers ask for a change."""
        edited = practices.resume(
            self.deps.db, self.deps.clock, caller=who, practice_id=practice.id
        )
        practice = edited.practice
        about = replace(about, practice_id=practice.id, number=practice.number)
        choices = self._edit_choices(who, edited)
        about = replace(about, revision=practice.revision)
        open_view(args, form.opened(about, edited.content, choices))

    def _keep_draft(
        self, who: Caller, about: Form, answers: Answers, check: Check | None = None
    ) -> Practice:
        """Save what one step says to the draft."""
        return practices.save_draft(
            self.deps.db,
            self.deps.clock,
            caller=who,
            nonce=about.nonce,
            change=answers.onto,
            cluster_id=answers.cluster_id,
            **({"strict": check} if check else {}),
        )

    def _keep_edit(
        self, who: Caller, about: Form, answers: Answers, check: Check | None = None
    ) -> Edited:
        """Keep what one step says of a new version, for its writer alone."""
        return practices.keep_edit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            practice_id=about.practice_id or 0,
            revision=about.revision,
            change=answers.onto,
            **({"strict": check} if check else {}),
        )

    def _edit_choices(self, who: Caller, edited: Edited) -> inputs.Choices:
        """Return what the form of a new version offers and has to say."""
        asked = reviews.remarks(self.deps.db, caller=who, practice=edited.practice)
        return replace(
            self._choices(who, edited.practice),
            remarks=asked,
            others=edited.others,
            since=edited.since,
        )

    def _choices(self, who: Caller, practice: Practice | None) -> inputs.Choices:
        offered = practices.choices(self.deps.db, self.deps.clock, who)
        return inputs.Choices(
            themes=offered.themes,
            clusters=offered.clusters,
            licence=offered.licence,
            declared=_declared(who, practice),
            drafts=offered.drafts,
        )

    def _find(self, who: Caller, name: str) -> Practice:
        number = parse(name, Kind.PRACTICE)
        return practices.find(self.deps.db, caller=who, number=number)

    def _read(self, who: Caller, practice_id: int) -> Practice:
        return practices.read(
            self.deps.db, self.deps.clock, caller=who, practice_id=practice_id
        )

    def _offers(self, who: Caller, practice: Practice) -> tuple[Offer, ...]:
        return matching.of_practice(
            self.deps.db, self.deps.clock, caller=who, practice_id=practice.id
        )

    def _pressed(self, args: Args) -> tuple[Caller, Target]:
        """Return who pressed a button about which practice."""
        target = read_target(args.body["actions"][0]["value"])
        return caller(args, self.deps, sig_id=target.sig_id), target


def _declared(who: Caller, practice: Practice | None) -> Declaration | None:
    """Return what the author declared before; None for anybody else."""
    if practice is not None and practice.author_id != who.person.id:
        return None
    given = practice.consent if practice else None
    return Declaration(
        has_rights=given is not None,
        may_publish=given is not None and given.publish,
        printed_name=who.person.display_name,
    )


def _step_1(content: PracticeContent) -> dict[str, str]:
    """Check only what the first step asks."""
    problems = check_submission(content)
    return {name: said for name, said in problems.items() if name in form.STEP_1_FIELDS}
