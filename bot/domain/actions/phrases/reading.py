"""Reads words that are a due date as a whole, or says that they are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.actions.phrases import periods, relative, vocabulary, written
from bot.domain.actions.phrases.meanings import (
    Ambiguous,
    Choice,
    Impossible,
    Meant,
    Nowhere,
    Over,
    Past,
    Reading,
    Span,
    Understood,
)
from bot.domain.actions.phrases.vocabulary import COUNT, pattern

_DAY = timedelta(days=1)
_LEAD = pattern(
    r"(?:(?P<due>due|deadline:?|no later than|not later than|latest|at the latest|at "
    r"latest)(?= ) ?)?(?:(?P<word>by|before|until|till|til|on|in|during|within|at|for)"
    r"(?: the latest)?(?= ) ?)?"
)
_HOUR = pattern(
    r",? (?:(?:at |by )?(?:noon|midday|midnight|lunch(?:time)?|\d{1,2}(?::\d\d)? ?"
    r"(?:am|pm)|\d{1,2}:\d\d(?: ?h)?|\d{1,2} o'clock|eod|cob|end of (?:the )?day|close "
    r"of business)(?: (?:cet|cest|utc|gmt|bst|eet|eest|est|edt))?|morning|afternoon"
    r"|evening|night)$"
)
_EARLY = pattern(
    r"(?:(?P<day>(?:the )?(?:end|close) of (?:the )?day|eod|cob)|(?:noon|midday|\d{1,2}"
    r"(?::\d\d)? ?(?:am|pm)|\d{1,2}:\d\d))(?: on| of)? (?=\S)"
)
_AHEAD = pattern(
    rf"(?P<count>{COUNT}) (?P<unit>days?|weeks?|fortnights?|months?) before (?P<of>.+)"
)
_POLITE = pattern(r",? (?:at the latest|latest|or earlier|please)$")
_NEXT_MEETING = pattern(r"(?:the |our )?next meeting")
_FORMS = (*written.FORMS, *relative.FORMS, *periods.FORMS)
_SURE = (*written.SURE, *periods.SURE)
_STRONG = {"by", "before", "until", "till", "til"}
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Phrase:
    """A due date taken apart: the word in front, the rest, whether an hour follows.

    ``lead`` is "" where nothing says that a due date follows.
    """

    lead: str
    core: str
    has_hour: bool

    @property
    def is_strong(self) -> bool:
        """Whether the words in front say that a due date follows."""
        return self.lead in _STRONG


def read(
    words: str, *, today: date, next_meeting: date | None = None
) -> Reading | None:
    """Read words that are a date as a whole; None where they are not.

    ``today`` is the writer's own day: see ``today_in``. "The next meeting" is a date
    only where ``next_meeting`` is given.
    """
    phrase = taken_apart(words)
    if phrase is None:
        return None
    meant = _meant(phrase, today, next_meeting)
    return None if meant is None else _reading(meant, phrase, words.strip(), today)


def taken_apart(words: str) -> Phrase | None:
    """Split the words around a date from it; None: that is too long to be one."""
    small = " ".join(words.casefold().replace("\u2019", "'").split())
    text = small.strip(" ,;:.!?()[]")
    if not text or len(text) > _LONGEST:
        return None
    lead = _LEAD.match(text)
    word = (lead["word"] or ("by" if lead["due"] else "")) if lead else ""
    rest = text[lead.end() :] if lead else text
    polite = _POLITE.sub("", rest)
    if polite != rest and not word:
        word = "by"
    core = _HOUR.sub("", polite)
    if core.strip(" ,") in {"", "the"}:
        core = polite  # "the end of the day" is a day, not an hour of one
    if early := _EARLY.match(core):
        core = core[early.end() :]
    has_hour = core != polite and not (early and early["day"])
    if lead and lead["due"] and word in {"on", "in", "at", "for"}:
        word = "by" if word == "on" else word
    return Phrase(word, core.strip(" ,"), has_hour=has_hour)


def _meant(phrase: Phrase, today: date, next_meeting: date | None) -> Meant | None:
    if _NEXT_MEETING.fullmatch(phrase.core):
        return _meeting(phrase, next_meeting)
    if ahead := _AHEAD.fullmatch(phrase.core):
        return _ahead(ahead, today, next_meeting)
    for text in _ways(phrase):
        for form, says in _FORMS:
            if match := form.fullmatch(text):
                return written.near(says(match, today), today)
        if phrase.lead:
            for form, says in _SURE:
                if match := form.fullmatch(text):
                    return written.near(says(match, today), today)
    return None


def _ahead(
    match: re.Match[str], today: date, next_meeting: date | None
) -> Meant | None:
    """Read "a week before the next meeting"."""
    of = taken_apart(f"by {match['of']}")
    meant = _meant(of, today, next_meeting) if of else None
    if not isinstance(meant, date):
        return None
    return relative.earlier(meant, vocabulary.count(match["count"]), match["unit"])


def _ways(phrase: Phrase) -> Iterator[str]:
    """Yield the words of the date, with "in" where that belongs to it."""
    if phrase.lead in {"in", "within"}:
        yield f"{phrase.lead} {phrase.core}"
    yield phrase.core


def _meeting(phrase: Phrase, day: date | None) -> Meant | None:
    """Return the day of the next meeting; it is "before" that by its morning too."""
    is_said = phrase.lead in {"by", "before", "until", "till", "til", "at", "for"}
    return day if is_said else None


def _reading(meant: Meant, phrase: Phrase, words: str, today: date) -> Reading:
    meant = _before(meant, phrase) if phrase.lead == "before" else meant
    hour = phrase.has_hour
    if isinstance(meant, Span):
        meant = _of_span(meant, phrase, today)
    if isinstance(meant, Choice):
        meant = _left(meant, today)
    if isinstance(meant, Choice):
        return Ambiguous(days=meant.days, words=words, has_hour=hour)
    if isinstance(meant, Nowhere):
        return Impossible(words=words, has_hour=hour)
    if isinstance(meant, Over):
        return Past(day=meant.day, words=words, instead=meant.instead, has_hour=hour)
    if meant < today:
        return Past(day=meant, words=words, has_hour=hour)
    return Understood(day=meant, words=words, has_hour=hour)


def _left(choice: Choice, today: date) -> Choice | Over:
    """Return those of the days that are not over."""
    days = tuple(sorted({each for each in choice.days if each >= today}))
    return Choice(days) if days else Over(max(choice.days))


def _of_span(span: Span, phrase: Phrase, today: date) -> date | Choice | Over:
    """Return the last day of a span, or ask: "by March" may mean either end."""
    if span.last < today:
        return periods.ended(span, today)
    if span.first > today and phrase.is_strong:
        return Choice((span.first, span.last))
    return span.last


def _before(meant: Meant, phrase: Phrase) -> Meant:
    """Return the day before what is named; the end of something is its last day."""
    if re.match(r"(?:the )?end\b|eo[wmqyd]|.* end$|(?:the |our )?next m", phrase.core):
        return meant
    if isinstance(meant, Span):
        return meant.first - _DAY
    if isinstance(meant, Choice):
        return Choice(tuple(each - _DAY for each in meant.days))
    return meant - _DAY if isinstance(meant, date) else meant
