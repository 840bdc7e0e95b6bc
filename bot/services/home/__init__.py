"""App Home: what each person is shown, and when it is shown anew."""

from bot.services.home.keeping import (
    choose,
    due,
    note_opened,
    note_shown,
    note_unchanged,
    turn,
)
from bot.services.home.places import is_first, where
from bot.services.home.reading import read, screen

__all__ = [
    "choose",
    "due",
    "is_first",
    "note_opened",
    "note_shown",
    "note_unchanged",
    "read",
    "screen",
    "turn",
    "where",
]
