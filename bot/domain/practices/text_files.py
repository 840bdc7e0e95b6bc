"""A text that somebody wrote elsewhere, taken from a file into the form."""

from bot.domain.errors import InvalidInputError
from bot.domain.practices.checks import LIMITS
from bot.domain.practices.formatting import plain_document
from bot.domain.practices.outside.decoding import decode
from bot.domain.rich_text import Document, from_markdown, readable

# Four bytes for each character that fits, and as much again for signs and links.
MAX_BYTES = 8 * LIMITS["description"]
_MARKDOWN = {"md", "markdown"}
_PLAIN = {"txt", "text"}
_SAVE_AS = "Please save it as Markdown (.md) or as plain text (.txt)."


def require_text_file(name: str, size: int) -> None:
    """Let pass a file that may hold a text, judged by its name and size in bytes.

    Raises:
        InvalidInputError: it has another ending, or is too large.
    """
    if _ending(name) not in _MARKDOWN | _PLAIN:
        raise _refused(f"I read texts that end in .md or .txt. {_SAVE_AS}")
    if size > MAX_BYTES:
        raise _refused(
            f"This file has {size / 1000:,.0f} kB; up to {MAX_BYTES // 1000} kB fit. "
            "Please shorten it."
        )


def read_text_file(name: str, data: bytes) -> Document:
    """Return the text of a file, formatted where it is Markdown.

    UTF-8, UTF-16 with a byte order mark, and Windows-1252 are understood.

    Raises:
        InvalidInputError: it is no text, whatever its name says, or too long or empty.
    """
    require_text_file(name, len(data))
    text, _ = decode(data, _SAVE_AS)
    is_markdown = _ending(name) in _MARKDOWN
    document = from_markdown(text) if is_markdown else plain_document(text)
    length, limit = len(readable(document)), LIMITS["description"]
    if not length:
        raise _refused("There is no text in this file.")
    if length > limit:
        raise _refused(f"That is {length:,} characters; {limit:,} fit here.")
    return document


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _refused(sentence: str) -> InvalidInputError:
    return InvalidInputError({"file": sentence})
