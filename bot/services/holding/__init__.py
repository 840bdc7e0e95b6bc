"""Holding a meeting: its start, its notes, its end."""

from bot.services.holding.material import latest, material, record_of, running_or_latest
from bot.services.holding.noting import (
    NoteForm,
    change_note,
    note,
    note_for_message,
    note_form,
    note_to_change,
    shown_note,
)
from bot.services.holding.running import (
    end,
    ended_for_message,
    head_key,
    head_of,
    start,
    started_for_message,
)

__all__ = [
    "NoteForm",
    "change_note",
    "end",
    "ended_for_message",
    "head_key",
    "head_of",
    "latest",
    "material",
    "note",
    "note_for_message",
    "note_form",
    "note_to_change",
    "record_of",
    "running_or_latest",
    "shown_note",
    "start",
    "started_for_message",
]
