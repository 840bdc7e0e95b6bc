"""The form of `/sig merge`: what should happen, then what that would mean."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
)
from slack_sdk.models.views import View

from bot.domain.clusters import Cluster
from bot.domain.successions import (
    Plan,
    Preview,
    SuccessionKind,
    tidied,
)
from templates.messages import SECTION_LIMIT, section
from templates.successions import inputs
from templates.successions.words import KINDS, consequences, headline

STEP_1 = "succession_step_1"
STEP_2 = "succession_step_2"
BACK = "succession_back"
_FIRST_NOTE = (
    "*1 of 2.* Nothing happens yet: the next step shows what it would mean, and you "
    "can come back from there."
)
_CHANGED = (
    ":warning: Something changed in the group while you were reading, and nothing has "
    "been done. Please look again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form is about; travels in the view's ``private_metadata``.

    ``digest`` is that of the preview which is shown.
    """

    nonce: str
    sig_id: int
    channel: str | None = None
    digest: str = ""
    plan: Plan = field(default_factory=Plan)


def step_1(form: Form, clusters: Sequence[Cluster]) -> View:
    """Return the first step: what happens to whom, and since when."""
    plan = form.plan
    blocks: list[Block] = [
        inputs.note(_FIRST_NOTE),
        inputs.kinds(plan.kind),
        inputs.clusters(
            "predecessors",
            "Which clusters end?",
            clusters,
            plan.predecessors,
            hint="What was collected under these names keeps them.",
        ),
        inputs.clusters(
            "successors",
            "Which existing clusters go on?",
            clusters,
            plan.successors,
            hint="Leave this empty when a new cluster begins.",
            optional=True,
        ),
        inputs.new_names(plan.new),
        inputs.country(plan.country),
        inputs.day(plan.effective_on),
    ]
    return _modal(STEP_1, form, blocks, title="Change clusters", submit="Preview")


def step_2(form: Form, preview: Preview, *, is_changed: bool = False) -> View:
    """Return the second step: what it would mean, and what has to be decided."""
    form = replace(form, digest=preview.digest)
    blocks: list[Block] = [
        *([section(_CHANGED)] if is_changed else []),
        section(f"*2 of 2.* {headline(preview)}"),
        *_lines([f"• {line}" for line in consequences(preview)]),
        *inputs.heir(form.plan, preview),
        *inputs.actions(form.plan, preview),
        inputs.note_input(form.plan.note),
        ActionsBlock(
            block_id="succession_actions",
            elements=[ButtonElement(text="Back", action_id=BACK)],
        ),
    ]
    name, _ = KINDS[preview.kind]
    return _modal(STEP_2, form, blocks, title=name, submit=_SUBMIT[preview.kind])


def _lines(lines: Sequence[str]) -> list[Block]:
    """Return lines in one section where they fit, else in one each."""
    together = "\n".join(lines)
    fits = len(together) <= SECTION_LIMIT
    return [section(together)] if fits else [section(line) for line in lines]


_SUBMIT: Mapping[SuccessionKind, str] = {
    SuccessionKind.MERGER: "Merge",
    SuccessionKind.SPLIT: "Split",
    SuccessionKind.RENAME: "Rename",
    SuccessionKind.REPLACEMENT: "Replace",
}


def read(view: Mapping[str, Any]) -> Form:
    """Read what a view is about, with what was filled in in this step."""
    form = _read_form(json.loads(view.get("private_metadata") or "{}"))
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    typed: dict[str, Any] = {
        block: next(iter(state.values()), {}) for block, state in values.items()
    }
    is_first = view.get("callback_id") == STEP_1
    plan = _first_answers(form.plan, typed) if is_first else form.plan
    if not is_first:
        plan = _second_answers(plan, typed, view)
    return replace(form, plan=tidied(plan))


def _first_answers(plan: Plan, typed: Mapping[str, Any]) -> Plan:
    day = typed["effective_on"].get("selected_date")
    return replace(
        plan,
        kind=SuccessionKind(_picked(typed["kind"]) or SuccessionKind.MERGER),
        predecessors=_ids(typed["predecessors"]),
        successors=_ids(typed["successors"]),
        new=tuple((typed["new"].get("value") or "").splitlines()),
        country=_picked(typed["country"]),
        effective_on=date.fromisoformat(day) if day else None,
    )


def _second_answers(plan: Plan, typed: Mapping[str, Any], view: Any) -> Plan:
    ticked = {
        int(option["value"])
        for block, state in typed.items()
        if block.startswith(inputs.ACTIONS)
        for option in state.get("selected_options") or ()
    }
    shown = {
        int(option["value"])
        for block in view["blocks"]
        if block.get("block_id", "").startswith(inputs.ACTIONS)
        for option in block["element"]["options"]
    }
    heir = _picked(typed.get("heir", {}))
    return replace(
        plan,
        note=typed.get("note", {}).get("value") or "",
        left=frozenset(shown - ticked),
        heir=int(heir) if heir and heir != inputs.NOBODY else None,
    )


def _picked(state: Mapping[str, Any]) -> str | None:
    option = state.get("selected_option")
    return option["value"] if option else None


def _ids(state: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(int(each["value"]) for each in state.get("selected_options") or ())


def _read_form(meta: Mapping[str, Any]) -> Form:
    day = meta.get("e")
    return Form(
        nonce=str(meta.get("n", "")),
        sig_id=int(meta.get("g") or 0),
        channel=meta.get("c"),
        digest=str(meta.get("d", "")),
        plan=Plan(
            kind=SuccessionKind(meta.get("k") or SuccessionKind.MERGER),
            predecessors=tuple(meta.get("p", ())),
            successors=tuple(meta.get("s", ())),
            new=tuple(meta.get("w", ())),
            country=meta.get("o"),
            effective_on=date.fromisoformat(day) if day else None,
            note=str(meta.get("t", "")),
            left=frozenset(meta.get("l", ())),
            heir=meta.get("h"),
        ),
    )


def _metadata(form: Form) -> str:
    plan = form.plan
    day = plan.effective_on.isoformat() if plan.effective_on else None
    meta = {
        "n": form.nonce,
        "g": form.sig_id,
        "c": form.channel,
        "d": form.digest,
        "k": plan.kind.value,
        "p": plan.predecessors,
        "s": plan.successors,
        "w": plan.new,
        "o": plan.country,
        "e": day,
        "t": plan.note,
        "l": sorted(plan.left),
        "h": plan.heir,
    }
    return json.dumps(meta, ensure_ascii=False, separators=(",", ":"))


def _modal(
    callback_id: str, form: Form, blocks: Sequence[Block], *, title: str, submit: str
) -> View:
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit=submit,
        close="Cancel",
        private_metadata=_metadata(form),
        blocks=blocks,
    )
