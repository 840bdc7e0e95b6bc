"""Forms about minutes: their text in parts, a whole file, a correction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from slack_sdk.models.blocks import Block, InputBlock
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.domain.minutes import (
    MAX_CORRECTION,
    MAX_PART,
    MAX_REASON,
    Record,
    TakesIn,
    Version,
    join,
)
from templates import forms
from templates.forms import About
from templates.messages import section
from templates.text import cut, mrkdwn, plain

EDIT = "minutes_text"
UPLOAD = "minutes_file"
CORRECT = "minutes_correction"
FILE = "file"
_PART = "part_"
_SHOWN = 2500
_LABEL = 60
_TOO_LONG = (
    "This text is too long for a form. Press Files to get it, change it on your "
    "computer, and send it back with Upload text."
)


class Base(NamedTuple):
    """What a form of minutes began with."""

    number: int
    revision: int
    takes_in: TakesIn
    channel: str | None


def edit(
    base: Base,
    record: Record,
    parts: Sequence[str],
    *,
    reason: str = "",
    newer: Version | None = None,
) -> View:
    """Ask for the text, a field for each part; ``newer`` is what somebody saved."""
    blocks: list[Block] = []
    if newer is not None:
        blocks += _conflict(newer)
    for number, part in enumerate(parts):
        label = plain(part.lstrip("# \n").split("\n", 1)[0] or "Text", _LABEL)
        blocks.append(
            forms.text(f"{_PART}{number}", label, part, limit=MAX_PART, lines=True)
        )
    blocks += [
        forms.text(
            f"{_PART}{len(parts)}",
            "More",
            None,
            limit=MAX_PART,
            lines=True,
            hint="A new part, for example: ## Any other business",
        ),
        forms.text("reason", "What did you change?", reason, limit=MAX_REASON),
    ]
    return _modal(EDIT, base, blocks, title=f"Minutes of {record.meeting.ref}")


def too_long(base: Base, record: Record) -> View:
    """Say how a long text is changed, and take it."""
    return upload(base, record, lead=_TOO_LONG)


def _conflict(newer: Version) -> list[Block]:
    said = (
        f":warning: Somebody saved version {newer.revision} while you were writing. "
        "Your text is in the fields below, theirs is here. Saving now keeps yours; "
        "theirs stays among the versions."
    )
    return [section(said), section(mrkdwn(cut(newer.body, _SHOWN)))]


def read_text(view: Mapping[str, Any]) -> tuple[str, str]:
    """Read the text and why it was changed."""
    typed = forms.read_typed(view)
    found = {
        int(name.removeprefix(_PART)): str(value or "")
        for name, value in typed.items()
        if name.startswith(_PART)
    }
    return join([found[key] for key in sorted(found)]), str(typed.get("reason") or "")


def upload(base: Base, record: Record, *, lead: str = "") -> View:
    """Ask for the whole text as a file."""
    said = lead or "The file takes the place of the whole text; older ones are kept."
    blocks: list[Block] = [
        section(said),
        InputBlock(
            block_id=FILE,
            label="The minutes as Markdown",
            element=FileInputElement(
                action_id=forms.VALUE, filetypes=["md", "markdown", "txt"], max_files=1
            ),
            hint="A .md file. Files gives you the present text.",
        ),
        forms.text("reason", "What did you change?", None, limit=MAX_REASON),
    ]
    return _modal(UPLOAD, base, blocks, title=f"Minutes of {record.meeting.ref}")


def read_file(view: Mapping[str, Any]) -> tuple[str, str]:
    """Read which file somebody added, by its id, and why; no id: none."""
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    states: list[Mapping[str, Any]] = list(values.get(FILE, {}).values())
    files = (states[0].get("files") if states else None) or ()
    reason = str(forms.read_typed(view).get("reason") or "")
    return (str(files[0]["id"]) if files else ""), reason


def correct(about: About, record: Record) -> View:
    """Ask what should read differently."""
    field = forms.text(
        "text",
        "What should read differently?",
        None,
        limit=MAX_CORRECTION,
        lines=True,
        required=True,
        hint="Say where it is and how it should read. Those who write the minutes get "
        "it; your name is not in the minutes.",
    )
    title = f"Minutes of {record.meeting.ref}"
    return forms.modal(CORRECT, about, [field], title=title, submit="Send")


def _modal(
    callback_id: str, base: Base, blocks: Sequence[Block], *, title: str
) -> View:
    meta = {
        "c": base.channel,
        "i": base.number,
        "v": base.revision,
        "t": asdict(base.takes_in),
    }
    return View(
        type="modal",
        callback_id=callback_id,
        title=plain(title, 24),
        submit="Save",
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=blocks,
    )


def read_base(view: Mapping[str, Any]) -> Base:
    """Read what a form began with."""
    meta = json.loads(view.get("private_metadata") or "{}")
    taken = meta.get("t") or {}
    return Base(
        number=int(meta.get("i") or 0),
        revision=int(meta.get("v") or 0),
        takes_in=TakesIn(**{name: int(value) for name, value in taken.items()}),
        channel=meta.get("c"),
    )
