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
from templates.practices import fields, inputs
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
    "*1 of 2.* Each step is saved when you leave it; whoever may read P-{number} then "
    "sees the new text."
)
_DRAFTS_NOTE = "You have an unfinished draft: `/practice mine` takes you there."


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form is about; travels in the view's ``private_metadata``.

    ``nonce`` makes a repeated submission the same practice; ``number`` is set when
    a submitted practice is edited, ``version`` is the one that was opened.
    """

    nonce: str
    channel: str | None = None
    number: int | None = None
    version: int = 1


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
        _note(_EDIT_NOTE.format(number=form.number) if form.number else _FIRST_NOTE),
        *([_note(_DRAFTS_NOTE)] if choices.drafts and _is_new(content) else []),
        *(inputs.text_input(text, content) for text in STEP_1_TEXTS[:5]),
        inputs.country(content),
        *inputs.cluster(choices),
        inputs.themes(content, choices),
        inputs.select("stage", "How far is it?", labels.STAGES, content.stage),
        *(inputs.text_input(text, content) for text in STEP_1_TEXTS[5:]),
        *_buttons(form, "step_1_actions", inputs.save_button()),
    ]
    submit = "Save and go on" if form.number else "Next"
    return _modal(STEP_1, form, blocks, title=_title(form), submit=submit)


def step_2(form: Form, content: PracticeContent, choices: Choices) -> View:
    """Return the second step: evidence, lessons, and what may be printed."""
    blocks: list[Block] = [
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
        *_buttons(
            form,
            "step_2_actions",
            ButtonElement(text="Back", action_id=BACK),
            inputs.save_button(),
        ),
    ]
    submit = "Save" if form.number else "Submit"
    return _modal(STEP_2, form, blocks, title=_title(form), submit=submit)


def saved(draft_title: str) -> View:
    """Return the last view after "Save and finish later"."""
    name = f"*{mrkdwn(draft_title)}*" if draft_title else "Your draft"
    text = (
        f"{name} is saved. Go on whenever you like: type `/practice mine` and press "
        "*Continue*. Only you can see it."
    )
    return View(
        type="modal",
        title="Saved",
        close="Close",
        blocks=[section(text)],
    )


def read_form(view: Mapping[str, Any]) -> Form:
    """Read what the view is about."""
    meta = json.loads(view.get("private_metadata") or "{}")
    return Form(
        nonce=str(meta.get("n", "")),
        channel=meta.get("c"),
        number=meta.get("p"),
        version=int(meta.get("v", 1)),
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
    meta = {"n": form.nonce, "c": form.channel, "p": form.number, "v": form.version}
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit=submit,
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=blocks,
    )


def _buttons(form: Form, block_id: str, *buttons: ButtonElement) -> list[Block]:
    """Return the buttons of a draft; what is submitted is saved with each step."""
    if form.number:
        return []
    return [ActionsBlock(block_id=block_id, elements=list(buttons))]


def _is_new(content: PracticeContent) -> bool:
    return content == PracticeContent()


def _title(form: Form) -> str:
    return f"Edit P-{form.number}" if form.number else "Share a practice"


def _note(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text, verbatim=True)])
