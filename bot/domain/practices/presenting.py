"""Which practice to present next: accepted, not presented yet, waiting the longest."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from bot.domain.practices.states import DECIDED
from bot.domain.practices.values import Practice

_ALWAYS = datetime.min.replace(tzinfo=UTC)


def waiting(
    practices: Iterable[Practice], presented: Collection[int]
) -> tuple[Practice, ...]:
    """Return what could be presented, whoever waits longest first.

    ``presented`` are the ids of practices that a meeting had on its agenda. One whose
    day of acceptance is not known was accepted before the program kept it.
    """
    found = [
        practice
        for practice in practices
        if practice.status in DECIDED and practice.id not in presented
    ]
    return tuple(sorted(found, key=_since))


def suggest(
    practices: Iterable[Practice], presented: Collection[int]
) -> Practice | None:
    """Return the practice of the month, or None when all were presented."""
    return next(iter(waiting(practices, presented)), None)


def _since(practice: Practice) -> tuple[datetime, int]:
    return (practice.accepted_at or _ALWAYS, practice.number or 0)
