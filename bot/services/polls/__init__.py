"""Polls for a date: ask, answer, count, decide."""

from bot.services.polls.answering import Answered, answer, sheet
from bot.services.polls.leading import (
    cancel,
    close,
    correct_zone,
    decide,
    extend,
    to_change,
)
from bot.services.polls.opening import blank, more, open_poll, suggest
from bot.services.polls.reading import listed, numbered, shown
from bot.services.polls.telling import announcement_of, for_message, result_of

__all__ = [
    "Answered",
    "announcement_of",
    "answer",
    "blank",
    "cancel",
    "close",
    "correct_zone",
    "decide",
    "extend",
    "for_message",
    "listed",
    "more",
    "numbered",
    "open_poll",
    "result_of",
    "sheet",
    "shown",
    "suggest",
    "to_change",
]
