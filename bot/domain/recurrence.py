"""The rule of a series of meetings, in the wall time of one zone."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


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
    ahead: int = 3
    reminder_minutes: tuple[int, ...] | None = None
    replaces_id: int | None = None
    version: int = 1
