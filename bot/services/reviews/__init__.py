"""Reviews: my queue, the form, what verdicts lead to, what the author is told."""

from bot.services.reviews.giving import give, keep, take_up
from bot.services.reviews.reading import (
    Said,
    Sent,
    Task,
    asked,
    of_practice,
    queue,
    remarks,
    said_of,
    task_of,
)

__all__ = [
    "Said",
    "Sent",
    "Task",
    "asked",
    "give",
    "keep",
    "of_practice",
    "queue",
    "remarks",
    "said_of",
    "take_up",
    "task_of",
]
