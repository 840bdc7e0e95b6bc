"""The practice form: two steps of one modal, written and read here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
)
from slack_sdk.models.views import View

from bot.domain.practices import (
    Attribution,
    Declaration,
    EvidenceLevel,
    PracticeContent,
    Stage,
    TransferReadiness,
    Visibility,
)
from templates import labels
from templates.messages import section
from templates.practices import buttons, fields, inputs, words
from templates.practices.fields import STEP_1_TEXTS, STEP_2_TEXTS
from templates.practices.inputs import Choices
from templates.text import mrkdwn

STEP_1 = "practice_step_1"
STEP_2 = "practice_step_2"
BACK = "practice_back"
_FIRST_NOTE = (
    "*1 of 2, about five minutes.* You can stop at any time: *Save and finish later* "
    "keeps everything you typed."
)
_EDIT_NOTE = (
    "*1 of 2.* Nobody sees the new text of P-{number} before you press *Save* at the "
    "end. *Save and finish later* keeps it for you alone."
)
_CHANGED = (
    ":warning: *Somebody changed P-{number} while you were writing* ({fields}). "
    "Nothing is overwritten: your text is in this form and kept for you, theirs is "
    "the newest version. Look at theirs, take over what you like, and go on: *Save* "
    "at the end makes yours the newest version; theirs stays as an earlier one."
)
_DRAFTS_NOTE = "You have an unfinished draft: `/practice mine` takes you there."


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form is about; travels in the view's ``private_metadata``.

    ``nonce`` makes a repeated submission the same practice; ``practice_id`` and
    ``number`` are set when a submitted practice is edited, ``revision`` is the text
    that was opened. ``sig_id`` is the group.
    """

    nonce: str
    channel: str | None = None
    sig_id: int | None = None
    practice_id: int | None = None
    number: int | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody typed in one step; ``declared`` where the form asked for it."""

    content: Mapping[str, Any] = field(default_factory=dict)
    cluster_id: int | None = None
    declared: Declaration | None = None

    def onto(self, content: PracticeContent) -> PracticeContent:
        """Return ``content`` with the fields of this step replaced."""
        return replace(content, **self.content)


STEP_1_FIELDS = frozenset(
    {text.name for text in STEP_1_TEXTS} | {"country", "themes", "stage", "cluster"}
)


def step_1(form: Form, content: PracticeContent, choices: Choices) -> View:
    """Return the first step: what it is, where, since when."""
    blocks: list[Block] = [
        *_changed(form, choices),
        _note(_EDIT_NOTE.format(number=form.number) if form.number else _FIRST_NOTE),
        *([_note(_DRAFTS_NOTE)] if choices.drafts and _is_new(content) else []),
        *(inputs.text_input(text, content) for text in STEP_1_TEXTS[:5]),
        inputs.country(content),
        *inputs.cluster(choices),
        inputs.themes(content, choices),
        inputs.select("stage", "How far is it?", labels.STAGES, content.stage),
        *(inputs.text_input(text, content) for text in STEP_1_TEXTS[5:]),
        _buttons("step_1_actions", inputs.save_button(), *_discard(form, content)),
    ]
    blocks = inputs.with_remarks(blocks, choices)
    return _modal(STEP_1, form, blocks, title=_title(form), submit="Next")


def step_2(form: Form, content: PracticeContent, choices: Choices) -> View:
    """Return the second step: evidence, lessons, and what may be printed."""
    blocks: list[Block] = [
        *_changed(form, choices),
        _note(f"*2 of 2, about three minutes.* {mrkdwn(content.title)}"),
        inputs.text_input(fields.EVIDENCE, content),
        inputs.select(
            "evidence_level",
            "What is this based on?",
            labels.EVIDENCE_LEVELS,
            content.evidence_level,
        ),
        inputs.text_input(fields.TRANSFER, content),
        inputs.select(
            "transfer_readiness",
            "How ready is it for others?",
            labels.TRANSFER_READINESS,
            content.transfer_readiness,
        ),
        inputs.text_input(fields.DIFFICULTIES, content),
        inputs.text_input(fields.RESOURCES, content),
        inputs.text_input(fields.LINKS, content),
        *inputs.printing(content, choices),
        _buttons(
            "step_2_actions",
            ButtonElement(text="Back", action_id=BACK),
            inputs.save_button(),
        ),
    ]
    blocks = inputs.with_remarks(blocks, choices)
    submit = "Save" if form.number else "Submit"
    return _modal(STEP_2, form, blocks, title=_title(form), submit=submit)


def opened(form: Form, content: PracticeContent, choices: Choices) -> View:
    """Return the step where reviewers ask for a change first, else the first step."""
    asked = set(choices.remarks)
    step = step_2 if asked and not asked & STEP_1_FIELDS else step_1
    return step(form, content, choices)


def saved(draft_title: str, number: int | None = None) -> View:
    """Return the last view after "Save and finish later"."""
    name = f"*{mrkdwn(draft_title)}*" if draft_title else "Your draft"
    resume = "type `/practice mine` and press *Continue*"
    if number:
        resume = f"type `/practice edit P-{number}`"
    text = f"{name} is saved. Go on whenever you like: {resume}. Only you can see it."
    return _last("Saved", text)


def discarded() -> View:
    """Return the last view of a draft that was thrown away."""
    return _last("Discarded", "The draft is gone. Nobody else has seen it.")


def read_form(view: Mapping[str, Any]) -> Form:
    """Read what the view is about."""
    meta = json.loads(view.get("private_metadata") or "{}")
    return Form(
        nonce=str(meta.get("n", "")),
        channel=meta.get("c"),
        sig_id=meta.get("g"),
        practice_id=meta.get("i"),
        number=meta.get("p"),
        revision=int(meta.get("r", 1)),
    )


def read_answers(view: Mapping[str, Any]) -> Answers:
    """Read what was typed in whichever step ``view`` is."""
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    typed = {
        block: _typed(next(iter(state.values()), {})) for block, state in values.items()
    }
    texts = STEP_1_TEXTS if view.get("callback_id") == STEP_1 else STEP_2_TEXTS
    content: dict[str, Any] = {
        text.name: typed.get(text.name) or "" for text in texts if text.name != "links"
    }
    if view.get("callback_id") == STEP_1:
        return _answers_1(content, typed)
    return _answers_2(content, typed)


def _answers_1(content: dict[str, Any], typed: Mapping[str, Any]) -> Answers:
    content |= {
        "start": content["start"].strip() or None,
        "end": content["end"].strip() or None,
        "country": typed.get("country"),
        "themes": tuple(typed.get("themes") or ()),
        "stage": Stage(stage) if (stage := typed.get("stage")) else None,
    }
    cluster = typed.get("cluster") or inputs.NO_CLUSTER
    return Answers(content=content, cluster_id=int(cluster) or None)


def _answers_2(content: dict[str, Any], typed: Mapping[str, Any]) -> Answers:
    level, ready = typed.get("evidence_level"), typed.get("transfer_readiness")
    content |= {
        "links": tuple((typed.get("links") or "").split()),
        "evidence_level": EvidenceLevel(level) if level else None,
        "transfer_readiness": TransferReadiness(ready) if ready else None,
    }
    if "consent" not in typed:
        return Answers(content=content)
    content |= {
        "attribution": Attribution(typed.get("attribution") or "organisation"),
        "visibility": Visibility(typed.get("visibility") or "public"),
    }
    declared = Declaration(
        has_rights=inputs.RIGHTS in typed["consent"],
        may_publish=inputs.PUBLISH in typed["consent"],
        printed_name=typed.get("printed_name") or "",
    )
    return Answers(content=content, declared=declared)


def _typed(state: Mapping[str, Any]) -> Any:
    """Return the plain value of one element's state, whatever its type."""
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"] or ()]
    if "selected_option" in state:
        option = state["selected_option"]
        return option["value"] if option else None
    return state.get("value")


