"""Due dates in words: what day they mean, in whose zone, and what must be asked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from due_dates import (
    ALL,
    APIA,
    BRUSSELS,
    FOUND,
    MEETING,
    NEW_YORK,
    TALLINN,
    WEDNESDAY,
    WITH_HOURS,
    table,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.actions import phrases
from bot.domain.actions.phrases import Ambiguous, Impossible, Past, Understood


def read(phrase, now=WEDNESDAY, zone=BRUSSELS):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    today = phrases.today_in(moment, zone)
    return phrases.read(phrase, today=today, next_meeting=MEETING)


def said(reading):
    """Return a reading in the words of the tables."""
    match reading:
        case Understood(day=day):
            return f"{day}"
        case Ambiguous(days=days):
            return " ".join(["?", *map(str, days)])
        case Past(day=day, instead=instead):
            return f"over {day} {instead or ''}".strip()
        case Impossible():
            return "no day"
    return "none"


def test_there_are_enough_phrases():
    assert len(ALL) >= 250
    assert len(set(ALL)) == len(ALL)


@pytest.mark.parametrize(("zone", "now", "phrase", "meant"), ALL)
def test_a_phrase_means_a_day_where_its_writer_is(zone, now, phrase, meant):
    assert said(read(phrase, now, zone)) == meant


@pytest.mark.parametrize(("zone", "now", "phrase", "meant"), table(WITH_HOURS))
def test_an_hour_is_noticed(zone, now, phrase, meant):
    reading = read(phrase, now, zone)

    assert said(reading) == meant
    assert reading.has_hour


def test_the_next_meeting_is_a_date_only_where_there_is_one():
    today = date(2027, 2, 10)

    assert phrases.read("before the next meeting", today=today) is None
    assert read("the next meeting") is None


@pytest.mark.parametrize("row", FOUND.strip().splitlines())
def test_a_date_is_found_in_a_line_and_its_words_leave_the_title(row):
    line, title, meant = (part.strip() for part in row.split("|"))

    found = phrases.find(line, today=date(2027, 2, 10), next_meeting=MEETING)

    assert (found.title, said(found.reading)) == (title or line, meant)
    assert found.whole == line


TODAY = st.dates(date(1990, 1, 1), date(2100, 12, 31))
SPOKEN = st.sampled_from([row[2] for row in ALL])
TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(SPOKEN, st.text(max_size=8)), max_size=4).map(" ".join),
)


@settings(deadline=None)
@given(TEXT, TODAY)
def test_no_word_of_a_line_is_ever_lost(text, today):
    """What left the title is in the words of the date, and nothing is added."""
    found = phrases.find(text, today=today, next_meeting=today + timedelta(days=9))

    assert found.whole == text.strip()
    if found.title == found.whole:
        return
    assert found.title
    assert found.reading is not None
    rest = found.whole.replace(found.title, "", 1)
    around = " \t\n,;:([\u2013\u2014"
    assert rest.strip(around) == found.reading.words.strip(around)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=80), TODAY)
def test_a_title_in_front_of_a_date_stays_as_it_is(title, today):
    found = phrases.find(f"do {title} it by 3 December 2099", today=today)

    assert found.title == f"do {title} it"
    assert found.whole.startswith(found.title)


@settings(deadline=None)
@given(SPOKEN, TODAY)
def test_what_is_understood_is_never_over(phrase, today):
    reading = phrases.read(phrase, today=today)

    if isinstance(reading, Understood):
        assert reading.day >= today
    if isinstance(reading, Ambiguous):
        assert reading.days == tuple(sorted({*reading.days}))
        assert min(reading.days) >= today
    if isinstance(reading, Past):
        assert reading.day < today
        assert reading.instead is None or reading.instead >= today


@settings(deadline=None)
@given(st.text(max_size=200), TODAY)
def test_any_text_can_be_read(text, today):
    assert said(phrases.read(text, today=today))


def test_a_written_day_is_that_day_in_every_zone():
    for zone in (BRUSSELS, NEW_YORK, APIA, TALLINN):
        assert said(read("by 2027-02-19", zone=zone)) == "2027-02-19"
