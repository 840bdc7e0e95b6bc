"""Which action items a list shows, and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.actions.items import FINISHED, ActionItem, Shown
from bot.domain.errors import InvalidInputError
from bot.domain.references import Kind, is_reference, label, parse


class Which(StrEnum):
    """Which action items by where they stand."""

    OPEN = "open"
    OVERDUE = "overdue"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list is limited to.

    ``cluster`` is what somebody typed; ``is_mine`` limits it to the reader's own.
    """

    which: Which = Which.OPEN
    meeting: int | None = None
    cluster: str = ""
    is_mine: bool = False

    @property
    def typed(self) -> str:
        """The filter as it is typed after `/action list`."""
        parts = [self.which.value]
        if self.meeting is not None:
            parts.append(f"meeting {label(Kind.MEETING, self.meeting)}")
        if self.cluster:
            parts.append(f"cluster {self.cluster}")
        return " ".join(parts)


def read_filter(typed: str, *, is_mine: bool = False) -> Filter:
    """Read what follows `/action list`: in any order, a cluster last.

    Raises:
        InvalidInputError: a word says nothing here; nothing is left out silently.
    """
    which, meeting, words = Which.OPEN, None, typed.split()
    while words:
        word = words.pop(0)
        lowered = word.lower()
        if lowered in {each.value for each in Which}:
            which = Which(lowered)
        elif is_reference(word, Kind.MEETING):
            meeting = parse(word, Kind.MEETING)
        elif lowered == "meeting" and words:
            meeting = parse(words.pop(0), Kind.MEETING)
        elif lowered in {"cluster", "of"} and words:
            return Filter(
                which=which,
                meeting=meeting,
                cluster=" ".join(words),
                is_mine=is_mine,
            )
        else:
            raise InvalidInputError({"filter": _unknown(word)})
    return Filter(which=which, meeting=meeting, is_mine=is_mine)


def _unknown(word: str) -> str:
    return (
        f"I do not understand “{word}” here. /action list takes open, overdue or all, "
        "and then meeting M-4 or cluster and a name, for example: /action list all "
        "meeting M-4"
    )


def stands_in(action: ActionItem, chosen: Filter, *, today: date) -> bool:
    """Whether a list of this kind shows an action item, whoever owns it."""
    if chosen.meeting is not None and action.meeting != chosen.meeting:
        return False
    if chosen.which is Which.OVERDUE:
        return action.is_overdue(today)
    return chosen.which is Which.ALL or action.status not in FINISHED


def ordered(found: Iterable[Shown], *, today: date) -> tuple[Shown, ...]:
    """Return what waits first: overdue, by due date, without one, then the rest."""
    return tuple(sorted(found, key=lambda each: place(each.action, today=today)))


def place(action: ActionItem, *, today: date) -> tuple[int, date, int]:
    """Return where an action item stands in a list."""
    if action.status in FINISHED:
        group = 2
    elif action.is_overdue(today):
        group = 0
    else:
        group = 1
    return group, action.due_on or date.max, action.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as one person sees it; ``today`` is a day of the group's home zone."""

    found: Sequence[Shown]
    chosen: Filter
    today: date
    sig_id: int
    cluster: str = ""

    @property
    def overdue(self) -> int:
        """How many should have been done before today."""
        return sum(each.action.is_overdue(self.today) for each in self.found)

    @property
    def without_owner(self) -> int:
        """How many wait for an owner."""
        return sum(not each.owner and each.action.is_open for each in self.found)

    @property
    def without_date(self) -> int:
        """How many have no due date."""
        return sum(
            each.action.due_on is None and each.action.is_open for each in self.found
        )
