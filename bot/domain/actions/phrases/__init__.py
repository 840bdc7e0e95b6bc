"""Due dates as people write them in English: "by 3 December", "in two weeks".

The words are matched whole and strictly here; the calendar underneath (names of
months, months of unequal length, weekdays, Easter) is that of dateutil. Parsers that
read any text were tried and not taken: they read 03/04 as the fourth of March and
"next Friday" as the day after tomorrow without saying so, and found dates where none
was meant. What reads two ways is a question here, never a guess.
"""

from bot.domain.actions.phrases.finding import Found, find, find_or_only
from bot.domain.actions.phrases.meanings import (
    Ambiguous,
    Impossible,
    Past,
    Reading,
    Understood,
    today_in,
)
from bot.domain.actions.phrases.reading import read

__all__ = [
    "Ambiguous",
    "Found",
    "Impossible",
    "Past",
    "Reading",
    "Understood",
    "find",
    "find_or_only",
    "read",
    "today_in",
]
