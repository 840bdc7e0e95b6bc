"""The white paper's files: Markdown first, the HTML page made from it."""

from templates.documents.drafting import Draft, draft
from templates.documents.pages import render_html
from templates.documents.sentences import missing_lines
from templates.documents.writing import render_markdown

__all__ = ["Draft", "draft", "missing_lines", "render_html", "render_markdown"]
