"""What was edited where the paper is assembled, as comments on its sections."""

import re
from hashlib import sha256

from bot.domain.text import normalise
from bot.domain.whitepaper.comments import COMMENT_LIMIT
from bot.domain.whitepaper.roundtrip import GeneratedEdit

# More in one file is a search and replace; that is done in the records themselves.
MOST_REMARKS = 50
_RECORD = re.compile(r"[PRDM]-\d+")
_CUT = "\n… (the whole text is in the file)"


def remark(edit: GeneratedEdit, *, file_name: str) -> tuple[str, str]:
    """Return what a comment says of an edit, and the text it proposes."""
    name = edit.anchor.upper()
    about = f", {name}" if _RECORD.fullmatch(name) else ""
    head = f"Edited in {file_name}, line {edit.line}{about}."
    if not edit.after.strip():
        head += " This was taken out:"
    elif edit.before.strip():
        head += " Instead of:"
    return _fitting(f"{head}\n{edit.before}"), _fitting(edit.after)


def nonce(edit: GeneratedEdit, *, version: str) -> str:
    """Return what makes the same edit of the same edition one comment."""
    said = (version, edit.section, edit.anchor, edit.before, edit.after)
    return f"edit:{sha256(repr(said).encode()).hexdigest()}"


def _fitting(text: str) -> str:
    text = normalise(text)
    if len(text) <= COMMENT_LIMIT:
        return text
    return text[: COMMENT_LIMIT - len(_CUT)] + _CUT
