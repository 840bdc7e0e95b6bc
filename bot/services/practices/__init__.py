"""Collecting practices: draft, submit, edit, decide, read, compare."""

from bot.services.practices.comparing import Comparison, compare, version
from bot.services.practices.deciding import (
    accept,
    discard,
    moved_on,
    publish,
    reject,
    supersede,
    withdraw,
)
from bot.services.practices.editing import Edited, edit, keep_edit, resume
from bot.services.practices.exporting import export
from bot.services.practices.listing import Chosen, Suggestion, chosen, suggested
from bot.services.practices.reading import (
    find,
    listed,
    may_edit,
    may_read,
    mine,
    possible,
    read,
    require_editable,
    require_possible,
    require_withdrawable,
)
from bot.services.practices.searching import LookAlike, look_alikes, search
from bot.services.practices.telling import announcement_of, for_message, refresh
from bot.services.practices.writing import Choices, choices, save_draft, submit

__all__ = [
    "Choices",
    "Chosen",
    "Comparison",
    "Edited",
    "LookAlike",
    "Suggestion",
    "accept",
    "announcement_of",
    "choices",
    "chosen",
    "compare",
    "discard",
    "edit",
    "export",
    "find",
    "for_message",
    "keep_edit",
    "listed",
    "look_alikes",
    "may_edit",
    "may_read",
    "mine",
    "moved_on",
    "possible",
    "publish",
    "read",
    "refresh",
    "reject",
    "require_editable",
    "require_possible",
    "require_withdrawable",
    "resume",
    "save_draft",
    "search",
    "submit",
    "suggested",
    "supersede",
    "version",
    "withdraw",
]
