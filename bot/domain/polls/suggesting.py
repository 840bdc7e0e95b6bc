"""Proposes times for a meeting, and says who would have one early or late."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.polls.values import instant
from bot.domain.public_holidays import is_working_day

WORK_BEGINS = time(9)
WORK_ENDS = time(17)
_HALF_HOUR = timedelta(minutes=30)
# Nobody looks for a date further away than this; it also ends the search where the
# holidays of many countries leave few days.
_LONGEST = 120
# Of the starts that suit all equally well, one early and one late in the day: who
# can never come in the morning finds a time too.
_PARTS_OF_DAY = (1, 3)
_PARTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsocial:
    """Zones in which a time is outside 9:00 to 17:00, each with its wall time.

    ``early`` has the wall time of the beginning, ``late`` that of the end.
    """

    early: tuple[tuple[str, datetime], ...] = ()
    late: tuple[tuple[str, datetime], ...] = ()


def unsocial(starts_at: datetime, minutes: int, zones: Collection[str]) -> Unsocial:
    """Say in which zones a meeting begins before 9:00 or ends after 17:00.

    In each of them it is one of the two: what is further away from working hours.
    """
    early, late = [], []
    for zone in sorted(zones):
        begins, ends = _there(starts_at, minutes, zone)
        before, after = _outside(begins, ends)
        if before and before >= after:
            early.append((zone, begins))
        elif after:
            late.append((zone, ends))
    return Unsocial(early=tuple(early), late=tuple(late))


def suggested(
    *,
    zone: str,
    minutes: int,
    zones: Mapping[str, int],
    countries: Collection[str],
    after: datetime,
    count: int,
) -> tuple[datetime, ...]:
    """Return wall times of ``zone``, on working days that are no public holiday.

    ``zones`` say how many people live in each; each time is in the working hours of
    all of them where there is such a time on that day, else where it is outside for
    as few minutes as possible, counted by person. The first day is the one after
    ``after``; the days are spread over the week.
    """
    first = after.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    free = (
        first + timedelta(days=number)
        for number in range(_LONGEST)
        if is_working_day(first + timedelta(days=number), countries)
    )
    days = islice(free, count)
    weights = dict(zones) or {zone: 1}
    found = (
        _best_of(day, zone, minutes=minutes, zones=weights, part=number % 2)
        for number, day in enumerate(days)
    )
    return tuple(each for each in found if each is not None)


def _best_of(
    day: date, zone: str, *, minutes: int, zones: Mapping[str, int], part: int
) -> datetime | None:
    """Return the start that suits best, in the earlier or the later part of the day."""
    costs = {
        local: _cost(moment, minutes, zones) for local, moment in _starts(day, zone)
    }
    if not costs:
        return None
    least = min(costs.values())
    good = [local for local, cost in costs.items() if cost == least]
    on_the_hour = [local for local in good if local.minute == 0] or good
    return on_the_hour[len(on_the_hour) * _PARTS_OF_DAY[part] // _PARTS]


def _starts(day: date, zone: str) -> Iterator[tuple[datetime, datetime]]:
    local = datetime.combine(day, time())
    while local.date() == day:
        moment = instant(local, zone)
        if moment is not None:
            yield local, moment
        local += _HALF_HOUR


def _cost(starts_at: datetime, minutes: int, zones: Mapping[str, int]) -> int:
    total = 0
    for zone, people in zones.items():
        before, after = _outside(*_there(starts_at, minutes, zone))
        total += people * (before + after)
    return total


def _there(starts_at: datetime, minutes: int, zone: str) -> tuple[datetime, datetime]:
    """Return the wall times of beginning and end in a zone."""
    place, ends_at = ZoneInfo(zone), starts_at + timedelta(minutes=minutes)
    begins, ends = starts_at.astimezone(place), ends_at.astimezone(place)
    return begins.replace(tzinfo=None), ends.replace(tzinfo=None)


def _outside(begins: datetime, ends: datetime) -> tuple[int, int]:
    """Return how many minutes it begins too early and ends too late.

    Measured on the day on which it begins, so that an end after midnight is late.
    """
    opens = datetime.combine(begins.date(), WORK_BEGINS)
    closes = datetime.combine(begins.date(), WORK_ENDS)
    return _minutes(opens - begins), _minutes(ends - closes)


def _minutes(length: timedelta) -> int:
    return max(0, int(length.total_seconds() // 60))
