"""The set-up form: four steps of one modal, and each of them alone as settings."""

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

from bot.domain.errors import InvalidInputError
from bot.domain.setup import OBJECTIVES_LIMIT, STEPS, Typed
from templates.messages import section
from templates.sigs import inputs
from templates.sigs.words import SHARED, summary

WIZARD = tuple(f"sig_setup_{number}" for number in range(1, len(STEPS) + 1))
SETTINGS = tuple(f"sig_settings_{number}" for number in range(1, len(STEPS) + 1))
BACK = "sig_setup_back"
OVERVIEW = "sig_settings_back"
# A view carries 3,000 characters (https://docs.slack.dev/reference/views); what was
# typed travels there until the last step, so the longest text has to leave room.
_CARRIED = 3000
_FIRST_OBJECTIVES = 1500
_NOTES = (
    "Four short steps, two minutes. Nothing is saved before the last one.",
    "The white paper, how many you will be, and how many decide.",
    "When people meet, and when they are left in peace.",
    "Is everything right? *Back* keeps what you typed.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One step of a form; ``step`` counts from 1.

    ``typed`` is what was typed in all steps of the wizard, or in this one of the
    settings, whose ``version`` was opened. ``is_shared`` is the channel with another
    workspace.
    """

    channel: str
    step: int = 1
    typed: Typed = field(default_factory=dict)
    version: int | None = None
    is_shared: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of this step."""
        return STEPS[self.step - 1]

    @property
    def is_last(self) -> bool:
        """Whether the next thing is to save it."""
        return self.step == len(STEPS)

    def at(self, step: int) -> "Form":
        """Return the form at another step."""
        return replace(self, step=step)


def wizard(form: Form) -> View:
    """Return a step of setting a group up.

    Raises:
        InvalidInputError: what was typed is more than a form can carry.
    """
    note = f"*{form.step} of {len(STEPS)}.* {_NOTES[form.step - 1]}"
    blocks: list[Block] = [_note(note), *_inputs(form, is_new=True)]
    if form.is_last:
        blocks += [section(text) for text in summary(form.typed)[:-1]]
        blocks += [section(SHARED)] if form.is_shared else []
    if form.step > 1:
        back = ButtonElement(text="Back", action_id=BACK)
        blocks.append(ActionsBlock(block_id=f"back_{form.step}", elements=[back]))
    return _modal(
        WIZARD[form.step - 1],
        form,
        blocks,
        title="Set up the group",
        submit="Set up" if form.is_last else "Next",
        typed=form.typed,
    )


def settings(form: Form, *, warning: str = "") -> View:
    """Return a step alone, to change what is saved; the warning stands on top."""
    blocks: list[Block] = [section(warning)] if warning else []
    back = ButtonElement(text="Back", action_id=OVERVIEW)
    blocks += [
        *_inputs(form, is_new=False),
        ActionsBlock(block_id="back", elements=[back]),
    ]
    return _modal(
        SETTINGS[form.step - 1], form, blocks, title="Settings", submit="Save", typed={}
    )


def read_form(view: Mapping[str, Any]) -> Form:
    """Read a form with what was typed in this step and, in the wizard, before it."""
    meta = json.loads(view.get("private_metadata") or "{}")
    callback_id = str(view.get("callback_id"))
    known = WIZARD if callback_id in WIZARD else SETTINGS
    step = known.index(callback_id) + 1 if callback_id in known else 1
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    typed = {
        name: _entered(next(iter(values[name].values()), {}))
        for name in STEPS[step - 1]
        if name in values
    }
    return Form(
        channel=str(meta.get("c")),
        step=step,
        typed=_tuples(meta.get("t") or {}) | typed,
        version=meta.get("v"),
        is_shared=bool(meta.get("s")),
    )


def _entered(state: Mapping[str, Any]) -> str | tuple[str, ...]:
    """Return the plain value of one element's state, whatever its type."""
    if "selected_options" in state:
        return tuple(option["value"] for option in state["selected_options"] or ())
    if "selected_option" in state:
        return str((state["selected_option"] or {}).get("value") or "")
    for name in ("selected_time", "selected_conversation", "value"):
        if name in state:
            return str(state[name] or "")
    return ""


def _tuples(typed: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    return {
        name: tuple(value) if isinstance(value, list) else str(value)
        for name, value in typed.items()
    }


def _inputs(form: Form, *, is_new: bool) -> Sequence[Block]:
    typed = form.typed
    if form.step == 1:
        longest = _FIRST_OBJECTIVES if is_new else OBJECTIVES_LIMIT
        return inputs.step_1(typed, longest=longest)
    if form.step == 2:  # noqa: PLR2004 - the steps are counted as people see them
        return inputs.step_2(typed, is_new=is_new)
    return inputs.step_4(typed) if form.is_last else inputs.step_3(typed)


def _modal(
    callback_id: str,
    form: Form,
    blocks: Sequence[Block],
    *,
    title: str,
    submit: str,
    typed: Typed,
) -> View:
    meta = {
        "c": form.channel,
        "v": form.version,
        "s": form.is_shared,
        "t": dict(typed),
    }
    carried = json.dumps(meta, separators=(",", ":"), ensure_ascii=False)
    if len(carried.encode("utf-16-le", "surrogatepass")) // 2 > _CARRIED:
        message = (
            "This is more than the form can carry. Shorten it here; once the group is "
            "set up, its settings take a longer text."
        )
        raise InvalidInputError({"objectives": message})
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit=submit,
        close="Cancel",
        private_metadata=carried,
        blocks=blocks,
    )


def _note(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text, verbatim=True)])
