"""When a meeting is spoken of: a function of the meeting and the time, nothing else."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import reminders
from bot.domain.meetings import MeetingStatus, MinutesStatus
from bot.domain.reminders import LADDER, Occasion, Rung
from bot.domain.sigs import Sig

ZONES = ("Europe/Brussels", "Europe/Lisbon", "America/New_York", "Asia/Kolkata")
MOMENTS = st.datetimes(
    datetime(2021, 1, 1),  # noqa: DTZ001 - made aware by the strategy
    datetime(2041, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))
LADDERS = st.lists(st.integers(-10, 40 * 24 * 60), max_size=6).map(tuple)
HOUR = timedelta(hours=1)


def an_occasion(starts_at, **changes):
    values = {
        "id": 7,
        "number": 1,
        "starts_at": starts_at,
        "ends_at": starts_at + HOUR,
        "status": MeetingStatus.SCHEDULED,
        "minutes_status": MinutesStatus.NONE,
    }
    return Occasion(**(values | changes))


@given(MOMENTS, LADDERS)
def test_reminders_come_in_order_before_the_start_and_each_until_the_next(
    starts_at, ladder
):
    found = list(reminders.reminders(an_occasion(starts_at, ladder=ladder)))

    times = [each.due_at for each in found]
    assert times == sorted(set(times))
    assert len(found) == len({each for each in ladder if each > 0})
    ends = [*times[1:], starts_at] if found else []
    assert [each.not_after for each in found] == ends
    assert len({each.key for each in found}) == len(found)


@given(MOMENTS, MOMENTS)
def test_another_start_is_another_reminder(one, other):
    def keys(starts_at):
        return {each.key for each in reminders.reminders(an_occasion(starts_at))}

    same_minute = one.replace(second=0) == other.replace(second=0)
    assert (keys(one) == keys(other)) is same_minute
    assert keys(one) == keys(one.astimezone(ZoneInfo("Asia/Kolkata")))


@pytest.mark.parametrize("minutes", LADDER)
def test_every_step_of_the_ladder_is_for_something_else(minutes):
    assert len({reminders.rung(each) for each in LADDER}) == len(LADDER) == len(Rung)
    assert reminders.rung(minutes) is list(Rung)[LADDER.index(minutes)]


@given(MOMENTS, st.integers(0, 24 * 70), st.sampled_from(ZONES))
def test_missing_minutes_are_asked_for_on_working_mornings_one_at_a_time(
    ends_at, hours, zone
):
    now = ends_at + timedelta(hours=hours)
    occasion = an_occasion(ends_at - HOUR, status=MeetingStatus.HELD)

    found = list(reminders.nags(occasion, Sig(), reader_id=3, zone=zone, now=now))

    for each in found:
        local = each.due_at.astimezone(ZoneInfo(zone))
        assert local.time() == time(9)
        assert local.weekday() < 5
        assert each.due_at >= ends_at + reminders.MINUTES_DUE
        assert now < each.not_after
    assert len([each for each in found if each.due_at <= now]) <= 1
    assert len([each for each in found if each.due_at > now]) <= 1
    assert bool(found) or now > ends_at + reminders.ASKED_FOR - timedelta(days=4)


@given(MOMENTS, st.lists(st.integers(0, 40 * 24), min_size=1, max_size=40))
def test_however_often_one_looks_there_is_one_word_a_day(ends_at, hours):
    occasion = an_occasion(ends_at - HOUR, status=MeetingStatus.HELD)
    seen = {}
    for each in sorted(hours):
        now = ends_at + timedelta(hours=each)
        for due in reminders.nags(occasion, Sig(), reader_id=3, zone=None, now=now):
            seen.setdefault(due.key, set()).add(due.due_at)

    assert all(len(times) == 1 for times in seen.values())
    assert len({moment for times in seen.values() for moment in times}) == len(seen)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": MeetingStatus.CANCELLED},
        {"minutes_status": MinutesStatus.CIRCULATED},
        {"minutes_status": MinutesStatus.APPROVED},
    ],
)
def test_nobody_is_asked_for_minutes_that_are_there_or_never_will(changes):
    start = datetime(2026, 12, 8, 13, tzinfo=UTC)
    now = start + timedelta(days=4)

    found = reminders.nags(
        an_occasion(start, **changes), Sig(), reader_id=1, zone=None, now=now
    )

    assert list(found) == []


def test_a_zone_that_nobody_knows_is_that_of_the_group():
    start = datetime(2026, 12, 8, 13, tzinfo=UTC)

    (found,) = reminders.nags(
        an_occasion(start), Sig(), reader_id=1, zone="Mars/Olympus", now=start
    )

    assert found.due_at == datetime(2026, 12, 11, 8, tzinfo=UTC)


def test_quiet_hours_are_kept():
    start = datetime(2026, 12, 8, 13, tzinfo=UTC)
    sig = Sig(quiet_from=time(17), quiet_until=time(10, 30))

    (found,) = reminders.nags(
        an_occasion(start), sig, reader_id=1, zone=None, now=start
    )

    assert found.due_at == datetime(2026, 12, 11, 9, 30, tzinfo=UTC)
