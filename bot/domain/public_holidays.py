"""Public holidays of many countries, from the ``holidays`` library."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A public holiday; ``country`` is an ISO 3166-1 alpha-2 code."""

    day: date
    country: str
    name: str


@cache
def countries() -> frozenset[str]:
    """Return the countries whose holidays are known."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))


def on(day: date, among: Collection[str]) -> tuple[Holiday, ...]:
    """Return the holidays of these countries on a day; unknown countries have none."""
    return tuple(
        Holiday(day=day, country=country, name=name)
        for country in among
        if country in countries() and (name := _year(country, day.year).get(day))
    )


def is_working_day(day: date, among: Collection[str]) -> bool:
    """Whether people of all these countries work on a day."""
    return day.weekday() < _SATURDAY and not on(day, among)


def next_working_day(day: date, among: Collection[str]) -> date:
    """Return the first day after this one that is no weekend and no holiday."""
    after = day + timedelta(days=1)
    while not is_working_day(after, among):
        after += timedelta(days=1)
    return after


@lru_cache(maxsize=2048)
def _year(country: str, year: int) -> Mapping[date, str]:
    found: Mapping[date, str] = dict(
        holidays.country_holidays(country, years=year, language="en_US")
    )
    return found
