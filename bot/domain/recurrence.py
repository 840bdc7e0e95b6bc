"""The rule of a series of meetings, in the wall time of one zone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from bot.domain import public_holidays
from bot.domain.public_holidays import Holiday
from bot.domain.zones import Moment, resolve

# A rule that never comes to a meeting (a holiday each time) is looked at this far.
_HORIZON = relativedelta(years=30)
_DAYS_OF_WEEK = 7
# So many meetings of a series exist beforehand, unless the chair says otherwise.
USUAL_AHEAD = 3


class Cadence(StrEnum):
    """How a series repeats."""

    WEEKDAY_OF_MONTH = "weekday_of_month"
    DAY_OF_MONTH = "day_of_month"
    WEEKS = "weeks"


class OnHoliday(StrEnum):
    """What happens to a meeting that falls on a public holiday."""

    SKIP = "skip"
    NEXT_WORKING_DAY = "next_working_day"
    ASK = "ask"


class Fate(StrEnum):
    """What becomes of one turn of a rule."""

    MEETS = "meets"
    MEETS_LATER = "meets_later"
    ASKS = "asks"
    HOLIDAY = "holiday"
    SKIPPED_MONTH = "skipped_month"
    NO_SUCH_DAY = "no_such_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A rule for meetings.

    Every ``every`` months or weeks: on the ``nth`` (1 to 5, -1 is the last)
    ``weekday`` (Monday is 0), on ``month_day`` (1 to 31), or on ``weekday`` of the
    week. ``starts_on`` and ``ends_on`` belong to it; ``local_time`` is wall time in
    the IANA ``zone``. ``skip_months`` are 1 to 12, ``holiday_countries`` ISO 3166-1
    alpha-2. ``ahead`` meetings exist beforehand. ``reminder_minutes`` are lengths of
    time before the start; None is the usual ladder.
    """

    id: int = 0
    title: str
    cadence: Cadence
    every: int = 1
    weekday: int | None = None
    nth: int | None = None
    month_day: int | None = None
    starts_on: date
    ends_on: date | None = None
    local_time: time
    zone: str
    duration_minutes: int
    mode: str
    join_url: str = ""
    place: str = ""
    skip_months: tuple[int, ...] = ()
    holiday_countries: tuple[str, ...] = ()
    on_holiday: OnHoliday = OnHoliday.SKIP
    ahead: int = USUAL_AHEAD
    reminder_minutes: tuple[int, ...] | None = None
    replaces_id: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of a rule: a meeting, or why there is none.

    ``occurs_on`` is the day of the rule, which names the turn also where the meeting
    is on a later one; where a month has no such day, it is the month's first.
    ``moment`` is None when nobody meets; ``wall`` is the time that the rule says, which
    may not exist on that day.
    """

    occurs_on: date
    fate: Fate
    moment: Moment | None = None
    wall: datetime | None = None
    holidays: tuple[Holiday, ...] = ()


def turns(series: Series, *, since: date | None = None) -> Iterator[Turn]:
    """Return the turns of the rule from a day on, in order, with those left out.

    A month without the day (31st, 29 February, a fifth Friday) has no meeting. One
    that a holiday moves to the next working day is left out when that day would be
    in a skipped month or reach the next turn: meetings never change their order.

    Raises:
        InvalidInputError: nobody knows the zone of the series any more.
    """
    until = max(series.starts_on, since or series.starts_on) + _HORIZON
    for day, exists, following in _followed(_days(series, _midnight(until))):
        if series.ends_on is not None and day > series.ends_on:
            return
        if since is None or day >= since:
            yield _turn(series, day, exists=exists, following=following)


def meetings(series: Series, *, after: datetime) -> Iterator[Turn]:
    """Return the turns that lead to a meeting that begins after an instant.

    Raises:
        InvalidInputError: nobody knows the zone of the series any more.
    """
    # A meeting may be some days later than its turn, after holidays.
    since = after.date() - timedelta(days=31)
    for turn in turns(series, since=since):
        if turn.moment is not None and turn.moment.starts_at > after:
            yield turn


def preview(series: Series, *, after: datetime, count: int = 6) -> tuple[Turn, ...]:
    """Return the next meetings, with the turns between them that are left out.

    Raises:
        InvalidInputError: nobody knows the zone of the series any more.
    """
    chosen = tuple(islice(meetings(series, after=after), count))
    if not chosen:
        return ()
    first = max(series.starts_on, after.date())
    last = chosen[-1].occurs_on
    left_out = [
        turn for turn in _until(turns(series, since=first), last) if turn.moment is None
    ]
    return tuple(sorted((*chosen, *left_out), key=lambda turn: turn.occurs_on))


def on_day(series: Series, day: date, *, is_last: bool = False) -> Series:
    """Return the rule that begins on a day, and means what the day stands for.

    13 April 2021 stands for the second Tuesday, or the 13th, or Tuesdays.
    """
    nth = -1 if is_last else (day.day - 1) // _DAYS_OF_WEEK + 1
    by_day = series.cadence is Cadence.DAY_OF_MONTH
    return replace(
        series,
        starts_on=day,
        weekday=None if by_day else day.weekday(),
        nth=nth if series.cadence is Cadence.WEEKDAY_OF_MONTH else None,
        month_day=day.day if by_day else None,
    )


def _until(all_turns: Iterator[Turn], last: date) -> Iterator[Turn]:
    for turn in all_turns:
        if turn.occurs_on > last:
            return
        yield turn


def _turn(series: Series, day: date, *, exists: bool, following: date) -> Turn:
    if not exists:
        return Turn(occurs_on=day, fate=Fate.NO_SUCH_DAY)
    if day.month in series.skip_months:
        return Turn(occurs_on=day, fate=Fate.SKIPPED_MONTH)
    found = public_holidays.on(day, series.holiday_countries)
    if not found:
        return _meets(series, day, on=day, fate=Fate.MEETS)
    if series.on_holiday is OnHoliday.ASK:
        return _meets(series, day, on=day, fate=Fate.ASKS, holidays=found)
    later = public_holidays.next_working_day(day, series.holiday_countries)
    fits = later < following and later.month not in series.skip_months
    if series.on_holiday is OnHoliday.SKIP or not fits:
        return Turn(occurs_on=day, fate=Fate.HOLIDAY, holidays=found)
    return _meets(series, day, on=later, fate=Fate.MEETS_LATER, holidays=found)


def _meets(
    series: Series,
    day: date,
    *,
    on: date,
    fate: Fate,
    holidays: tuple[Holiday, ...] = (),
) -> Turn:
    wall = datetime.combine(on, series.local_time)
    moment = resolve(wall, series.zone)
    return Turn(occurs_on=day, fate=fate, moment=moment, wall=wall, holidays=holidays)


def _days(series: Series, until: datetime) -> Iterator[tuple[date, bool]]:
    """Return the days of the rule; False with the first of a month that has none."""
    first = _first(series)
    days = (found.date() for found in _rule(series, first, until=until))
    if series.cadence is Cadence.WEEKS:
        yield from ((day, True) for day in days)
        return
    coming = next(days, None)
    months = rrule(
        MONTHLY, dtstart=first.replace(day=1), interval=series.every, until=until
    )
    for month in months:
        if coming and (coming.year, coming.month) == (month.year, month.month):
            yield coming, True
            coming = next(days, None)
        else:
            yield month.date(), False


def _followed(days: Iterator[tuple[date, bool]]) -> Iterator[tuple[date, bool, date]]:
    """Return the days, each with the next one that exists."""
    waiting: list[tuple[date, bool]] = []
    for day, exists in days:
        if exists:
            for earlier in waiting:
                yield (*earlier, day)
            waiting = []
        waiting.append((day, exists))
    for earlier in waiting:
        yield (*earlier, date.max)


def _first(series: Series) -> datetime:
    """Return the first day of the rule: from there every so many weeks or months."""
    start = _midnight(series.starts_on)
    if series.cadence is Cadence.WEEKS:
        wanted = series.weekday or 0
        return start + timedelta(days=(wanted - start.weekday()) % _DAYS_OF_WEEK)
    return _rule(replace(series, every=1), start, count=1)[0]


def _rule(
    series: Series,
    start: datetime,
    *,
    until: datetime | None = None,
    count: int | None = None,
) -> rrule:
    """Return the rule as RFC 5545 has it, from a day that fits it."""
    every = series.every
    if series.cadence is Cadence.WEEKS:
        return rrule(WEEKLY, dtstart=start, interval=every, until=until, count=count)
    by_day = series.cadence is Cadence.DAY_OF_MONTH
    return rrule(
        MONTHLY,
        dtstart=start,
        interval=every,
        until=until,
        count=count,
        bymonthday=series.month_day if by_day else None,
        byweekday=None if by_day else weekday(series.weekday or 0, series.nth or 1),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
