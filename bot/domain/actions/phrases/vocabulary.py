"""Words for numbers, months and weekdays, as parts of patterns and as values."""

import calendar
import re

from dateutil.parser import parserinfo

_COUNTS = {
    "a couple of": 2,
    "a": 1,
    "an": 1,
    **{
        word: number
        for number, word in enumerate(
            (
                *("one", "two", "three", "four", "five", "six", "seven", "eight"),
                *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
            ),
            1,
        )
    },
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_INFO = parserinfo()  # knows the names; it is never asked to guess
MONTH = "|".join((*calendar.month_name[1:], *calendar.month_abbr[1:], "sept")).lower()
WEEKDAY = "|".join(
    (*calendar.day_name, *calendar.day_abbr, "tues", "weds", "thur", "thurs")
).lower()
COUNT = "|".join((r"\d{1,3}", *_COUNTS))
ORDINAL = "|".join(_ORDINALS)
NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>\d{4})"


def count(word: str) -> int:
    """Return how many a word says."""
    return _COUNTS.get(word) or int(word)


def ordinal(word: str) -> int:
    """Return the place a word says, of four."""
    return _ORDINALS[word]


def month(word: str) -> int:
    """Return the number of a month."""
    return int(_INFO.month(word) or 0)


def weekday(word: str) -> int:
    """Return the number of a weekday; Monday is 0, as in ``date.weekday``."""
    found = _INFO.weekday(word[:3])
    return 0 if found is None else int(found)


def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern for words in small letters with single spaces."""
    return re.compile(text, re.ASCII)
