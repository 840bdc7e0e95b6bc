"""Rules of series: wall time, order, holidays, days that some months lack."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from exchange_files import CORPUS
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain import public_holidays
from bot.domain.recurrence import (
    Cadence,
    Fate,
    OnHoliday,
    Series,
    meetings,
    on_day,
    preview,
    turns,
)
from bot.domain.zones import Shift

ZONES = (
    "Europe/Brussels",
    "Europe/Tallinn",
    "Europe/Lisbon",
    "Atlantic/Azores",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Africa/Casablanca",
)
COUNTRIES = ("BE", "DE", "EE", "FI", "PL", "PT")
BEGIN = datetime(2021, 1, 1, tzinfo=UTC)
YEARS = 20
SATURDAY = 5
# The holidays of twenty years are worked out once, in whichever example comes first.
PATIENT = settings(deadline=None)


def a_series(**changes):
    values = {
        "title": "Monthly meeting",
        "cadence": Cadence.WEEKDAY_OF_MONTH,
        "weekday": 1,
        "nth": 2,
        "starts_on": date(2021, 1, 1),
        "local_time": time(14),
        "zone": "Europe/Brussels",
        "duration_minutes": 90,
        "mode": "online",
    }
    return Series(**(values | changes))


def by_day(month_day, **changes):
    rule = {"cadence": Cadence.DAY_OF_MONTH, "weekday": None, "nth": None}
    return a_series(**rule, month_day=month_day, **changes)


@st.composite
def rules(draw):
    cadence = draw(st.sampled_from(Cadence))
    is_weekly = cadence is Cadence.WEEKS
    by_weekday = cadence is Cadence.WEEKDAY_OF_MONTH
    is_by_day = cadence is Cadence.DAY_OF_MONTH
    return a_series(
        cadence=cadence,
        every=draw(st.integers(1, 8 if is_weekly else 6)),
        weekday=None if is_by_day else draw(st.integers(0, 6)),
        nth=draw(st.sampled_from([1, 2, 3, 4, 5, -1])) if by_weekday else None,
        month_day=draw(st.integers(1, 31)) if is_by_day else None,
        starts_on=date(2021, 1, 1) + timedelta(days=draw(st.integers(0, 365))),
        local_time=draw(st.times()).replace(second=0, microsecond=0),
        zone=draw(st.sampled_from(ZONES)),
        skip_months=tuple(sorted(draw(st.sets(st.integers(1, 12), max_size=4)))),
        holiday_countries=tuple(draw(st.sets(st.sampled_from(COUNTRIES), max_size=4))),
        on_holiday=draw(st.sampled_from(OnHoliday)),
    )


def of_twenty_years(series):
    until = BEGIN.replace(year=BEGIN.year + YEARS)
    found = []
    for turn in meetings(series, after=BEGIN):
        if turn.moment.starts_at > until:
            break
        found.append(turn)
    return found


@PATIENT
@given(rules())
def test_meetings_keep_their_wall_time_and_their_order(series):
    found = of_twenty_years(series)

    for turn in found:
        moment = turn.moment
        assert moment.starts_at.astimezone(ZoneInfo(series.zone)).replace(
            tzinfo=None, fold=0
        ) == (moment.starts_local)
        if moment.shift is not Shift.GAP:
            assert moment.starts_local.time() == series.local_time
    assert all(
        one.moment.starts_at < other.moment.starts_at
        and one.occurs_on < other.occurs_on
        for one, other in pairwise(found)
    )


@PATIENT
@given(rules())
def test_nobody_meets_on_a_holiday_or_in_a_month_that_is_left_out(series):
    assume(series.on_holiday is not OnHoliday.ASK)

    for turn in of_twenty_years(series):
        day = turn.moment.starts_local.date()
        assert public_holidays.on(day, series.holiday_countries) == ()
        assert day.month not in series.skip_months
        if turn.fate is Fate.MEETS_LATER:
            assert day.weekday() < SATURDAY


@PATIENT
@given(rules())
def test_every_turn_is_on_a_day_of_the_rule(series):
    for turn in islice(turns(series), 100):
        day = turn.occurs_on
        if turn.fate is Fate.NO_SUCH_DAY:
            continue
        assert day >= series.starts_on
        assert series.month_day in {None, day.day}
        assert series.weekday in {None, day.weekday()}
        if series.nth is not None and series.nth > 0:
            assert (day.day - 1) // 7 + 1 == series.nth
        if series.nth == -1:
            assert (day + timedelta(days=7)).month != day.month


@PATIENT
@given(rules(), st.integers(0, 5000))
def test_what_comes_does_not_depend_on_when_one_asks(series, days):
    later = BEGIN + timedelta(days=days)

    asked_later = list(islice(meetings(series, after=later), 3))

    asked_first = (
        turn for turn in meetings(series, after=BEGIN) if turn.moment.starts_at > later
    )
    assert asked_later == list(islice(asked_first, 3))


def test_second_tuesdays_of_brussels_in_2021_have_the_hours_of_the_sample_group():
    sample = json.loads(CORPUS.read_text("utf-8"))
    held = {each["id"] for each in sample["meetings"]}
    early = set(sample["expected"]["meetings_starting_13z"])
    series = a_series()

    found = [
        turn.moment.starts_at for turn in islice(meetings(series, after=BEGIN), 12)
    ]

    hours = {f"M-{moment:%Y-%m}": moment.hour for moment in found}
    assert hours.keys() == held
    assert {name for name, hour in hours.items() if hour == 13} == early
    assert {name for name, hour in hours.items() if hour == 12} == held - early
    dates = {
        each["id"]: each["moved_from"] or each["starts_local"][:10]
        for each in sample["meetings"]
    }
    assert {f"M-{m:%Y-%m}": f"{m:%Y-%m-%d}" for m in found} == dates


def test_a_month_without_the_31st_has_no_meeting_and_the_preview_says_so():
    shown = preview(by_day(31), after=BEGIN, count=3)

    assert [(each.occurs_on.isoformat(), each.fate) for each in shown] == [
        ("2021-01-31", Fate.MEETS),
        ("2021-02-01", Fate.NO_SUCH_DAY),
        ("2021-03-31", Fate.MEETS),
        ("2021-04-01", Fate.NO_SUCH_DAY),
        ("2021-05-31", Fate.MEETS),
    ]


def test_29_february_comes_in_leap_years_only():
    yearly = by_day(29, every=12, starts_on=date(2024, 2, 29))

    found = islice(meetings(yearly, after=BEGIN), 3)

    assert [each.occurs_on.year for each in found] == [2024, 2028, 2032]


def test_a_fifth_friday_is_left_out_where_there_is_none():
    series = a_series(weekday=4, nth=5)

    found = list(islice(meetings(series, after=BEGIN), 4))

    assert [each.occurs_on.isoformat() for each in found] == [
        "2021-01-29",
        "2021-04-30",
        "2021-07-30",
        "2021-10-29",
    ]


@pytest.mark.parametrize(
    ("zone", "day", "at", "means"),
    [
        pytest.param(
            *("Europe/Brussels", date(2021, 3, 28), time(2, 30)),
            ("2021-03-28T03:30", "01:30", Shift.GAP),
            id="gap",
        ),
        pytest.param(
            *("Europe/Brussels", date(2021, 10, 31), time(2, 30)),
            ("2021-10-31T02:30", "00:30", Shift.OVERLAP),
            id="overlap",
        ),
        pytest.param(
            *("Australia/Lord_Howe", date(2021, 10, 3), time(2, 15)),
            ("2021-10-03T02:45", "15:45", Shift.GAP),
            id="gap of half an hour",
        ),
    ],
)
def test_an_hour_of_the_change_is_resolved(zone, day, at, means):
    series = a_series(
        cadence=Cadence.WEEKS,
        weekday=day.weekday(),
        nth=None,
        starts_on=day,
        local_time=at,
        zone=zone,
    )

    turn = next(meetings(series, after=BEGIN))

    shown = turn.moment.starts_local.isoformat(timespec="minutes")
    assert (shown, f"{turn.moment.starts_at:%H:%M}", turn.moment.shift) == means
    assert turn.wall == datetime.combine(day, at)


def test_a_holiday_leaves_out_moves_or_asks():
    easter_monday = a_series(
        cadence=Cadence.WEEKS,
        weekday=0,
        nth=None,
        starts_on=date(2021, 3, 29),
        holiday_countries=("BE", "EE", "DE"),
    )

    def second(does):
        series = replace(easter_monday, on_holiday=does)
        return list(islice(turns(series), 2))[1]

    assert second(OnHoliday.SKIP).fate is Fate.HOLIDAY
    assert [each.country for each in second(OnHoliday.SKIP).holidays] == ["BE", "DE"]
    later = second(OnHoliday.NEXT_WORKING_DAY)
    assert later.fate is Fate.MEETS_LATER
    assert later.moment.starts_local.date() == date(2021, 4, 6)
    assert later.occurs_on == date(2021, 4, 5)
    asked = second(OnHoliday.ASK)
    assert asked.fate is Fate.ASKS
    assert asked.moment.starts_local.date() == date(2021, 4, 5)


def test_the_next_working_day_is_none_of_any_country():
    # Good Friday is free in Estonia, Easter Monday in Belgium: the meeting waits.
    series = by_day(
        2,
        starts_on=date(2021, 4, 2),
        holiday_countries=("BE", "EE"),
        on_holiday=OnHoliday.NEXT_WORKING_DAY,
    )

    turn = next(meetings(series, after=BEGIN))

    assert turn.moment.starts_local.date() == date(2021, 4, 6)


def test_a_rule_that_always_meets_a_holiday_has_no_meetings():
    christmas = by_day(25, every=12, starts_on=date(2021, 12, 25))
    christmas = replace(christmas, holiday_countries=("BE",))

    assert preview(christmas, after=BEGIN) == ()


def test_a_series_ends_with_its_last_day():
    series = a_series(ends_on=date(2021, 3, 9))

    assert len(list(meetings(series, after=BEGIN))) == 3


@pytest.mark.parametrize(
    ("day", "cadence", "is_last", "parts"),
    [
        (date(2021, 4, 13), Cadence.WEEKDAY_OF_MONTH, False, (1, 2, None)),
        (date(2021, 4, 30), Cadence.WEEKDAY_OF_MONTH, False, (4, 5, None)),
        (date(2021, 4, 30), Cadence.WEEKDAY_OF_MONTH, True, (4, -1, None)),
        (date(2021, 1, 31), Cadence.DAY_OF_MONTH, False, (None, None, 31)),
        (date(2021, 4, 13), Cadence.WEEKS, False, (1, None, None)),
    ],
)
def test_a_day_stands_for_a_rule(day, cadence, is_last, parts):
    series = on_day(a_series(cadence=cadence), day, is_last=is_last)

    assert (series.weekday, series.nth, series.month_day) == parts
    assert next(turns(series)).occurs_on == day
