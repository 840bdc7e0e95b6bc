"""The review form: ten questions and a verdict, then one comment per field."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    CheckboxesElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.practices import (
    MAX_COMMENT,
    MAX_REMARK,
    REMARKABLE,
    Answer,
    Criterion,
    Label,
    Opinion,
    Practice,
    Review,
    Verdict,
)
from templates.messages import section
from templates.practices import buttons
from templates.practices import words as practice_words
from templates.practices.buttons import button
from templates.practices.cards import compare_button
from templates.reviews import words
from templates.text import mrkdwn, pieces_of, plain

STEP_1 = "review_step_1"
STEP_2 = "review_step_2"
VALUE = "value"
_OPTION_TEXT = 75
_NO_PATIENT = "names_no_patient"
_NOTE = (
    "About ten minutes. The author reads what you ask to change, without your name or "
    "cluster; the rest is for those who decide. Answers are never added up."
)
_CHANGED = (
    ":warning: *The author saved a new text while you were writing.* Your review is in "
    "this form and not sent yet. Please look at what changed and send it again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a form is about; travels in the view's ``private_metadata``."""

    review_id: int
    channel: str | None = None
    sig_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody entered in one step."""

    values: Mapping[str, Any] = field(default_factory=dict)
    parts: Sequence[str] | None = None

    def onto(self, opinion: Opinion) -> Opinion:
        """Return ``opinion`` with what this step asks; earlier remarks are kept."""
        if self.parts is None:
            return replace(opinion, **self.values)
        kept = {name: opinion.remarks.get(name, "") for name in self.parts}
        return replace(opinion, **self.values, remarks=kept)


def step_1(
    about: About, practice: Practice, opinion: Opinion, *, is_changed: bool = False
) -> View:
    """Return the first step: the questions and the verdict."""
    elements = [button("Read it", buttons.READ, practice)]
    if practice.revision > 1:
        elements.append(compare_button(practice))
    blocks: list[Block] = [
        *([section(_CHANGED)] if is_changed else []),
        section(f"*{practice.ref}* {mrkdwn(practice.content.title)}\n{_NOTE}"),
        ActionsBlock(block_id="review_actions", elements=elements),
        *(_question(criterion, opinion) for criterion in Criterion),
        _radio("verdict", "What should happen with it?", opinion.verdict),
        _select("label", "If accepted: as what?", words.LABELS, opinion.label),
        _parts(opinion),
        _tick(opinion),
        _comment(opinion),
    ]
    return _modal(STEP_1, about, practice, blocks, submit="Go on")


def step_2(about: About, practice: Practice, opinion: Opinion) -> View:
    """Return the second step: one comment for each field that should change."""
    note = (
        f"*{practice.ref}* {mrkdwn(practice.content.title)}\nThe author's form opens "
        "at these fields, with your words beside them."
    )
    blocks: list[Block] = [
        section(note),
        *(
            _text(name, practice_words.field(name), opinion.remarks[name], MAX_REMARK)
            for name in REMARKABLE
            if name in opinion.remarks
        ),
    ]
    return _modal(STEP_2, about, practice, blocks, submit="Ask for changes")


def over(practice: Practice, opinion: Opinion, *, state: str) -> View:
    """Say that a review is not needed any more, and give back what was typed."""
    text = (
        f"*{practice.ref}* is {state} since you began, so the review is not needed any "
        "more. Nothing else happens; thank you for your time."
    )
    typed = [
        *(
            (practice_words.field(name), said)
            for name, said in opinion.remarks.items()
            if said
        ),
        *([("Your comment", opinion.comment)] if opinion.comment else []),
    ]
    blocks: list[Block] = [section(text)]
    if typed:
        blocks.append(section("What you wrote, should you want to keep it:"))
    for name, said in typed:
        pieces = [mrkdwn(piece) for piece in pieces_of(said)]
        blocks += [section(f"*{mrkdwn(name)}*\n{pieces[0]}"), *map(section, pieces[1:])]
    return View(type="modal", title=practice.ref, close="Close", blocks=blocks)


def about_of(review: Review, channel: str | None) -> About:
    """Return what the form of a review is about."""
    return About(review_id=review.id, channel=channel, sig_id=review.sig_id)


def read_about(view: Mapping[str, Any]) -> About:
    """Read what the view is about."""
    meta = json.loads(view.get("private_metadata") or "{}")
    return About(review_id=int(meta["r"]), channel=meta.get("c"), sig_id=meta.get("g"))


def read_answers(view: Mapping[str, Any]) -> Answers:
    """Read what was entered in whichever step ``view`` is."""
    state: Mapping[str, Any] = view.get("state", {}).get("values", {})
    given = {name: _given(block.get(VALUE) or {}) for name, block in state.items()}
    if view.get("callback_id") == STEP_2:
        remarks = {name: str(said or "") for name, said in given.items()}
        return Answers(values={"remarks": remarks})
    verdict, chosen = given.get("verdict"), given.get("label")
    return Answers(
        values={
            "answers": {
                criterion: Answer(said)
                for criterion in Criterion
                if (said := given.get(criterion.value))
            },
            "verdict": Verdict(verdict) if verdict else None,
            "label": Label(chosen) if chosen else None,
            "names_no_patient": bool(given.get(_NO_PATIENT)),
            "comment": given.get("comment") or "",
        },
        parts=tuple(given.get("parts") or ()),
    )


def _given(state: Mapping[str, Any]) -> Any:
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"] or ()]
    if "selected_option" in state:
        option = state["selected_option"]
        return option["value"] if option else None
    return state.get("value")


def _question(criterion: Criterion, opinion: Opinion) -> InputBlock:
    return _select(
        criterion.value,
        words.QUESTIONS[criterion],
        words.ANSWERS,
        opinion.answers.get(criterion),
        hint=words.HINTS[criterion],
    )


def _select(
    name: str,
    label: str,
    choices: Mapping[Any, str],
    chosen: str | None,
    *,
    hint: str | None = None,
) -> InputBlock:
    options = _options(choices)
    element = StaticSelectElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_option=options.get(chosen or ""),
    )
    # Whether it is needed depends on the verdict, so the bot says it, not Slack.
    return InputBlock(
        block_id=name, label=label, element=element, hint=hint, optional=True
    )


def _radio(name: str, label: str, chosen: str | None) -> InputBlock:
    options = _options(words.VERDICTS)
    element = RadioButtonsElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_option=options.get(chosen or ""),
    )
    return InputBlock(block_id=name, label=label, element=element, optional=True)


def _parts(opinion: Opinion) -> InputBlock:
    options = {
        name: Option(value=name, label=plain(practice_words.field(name), _OPTION_TEXT))
        for name in REMARKABLE
    }
    chosen = [options[name] for name in REMARKABLE if name in opinion.remarks]
    element = StaticMultiSelectElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_options=chosen or None,
    )
    return InputBlock(
        block_id="parts",
        label="If you ask for changes: where?",
        hint="On the next page you say what should change in each.",
        element=element,
        optional=True,
    )


def _tick(opinion: Opinion) -> InputBlock:
    option = Option(value=_NO_PATIENT, label="No patient can be recognised in the text")
    element = CheckboxesElement(
        action_id=VALUE,
        options=[option],
        initial_options=[option] if opinion.names_no_patient else None,
    )
    return InputBlock(
        block_id=_NO_PATIENT, label="Privacy", element=element, optional=True
    )


def _comment(opinion: Opinion) -> InputBlock:
    element = PlainTextInputElement(
        action_id=VALUE,
        multiline=True,
        max_length=MAX_COMMENT,
        initial_value=opinion.comment[:MAX_COMMENT] or None,
    )
    return InputBlock(
        block_id="comment",
        label="A word to those who decide",
        hint="Needed only if it should not be accepted. The author does not see it.",
        element=element,
        optional=True,
    )


def _text(name: str, label: str, said: str, limit: int) -> InputBlock:
    element = PlainTextInputElement(
        action_id=VALUE,
        multiline=True,
        max_length=limit,
        initial_value=said[:limit] or None,
    )
    hint = "For example: since when? Which year is the figure from?"
    return InputBlock(
        block_id=name, label=label, element=element, hint=hint, optional=False
    )


def _options(choices: Mapping[Any, str]) -> dict[str, Option]:
    return {
        str(slug): Option(value=slug, label=plain(text, _OPTION_TEXT))
        for slug, text in choices.items()
    }


def _modal(
    callback_id: str,
    about: About,
    practice: Practice,
    blocks: Sequence[Block],
    *,
    submit: str,
) -> View:
    meta = {"c": about.channel, "g": about.sig_id, "r": about.review_id}
    return View(
        type="modal",
        callback_id=callback_id,
        title=f"Review {practice.ref}",
        submit=submit,
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=blocks,
    )
