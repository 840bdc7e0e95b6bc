"""Action items: recording one in a meeting."""

from bot.services.actions.recording import (
    Wanted,
    for_message,
    read,
    record,
    require_recordable,
)

__all__ = ["Wanted", "for_message", "read", "record", "require_recordable"]
