"""Times that are proposed: working hours of all zones, no holidays, fairness said."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.polls import (
    MOST_SLOTS,
    Draft,
    blank,
    read_poll,
    suggested,
    unsocial,
    with_more,
    with_suggestions,
)
from bot.domain.setup import zones as known_zones

from factories import NOW

BRUSSELS, TALLINN, LISBON = "Europe/Brussels", "Europe/Tallinn", "Europe/Lisbon"
NEW_YORK, TOKYO = "America/New_York", "Asia/Tokyo"
WINTER = datetime(2026, 12, 8, 13, tzinfo=UTC)


def suggest(zones, *, zone=BRUSSELS, minutes=60, countries=(), count=6, after=NOW):
    return suggested(
        zone=zone,
        minutes=minutes,
        zones=zones,
        countries=countries,
        after=after,
        count=count,
    )


def in_zone(local, zone, there):
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(there))


@settings(max_examples=25)
@given(
    st.dates(date(2026, 1, 1), date(2035, 12, 1)),
    st.sets(st.sampled_from((BRUSSELS, TALLINN, LISBON)), min_size=1),
    st.sampled_from((30, 60, 120)),
    st.sets(st.sampled_from(("BE", "EE", "PT", "DK")), max_size=4),
)
def test_times_are_in_working_hours_on_working_days_of_all(day, zones, long, countries):
    after = datetime.combine(day, time(12), UTC)

    found = suggest(
        dict.fromkeys(zones, 1), minutes=long, countries=countries, after=after
    )

    assert len(found) == len(set(found)) == 6
    assert list(found) == sorted(found)
    for local in found:
        assert local.date() > day
        assert local.weekday() < 5
        for country in countries:
            assert local.date() not in holidays.country_holidays(country)
        for there in zones:
            begins = in_zone(local, BRUSSELS, there)
            ends = in_zone(local + timedelta(minutes=long), BRUSSELS, there)
            assert time(9) <= begins.time() < ends.time() <= time(17)


def test_there_are_times_in_the_morning_and_in_the_afternoon():
    hours = {local.hour for local in suggest({BRUSSELS: 1})}

    assert min(hours) < 12 < max(hours)


def test_all_days_of_the_week_are_proposed():
    assert {local.weekday() for local in suggest({BRUSSELS: 1})} == {0, 1, 2, 3, 4}


def test_christmas_is_left_out_and_the_next_working_day_taken():
    eve = datetime(2026, 12, 24, 12, tzinfo=UTC)

    days = [local.date() for local in suggest({}, countries=("DK",), after=eve)]

    assert days[0] == date(2026, 12, 28)


def test_where_no_time_suits_all_it_is_the_one_that_suits_most_people():
    few, many = suggest({BRUSSELS: 9, TOKYO: 1}), suggest({BRUSSELS: 1, TOKYO: 9})

    assert all(9 <= local.hour < 17 for local in few)
    assert all(9 <= in_zone(each, BRUSSELS, TOKYO).hour < 17 for each in many)


def test_a_country_without_a_known_calendar_does_no_harm():
    assert len(suggest({BRUSSELS: 1}, countries=("AQ", "XX"))) == 6


def test_it_is_said_who_has_a_time_early_or_late():
    found = unsocial(WINTER, 60, [BRUSSELS, TOKYO, NEW_YORK, TALLINN])

    assert [zone for zone, _ in found.early] == [NEW_YORK]
    assert [(zone, f"{at:%H:%M}") for zone, at in found.late] == [(TOKYO, "23:00")]


def test_an_end_after_midnight_is_late():
    found = unsocial(WINTER + timedelta(hours=1), 120, [TOKYO])

    assert [(zone, f"{at:%H:%M}") for zone, at in found.late] == [(TOKYO, "01:00")]


# The form


def test_a_new_form_gives_a_week_and_never_ends_on_a_weekend():
    for days in range(7):
        draft = blank(BRUSSELS, zones={}, now=NOW + timedelta(days=days))

        last = date.fromisoformat(draft.values["deadline_day"])
        assert last >= NOW.date() + timedelta(days=days + 7)
        assert last.weekday() < 5


def filled(draft):
    return with_suggestions(draft, zone=BRUSSELS, countries=("BE",), now=NOW)


def test_suggestions_fill_the_empty_fields_and_keep_what_was_typed():
    draft = blank(BRUSSELS, zones={BRUSSELS: 2}, now=NOW)
    typed = {"title": "Kick-off", "day_2": "2026-12-01", "time_2": "08:15"}

    after = filled(Draft(values={**draft.values, **typed}, zones=draft.zones))

    assert after.values["day_2"] == "2026-12-01"
    assert after.values["time_2"] == "08:15"
    assert len(list(after.times())) == after.shown
    poll = read_poll(after.values, zones=known_zones(), now=NOW)
    assert len(poll.slots) == after.shown
    assert all(slot.starts_at > poll.deadline_at for slot in poll.slots)


def test_pressed_again_there_are_more_up_to_ten():
    draft = blank(BRUSSELS, zones={}, now=NOW)

    for _ in range(5):
        draft = filled(draft)

    assert draft.shown == MOST_SLOTS
    assert len(dict(draft.times())) == MOST_SLOTS


@pytest.mark.parametrize("broken", ["day_1", "time_1", "deadline_day", "zone"])
def test_what_cannot_be_read_is_left_as_it_is(broken):
    values = {**blank(BRUSSELS, zones={}, now=NOW).values, "day_1": "2026-12-01"}
    values[broken] = "nonsense" if broken != "zone" else None

    after = filled(Draft(values=values))

    assert after.values["day_1"] == values["day_1"]
    assert len(list(after.times())) >= after.shown - 1


def test_there_is_no_room_for_an_eleventh_time():
    draft = Draft(values={}, shown=MOST_SLOTS)

    assert with_more(draft).shown == MOST_SLOTS
