"""What words can mean: a day, one of several, a day that is over, or no day at all."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One day and no other; ``has_hour``: the words name an hour, which is not kept."""

    day: date
    words: str
    has_hour: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Words that may mean any of these days, or perhaps none: whoever wrote them says.

    The days are in order; none of them is over.
    """

    days: tuple[date, ...]
    words: str
    has_hour: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A day that is over; ``instead`` is the same one a year later, where it fits."""

    day: date
    words: str
    instead: date | None = None
    has_hour: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible:
    """Words like a date that no calendar has: 31 April."""

    words: str
    has_hour: bool = False


Reading = Understood | Ambiguous | Past | Impossible


@dataclass(frozen=True, slots=True)
class Span:
    """A week, month, quarter or year: from its first day to the last that counts."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Choice:
    """Days of which one is meant."""

    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """A day before today, and the one a year later."""

    day: date
    instead: date | None = None


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A day that does not exist, or is too far away to be meant."""


Meant = date | Span | Choice | Over | Nowhere


def today_in(now: datetime, zone: str) -> date:
    """Return the day that people in a zone have at this moment."""
    return now.astimezone(ZoneInfo(zone)).date()
