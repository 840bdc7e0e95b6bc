"""A message read as an action item: until when, as of the day it was written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions.messages import Asked, dated, said_in
from bot.domain.actions.phrases import Ambiguous, Past, Understood
from bot.domain.errors import InvalidInputError

WRITTEN = date(2026, 11, 19)  # a Thursday
FRIDAY = date(2026, 11, 20)


def read(title, *, later=0, next_meeting=None, then=None):
    """Read a line so many days after it was written."""
    return dated(
        title,
        written=Asked(day=WRITTEN, next_meeting=then),
        today=Asked(day=WRITTEN + timedelta(days=later), next_meeting=next_meeting),
    )


@pytest.mark.parametrize("later", [0, 1])
def test_a_day_counts_from_the_day_of_the_message_while_it_lies_ahead(later):
    until = read("Send the figures by Friday", later=later)

    assert until.found.title == "Send the figures"
    assert until.found.reading.day == FRIDAY
    assert until.was is None


def test_tomorrow_is_the_day_after_the_message_not_after_today():
    until = read("Send it by tomorrow", later=1)

    assert until.found.reading.day == FRIDAY


def test_a_day_that_is_over_is_read_as_of_today_and_says_so():
    until = read("Send the figures by Friday", later=4)

    assert until.found.reading.day == date(2026, 11, 27)
    assert until.was == FRIDAY


@pytest.mark.parametrize(
    "words", ["by 20 November", "by 20.11.", "by 20 November 2026"]
)
@pytest.mark.parametrize("later", [4, 300])
def test_a_date_that_is_over_never_becomes_that_of_another_year(words, later):
    until = read(f"Send the figures {words}", later=later)

    assert isinstance(until.found.reading, Past)
    assert until.found.reading.day == FRIDAY


def test_of_two_days_those_that_are_over_are_not_asked_about():
    until = dated(
        "Send it by 01/12",
        written=Asked(day=date(2026, 1, 2)),
        today=Asked(day=date(2026, 2, 1)),
    )

    assert isinstance(until.found.reading, Ambiguous)
    assert until.found.reading.days[0] == date(2026, 12, 1)


def test_the_next_meeting_is_that_of_the_day_of_the_message():
    then, now = date(2026, 11, 24), date(2026, 12, 8)

    ahead = read("Send it by the next meeting", later=1, then=then, next_meeting=then)
    over = read("Send it by the next meeting", later=9, then=then, next_meeting=now)
    gone = read("Send it by the next meeting", later=9, then=then)

    assert (ahead.found.reading.day, ahead.was) == (then, None)
    assert (over.found.reading.day, over.was) == (now, then)
    assert gone.found.reading == Past(day=then, words="by the next meeting")


SAID = (
    *("by Friday", "Friday", "by tomorrow", "by 03/04", "by 20 November", "by March"),
    *("in two weeks", "by 31 April", "by the end of the month", "last year"),
)


@given(words=st.sampled_from(SAID), later=st.integers(0, 800))
def test_no_date_is_ever_read_that_is_over(words, later):
    found = read(f"Send the figures {words}", later=later).found
    today = WRITTEN + timedelta(days=later)

    if isinstance(found.reading, Understood):
        assert found.reading.day >= today
    if isinstance(found.reading, Ambiguous):
        assert min(found.reading.days) >= today
    assert found.whole == f"Send the figures {words}"


def a_message(text):
    return {"text": text, "ts": "1795046400.000100", "user": "U1"}


def test_a_message_is_its_first_line_behind_whoever_it_names():
    text = "<@U2>\n\nSend it to <@U3>\nThanks &amp; bye"

    said = said_in(a_message(text), names={"U2": "a <b> | c"}.get, permalink="")

    assert said.line == "<@U2|a b c> Send it to <@U3|U3>"
    assert said.whole == "@a b c\n\nSend it to @U3\nThanks & bye"
    assert said.named == ("U2", "U3")
    assert said.author == "U1"
    assert said.written_at == datetime(2026, 11, 19, 0, tzinfo=UTC) + timedelta(
        microseconds=100
    )


@pytest.mark.parametrize("text", ["", "  \n ", None])
def test_a_picture_alone_is_no_action_item(text):
    with pytest.raises(InvalidInputError):
        said_in(a_message(text), names={}.get)
