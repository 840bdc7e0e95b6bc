"""Action items with their owners, what they belong to, and where they were carried."""

from storage.actions.carrying import (
    carry,
    carry_rows,
    read_out_in,
    reading_out,
    recorded_since,
)
from storage.actions.history import latest_actor
from storage.actions.loading import (
    all_actions,
    by_id,
    by_source,
    find,
    has_finished,
    lock,
    of_meeting,
    open_of,
    unowned,
)
from storage.actions.saving import add, change, save

__all__ = [
    "add",
    "all_actions",
    "by_id",
    "by_source",
    "carry",
    "carry_rows",
    "change",
    "find",
    "has_finished",
    "latest_actor",
    "lock",
    "of_meeting",
    "open_of",
    "read_out_in",
    "reading_out",
    "recorded_since",
    "save",
    "unowned",
]
