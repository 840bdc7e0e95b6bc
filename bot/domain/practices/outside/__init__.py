"""Practices from people without Slack: a form file, and reading it back."""

import hashlib
from collections.abc import Sequence

from bot.domain.practices.outside import markdown, table
from bot.domain.practices.outside.answers import understand
from bot.domain.practices.outside.decoding import (
    MAX_BYTES,
    Shape,
    decode,
    require_small,
    shape_of,
)
from bot.domain.practices.outside.questions import Kind, Question
from bot.domain.practices.outside.values import Outside, Problem, Reading

__all__ = [
    "MAX_BYTES",
    "Kind",
    "Outside",
    "Problem",
    "Question",
    "Reading",
    "read",
    "require_form",
    "require_small",
]
_SPLIT = {Shape.MARKDOWN: markdown.split, Shape.TABLE: table.split}
_EMPTY = "No question of this form is answered yet."


def require_form(name: str, size: int) -> None:
    """Let pass what may be a form, before its bytes are fetched.

    Raises:
        InvalidInputError: it has another ending, or is too large.
    """
    shape_of(name)
    require_small(size)


def read(name: str, data: bytes, questions: Sequence[Question]) -> Reading:
    """Read a form that came back; what is wrong with an answer is in the result.

    Raises:
        InvalidInputError: it is no form at all: too large, no text, another ending.
    """
    split = _SPLIT[shape_of(name)]
    text, notes = decode(data)
    filled, problems = split(text, questions)
    found: list[Outside] = []
    for each in filled:
        outside, wrong = understand(each, questions)
        found.append(outside)
        problems += wrong
    if not found and not problems:
        problems.append(Problem(0, "", _EMPTY))
    return Reading(
        digest=hashlib.sha256(data).hexdigest(),
        practices=tuple(found),
        problems=tuple(problems),
        notes=notes,
    )
