"""The one day that somebody types for an action item, or a question back."""

from datetime import date

from bot.domain.actions.phrases import Ambiguous, Past, Understood, read
from bot.domain.errors import InvalidInputError

NO_DAY = frozenset({"none", "no date", "no", "-", "open", "never"})
_EXAMPLES = "Write it like 3 December, next Friday, in two weeks or 2027-02-19."
_LONGEST = 60


def day_meant(
    words: str, *, today: date, name: str, next_meeting: date | None = None
) -> date | None:
    """Return the day that words mean; None where they say that there is none.

    ``today`` is the writer's own day, ``name`` the field that an error stands beside.

    Raises:
        InvalidInputError: they mean no day, several, or one that is over.
    """
    if words.strip().lower() in NO_DAY:
        return None
    found = read(words, today=today, next_meeting=next_meeting)
    if isinstance(found, Understood):
        return found.day
    raise InvalidInputError({name: _why_not(found, words.strip()[:_LONGEST])})


def _why_not(found: object, words: str) -> str:
    if isinstance(found, Ambiguous):
        days = " or ".join(f"{day:%-d %B %Y}" for day in found.days)
        return f"“{words}” can be {days}. Write the one you mean with its month."
    if isinstance(found, Past):
        return f"{found.day:%-d %B %Y} is over. Choose a day to come."
    return f"I do not know the day “{words}”. {_EXAMPLES}"
