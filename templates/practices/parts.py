"""The parts of a practice's text, with their names, for cards and the reading view."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from slack_sdk.models.blocks import Block

from bot.domain.practices import PracticeContent, readable_text
from templates import labels
from templates.messages import section
from templates.practices import words
from templates.rich import rich_blocks
from templates.text import mrkdwn, pieces_of

_TRANSFER = "What others can take over"


class Part(NamedTuple):
    """One part: its name, its text, and the same as Markdown where it is formatted."""

    name: str
    text: str
    markdown: str | None = None

    def blocks(self) -> list[Block]:
        """Return the whole part as blocks, long texts in pieces."""
        if self.markdown is not None:
            return [section(f"*{self.name}*"), *rich_blocks(self.markdown)]
        pieces = [mrkdwn(piece) for piece in pieces_of(self.text)]
        return [section(f"*{self.name}*\n{pieces[0]}"), *map(section, pieces[1:])]


def parts_of(content: PracticeContent) -> list[Part]:
    """Return the parts that say something, in reading order."""
    level = _word(labels.EVIDENCE_LEVELS, content.evidence_level)
    ready = _word(labels.TRANSFER_READINESS, content.transfer_readiness)
    named = (
        ("title_original", "Original title"),
        ("problem", "Problem"),
        ("description", "What is done"),
        ("stakeholders", "Who takes part"),
        ("target_groups", "For whom"),
        ("resources", "Resources"),
        ("funding", "Money"),
        ("evidence", f"Evidence ({level})" if level else "Evidence"),
        ("difficulties", "Difficulties"),
        ("transfer", f"{_TRANSFER} ({ready})" if ready else _TRANSFER),
        ("trl", "Technology readiness level"),
        ("twinning_role", "Offers or looks for experience"),
        ("looking_for", "Looks for or offers"),
        ("interest_disclosure", "Disclosure of interest"),
        ("links", "Links"),
    )
    parts = (_part(content, field, name) for field, name in named)
    return [part for part in parts if part.text]


def _part(content: PracticeContent, field: str, name: str) -> Part:
    if field in content.formatted:
        text = readable_text(content, field)
        return Part(name, text, getattr(content, field))
    return Part(name, words.value(content, field, {}))


def _word(known: Mapping[Any, str], slug: str | None) -> str | None:
    return known.get(slug) if slug else None
