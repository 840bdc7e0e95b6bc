"""A rule goes back to its first day to come, in step with the day that was typed."""

from datetime import date, time, timedelta
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recurrence import Cadence, Fate, Series, on_day, turns
from bot.domain.reshaping import from_the_first

TODAY = date(2021, 1, 1)


@st.composite
def rules(draw):
    series = Series(
        title="Meeting",
        cadence=draw(st.sampled_from(Cadence)),
        every=draw(st.integers(1, 6)),
        starts_on=TODAY,
        local_time=time(14),
        zone="Europe/Brussels",
        duration_minutes=60,
        mode="online",
    )
    return on_day(series, TODAY + timedelta(days=draw(st.integers(0, 700))))


@given(rules())
def test_it_begins_earlier_and_comes_to_the_same_day(series):
    found = from_the_first(series, today=TODAY)

    days = [
        turn.occurs_on
        for turn in islice(turns(found), 150)
        if turn.fate is not Fate.NO_SUCH_DAY
    ]
    assert TODAY <= found.starts_on <= series.starts_on
    assert days[0] == found.starts_on
    assert series.starts_on in days
    assert from_the_first(found, today=TODAY) == found
