"""`/practice review`: my queue, the form of ten questions, what reviewers said."""

from dataclasses import dataclass

from slack_bolt import Args
from slack_sdk.models.views import View

from bot.deps import Deps
from bot.domain.practices import (
    STATUS_WORDS,
    PracticeEvent,
    Verdict,
)
from bot.domain.references import Kind, parse
from bot.services import practices, reviews
from bot.services.members import Caller
from bot.services.reviews import Sent, Task
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, is_private, open_view, tell
from handlers.listeners import Listeners
from templates.practices import buttons, cards
from templates.practices.buttons import Target, read_target
from templates.reviews import form, messages

COMMAND = "/practice"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Reviews(deps)
    listeners.word(COMMAND, "review", then=on.review)
    listeners.action(buttons.REVIEW, then=on.pressed)
    listeners.action(buttons.REVIEWS, then=on.said_pressed)
    listeners.view(form.STEP_1, take=on.take_step_1, then=on.thank)
    listeners.view(form.STEP_2, take=on.take_step_2, then=on.thank)


@dataclass(frozen=True, slots=True)
class _Reviews:
    deps: Deps

    def review(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        if not name:
            waiting = reviews.queue(self.deps.db, self.deps.clock, caller=who)
            listed = [(task.practice, task.review) for task in waiting]
            tell(args, messages.queue(listed))
            return
        number = parse(name, Kind.PRACTICE)
        practice = practices.find(
            self.deps.db, self.deps.clock, caller=who, number=number
        )
        self._open(args, who, practice.id)

    def pressed(self, args: Args) -> None:
        target = read_target(args.body["actions"][0]["value"])
        who = caller(args, self.deps, sig_id=target.sig_id)
        if self._is_current(args, who, target):
            self._open(args, who, target.practice_id)

    def said_pressed(self, args: Args) -> None:
        target = read_target(args.body["actions"][0]["value"])
        said = reviews.of_practice(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=target.sig_id),
            practice_id=target.practice_id,
        )
        view = messages.said_view(said.practice, said.reviews, said.clusters)
        open_view(args, view)

    def take_step_1(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read_about(args.body["view"])
        answers = form.read_answers(args.body["view"])
        if answers.values["verdict"] is not Verdict.CHANGES:
            self._give(args, who, about, answers)
            return
        task = reviews.keep(
            self.deps.db,
            self.deps.clock,
            caller=who,
            review_id=about.review_id,
            change=answers.onto,
        )
        view = form.step_2(about, task.practice, task.review.opinion)
        args.ack(response_action="update", view=view)

    def take_step_2(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read_about(args.body["view"])
        self._give(args, who, about, form.read_answers(args.body["view"]))

    def thank(self, args: Args) -> None:
        task = args.context.get("task")
        if task is not None:
            self.deps.wake()
            tell(args, messages.thanks(task.practice, task.review))

    def _give(
        self, args: Args, who: Caller, about: form.About, answers: form.Answers
    ) -> None:
        task = reviews.give(
            self.deps.db,
            self.deps.clock,
            caller=who,
            review_id=about.review_id,
            change=answers.onto,
            needed=self.deps.reviews,
        )
        if task.sent is Sent.GIVEN:
            args.context["task"] = task
            args.ack()
        else:
            args.ack(response_action="update", view=_again(task, about.channel))

    def _open(self, args: Args, who: Caller, practice_id: int) -> None:
        task = reviews.take_up(
            self.deps.db, self.deps.clock, caller=who, practice_id=practice_id
        )
        self.deps.wake()
        about = form.about_of(task.review, channel_of(args.body))
        open_view(args, form.step_1(about, task.practice, task.review.opinion))

    def _is_current(self, args: Args, who: Caller, target: Target) -> bool:
        """Say whether there is still something to review; if not, show what is true."""
        moved = practices.moved_on(
            self.deps.db,
            self.deps.clock,
            caller=who,
            practice_id=target.practice_id,
            event=PracticeEvent.TAKE_UP,
        )
        if moved is None:
            return True
        practices.refresh(self.deps.db, self.deps.clock, caller=who, practice=moved)
        self.deps.wake()
        tell(args, cards.moved_on(moved), instead=is_private(args))
        return False


def _again(task: Task, channel: str | None) -> View:
    """Return the form with the new text, or the end of a review nobody needs now."""
    opinion = task.review.opinion
    if task.sent is Sent.TEXT_CHANGED:
        about = form.about_of(task.review, channel)
        return form.step_1(about, task.practice, opinion, is_changed=True)
    state = STATUS_WORDS[task.practice.status]
    return form.over(task.practice, opinion, state=state)
