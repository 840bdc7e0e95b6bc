"""Weeks, months, quarters and years: their ends, their middles, and they themselves."""

from collections.abc import Callable
from datetime import date, timedelta
from re import Match, Pattern

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot.domain.actions.phrases import vocabulary as words
from bot.domain.actions.phrases.meanings import Choice, Meant, Nowhere, Over, Span
from bot.domain.actions.phrases.vocabulary import MONTH, ORDINAL, pattern
from bot.domain.actions.phrases.written import coming

_DAY = timedelta(days=1)
_FRIDAY = 4
_LENGTHS = {"month": 1, "quarter": 3, "year": 12}
_THE = r"(?:the )?"
_OF_YEAR = r"(?:(?: of)? (?P<year>20\d\d)| (?P<following>next year)| this year)?"
_QUARTER = rf"(?:q ?(?P<quarter>[1-4])|{_THE}(?P<nth>{ORDINAL}) quarter)"
_HALF = rf"(?:h(?P<half>[12])|{_THE}(?P<which_half>first|second) half)"
_ANY = (
    r"(?:(?:the |(?P<which>this|next|coming|current|following) )?"
    r"(?P<unit>week|month|quarter|year)"
    rf"|{_THE}(?P<month>{MONTH}){_OF_YEAR})"
)
_PART = r"(?P<part>end|close|beginning|start|middle|mid)"
_HOLIDAYS = {
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "new year's eve": (12, 31),
    "new year": (1, 1),
    "the new year": (1, 1),
    "new year's day": (1, 1),
}
_SHORT = {"w": "week", "m": "month", "q": "quarter", "y": "year"}


def _relative(unit: str, which: str, today: date) -> Span:
    """Return this or the next week, month, quarter or year."""
    ahead = which in {"next", "following", "coming"}
    if unit == "week":
        monday = today + _DAY * (7 * ahead - today.weekday())
        return Span(monday, monday + _DAY * _FRIDAY)
    length = _LENGTHS[unit]
    month = (today.month - 1) // length * length + 1
    first = date(today.year, month, 1) + relativedelta(months=length * ahead)
    return _span(first, length)


def _span(first: date, months: int) -> Span:
    return Span(first, first + relativedelta(months=months) - _DAY)


def _yearly(month: int, length: int, match: Match[str], today: date) -> Span:
    """Return months of a named year, or of the year in which they end next."""
    if match["year"]:
        return _span(date(int(match["year"]), month, 1), length)
    found = _span(date(today.year, month, 1), length)
    is_over = found.last < today or match["following"]
    return _span(date(today.year + 1, month, 1), length) if is_over else found


def _any(match: Match[str], today: date) -> Span:
    if match["unit"]:
        return _relative(match["unit"], match["which"] or "this", today)
    return _yearly(words.month(match["month"]), 1, match, today)


def _quarter(match: Match[str], today: date) -> Meant:
    number = int(match["quarter"] or words.ordinal(match["nth"]))
    return _yearly(3 * number - 2, 3, match, today)


def _half(match: Match[str], today: date) -> Meant:
    number = int(match["half"] or words.ordinal(match["which_half"]))
    return _yearly(6 * number - 5, 6, match, today)


def _week(match: Match[str], today: date) -> Meant:
    """Read a week by its number, as ISO 8601 counts them."""
    try:
        year = int(match["year"] or today.isocalendar().year)
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        if match["year"] is None and monday + _DAY * 6 < today:
            monday = date.fromisocalendar(year + 1, int(match["week"]), 1)
    except ValueError:
        return Nowhere()
    return Span(monday, monday + _DAY * _FRIDAY)


def _year(match: Match[str], _: date) -> Meant:
    return _span(date(int(match["year"]), 1, 1), 12)


def _part_of(span: Span, part: str, today: date) -> Meant:
    """Return the end, the middle or the beginning of a span."""
    day = span.last
    if part in {"beginning", "start"}:
        day = span.first
    elif part in {"middle", "mid"}:
        day = span.first + _middle(span)
    return ended(span, today) if day < today else day


