"""From step to step of the practice form; everything typed is kept on the way."""

from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.practices import PracticeContent, check_details, check_submission
from bot.domain.practices.text_files import read_text_file, require_text_file
from bot.services import practices
from bot.slack_files import fetch
from handlers.callers import caller, known_caller
from handlers.errors import tell, update_view
from handlers.listeners import Listeners
from handlers.practice_form.keeping import Keeping, show
from templates.practices import asides, form, inputs, news
from templates.practices.form import Answers

# Slack closes a form that is not answered within three seconds.
_SECONDS_FOR_A_FILE = 1


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the steps and what stands beside them."""
    on = _Steps(deps, Keeping(deps))
    listeners.view(form.STEP_1, take=on.take_step_1)
    listeners.view(form.DETAILS, take=on.take_details)
    listeners.view(asides.FROM_FILE, take=on.take_file)
    listeners.action(inputs.SAVE_FOR_LATER, then=on.save_for_later)
    listeners.action(inputs.DISCARD, then=on.discard_pressed)
    listeners.action(form.BACK, then=on.back_pressed)
    listeners.action(form.MORE, then=on.more_pressed)
    listeners.action(form.UPLOAD, then=on.upload_pressed)
    listeners.action(asides.TO_FIRST, then=on.to_first_pressed)


@dataclass(frozen=True, slots=True)
class _Steps:
    deps: Deps
    keeping: Keeping

    def take_step_1(self, args: Args) -> None:
        kept = self.keeping.keep(*self.keeping.taken(args), _step_1)
        show(args, form.step_2(kept.about, kept.content, kept.choices))

    def take_details(self, args: Args) -> None:
        kept = self.keeping.keep(*self.keeping.taken(args), check_details)
        show(args, form.step_2(kept.about, kept.content, kept.choices))

    def back_pressed(self, args: Args) -> None:
        kept = self.keeping.keep(*self.keeping.taken(args))
        update_view(args, form.step_1(kept.about, kept.content, kept.choices))

    def more_pressed(self, args: Args) -> None:
        kept = self.keeping.keep(*self.keeping.taken(args))
        update_view(args, form.details_view(kept.about, kept.content))

    def upload_pressed(self, args: Args) -> None:
        kept = self.keeping.keep(*self.keeping.taken(args))
        update_view(args, asides.from_file(kept.about))

    def to_first_pressed(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read_form(args.body["view"])
        kept = self.keeping.keep(who, about, Answers())
        update_view(args, form.step_1(kept.about, kept.content, kept.choices))

    def take_file(self, args: Args) -> None:
        """Take the description from a file, before the form is answered.

        So what is wrong with the file stands beside it.
        """
        view = args.body["view"]
        who, about = known_caller(args, self.deps), form.read_form(view)
        added = asides.read_file(view)
        if added is None:
            raise InvalidInputError({"file": "Please choose a file."})
        require_text_file(added.name, added.size)
        file = fetch(args.client, added.id, seconds=_SECONDS_FOR_A_FILE)
        if file.user not in {"", args.body["user"]["id"]}:
            raise NotAllowedError("This file belongs to somebody else.")
        document = read_text_file(file.name, file.data)
        answers = Answers(documents={"description": document})
        kept = self.keeping.keep(who, about, answers)
        choices = replace(kept.choices, note=asides.taken(file.name, document))
        show(args, form.step_1(kept.about, kept.content, choices))

    def save_for_later(self, args: Args) -> None:
        kept = self.keeping.keep(*self.keeping.taken(args))
        saved = asides.saved(kept.content.title, kept.about.number)
        if not update_view(args, saved):
            practice = replace(kept.practice, content=kept.content)
            tell(args, news.saved_for_author(practice))

    def discard_pressed(self, args: Args) -> None:
        who, about = caller(args, self.deps), form.read_form(args.body["view"])
        practices.discard(self.deps.db, self.deps.clock, caller=who, nonce=about.nonce)
        update_view(args, asides.discarded())


def _step_1(content: PracticeContent) -> dict[str, str]:
    """Check only what the first step asks."""
    problems = check_submission(content)
    return {name: said for name, said in problems.items() if name in form.STEP_1_FIELDS}
