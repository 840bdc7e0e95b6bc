"""A rule goes back to its first day to come, in step with the day that was typed."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recurrence import Cadence, Fate, Series, on_day, turns
from bot.domain.reshaping import from_the_first

TODAY = date(2021, 1, 1)
NOW = datetime(2021, 1, 1, 9, tzinfo=UTC)


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


@given(rules(), st.integers(0, 6))
def test_it_begins_so_many_meetings_earlier_and_comes_to_the_same_day(series, before):
    found = from_the_first(series, before=before, after=NOW)

    days = [
        turn.occurs_on
        for turn in islice(turns(found), 150)
        if turn.fate is not Fate.NO_SUCH_DAY
    ]
    assert TODAY <= found.starts_on <= series.starts_on
    assert days[0] == found.starts_on
    assert days.index(series.starts_on) <= before
    again = from_the_first(series, before=before + 1, after=NOW)
    assert again.starts_on <= found.starts_on


def test_a_month_that_is_left_out_is_no_meeting_before():
    summer = Series(
        title="Meeting",
        cadence=Cadence.DAY_OF_MONTH,
        month_day=14,
        starts_on=date(2021, 9, 14),
        local_time=time(14),
        zone="Europe/Brussels",
        duration_minutes=60,
        mode="online",
        skip_months=(8,),
    )

    found = from_the_first(summer, before=1, after=NOW)

    assert found.starts_on == date(2021, 7, 14)
