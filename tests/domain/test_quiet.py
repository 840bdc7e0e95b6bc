"""Quiet hours: who is awake when."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet import when_awake

EVENING, MORNING = time(20), time(7)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        pytest.param(at(21, 12), "Europe/Brussels", at(21, 12), id="at noon"),
        pytest.param(at(21, 18, 59), "Europe/Brussels", at(21, 18, 59), id="19:59"),
        pytest.param(at(21, 19), "Europe/Brussels", at(22, 6), id="20:00 sharp"),
        pytest.param(at(21, 19), "Europe/Lisbon", at(21, 19), id="19:00 in Lisbon"),
        pytest.param(at(21, 23, 30), "Europe/Tallinn", at(22, 5), id="after midnight"),
        pytest.param(at(22, 6), "Europe/Brussels", at(22, 6), id="07:00 sharp"),
    ],
)
def test_a_nudge_waits_for_the_morning_of_the_person(moment, zone, expected):
    found = when_awake(moment, zone, quiet_from=EVENING, quiet_until=MORNING)

    assert found == expected


def test_hours_within_one_day_and_none_at_all():
    noon = at(21, 12)

    lunch = when_awake(noon, "UTC", quiet_from=time(11), quiet_until=time(13))
    never = when_awake(noon, "UTC", quiet_from=time(9), quiet_until=time(9))

    assert lunch == at(21, 13)
    assert never == noon


def test_the_night_of_the_change_of_clocks_ends_at_seven_on_the_wall():
    # On 29 March 2026 clocks in Brussels go from 02:00 to 03:00.
    late = datetime(2026, 3, 28, 22, tzinfo=UTC)

    found = when_awake(late, "Europe/Brussels", quiet_from=EVENING, quiet_until=MORNING)

    assert found == datetime(2026, 3, 29, 5, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)), st.times(), st.times())
def test_nobody_waits_a_day_and_nobody_is_woken(moment, start, end):
    moment = moment.replace(year=2026)
    start, end = start.replace(microsecond=0), end.replace(microsecond=0)

    found = when_awake(moment, "Europe/Tallinn", quiet_from=start, quiet_until=end)

    assert 0 <= (found - moment).total_seconds() <= 25 * 3600
    assert (
        when_awake(found, "Europe/Tallinn", quiet_from=start, quiet_until=end) == found
    )
