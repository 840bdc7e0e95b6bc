"""Text with light formatting: from Slack's editor to Markdown and back."""

from bot.domain.rich_text.markdown import from_markdown, to_markdown
from bot.domain.rich_text.plain import readable
from bot.domain.rich_text.slack import from_slack, to_slack
from bot.domain.rich_text.values import Block, BlockKind, Document, Span, tidy

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "Span",
    "from_markdown",
    "from_slack",
    "readable",
    "tidy",
    "to_markdown",
    "to_slack",
]
