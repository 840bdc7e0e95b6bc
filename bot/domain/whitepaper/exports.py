"""Exports: in which format somebody wants which edition."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import InvalidInputError
from bot.domain.text import normalise_line

_LONGEST_VERSION = 20


class Format(StrEnum):
    """A form that an edition can be given in; the value is what people type."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    CANVAS = "canvas"


_ALSO = {
    "markdown": Format.MARKDOWN,
    "htm": Format.HTML,
    "web": Format.HTML,
    "word": Format.DOCX,
    "doc": Format.DOCX,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asked for; version "" is the newest edition."""

    form: Format
    version: str = ""


def read_request(text: str) -> Request:
    """Read `pdf`, `pdf 0.3` or `0.3 as pdf`.

    Raises:
        InvalidInputError: there is no format in it, or more than one or two words.
    """
    words = [
        word
        for word in normalise_line(text).lower().replace(",", " ").split()
        if word not in {"as", "edition", "version", "the", "newest"}
    ]
    forms = [form for word in words if (form := _form(word))]
    others = [word.removeprefix("v") for word in words if _form(word) is None]
    if len(forms) != 1 or len(others) > 1 or len("".join(others)) > _LONGEST_VERSION:
        known = ", ".join(form.value for form in Format)
        raise InvalidInputError(
            {
                "form": f"Say one format: {known}; and an edition if it is not the "
                "newest. For example: /whitepaper export pdf 0.3"
            }
        )
    return Request(form=forms[0], version=others[0] if others else "")


def _form(word: str) -> Format | None:
    word = word.removeprefix(".")
    return Format(word) if word in set(Format) else _ALSO.get(word)
