"""The forms of those who decide: not accepting a practice, replacing it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from bot.domain.practices import Practice
from templates.messages import section
from templates.text import mrkdwn

REJECT_FORM = "practice_reject_form"
SUPERSEDE_FORM = "practice_supersede_form"
_VALUE = "value"
_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about which practice; ``text`` is a reason or a number."""

    practice_id: int
    text: str


def reject_form(practice: Practice, *, channel: str | None, reason: str = "") -> View:
    """Ask why a practice is not accepted."""
    note = (
        f"*{practice.ref}* {mrkdwn(practice.content.title)}\nIts author reads the "
        "reason. The practice is kept, and never printed."
    )
    if practice.has_newer_text:
        note += " The version that was accepted before stays."
    reason_input = PlainTextInputElement(
        action_id=_VALUE,
        multiline=True,
        max_length=_REASON,
        initial_value=reason[:_REASON] or None,
    )
    return View(
        type="modal",
        callback_id=REJECT_FORM,
        title=f"Do not accept {practice.ref}",
        submit="Do not accept",
        close="Cancel",
        private_metadata=_meta(practice, channel),
        blocks=[
            section(note),
            InputBlock(
                block_id="reason",
                label="Why?",
                hint="Say it kindly, and what would make the difference.",
                element=reason_input,
            ),
        ],
    )


def supersede_form(practice: Practice, *, channel: str | None, newer: str = "") -> View:
    """Ask which practice takes the place of this one."""
    note = (
        f"*{practice.ref}* {mrkdwn(practice.content.title)}\nIt leaves the next draft "
        "of the white paper and leads to the newer one. Its number stays taken."
    )
    number = PlainTextInputElement(
        action_id=_VALUE, max_length=12, initial_value=newer[:12] or None
    )
    return View(
        type="modal",
        callback_id=SUPERSEDE_FORM,
        title=f"Replace {practice.ref}",
        submit="Replace it",
        close="Cancel",
        private_metadata=_meta(practice, channel),
        blocks=[
            section(note),
            InputBlock(
                block_id="newer",
                label="Which practice takes its place?",
                hint="Its number, for example P-12. It has to be accepted already.",
                element=number,
            ),
        ],
    )


def read_decision(view: Mapping[str, Any]) -> Decision:
    """Read what was decided."""
    meta = json.loads(view["private_metadata"])
    values = view["state"]["values"]
    block = "reason" if view["callback_id"] == REJECT_FORM else "newer"
    typed = values[block][_VALUE].get("value") or ""
    return Decision(practice_id=int(meta["i"]), text=typed)


def _meta(practice: Practice, channel: str | None) -> str:
    meta = {"c": channel, "g": practice.sig_id, "i": practice.id}
    return json.dumps(meta, separators=(",", ":"))
