"""From the bytes of a form to its text, or one plain sentence why not."""

from collections.abc import Mapping
from enum import Enum

from bot.domain.errors import InvalidInputError

MAX_BYTES = 200_000
_MARKS: Mapping[bytes, str] = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# Files that are often taken for a text because of their name.
_KINDS: Mapping[bytes, str] = {
    b"PK\x03\x04": "a Word, Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"%PDF": "a PDF",
    b"{\\rtf": "a rich text file (RTF)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
_TAKEN_FOR = (
    "This file is not UTF-8; I took it for Windows-1252. Please check letters such as "
    "é, õ and ß."
)
_SAVE_AS = "Please save the form as plain text (.md) or as CSV UTF-8 (.csv)."
_ALLOWED = {"\t", "\n", "\r", "\f", "\v"}
# A text may hold a stray control character from copying; a program's file is full.
_FEW = 0.01
_FIRST_PRINTABLE = " "


class Shape(Enum):
    """How the answers stand in a file."""

    MARKDOWN = ("md", "markdown", "txt")
    TABLE = ("csv",)


def shape_of(name: str) -> Shape:
    """Return how to read a file of this name.

    Raises:
        InvalidInputError: forms have another ending.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    for shape in Shape:
        if ending in shape.value:
            return shape
    raise _refused(f"I read forms that end in .md or .csv. {_SAVE_AS}")


def require_small(size: int) -> None:
    """Let pass what is not larger than a form can be.

    Raises:
        InvalidInputError: it is.
    """
    if size > MAX_BYTES:
        raise _refused(
            f"This file has {size // 1000} kB; I read up to {MAX_BYTES // 1000} kB. A "
            "form that is filled in is far smaller."
        )


def decode(data: bytes, advice: str = _SAVE_AS) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file with LF line ends, and what to look at in it.

    ``advice`` is what to do with a file that is no text.

    Raises:
        InvalidInputError: it is too large, or no text.
    """
    require_small(len(data))
    for mark, kind in _KINDS.items():
        if data.startswith(mark):
            raise _refused(f"This is {kind}, whatever its name says. {advice}")
    text, notes = _decoded(data, advice)
    strange = sum(sign < _FIRST_PRINTABLE and sign not in _ALLOWED for sign in text)
    if strange > _FEW * len(text) + 4:
        raise _refused(f"This is not a text file. {advice}")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _decoded(data: bytes, advice: str) -> tuple[str, tuple[str, ...]]:
    encoding = next((e for mark, e in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise _refused(f"This file is cut off or damaged. {advice}") from None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _refused(f"I cannot read the letters of this file. {advice}") from None
    return text, (_TAKEN_FOR,)


def _refused(sentence: str) -> InvalidInputError:
    return InvalidInputError({"file": sentence})
