"""The short names people use: P-7, M-4, A-13, D-5, R-3."""

import re
from enum import StrEnum

from bot.domain.errors import InvalidInputError


class Kind(StrEnum):
    """What is numbered per group; numbers are never reused."""

    PRACTICE = "P"
    MEETING = "M"
    ACTION = "A"
    DECISION = "D"
    RECOMMENDATION = "R"


_WORDS = {
    Kind.PRACTICE: "practice",
    Kind.MEETING: "meeting",
    Kind.ACTION: "action",
    Kind.DECISION: "decision",
    Kind.RECOMMENDATION: "recommendation",
}
_PATTERN = re.compile(
    r"(?:(?P<kind>[A-Za-z])\s*-?\s*)?0*(?P<number>[1-9]\d{0,8})", re.ASCII
)


def label(kind: Kind, number: int) -> str:
    """Return the name people say, for example ``P-7``."""
    return f"{kind}-{number}"


def parse(text: str, kind: Kind) -> int:
    """Read ``P-7``, ``p7``, ``P-007`` or ``7`` as the number 7.

    Raises:
        InvalidInputError: it is not such a name, or it names another kind of thing.
    """
    match = _PATTERN.fullmatch(text.strip())
    if match and (match["kind"] or kind).upper() == kind:
        return int(match["number"])
    message = f"I do not recognise that {_WORDS[kind]}. Write it like {kind}-7."
    raise InvalidInputError({"reference": message})


def is_reference(text: str, kind: Kind) -> bool:
    """Whether the text names a thing of this kind, such as ``P-7``."""
    match = _PATTERN.fullmatch(text.strip())
    return match is not None and (match["kind"] or "").upper() == kind
