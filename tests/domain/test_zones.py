"""Time zones: renamed ones, what people's clocks say, when clocks changed."""

from datetime import UTC, datetime

import pytest

from bot.domain.errors import InvalidInputError
from bot.domain.zones import (
    LocalTime,
    clock_change_note,
    in_words,
    is_known,
    local_times,
    zone_of,
)

BRUSSELS = "Europe/Brussels"
at = datetime.fromisoformat


@pytest.mark.parametrize(
    ("old", "same_as"),
    [
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        # The database gave this name up altogether in 2020.
        ("US/Pacific-New", "America/Los_Angeles"),
    ],
)
def test_a_renamed_zone_is_the_same_zone(old, same_as):
    moment = datetime(2026, 7, 1, tzinfo=UTC)

    there = moment.astimezone(zone_of(old)).utcoffset()
    assert there == moment.astimezone(zone_of(same_as)).utcoffset()


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../etc/passwd", "/etc/hosts"])
def test_an_unknown_zone_is_said(name):
    assert not is_known(name)
    with pytest.raises(InvalidInputError, match="Please choose another"):
        zone_of(name)


def test_a_zone_is_called_after_its_place():
    names = [
        in_words(each) for each in (BRUSSELS, "America/New_York", "UTC", "Etc/UTC")
    ]

    assert names == ["Brussels time", "New York time", "UTC", "UTC"]


def test_people_are_counted_by_zone_the_earliest_clock_first():
    people = {"Europe/Tallinn": 3, "Europe/Lisbon": 1, "Europe/Atlantis": 2}

    found = local_times(datetime(2021, 1, 12, 13, tzinfo=UTC), people)

    assert found == (
        LocalTime(zone="Europe/Lisbon", local=at("2021-01-12T13:00"), people=1),
        LocalTime(zone="Europe/Tallinn", local=at("2021-01-12T15:00"), people=3),
    )


def test_the_week_after_a_change_says_so():
    note = clock_change_note(BRUSSELS, at("2021-03-30T14:00"))

    assert note == (
        "The clocks in Brussels went forward by one hour on Sunday 28 March; the "
        "meeting stays at 14:00 there."
    )
    autumn = clock_change_note(BRUSSELS, at("2021-11-02T14:00"))
    assert "went back by one hour on Sunday 31 October" in autumn


@pytest.mark.parametrize("local", [at("2021-03-27T14:00"), at("2021-04-13T14:00")])
def test_before_and_later_nothing_is_said(local):
    assert clock_change_note(BRUSSELS, local) == ""


def test_a_member_whose_clocks_change_on_another_day_is_told():
    others = ["America/New_York", "Europe/Tallinn", BRUSSELS, "Europe/Atlantis"]

    note = clock_change_note(BRUSSELS, at("2021-03-18T14:00"), others=others)

    assert note == (
        "In New York it begins at 09:00, one hour later than four weeks before."
    )


def test_a_member_whose_clocks_never_change_is_told():
    note = clock_change_note(BRUSSELS, at("2021-04-13T14:00"), others=["Asia/Tokyo"])

    assert (
        note == "In Tokyo it begins at 21:00, one hour earlier than four weeks before."
    )
