"""What one sees when a message becomes a practice, and which group it is for."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.practices import Practice, PracticeContent, with_document
from bot.domain.rich_text import from_slack
from bot.domain.sigs import Sig
from templates.messages import Post, paragraph, section
from templates.practices import buttons, fields, inputs
from templates.practices.form import typed_in
from templates.text import mrkdwn, plain

WHICH = "practice_which_group"
VALUE = "value"
GROUP = "group"
_TEXTS = (fields.TITLE, fields.DESCRIPTION)
_OPTION_TEXT = 75
_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody answered: the group, and the text of a message where it is one.

    ``nonce`` is empty for a new practice.
    """

    sig_id: int
    nonce: str = ""
    content: PracticeContent = field(default_factory=PracticeContent)


def saving() -> View:
    """Show that the message is being read: Slack's three seconds are short."""
    return _said("Saving the message as your draft…")


def not_saved(sentence: str) -> View:
    """Say why there is no draft."""
    return _said(f":warning: {mrkdwn(sentence)}")


def which_group(
    groups: Sequence[Sig],
    *,
    nonce: str = "",
    content: PracticeContent | None = None,
) -> View:
    """Ask which group it is for; a message travels along in what can be changed."""
    options = [
        Option(value=str(sig.id), label=plain(sig.name, _OPTION_TEXT))
        for sig in groups[:_MOST]
    ]
    blocks: list[Block] = [
        InputBlock(
            block_id=GROUP,
            label="Which group is it for?",
            element=StaticSelectElement(action_id=VALUE, options=options),
        )
    ]
    links: tuple[str, ...] = ()
    if content is not None:
        links = content.links
        for text in _TEXTS:
            block = inputs.text_input(text, content)
            block.optional = True
            blocks.append(block)
    meta = {"n": nonce, "l": links}
    return View(
        type="modal",
        callback_id=WHICH,
        title="Propose a practice",
        submit="Go on",
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":"), ensure_ascii=False),
        blocks=blocks,
    )


def read_asked(view: Mapping[str, Any]) -> Asked:
    """Read which group somebody chose, and the message that travelled along."""
    meta = json.loads(view.get("private_metadata") or "{}")
    typed = typed_in(view)
    content = PracticeContent(
        title=str(typed.get(fields.TITLE.name) or ""), links=tuple(meta.get("l") or ())
    )
    written = from_slack(typed.get(fields.DESCRIPTION.name) or {})
    return Asked(
        sig_id=int(typed.get(GROUP) or 0),
        nonce=str(meta.get("n") or ""),
        content=with_document(content, fields.DESCRIPTION.name, written),
    )


def cut_off(practice: Practice) -> Post:
    """Say that a message was longer than what fits."""
    where = " The link to the message is in it." if practice.content.links else ""
    text = (
        "The message is longer than what fits into *What is done?*, so your draft ends "
        f"with “…”.{where}"
    )
    return paragraph(text)


def continuing(practice: Practice) -> dict[str, Any]:
    """Return what pressing *Continue* at a draft asks for."""
    value = buttons.value_of(practice)
    return {"actions": [{"action_id": buttons.CONTINUE, "value": value}]}


def _said(text: str) -> View:
    return View(
        type="modal", title="Save as practice", close="Close", blocks=[section(text)]
    )
