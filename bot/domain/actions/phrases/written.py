"""Dates with a number in them: 3 December, 2027-02-19, 31.12., 03/04, the 15th."""

from collections.abc import Callable
from datetime import date, timedelta
from re import Match, Pattern

from dateutil.relativedelta import relativedelta

from bot.domain.actions.phrases import vocabulary as words
from bot.domain.actions.phrases.meanings import Choice, Meant, Nowhere, Over
from bot.domain.actions.phrases.vocabulary import MONTH, NTH, WEEKDAY, YEAR, pattern

_HALF_A_YEAR = timedelta(days=183)
_FARTHEST = relativedelta(years=20)
_CENTURY = 100
_MOST_MONTHS = 12
_LEAP_DAY = (2, 29)
_DAY_NAME = rf"(?:(?P<weekday>{WEEKDAY})\.?,? )?(?:the )?"
_END_YEAR = rf"(?:,? {YEAR}| '?(?P<short>\d\d))?"
_NUMBER = r"(?P<one>\d{1,2})"
_OTHER = r"(?P<two>\d{1,2})"
_LONG_OR_SHORT = r"(?P<year>\d{4}|\d\d)"


def day_of(year: int, month: int, day: int) -> date | Nowhere:
    """Return a day, if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return Nowhere()


def near(meant: Meant, today: date) -> Meant:
    """Return what is meant, unless it is too far away to be meant."""
    farthest = today + _FARTHEST
    return Nowhere() if isinstance(meant, date) and meant > farthest else meant


def coming(today: date, month: int, day: int) -> Meant:
    """Return a day of the year when it comes next; just over is asked about."""
    if (month, day) == _LEAP_DAY:
        return _leap_day(today)
    this = day_of(today.year, month, day)
    if isinstance(this, Nowhere) or this >= today:
        return this
    then = date(today.year + 1, month, day)
    return then if today - this > _HALF_A_YEAR else Over(this, then)


def _leap_day(today: date) -> Meant:
    """Return 29 February; in a year without one it may be a slip for the 28th."""
    year = today.year if today <= date(today.year, 3, 1) else today.year + 1
    this = day_of(year, *_LEAP_DAY)
    if isinstance(this, date):
        return this if this >= today else Over(this)
    leap = next(each for each in range(year, year + 9) if _is_leap(each))
    days = (date(year, 2, 28), date(leap, *_LEAP_DAY))
    return Choice(tuple(each for each in days if each >= today))


def _is_leap(year: int) -> bool:
    return isinstance(day_of(year, *_LEAP_DAY), date)


def _named(match: Match[str], today: date) -> Meant:
    """Read a day with the name of its month."""
    month, day = words.month(match["month"]), int(match["day"])
    year = match["year"] or (match["short"] and f"20{match['short']}")
    meant = day_of(int(year), month, day) if year else coming(today, month, day)
    return _checked(meant, match["weekday"])


def _checked(meant: Meant, name: str | None) -> Meant:
    """Ask where the weekday is another one than that of the date."""
    if name is None or not isinstance(meant, date):
        return meant
    wanted = words.weekday(name)
    if meant.weekday() == wanted:
        return meant
    away = (wanted - meant.weekday() + 3) % 7 - 3
    other = meant + timedelta(days=away)
    return Choice((meant, other))


def _iso(match: Match[str], _: date) -> Meant:
    return day_of(int(match["year"]), int(match["month"]), int(match["day"]))


def _dotted(match: Match[str], today: date) -> Meant:
    """Read 31.12.2027: with dots the day is first wherever dates are written so."""
    return _in_year(match["year"], int(match["two"]), int(match["one"]), today)


def _slashed(match: Match[str], today: date) -> Meant:
    """Read 31/12; where both numbers may be the month there are two readings."""
    one, two, year = int(match["one"]), int(match["two"]), match["year"]
    first = _in_year(year, two, one, today)  # the day first, as in Europe
    if one == two or one > _MOST_MONTHS:
        return first
    second = _in_year(year, one, two, today)
    if two > _MOST_MONTHS:
        return second
    days = (*_days(first), *_days(second))
    return Choice(days) if days else Nowhere()


def _days(meant: Meant) -> tuple[date, ...]:
    if isinstance(meant, Over):
        return (meant.instead or meant.day,)
    return (meant,) if isinstance(meant, date) else ()


def _in_year(year: str | None, month: int, day: int, today: date) -> Meant:
    if year is None:
        return coming(today, month, day)
    whole = int(year) if len(year) > 2 else _CENTURY * 20 + int(year)  # noqa: PLR2004 - 27 is 2027
    return day_of(whole, month, day)


def _of_month(match: Match[str], today: date) -> Meant:
    """Read "the 15th": of this month or, when that is over, of the next."""
    day, which = int(match["day"]), match["which"]
    this = today.replace(day=1)
    after = this + relativedelta(months=1)
    if which == "next":
        return day_of(after.year, after.month, day)
    meant = day_of(this.year, this.month, day)
    later = day_of(after.year, after.month, day)
    if which == "this":
        return Over(meant) if isinstance(meant, date) and meant < today else meant
    if isinstance(meant, Nowhere) and isinstance(later, date):
        return Choice((after - timedelta(days=1), later))
    return meant if isinstance(meant, date) and meant >= today else later


# Where no date is sure to be meant ("version 2.1.") the numbers alone are not read.
SURE: tuple[tuple[Pattern[str], Callable[[Match[str], date], Meant]], ...] = (
    (
        pattern(rf"{_NUMBER}\.{_OTHER}\.?"),
        lambda m, t: coming(t, int(m["two"]), int(m["one"])),
    ),
    (pattern(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"), _iso),
)
FORMS: tuple[tuple[Pattern[str], Callable[[Match[str], date], Meant]], ...] = (
    (pattern(rf"{_DAY_NAME}{NTH} (?:of )?(?P<month>{MONTH})\.?{_END_YEAR}"), _named),
    (pattern(rf"{_DAY_NAME}(?P<month>{MONTH})\.? (?:the )?{NTH}{_END_YEAR}"), _named),
    (pattern(rf"{YEAR}[-/](?P<month>\d\d?)[-/](?P<day>\d\d?)"), _iso),
    (pattern(rf"{_NUMBER}\.\s?{_OTHER}\.\s?{_LONG_OR_SHORT}"), _dotted),
    (pattern(rf"{_NUMBER}/{_OTHER}(?:/{_LONG_OR_SHORT})?"), _slashed),
    (pattern(rf"{_NUMBER}-{_OTHER}-{YEAR}"), _slashed),
    (
        pattern(
            r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)"
            r"(?: of (?:the )?(?P<which>this|next) month)?"
        ),
        _of_month,
    ),
)
