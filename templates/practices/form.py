"""The practice form: two steps of one modal and its details, written and read here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    InputBlock,
    MarkdownTextObject,
)
from slack_sdk.models.blocks.block_elements import InteractiveElement
from slack_sdk.models.views import View

from bot.domain.practices import (
    Attribution,
    Declaration,
    EvidenceLevel,
    PracticeContent,
    Stage,
    TransferReadiness,
    Visibility,
    with_document,
    with_region,
    without_other_region,
)
from bot.domain.rich_text import Document, from_slack
from bot.domain.rich_text.slack import Names
from templates.practices import details, fields, inputs, notes
from templates.practices.fields import STEP_1_TEXTS, STEP_2_TEXTS
from templates.practices.inputs import Choices
from templates.text import mrkdwn

STEP_1 = "practice_step_1"
STEP_2 = "practice_step_2"
DETAILS = "practice_details"
BACK = "practice_back"
MORE = "practice_more"
UPLOAD = "practice_upload"
_FIRST_NOTE = (
    "*1 of 2, about five minutes.* You can stop at any time: *Save and finish later* "
    "keeps everything you typed."
)
_EDIT_NOTE = (
    "*1 of 2.* Nobody sees the new text of P-{number} before you press *Save* at the "
    "end. *Save and finish later* keeps it for you alone."
)
_DETAILS_NOTE = (
    "*Details, all optional.* What you do not know stays empty. *Done* brings you back."
)
# The author's word, one letter each: it travels with the form from step to step.
_TICKS = {"r": "has_rights", "p": "may_publish", "n": "names_no_patient"}
_SHORT_DATE = ("start", "end", "valid_as_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form is about; travels in the view's ``private_metadata``.

    ``nonce`` makes a repeated submission the same practice; ``practice_id`` and
    ``number`` are set when a submitted practice is edited, ``revision`` is the text
    that was opened. ``sig_id`` is the group. ``confirmed`` are signs of contact
    details that were asked about, ``declared`` is what the author ticked so far.
    ``turn`` tells apart texts that are shown one after the other in one modal.
    """

    nonce: str
    channel: str | None = None
    sig_id: int | None = None
    practice_id: int | None = None
    number: int | None = None
    revision: int = 1
    confirmed: frozenset[str] = frozenset()
    declared: Declaration | None = None
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody typed in one step; ``declared`` where the form asked for it.

    ``documents`` are the texts that were written in an editor. ``region`` is a code
    as typed; None where the step does not ask for it.
    """

    content: Mapping[str, Any] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    region: str | None = None
    cluster_id: int | None = None
    declared: Declaration | None = None

    def onto(self, content: PracticeContent) -> PracticeContent:
        """Return ``content`` with the fields of this step replaced."""
        for name, document in self.documents.items():
            content = with_document(content, name, document)
        content = replace(content, **self.content)
        if self.region is not None:
            return with_region(content, self.region)
        return without_other_region(content)


STEP_1_FIELDS = frozenset(
    {text.name for text in STEP_1_TEXTS} | {"country", "themes", "stage", "cluster"}
)


# Slack refuses a menu without entries.
_NO_THEMES = (
    "Themes: this group has none yet, so nothing is to be chosen here. Those who lead "
    "it add some with `/sig themes add`."
)


def step_1(form: Form, content: PracticeContent, choices: Choices) -> View:
    """Return the first step: what it is, where, since when."""
    first = _EDIT_NOTE.format(number=form.number) if form.number else _FIRST_NOTE
    blocks: list[Block] = [
        *_on_top(form, choices),
        _note(first),
        *([] if choices.is_kept else notes.drafts(choices.drafts)),
        *(inputs.text_input(text, content) for text in STEP_1_TEXTS[:5]),
        inputs.country(content),
        *inputs.cluster(choices),
        inputs.themes(content, choices) if choices.themes else _note(_NO_THEMES),
        inputs.stage(content),
        *(inputs.text_input(text, content) for text in STEP_1_TEXTS[5:]),
        buttons_block(
            "step_1_actions",
            inputs.save_button(),
            ButtonElement(text="Take the text from a file", action_id=UPLOAD),
            *_discard(form, choices),
        ),
    ]
    blocks = inputs.with_remarks(blocks, choices)
    return modal(STEP_1, form, blocks, title=_title(form), submit="Next")


def step_2(form: Form, content: PracticeContent, choices: Choices) -> View:
    """Return the second step: evidence, lessons, and what may be printed."""
    blocks: list[Block] = [
        *_on_top(form, choices),
        _note(f"*2 of 2, about three minutes.* {mrkdwn(content.title)}"),
        inputs.text_input(fields.EVIDENCE, content),
        inputs.evidence_level(content),
        inputs.text_input(fields.VALID_AS_OF, content),
        inputs.text_input(fields.TRANSFER, content),
        inputs.transfer_readiness(content),
        inputs.text_input(fields.DIFFICULTIES, content),
        inputs.text_input(fields.RESOURCES, content),
        inputs.text_input(fields.LINKS, content),
        *inputs.printing(content, choices),
        buttons_block(
            "step_2_actions",
            ButtonElement(text="Back", action_id=BACK),
            ButtonElement(text=_more(content), action_id=MORE),
            inputs.save_button(),
        ),
    ]
    blocks = inputs.with_remarks(blocks, choices)
    submit = "Save" if form.number else "Submit"
    return modal(STEP_2, form, blocks, title=_title(form), submit=submit)


def details_view(form: Form, content: PracticeContent) -> View:
    """Return the details that few people give, reached from the second step."""
    blocks = [_note(_DETAILS_NOTE), *details.blocks(content)]
    return modal(DETAILS, form, blocks, title=_title(form), submit="Done")


def opened(form: Form, content: PracticeContent, choices: Choices) -> View:
    """Return the step where reviewers ask for a change first, else the first step."""
    asked = set(choices.remarks)
    step = step_2 if asked and not asked & STEP_1_FIELDS else step_1
    return step(form, content, choices)


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
        confirmed=frozenset(meta.get("w") or ()),
        declared=_carried(meta),
        turn=int(meta.get("t", 0)),
    )


def read_answers(view: Mapping[str, Any], names: Names = lambda _: None) -> Answers:
    """Read what was typed in whichever step ``view`` is; elsewhere nothing is.

    ``names`` gives the name of a person or channel that is mentioned.

    Raises:
        InvalidInputError: an amount of money is none.
    """
    typed = typed_in(view)
    if view.get("callback_id") == DETAILS:
        return Answers(content=details.read(typed), region=typed.get("nuts") or "")
    if view.get("callback_id") not in {STEP_1, STEP_2}:
        return Answers()
    is_first = view.get("callback_id") == STEP_1
    texts = STEP_1_TEXTS if is_first else STEP_2_TEXTS
    rich = [text.name for text in texts if text.is_formattable]
    content: dict[str, Any] = {
        text.name: typed.get(text.name) or ""
        for text in texts
        if text.name not in {"links", *rich}
    }
    for name in _SHORT_DATE:
        if name in content:
            content[name] = content[name].strip() or None
    answers = _answers_1(content, typed) if is_first else _answers_2(content, typed)
    written = {name: from_slack(typed.get(name) or {}, names) for name in rich}
    return replace(answers, documents=written)


def _answers_1(content: dict[str, Any], typed: Mapping[str, Any]) -> Answers:
    content |= {
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
    return Answers(content=content, declared=_declared(typed))


def _declared(typed: Mapping[str, Any]) -> Declaration:
    return Declaration(
        has_rights=inputs.RIGHTS in typed["consent"],
        may_publish=inputs.PUBLISH in typed["consent"],
        names_no_patient=inputs.PATIENTS in typed["consent"],
        printed_name=typed.get("printed_name") or "",
    )


def typed_in(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain value of each element of a view, by the name of its block."""
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    return {
        block: _typed(next(iter(state.values()), {})) for block, state in values.items()
    }


