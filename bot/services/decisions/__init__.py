"""Decisions: recording, voting, superseding, reading."""

from bot.services.decisions.reading import (
    decided_for_message,
    for_message,
    listed,
    recorded_message,
    shown,
)
from bot.services.decisions.recording import (
    Choices,
    form,
    record,
    reword,
    to_reword,
)
from bot.services.decisions.superseding import supersede
from bot.services.decisions.voting import close, enter, to_enter, vote, withdraw

__all__ = [
    "Choices",
    "close",
    "decided_for_message",
    "enter",
    "for_message",
    "form",
    "listed",
    "record",
    "recorded_message",
    "reword",
    "shown",
    "supersede",
    "to_enter",
    "to_reword",
    "vote",
    "withdraw",
]
