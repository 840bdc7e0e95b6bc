"""VTIMEZONE for calendars (RFC 5545, 3.6.5): the rules of a zone around some years.

Libraries write one date for each change of the clocks, and some mail programs read
rules only. So a zone that follows a yearly rule, as in Europe, is written as one.
"""

import calendar
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_LAST = -1
_RULE_YEARS = 3


class _State(NamedTuple):
    """What a zone's clocks show: their offset, its name, whether it is summer time."""

    offset: timedelta
    name: str
    is_summer: bool


class _Change(NamedTuple):
    """A change of the clocks; ``local`` is what they showed just then."""

    local: datetime
    before: _State
    after: _State


class _Rule(NamedTuple):
    """The day of a month on which the clocks change every year."""

    month: int
    weekday: int
    nth: int
    hour: int
    minute: int


@lru_cache(maxsize=64)
def vtimezone(zone: str, first_year: int, last_year: int) -> Timezone:
    """Describe a zone, right for everything from the first to the last year."""
    begin = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 2, 1, 1, tzinfo=UTC)
    changes = list(_changes(ZoneInfo(zone), begin, end))
    found = Timezone()
    found.add("tzid", zone)
    rules = _rules(changes)
    if changes and rules is not None:
        for change, rule in rules:
            found.add_component(_observance(change, rule))
        return found
    state = _state(ZoneInfo(zone), begin)
    start = _Change(begin.replace(tzinfo=None) + state.offset, state, state)
    for change in [start, *changes]:
        found.add_component(_observance(change, None))
    return found


def _rules(changes: list[_Change]) -> list[tuple[_Change, _Rule]] | None:
    """Return the first change of each kind with its rule; None where there is none."""
    kinds: dict[tuple[_State, _State], list[_Change]] = {}
    for change in changes:
        kinds.setdefault((change.before, change.after), []).append(change)
    years = {change.local.year for change in changes}
    found = []
    for each in kinds.values():
        rule = _rule(each)
        is_yearly = sorted(c.local.year for c in each) == sorted(years)
        if rule is None or not is_yearly or len(years) < _RULE_YEARS:
            return None
        found.append((each[0], rule))
    return found


def _rule(changes: list[_Change]) -> _Rule | None:
    for wanted in (_last, _nth):
        rules = {wanted(change.local) for change in changes}
        if len(rules) == 1:
            return rules.pop()
    return None


def _nth(local: datetime) -> _Rule | None:
    nth = (local.day - 1) // 7 + 1
    return _Rule(local.month, local.weekday(), nth, local.hour, local.minute)


def _last(local: datetime) -> _Rule | None:
    days = calendar.monthrange(local.year, local.month)[1]
    if local.day + 7 <= days:
        return None
    return _nth(local)._replace(nth=_LAST)  # type: ignore[union-attr]


def _observance(
    change: _Change, rule: _Rule | None
) -> TimezoneStandard | TimezoneDaylight:
    made = TimezoneDaylight() if change.after.is_summer else TimezoneStandard()
    made.add("dtstart", change.local)
    made.add("tzoffsetfrom", change.before.offset)
    made.add("tzoffsetto", change.after.offset)
    made.add("tzname", change.after.name)
    if rule is not None:
        day = f"{rule.nth}{_WEEKDAYS[rule.weekday]}"
        made.add("rrule", {"freq": "yearly", "bymonth": rule.month, "byday": day})
    return made


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[_Change]:
    before = _state(zone, begin)
    while begin < end:
        after = _state(zone, begin + _DAY)
        if after != before:
            moment = _moment(zone, begin, begin + _DAY)
            local = moment.replace(tzinfo=None) + before.offset
            yield _Change(local, before, after)
        begin, before = begin + _DAY, after


def _moment(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first second at which the clocks show what they show at ``high``."""
    wanted = _state(zone, high)
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        if _state(zone, middle) == wanted:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)


def _state(zone: ZoneInfo, moment: datetime) -> _State:
    local = moment.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    return _State(offset, local.tzname() or "", bool(local.dst()))
