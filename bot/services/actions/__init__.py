"""Action items: recording one in a meeting."""

from bot.services.actions.recording import (
    for_message,
    record,
    require_recordable,
    to_record,
)
from bot.services.actions.understanding import understand

__all__ = ["for_message", "record", "require_recordable", "to_record", "understand"]
