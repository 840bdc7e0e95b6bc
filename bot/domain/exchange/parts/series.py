"""The rules of series of meetings in a file; only a group without any takes them."""

from dataclasses import dataclass, field
from datetime import date, time

from bot.domain import public_holidays, schedules
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.parts.shapes import (
    DAY,
    ENDS_FIRST,
    KEY,
    Names,
    Said,
    choice,
    count,
    is_before,
    line,
    read_part,
    said,
)
from bot.domain.recurrence import USUAL_AHEAD, Cadence, OnHoliday
from bot.domain.registers.typed import Typed
from bot.domain.sigs import DEFAULT_ZONE

_DAY_MINUTES = 24 * 60
_LAST = -1  # the last Monday of a month, for example
_NEEDED = {
    Cadence.WEEKDAY_OF_MONTH: ("weekday", "nth"),
    Cadence.DAY_OF_MONTH: ("month_day",),
    Cadence.WEEKS: ("weekday",),
}


def _clock(given: Fields, _names: Names, name: str) -> time:
    try:
        return time.fromisoformat(given.text(name))
    except ValueError:
        given.complain(name, "Write a time like 14:00.")
        return time()


def _zone(given: Fields, _names: Names, name: str) -> str:
    return given.zone(name) or DEFAULT_ZONE


def _slug(given: Fields, _names: Names, name: str) -> str:
    return given.slug(name)


def _address(given: Fields, _names: Names, name: str) -> str:
    form = Typed({name: given.text(name)})
    address = form.address(name, None) or ""
    for reason in form.problems.values():
        given.complain(name, reason)
    return address


def _countries(given: Fields, _names: Names, name: str) -> tuple[str, ...]:
    found = given.texts(name)
    for each in found:
        if each not in public_holidays.countries():
            given.complain(name, "I do not know the public holidays of one of these.")
    return found


def _nth(given: Fields, names: Names, name: str) -> int:
    if given.raw.get(name) == _LAST:
        return _LAST
    return int(count(5, 1).read(given, names, name))


def _numbers(low: int, high: int) -> Said:
    return Said(
        lambda given, _names, name: given.integers(name, low, high) or (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRecord:
    """A series; ``replaces`` is the one that it goes on from after a change."""

    id: str = field(metadata=said(KEY))
    title: str = field(metadata=said(line(schedules.TITLE_LIMIT)))
    cadence: Cadence = field(metadata=said(choice(Cadence)))
    every: int = field(metadata=said(count(52, 1)), default=1)
    weekday: int | None = field(metadata=said(count(6)), default=None)
    nth: int | None = field(metadata=said(Said(_nth)), default=None)
    month_day: int | None = field(metadata=said(count(31, 1)), default=None)
    starts_on: date = field(metadata=said(DAY))
    ends_on: date | None = field(metadata=said(DAY), default=None)
    local_time: time = field(metadata=said(Said(_clock)))
    zone: str = field(metadata=said(Said(_zone), "tz"))
    duration_minutes: int = field(metadata=said(count(_DAY_MINUTES, 1), "duration_min"))
    mode: str = field(metadata=said(Said(_slug)), default="online")
    join_url: str = field(metadata=said(Said(_address)), default="")
    place: str = field(metadata=said(line(schedules.PLACE_LIMIT)), default="")
    skip_months: tuple[int, ...] = field(metadata=said(_numbers(1, 12)), default=())
    holiday_countries: tuple[str, ...] = field(
        metadata=said(Said(_countries)), default=()
    )
    on_holiday: OnHoliday = field(
        metadata=said(choice(OnHoliday)), default=OnHoliday.SKIP
    )
    ahead: int = field(
        metadata=said(count(schedules.AHEAD[1], schedules.AHEAD[0])),
        default=USUAL_AHEAD,
    )
    reminder_minutes: tuple[int, ...] | None = field(
        metadata=said(Said(lambda given, _names, name: _reminders(given, name))),
        default=None,
    )
    replaces: str | None = field(metadata=said(KEY), default=None)


def _reminders(given: Fields, name: str) -> tuple[int, ...] | None:
    found = given.integers(name, 0, max(schedules.REMINDERS))
    return None if found is None else tuple(sorted(found, reverse=True))


def read_series(listed: list[Fields], names: Names) -> tuple[SeriesRecord, ...]:
    """Read the rules of series, the oldest first."""
    found: dict[str, SeriesRecord] = {}
    for each in listed:
        series = read_part(SeriesRecord, each, names)
        each.refuse_unknown()
        if series.replaces is not None and series.replaces not in found:
            each.complain("replaces", "No series before this one has this id.")
        _check(each, series)
        found[series.id] = series
    return tuple(found.values())


def _check(given: Fields, series: SeriesRecord) -> None:
    for name in _NEEDED.get(series.cadence, ()):
        if not given.says(name):
            given.complain(name, "This is missing.")
    if is_before(series.ends_on, series.starts_on):
        given.complain("ends_on", ENDS_FIRST)