def _modal(
    callback_id: str, form: Form, blocks: Sequence[Block], *, title: str, submit: str
) -> View:
    meta = {
        "n": form.nonce,
        "c": form.channel,
        "g": form.sig_id,
        "i": form.practice_id,
        "p": form.number,
        "r": form.revision,
    }
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit=submit,
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=blocks,
    )


def _buttons(block_id: str, *elements: ButtonElement) -> ActionsBlock:
    return ActionsBlock(block_id=block_id, elements=list(elements))


def _discard(form: Form, content: PracticeContent) -> list[ButtonElement]:
    """Return the button that throws a draft away, once there is something to throw."""
    return [] if form.number or _is_new(content) else [inputs.discard_button()]


def _changed(form: Form, choices: Choices) -> list[Block]:
    """Say that somebody else saved another text, and let it be seen."""
    if not choices.others or form.practice_id is None:
        return []
    named = ", ".join(words.field(name) for name in choices.others)
    text = _CHANGED.format(number=form.number, fields=mrkdwn(named))
    value = f"{form.practice_id}:{choices.since}:{form.sig_id or ''}"
    look = ButtonElement(
        text="Show what changed", action_id=buttons.COMPARE, value=value
    )
    return [section(text), _buttons("changed_actions", look)]


def _last(title: str, text: str) -> View:
    return View(type="modal", title=title, close="Close", blocks=[section(text)])


def _is_new(content: PracticeContent) -> bool:
    return content == PracticeContent()


def _title(form: Form) -> str:
    return f"Edit P-{form.number}" if form.number else "Share a practice"


def _note(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text, verbatim=True)])
