"""The forms of meetings: schedule, change one or its series, cancel."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.meeting_views import Changed, Versions
from bot.domain.schedules import Scope
from templates.meetings import cards, inputs
from templates.meetings.inputs import Filled
from templates.messages import section
from templates.text import plain

SCHEDULE = "meeting_schedule"
CHANGE = "meeting_change"
RULE = "meeting_rule"
CALL_OFF = "meeting_call_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form is about; travels in the view's ``private_metadata``.

    ``nonce`` makes a repeated submission the same series; ``number`` and ``seen`` are
    the meeting that is changed and what was seen of it; ``typed`` is what was typed,
    also in the step before.
    """

    channel: str | None
    sig_id: int
    nonce: str = ""
    number: int = 0
    seen: Versions = field(default_factory=Versions)
    scope: Scope = Scope.THIS
    typed: Filled = field(default_factory=dict)


def read(view: Mapping[str, Any]) -> Form:
    """Read a form with what was typed now and before."""
    meta = json.loads(view.get("private_metadata") or "{}")
    typed = _tuples(meta.get("t") or {}) | _typed(view)
    chosen = typed.get("scope") or meta.get("s") or Scope.THIS
    return Form(
        channel=meta.get("c"),
        sig_id=int(meta.get("g") or 0),
        nonce=str(meta.get("n") or ""),
        number=int(meta.get("i") or 0),
        seen=Versions(meeting=int(meta.get("v") or 1), series=int(meta.get("w") or 1)),
        scope=Scope(str(chosen)),
        typed=typed,
    )


def schedule(about: Form) -> View:
    """Return the form for a new meeting or series."""
    blocks = [*inputs.details(about.typed), *inputs.rule(about.typed)]
    return modal(SCHEDULE, about, blocks, title="Schedule a meeting", submit="Preview")


def rule(about: Form) -> View:
    """Return the form in which a series is changed, from a meeting on."""
    scope = inputs.SCOPES[about.scope].lower()
    said = (
        f"*{scope[0].upper()}{scope[1:]}* will follow what you choose here. Nothing is "
        "saved before the preview. Meetings that were moved alone, cancelled or held "
        "stay as they are."
    )
    typed = {name: value for name, value in about.typed.items() if name == "reason"}
    blocks = [section(said), *inputs.details(about.typed), *inputs.rule(about.typed)]
    kept = replace(about, typed=typed)
    return modal(RULE, kept, blocks, title="Change the series", submit="Preview")


def change(about: Form, changed: Changed, *, reader: str | None = None) -> View:
    """Return the form in which one meeting is changed; or its series, in a next step.

    Where somebody else came before, their change stands on top.
    """
    blocks: list[Block] = [section(said) for said in _stale(changed, reader)]
    if changed.series is not None or changed.meeting.series_id is not None:
        blocks.append(inputs.scope(about.scope, tuple(Scope)))
    blocks += inputs.details(about.typed)
    blocks.append(inputs.reason(about.typed, required=False))
    title = f"Change {changed.meeting.ref}"
    kept = replace(about, typed={})
    return modal(CHANGE, kept, blocks, title=title, submit="Save")


def call_off(about: Form, changed: Changed, *, reader: str | None = None) -> View:
    """Return the form in which a meeting is cancelled, or all from it on."""
    blocks: list[Block] = [section(said) for said in _stale(changed, reader)]
    blocks.append(section(cards.summary(changed.meeting, reader=reader)))
    if changed.series is not None or changed.meeting.series_id is not None:
        blocks.append(inputs.scope(about.scope, (Scope.THIS, Scope.FOLLOWING)))
    blocks.append(inputs.reason(about.typed, required=True))
    title = f"Cancel {changed.meeting.ref}"
    kept = replace(about, typed={})
    return modal(
        CALL_OFF,
        kept,
        blocks,
        title=title,
        submit="Cancel the meeting",
        close="Keep it",
    )


def modal(
    callback_id: str,
    about: Form,
    blocks: Sequence[Block],
    *,
    title: str,
    submit: str,
    close: str = "Cancel",
) -> View:
    """Return a modal that remembers what it is about."""
    meta = {
        "c": about.channel,
        "g": about.sig_id,
        "n": about.nonce,
        "i": about.number,
        "v": about.seen.meeting,
        "w": about.seen.series,
        "s": about.scope.value,
        # Nothing chosen in a menu of several says something, an empty text does not.
        "t": {name: value for name, value in about.typed.items() if value != ""},
    }
    return View(
        type="modal",
        callback_id=callback_id,
        title=plain(title, 24),
        submit=submit,
        close=close,
        private_metadata=json.dumps(meta, separators=(",", ":"), ensure_ascii=False),
        blocks=list(blocks),
    )


def _stale(changed: Changed, reader: str | None) -> list[str]:
    if not changed.is_stale:
        return []
    said = (
        ":warning: *Somebody changed this meeting while you typed.* This is how it is "
        f"now:\n{cards.summary(changed.meeting, reader=reader)}\n"
        "What you typed is below. If it should hold instead, press the button again."
    )
    return [said]


def _typed(view: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    return {
        name: _entered(next(iter(state.values()), {})) for name, state in values.items()
    }


def _entered(state: Mapping[str, Any]) -> str | tuple[str, ...]:
    """Return the plain value of one element's state, whatever its type."""
    if "selected_options" in state:
        return tuple(str(option["value"]) for option in state["selected_options"] or ())
    if "selected_option" in state:
        return str((state["selected_option"] or {}).get("value") or "")
    for name in ("selected_time", "selected_date", "value"):
        if name in state:
            return str(state[name] or "")
    return ""


def _tuples(typed: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    return {
        name: tuple(value) if isinstance(value, list) else str(value)
        for name, value in typed.items()
    }
