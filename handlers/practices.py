"""`/practice`: the form, the list, reading, accepting."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.practices import (
    Declaration,
    Practice,
    PracticeContent,
    check_submission,
)
from bot.domain.references import Kind, is_reference, parse
from bot.services import practices
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell, update_view
from handlers.listeners import Listeners
from templates import help as helps
from templates.practices import cards, form, inputs
from templates.practices.form import Answers, Form

COMMAND = "/practice"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Practices(deps)
    listeners.word(COMMAND, "", "new", then=on.new)
    listeners.word(COMMAND, "mine", then=on.mine)
    listeners.word(COMMAND, "list", then=on.list)
    listeners.word(COMMAND, "show", then=on.show)
    listeners.word(COMMAND, "edit", then=on.edit)
    listeners.word(COMMAND, "accept", then=on.accept)
    listeners.word(COMMAND, "withdraw", then=on.withdraw)
    listeners.otherwise(COMMAND, then=on.by_text)
    listeners.view(form.STEP_1, take=on.take_step_1)
    listeners.view(form.STEP_2, take=on.take_step_2, then=on.confirm)
    listeners.action(inputs.SAVE_FOR_LATER, then=on.save_for_later)
    listeners.action(form.BACK, then=on.go_back)
    listeners.action(cards.READ, then=on.show_pressed)
    listeners.action(cards.ACCEPT, then=on.accept_pressed)
    listeners.action(cards.WITHDRAW, then=on.withdraw_pressed)
    listeners.action(cards.EDIT, then=on.edit_pressed)
    listeners.action(cards.CONTINUE, then=on.edit_pressed)
    listeners.action(cards.BEFORE, then=on.page_pressed)
    listeners.action(cards.AFTER, then=on.page_pressed)


@dataclass(frozen=True, slots=True)
class _Practices:
    deps: Deps

    def by_text(self, args: Args, typed: str) -> None:
        if is_reference(typed, Kind.PRACTICE):
            self.show(args, typed)
        else:
            tell(args, helps.unknown(COMMAND, typed.partition(" ")[0]))

    def take_step_1(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read_form(args.body["view"])
        practice = self._keep(who, about, form.read_answers(args.body["view"]), _step_1)
        about = replace(about, version=practice.version)
        view = form.step_2(about, practice.content, self._choices(who, practice))
        args.ack(response_action="update", view=view)

    def take_step_2(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read_form(args.body["view"])
        answers = form.read_answers(args.body["view"])
        if about.number:
            practice = self._keep(who, about, answers, check_submission)
        else:
            practice = practices.submit(
                self.deps.db,
                self.deps.clock,
                caller=who,
                nonce=about.nonce,
                change=answers.onto,
                declaration=answers.declared or Declaration(),
            )
        args.context["practice_id"] = practice.id
        args.ack()

    def confirm(self, args: Args) -> None:
        practice_id = args.context.get("practice_id")
        if practice_id is None:
            return  # the form was sent back with errors
        self.deps.wake()
        who = known_caller(args, self.deps)
        practice = self._read(who, practice_id)
        edited = form.read_form(args.body["view"]).number is not None
        view = cards.edited_for_author if edited else cards.submitted_for_author
        tell(args, view(practice))

    def save_for_later(self, args: Args) -> None:
        view = args.body["view"]
        who, about = caller(args, self.deps), form.read_form(view)
        practice = self._keep(who, about, form.read_answers(view), None)
        if not update_view(args, form.saved(practice.content.title)):
            tell(args, cards.saved_for_author(practice))

    def go_back(self, args: Args) -> None:
        view = args.body["view"]
        who, about = caller(args, self.deps), form.read_form(view)
        practice = self._keep(who, about, form.read_answers(view), None)
        choices = self._choices(who, practice)
        update_view(args, form.step_1(about, practice.content, choices))

    def show_pressed(self, args: Args) -> None:
        practice = self._read(caller(args, self.deps), _pressed(args))
        open_view(args, cards.reading_view(practice))

    def accept_pressed(self, args: Args) -> None:
        practice_id, revision = cards.read_accept(args.body["actions"][0]["value"])
        self._accept_by_id(
            args, caller(args, self.deps), practice_id, revision=revision
        )

    def withdraw_pressed(self, args: Args) -> None:
        practice = practices.withdraw(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps),
            practice_id=_pressed(args),
        )
        self.deps.wake()
        tell(args, cards.withdrawn(practice), instead=True)

    def page_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        listed = practices.listed(self.deps.db, self.deps.clock, caller=who)
        tell(args, cards.listing(listed, offset=_pressed(args)), instead=True)

    def edit_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        self._open(args, who, self._read(who, _pressed(args)))

    def new(self, args: Args, _: str) -> None:
        self._open(args, caller(args, self.deps), None)

    def mine(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        tell(args, cards.mine(practices.mine(self.deps.db, caller=who)))

    def list(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        listed = practices.listed(self.deps.db, self.deps.clock, caller=who)
        tell(args, cards.listing(listed))

    def show(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        practice = self._read(who, self._find(who, name).id)
        can_edit = practices.may_edit(self.deps.clock, who, practice)
        tell(args, cards.card(practice, can_edit=can_edit))

    def edit(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        self._open(args, who, self._find(who, name))

    def accept(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        self._accept_by_id(args, who, self._find(who, name).id)

    def withdraw(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        practice = self._find(who, name)
        practices.require_withdrawable(self.deps.clock, who, practice)
        tell(args, cards.ask_to_withdraw(practice))

    def _open(self, args: Args, who: Caller, practice: Practice | None) -> None:
        """Open the form, empty or with what a practice says so far."""
        about = Form(nonce=uuid.uuid4().hex, channel=channel_of(args.body))
        content = PracticeContent()
        if practice is not None:
            practices.require_editable(self.deps.clock, who, practice)
            content = practice.content
            about = replace(
                about,
                nonce=practice.nonce or about.nonce,
                number=practice.number,
                version=practice.version,
            )
        view = form.step_1(about, content, self._choices(who, practice))
        open_view(args, view)

    def _keep(
        self,
        who: Caller,
        about: Form,
        answers: Answers,
        check: Callable[[PracticeContent], dict[str, str]] | None,
    ) -> Practice:
        """Save what one step says, to the draft or to the practice being edited."""
        if about.number:
            return practices.edit(
                self.deps.db,
                self.deps.clock,
                caller=who,
                number=about.number,
                version=about.version,
                change=answers.onto,
                declaration=answers.declared,
            )
        return practices.save_draft(
            self.deps.db,
            self.deps.clock,
            caller=who,
            nonce=about.nonce,
            change=answers.onto,
            cluster_id=answers.cluster_id,
            **({"strict": check} if check else {}),
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

    def _accept_by_id(
        self,
        args: Args,
        who: Caller,
        practice_id: int,
        *,
        revision: int | None = None,
    ) -> None:
        practice = practices.accept(
            self.deps.db,
            self.deps.clock,
            caller=who,
            practice_id=practice_id,
            revision=revision,
        )
        self.deps.wake()
        tell(args, cards.accepted_for_actor(practice))


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


def _pressed(args: Args) -> int:
    return int(args.body["actions"][0]["value"])
