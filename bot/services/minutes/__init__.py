"""Minutes: writing, circulating, correcting, approving."""

from bot.services.minutes.approving import approve
from bot.services.minutes.circulating import (
    agree,
    circulate,
    circulated_message,
    correction_for_message,
    for_message,
    propose,
    settle,
    to_correct,
)
from bot.services.minutes.writing import edit, restore, to_edit

__all__ = [
    "agree",
    "approve",
    "circulate",
    "circulated_message",
    "correction_for_message",
    "edit",
    "for_message",
    "propose",
    "restore",
    "settle",
    "to_correct",
    "to_edit",
]
