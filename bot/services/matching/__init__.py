"""Needs and offers: stating them, what fits, and introducing two people."""

from bot.services.matching.introducing import answer, matches, propose
from bot.services.matching.stating import (
    Choices,
    Saved,
    change,
    choices,
    close,
    editable,
    listed,
    of_practice,
    practices_to_choose,
    reopen,
    state,
)
from bot.services.matching.telling import (
    direct,
    introduce_directly,
    question_of,
    request_of,
    together,
)

__all__ = [
    "Choices",
    "Saved",
    "answer",
    "change",
    "choices",
    "close",
    "direct",
    "editable",
    "introduce_directly",
    "listed",
    "matches",
    "of_practice",
    "practices_to_choose",
    "propose",
    "question_of",
    "reopen",
    "request_of",
    "state",
    "together",
]