def _middle(span: Span) -> timedelta:
    """Return how far the middle is: a Wednesday, a 15th, or half of the whole."""
    length = (span.last - span.first).days + 1
    return _DAY * (14 if 28 <= length <= 31 else length // 2)  # noqa: PLR2004 - of a month


def ended(span: Span, today: date) -> Choice | Over:
    """Return what is over; of a week at its end its Sunday or the next Friday."""
    sunday = span.first + _DAY * 6
    is_week = (span.last - span.first).days == _FRIDAY
    if is_week and span.last < today <= sunday:
        return Choice((sunday, span.last + _DAY * 7))
    return Over(span.last if span.last < today else span.first)


def _part(match: Match[str], today: date) -> Meant:
    return _part_of(_any(match, today), match["part"], today)


def _part_of_quarter(match: Match[str], today: date) -> Meant:
    found = _quarter(match, today)
    return _part_of(found, match["part"], today) if isinstance(found, Span) else found


def _part_of_half(match: Match[str], today: date) -> Meant:
    found = _half(match, today)
    return _part_of(found, match["part"], today) if isinstance(found, Span) else found


def _part_of_year(match: Match[str], today: date) -> Meant:
    return _part_of(_span(date(int(match["year"]), 1, 1), 12), match["part"], today)


def _end(match: Match[str], today: date) -> Meant:
    """Read "month end", "EOM"."""
    unit = match["unit"] or _SHORT[match["short"]]
    return _part_of(_relative(unit, match["which"] or "this", today), "end", today)


def _weekend(match: Match[str], today: date) -> Meant:
    """Read "the weekend": before it begins, or while it lasts."""
    ahead = 7 * bool(match["next"])
    friday = today + _DAY * (_FRIDAY - today.weekday() + ahead)
    days = (friday, friday + _DAY * 2)
    left = tuple(each for each in days if each >= today)
    return left[0] if len(left) == 1 else Choice(left)


def _holiday(match: Match[str], today: date) -> Meant:
    return coming(today, *_HOLIDAYS[" ".join(match["holiday"].split())])


def _easter(_: Match[str], today: date) -> Meant:
    day = easter(today.year)
    return day if day >= today else easter(today.year + 1)


Form = tuple[Pattern[str], Callable[[Match[str], date], Meant]]
FORMS: tuple[Form, ...] = (
    (pattern(rf"{_THE}{_PART}(?:[ -]of)?[ -]{_ANY}"), _part),
    (pattern(rf"{_THE}{_PART}(?:[ -]of)?[ -]{_QUARTER}{_OF_YEAR}"), _part_of_quarter),
    (pattern(rf"{_THE}{_PART}(?:[ -]of)?[ -]{_HALF}{_OF_YEAR}"), _part_of_half),
    (pattern(rf"{_THE}{_PART}(?:[ -]of)?[ -](?P<year>20\d\d)"), _part_of_year),
    (
        pattern(
            r"(?:the )?(?:(?P<which>this|next) )?(?P<unit>week|month|quarter|year)"
            r"(?:'?s)?[ -]end(?P<short>)?"
        ),
        _end,
    ),
    (pattern(r"eo(?P<short>[wmqy])(?P<unit>)?(?P<which>)?"), _end),
    (
        pattern(
            r"(?P<which>this|next|coming|current|following|the next|the following|the "
            r"coming) (?P<unit>week|month|quarter|year)(?P<month>)(?P<year>)"
        ),
        lambda match, today: _relative(
            match["unit"], match["which"].split()[-1], today
        ),
    ),
    (
        pattern(
            r"(?:calendar |iso )?(?:week |wk ?|[ck]?w ?)(?P<week>\d\d?)"
            r"(?:,? (?:of )?(?P<year>20\d\d))?"
        ),
        _week,
    ),
)
# Read only behind "by", "before" or "in": alone they are words of any sentence.
SURE: tuple[Form, ...] = (
    (
        pattern(rf"(?P<month>{MONTH}){_OF_YEAR}"),
        lambda m, t: _yearly(words.month(m["month"]), 1, m, t),
    ),
    (pattern(rf"{_QUARTER}{_OF_YEAR}"), _quarter),
    (pattern(rf"{_HALF}{_OF_YEAR}"), _half),
    (pattern(r"(?P<year>20\d\d)"), _year),
    (pattern(r"(?:the |this |(?P<next>next ))?weekend"), _weekend),
    (pattern(rf"(?P<holiday>{'|'.join(_HOLIDAYS)})"), _holiday),
    (pattern(r"easter"), _easter),
)
