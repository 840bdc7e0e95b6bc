"""Collecting practices: draft, submit, edit, decide, read, compare."""

from bot.services.practices.collecting import (
    Kept,
    Sponsor,
    collect,
    form_for,
    groups,
    imported_for_message,
    is_first_sight,
    sponsor,
    take_in,
    take_in_for,
)
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
from bot.services.practices.entering import (
    Doubts,
    become_version,
    doubts,
    doubts_of_edit,
)
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
    "Doubts",
    "Edited",
    "Kept",
    "LookAlike",
    "Sponsor",
    "Suggestion",
    "accept",
    "announcement_of",
    "become_version",
    "choices",
    "chosen",
    "collect",
    "compare",
    "discard",
    "doubts",
    "doubts_of_edit",
    "edit",
    "export",
    "find",
    "for_message",
    "form_for",
    "groups",
    "imported_for_message",
    "is_first_sight",
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
    "sponsor",
    "submit",
    "suggested",
    "supersede",
    "take_in",
    "take_in_for",
    "version",
    "withdraw",
]
