"""Collecting practices: draft, submit, edit, accept, read."""

from bot.services.practices.reading import (
    find,
    listed,
    may_edit,
    mine,
    read,
    require_editable,
    require_withdrawable,
)
from bot.services.practices.telling import announcement_of, for_message
from bot.services.practices.writing import (
    Choices,
    accept,
    choices,
    edit,
    save_draft,
    submit,
    withdraw,
)

__all__ = [
    "Choices",
    "accept",
    "announcement_of",
    "choices",
    "edit",
    "find",
    "for_message",
    "listed",
    "may_edit",
    "mine",
    "read",
    "require_editable",
    "require_withdrawable",
    "save_draft",
    "submit",
    "withdraw",
]
