"""Finds a due date in a line, and what is left of the line without it."""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.actions.phrases.meanings import (
    Ambiguous,
    Impossible,
    Past,
    Reading,
    Understood,
)
from bot.domain.actions.phrases.reading import read, taken_apart

_WORD = re.compile(r"\S+")
_LONGEST = 10
_AMID = 100  # more words fit in no title
# Behind these a date belongs to the sentence: "the minutes of 3 December".
_BELONGS = frozenset(
    {
        *("of", "for", "from", "since", "after", "and", "or", "to", "than"),
        *("about", "between", "the", "a", "an", "with", "per", "vs", "versus"),
        *("like", "as", "every", "each", "last", "not", "no", "&", "+", "-"),
        *("until", "into", "first", "second", "third", "other"),
    }
)
# Behind these numbers are the name of something: "section 3/4".
_NAMED = frozenset(
    {
        *("section", "sections", "page", "pages", "version", "chapter"),
        *("figure", "table", "part", "item", "point", "step", "phase", "task"),
        *("option", "room", "ratio", "number", "paragraph", "annex"),
        *("question", "score", "rule"),
    }
)
_NUMBERS = re.compile(r"[\d./-]+")
_RATIO = 5  # as long as 50/50
# Names of days and months that are other words too.
_OTHER_WORDS = frozenset(
    {
        *("sun", "sat", "wed", "mon", "fri", "thu", "tue", "tues", "thur"),
        *("thurs", "weds"),
    }
)
_AROUND = " \t\n,;([\u2013\u2014"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A line's title and the date in it; ``whole`` is the line with all its words.

    The words of a date leave the title only where nothing is lost with them: they
    stay where an hour is among them, and where they stand amid the others. ``is_sure``:
    words such as "by" say that a due date follows.
    """

    title: str
    whole: str
    reading: Reading | None = None
    is_sure: bool = False


def find(text: str, *, today: date, next_meeting: date | None = None) -> Found:
    """Find a due date at the end of a line, at its beginning, or amid it.

    Amid a line it may as well be part of what is said, so it is only asked about.
    """
    text = text.strip()
    words = list(_WORD.finditer(text))
    given = {"today": today, "next_meeting": next_meeting}
    if _read(text, given):
        return Found(title=text, whole=text)  # nothing would be left to do
    return (
        _at_end(text, words, given)
        or _at_beginning(text, words, given)
        or _amid(text, words, given)
        or Found(title=text, whole=text)
    )


def find_or_only(text: str, *, today: date, next_meeting: date | None = None) -> Found:
    """Find a due date; a line that is nothing but a day has no title then."""
    found = find(text, today=today, next_meeting=next_meeting)
    if found.reading is not None:
        return found
    only = read(found.whole, today=today)
    if not isinstance(only, Understood):
        return found
    return Found(title="", whole="", reading=only, is_sure=True)


Given = dict[str, date | None]
Words = list[re.Match[str]]


def _at_end(text: str, words: Words, given: Given) -> Found | None:
    for place in range(max(1, len(words) - _LONGEST), len(words)):
        start = words[place].start()
        reading = _read(text[start:], given)
        if reading is None:
            continue
        if not _is_meant(text[start:], words[place - 1][0], reading):
            return None  # nor is a part of it: "Friday 4 or Monday 7 December"
        return _without(text, reading, title=text[:start].rstrip(_AROUND))
    return None


def _at_beginning(text: str, words: Words, given: Given) -> Found | None:
    for length in range(min(_LONGEST, len(words) - 1), 1, -1):
        end = words[length - 1].end()
        phrase = taken_apart(text[:end])
        if phrase is None or not phrase.is_strong:
            return None
        if reading := _read(text[:end], given):
            return _without(text, reading, title=text[end:].lstrip(" \t\n,;:"))
    return None


def _amid(text: str, words: Words, given: Given) -> Found | None:
    """Ask about "by" and a day inside a line."""
    for place, word in enumerate(words[:_AMID]):
        if word[0].casefold() not in {"by", "due"}:
            continue
        for last in range(min(place + _LONGEST, len(words)) - 1, place, -1):
            reading = _read(text[word.start() : words[last].end()], given)
            if isinstance(reading, Understood):
                asked = Ambiguous(days=(reading.day,), words=reading.words)
                return Found(title=text, whole=text, reading=asked)
    return None


def _read(words: str, given: Given) -> Reading | None:
    today = given["today"]
    assert today is not None  # noqa: S101 - for the type checker: find gives it
    return read(words, today=today, next_meeting=given["next_meeting"])


def _without(text: str, reading: Reading, *, title: str) -> Found | None:
    """Return the line without its date, where something is left of it."""
    if not title:
        return None
    phrase = taken_apart(reading.words)
    return Found(
        title=text if reading.has_hour else title,
        whole=text,
        reading=reading,
        is_sure=phrase is not None and phrase.is_strong,
    )


def _is_meant(words: str, before: str, reading: Reading) -> bool:
    """Whether words that could be a date are one, by what stands in front of them."""
    phrase = taken_apart(words)
    if phrase is None or phrase.is_strong:
        return phrase is not None
    before = before.casefold().strip(".,;:()")
    if before in _BELONGS or phrase.lead in {"at", "for"}:
        return False
    if (
        isinstance(reading, Past)
        and reading.instead is None
        and not _is_dated(phrase.core)
    ):
        return False  # "what was said yesterday", "published in 2021"
    if not phrase.lead and phrase.core in _OTHER_WORDS:
        return False
    if _NUMBERS.fullmatch(phrase.core):
        is_ratio = isinstance(reading, Impossible) and len(phrase.core) <= _RATIO
        return before not in _NAMED and not is_ratio
    return True


def _is_dated(core: str) -> bool:
    """Whether it names a day of a year, and not only yesterday or a year."""
    return any(sign.isdigit() for sign in core) and len(core) > 4  # noqa: PLR2004 - a year
