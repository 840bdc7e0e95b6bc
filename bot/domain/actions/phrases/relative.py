"""Days counted from today: tomorrow, in two weeks, next Friday, a week on Monday."""

from collections.abc import Callable
from datetime import date, timedelta
from re import Match, Pattern

from dateutil.relativedelta import relativedelta

from bot.domain.actions.phrases import vocabulary as words
from bot.domain.actions.phrases.meanings import Choice, Meant, Over
from bot.domain.actions.phrases.vocabulary import COUNT, WEEKDAY, pattern

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_SATURDAY = 5
_NAME = rf"(?P<name>{WEEKDAY})"
_COUNTED = rf"(?P<count>{COUNT}) (?:full )?"
_UNIT = (
    r"(?P<unit>days?|nights?|weeks?|fortnights?|months?|quarters?|years?"
    r"|(?:working|business|week)[ -]?days?)"
)
_FROM = rf"(?:from|after|on) (?:(?P<start>now|today|tomorrow)|(?:this |next )?{_NAME})"
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14}


def _today(_: Match[str], today: date) -> Meant:
    return today


def _tomorrow(_: Match[str], today: date) -> Meant:
    return today + _DAY


def _day_after(_: Match[str], today: date) -> Meant:
    return today + 2 * _DAY


def _yesterday(_: Match[str], today: date) -> Meant:
    return Over(today - _DAY)


def _in(match: Match[str], today: date) -> Meant:
    return _later(today, words.count(match["count"]), match["unit"])


def _half(match: Match[str], today: date) -> Meant:
    months = 18 if match["more"] else 6
    return today + relativedelta(months=months)


def _ago(match: Match[str], today: date) -> Meant:
    unit = match["unit"].rstrip("s")
    days = _DAYS.get(unit, 30 * _MONTHS.get(unit, 0) or 1)
    return Over(today - _DAY * days * words.count(match["count"]))


def _later(start: date, count: int, unit: str) -> date:
    unit = unit.rstrip("s")
    if unit in _MONTHS:
        return start + relativedelta(months=count * _MONTHS[unit])
    if unit in _DAYS:
        return start + _DAY * count * _DAYS[unit]
    day = start
    for _ in range(count):  # of working days there are five in a week
        day += _DAY
        while day.weekday() >= _SATURDAY:
            day += _DAY
    return day


def earlier(day: date, count: int, unit: str) -> date:
    """Return a day so many days, weeks or months before another."""
    unit = unit.rstrip("s")
    if unit in _MONTHS:
        return day - relativedelta(months=count * _MONTHS[unit])
    return day - _DAY * count * _DAYS[unit]


def _from(match: Match[str], today: date) -> Meant:
    """Read "a week on Friday", "two weeks from tomorrow"."""
    start = today + _DAY if match["start"] == "tomorrow" else today
    if match["name"]:
        start = _from_today(today, words.weekday(match["name"]))
    return _later(start, words.count(match["count"]), match["unit"])


def _weekday(match: Match[str], today: date) -> Meant:
    """Read a weekday; on that very day its name alone may mean either."""
    wanted, which = words.weekday(match["name"]), (match["which"] or "").split()
    day = _from_today(today, wanted)
    if "last" in which or "past" in which:
        return Over(day - _WEEK)
    if "next" in which:
        return _next(today, wanted)
    if day > today or "this" in which:
        return day if "coming" not in which or day > today else day + _WEEK
    return day + _WEEK if "coming" in which else Choice((day, day + _WEEK))


def _next(today: date, wanted: int) -> Meant:
    """Return "next Friday": some mean the coming one, some that of next week."""
    coming = _from_today(today + _DAY, wanted)
    of_next_week = _monday(today) + _WEEK + _DAY * wanted
    is_clear = coming == of_next_week and coming - today > _DAY
    return coming if is_clear else Choice((coming, max(of_next_week, coming + _WEEK)))


def _week_later(match: Match[str], today: date) -> Meant:
    """Read "Friday week": a week after the coming one."""
    return _from_today(today, words.weekday(match["name"])) + _WEEK


def _after_next(match: Match[str], today: date) -> Meant:
    return _from_today(today + _DAY, words.weekday(match["name"])) + _WEEK


def _in_week(match: Match[str], today: date) -> Meant:
    """Read "Friday next week", "Monday in two weeks"."""
    weeks = {"this": 0, "next": 1}.get(match["week"] or "", 1)
    if match["count"]:
        weeks = words.count(match["count"])
    day = _monday(today) + weeks * _WEEK + _DAY * words.weekday(match["name"])
    return day if day >= today else Over(day)


def _from_today(today: date, wanted: int) -> date:
    """Return the first such weekday from a day on, that day included."""
    return today + _DAY * ((wanted - today.weekday()) % 7)


def _monday(day: date) -> date:
    return day - _DAY * day.weekday()


FORMS: tuple[tuple[Pattern[str], Callable[[Match[str], date], Meant]], ...] = (
    (
        pattern(r"today|tonight|eod|cob|(?:the )?(?:end|close) of (?:the |this )?day"),
        _today,
    ),
    (pattern(r"tomorrow|tomorrow night"), _tomorrow),
    (pattern(r"(?:the )?day after tomorrow"), _day_after),
    (pattern(r"yesterday"), _yesterday),
    (pattern(rf"(?:in|within) (?:the next )?{_COUNTED}{_UNIT}(?:'?s?'? time)?"), _in),
    (
        pattern(r"(?:in|within) (?:half a year|(?:a|one) (?P<more>year and a )?half)"),
        _half,
    ),
    (pattern(rf"{_COUNTED}{_UNIT} ago"), _ago),
    (pattern(rf"{_COUNTED}{_UNIT} {_FROM}"), _from),
    (
        pattern(rf"(?:the )?(?P<which>(?:this )?coming|this|next|last|past)? ?{_NAME}"),
        _weekday,
    ),
    (pattern(rf"{_NAME} week"), _week_later),
    (pattern(rf"(?:the )?{_NAME} after next"), _after_next),
    (
        pattern(
            rf"(?:on )?{_NAME} (?:of )?(?:(?P<week>this|next) week"
            rf"|in (?P<count>{COUNT}) weeks?)"
        ),
        _in_week,
    ),
    (
        pattern(rf"(?P<week>this|next) week,? (?:on )?{_NAME}(?P<count>)?"),
        _in_week,
    ),
)