def _typed(state: Mapping[str, Any]) -> Any:
    """Return the plain value of one element's state, whatever its type."""
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"] or ()]
    if "selected_option" in state:
        option = state["selected_option"]
        return option["value"] if option else None
    for name in ("rich_text_value", "files"):
        if name in state:
            return state[name]
    return state.get("value")


def modal(
    callback_id: str, form: Form, blocks: Sequence[Block], *, title: str, submit: str
) -> View:
    """Return a view that remembers what the form is about."""
    if form.turn:
        # What was typed survives an update of its view as long as the ids stay the
        # same (https://docs.slack.dev/surfaces/modals), also below another text.
        for block in blocks:
            if not isinstance(block, InputBlock):
                continue
            if isinstance(block.element, InteractiveElement):
                block.element.action_id = f"{inputs.VALUE}{form.turn}"
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit=submit,
        close="Cancel",
        private_metadata=_metadata(form),
        blocks=blocks,
    )


def _metadata(form: Form) -> str:
    meta: dict[str, Any] = {
        "n": form.nonce,
        "c": form.channel,
        "g": form.sig_id,
        "i": form.practice_id,
        "p": form.number,
        "r": form.revision,
        "t": form.turn,
        "w": sorted(form.confirmed),
    }
    if form.declared is not None:
        given = (sign for sign, tick in _TICKS.items() if getattr(form.declared, tick))
        meta |= {"d": "".join(given), "a": form.declared.printed_name}
    return json.dumps(meta, separators=(",", ":"), ensure_ascii=False)


def _carried(meta: Mapping[str, Any]) -> Declaration | None:
    """Return what was ticked in a step before."""
    if "d" not in meta:
        return None
    ticks = {tick: sign in meta["d"] for sign, tick in _TICKS.items()}
    return Declaration(**ticks, printed_name=str(meta.get("a") or ""))


def buttons_block(block_id: str, *elements: ButtonElement) -> ActionsBlock:
    """Return a row of buttons."""
    return ActionsBlock(block_id=block_id, elements=list(elements))


def _discard(form: Form, choices: Choices) -> list[ButtonElement]:
    """Return the button that throws a draft away, once there is something to throw."""
    is_draft = choices.is_kept and not form.number
    return [inputs.discard_button()] if is_draft else []


def _on_top(form: Form, choices: Choices) -> list[Block]:
    """Return what has to be said before anything else."""
    return [
        *notes.changed(form.practice_id, form.number, form.sig_id, choices),
        *notes.warned(choices.warned, is_edit=form.number is not None),
        *notes.happened(choices.note),
    ]


def _more(content: PracticeContent) -> str:
    count = details.given(content)
    return f"Details ({count} given)" if count else "Add details"


def _title(form: Form) -> str:
    return f"Edit P-{form.number}" if form.number else "Share a practice"


def _note(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text, verbatim=True)])
