"""The weekly summary: everything that waits for one person in one group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.actions.items import Shown
from bot.domain.actions.reminders import ACTIVE, Task
from bot.domain.consensus import Proposed
from bot.domain.meetings import Meeting
from bot.domain.polls import Poll
from bot.domain.practices import Practice
from bot.domain.sigs import Sig
from bot.domain.whitepaper import Section

SHOWN = 10
SHOWN_OTHERS = 5
# What is further off is counted, and no reason to write.
COMING = timedelta(days=28)
# Whether one comes is asked when the meeting is that near.
MEETING_NEAR = timedelta(days=21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What waits for somebody.

    ``actions`` are the first, ``more`` the number of the others; ``meeting`` is the
    next one if they have not said whether they come; ``rounds`` are recommendations
    to which their cluster has not answered; ``sections`` are those of the paper that
    they own and nobody has written.
    """

    sig: Sig
    today: date
    actions: tuple[Shown, ...] = ()
    more: int = 0
    reviews: tuple[Practice, ...] = ()
    polls: tuple[Poll, ...] = ()
    rounds: tuple[Proposed, ...] = ()
    meeting: Meeting | None = None
    sections: tuple[Section, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        asked = (self.actions, self.reviews, self.polls, self.rounds, self.sections)
        return not any(asked) and self.meeting is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Whether somebody gets the summary; ``until`` is the day from which again."""

    sig: Sig
    is_paused: bool = False
    until: date | None = None


def to_do(owned: Iterable[Task], today: date) -> tuple[tuple[Task, ...], int]:
    """Return what to show of somebody's actions, and how many more there are.

    Those whose day is over come first, then the next, then those without a day.
    What is blocked, or put off until later, is neither shown nor counted.
    """
    waiting = [each for each in owned if _waits(each, today)]
    near = [
        each for each in waiting if each.due_on is None or each.due_on <= today + COMING
    ]
    near.sort(key=lambda each: (each.due_on or date.max, each.number))
    shown = tuple(near[:SHOWN])
    return shown, len(waiting) - len(shown)


def unwritten(owned: Iterable[Section], today: date) -> tuple[Section, ...]:
    """Return the sections that should be written by now or soon, the first first."""
    found = [
        each
        for each in owned
        if each.is_unwritten
        and not (each.locked or each.is_removed)
        and (each.due_on is None or each.due_on <= today + COMING)
    ]
    return tuple(
        sorted(found, key=lambda each: (each.due_on or date.max, each.position))
    )


def _waits(task: Task, today: date) -> bool:
    is_awake = task.snoozed_until is None or task.snoozed_until <= today
    return task.status in ACTIVE and is_awake
