"""What every message has: a text for screen readers, and blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import Block, MarkdownTextObject, SectionBlock

from templates.text import cut, mrkdwn

SECTION_LIMIT = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message: ``text`` is what notifications and screen readers use.

    Both are mrkdwn, already escaped.
    """

    text: str
    blocks: Sequence[Block] = field(default_factory=tuple)

    def arguments(self) -> dict[str, Any]:
        """Return it as arguments of ``chat.postMessage`` and its kin.

        Links never unfold: that would load pages of strangers for everybody.
        """
        return {
            "text": self.text,
            "blocks": [block.to_dict() for block in self.blocks] or None,
            "unfurl_links": False,
            "unfurl_media": False,
        }


def section(text: str) -> SectionBlock:
    """Return a section whose text is never parsed for links and pings."""
    return SectionBlock(
        text=MarkdownTextObject(text=cut(text, SECTION_LIMIT), verbatim=True)
    )


def sentence(text: str) -> Post:
    """Return a plain sentence, escaped, as a message."""
    shown = mrkdwn(text)
    return Post(text=shown, blocks=[section(shown)])
