"""What every message has: a text for screen readers, and blocks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import Block, MarkdownTextObject, SectionBlock
from slack_sdk.models.views import View

from templates.text import cut, mrkdwn

SECTION_LIMIT = 3000
_SHORT = 600
_VIEW_BLOCKS = 100
# The modal that shows an answer where there is no channel to show it in.
ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message: ``text`` is what notifications and screen readers use.

    Both are mrkdwn, already escaped.
    """

    text: str
    blocks: Sequence[Block] = field(default_factory=tuple)

    @property
    def is_short(self) -> bool:
        """Whether it is a sentence or two, with nothing to press."""
        is_one = all(isinstance(block, SectionBlock) for block in self.blocks[:1])
        has_button = any(getattr(block, "accessory", None) for block in self.blocks)
        is_plain = len(self.blocks) <= 1 and is_one and not has_button
        return is_plain and len(self.text) <= _SHORT

    def content(self) -> dict[str, Any]:
        """Return it as arguments that change a message or answer privately."""
        blocks = [block.to_dict() for block in self.blocks]
        return {"text": self.text, "blocks": blocks or None}

    def arguments(self) -> dict[str, Any]:
        """Return it as arguments of ``chat.postMessage`` and of a ``response_url``.

        Links never unfold: that would load pages of strangers for everybody.
        """
        return self.content() | {"unfurl_links": False, "unfurl_media": False}


def as_view(post: Post, meta: str) -> View:
    """Return a message as a modal that only shows it; ``meta`` is what it remembers."""
    return View(
        type="modal",
        callback_id=ANSWER,
        title="Convenor",
        close="Close",
        private_metadata=meta,
        blocks=list(post.blocks[:_VIEW_BLOCKS]) or [section(post.text)],
    )


def section(text: str) -> SectionBlock:
    """Return a section whose text is never parsed for links and pings."""
    return SectionBlock(
        text=MarkdownTextObject(text=cut(text, SECTION_LIMIT), verbatim=True)
    )


def paragraph(text: str) -> Post:
    """Return mrkdwn, what others wrote in it already escaped, as a message."""
    return Post(text=text, blocks=[section(text)])


def sentence(text: str) -> Post:
    """Return a plain sentence, escaped, as a message."""
    return paragraph(mrkdwn(text))


def read_value(value: str) -> dict[str, Any]:
    """Read what a button carries as JSON.

    Raises:
        ValueError: it is not what a button of ours says.
    """
    said = json.loads(value)
    if not isinstance(said, dict):
        raise ValueError("no object")  # noqa: TRY004 - wrong content, not a wrong type
    return said


# No field of any form is called this: "problem" is one of a practice.
PROBLEM = "problem_note"
# What Slack tells about a view and does not take back.
_TAKEN = ("type", "callback_id", "title", "submit", "close", "private_metadata")


def with_problem(view: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return a modal, as Slack sent it, with a sentence on top.

    Its inputs keep their ids, and so what was typed into them
    (https://docs.slack.dev/surfaces/modals).
    """
    kept = {name: view[name] for name in _TAKEN if view.get(name)}
    blocks = [block for block in view["blocks"] if block["block_id"] != PROBLEM]
    note = section(f":warning: {mrkdwn(text)}").to_dict() | {"block_id": PROBLEM}
    return kept | {"blocks": [note, *blocks]}
