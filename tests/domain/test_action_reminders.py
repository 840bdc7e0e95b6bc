"""When people hear of what they are to do: a function of the action and the time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.actions import ActionStatus, digests, reminders
from bot.domain.actions.reminders import ACTIVE, Step, Task
from bot.domain.permissions import Role
from bot.domain.sigs import PersonState, Sig, SigState
from bot.domain.whitepaper import Section, SectionMode

from factories import a_member

ZONES = (
    *("Europe/Brussels", "Europe/Lisbon", "America/New_York", "Asia/Kolkata"),
    *("Pacific/Kiritimati", "Pacific/Honolulu", "Australia/Lord_Howe", "UTC"),
)
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
MOMENTS = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001 - made aware by the strategy
    datetime(2031, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
# Not within the hour that clocks skip in spring: such a day has no such hours.
HOURS = st.builds(
    time,
    st.integers(0, 23).filter(lambda hour: hour not in {1, 2}),
    st.sampled_from([0, 30, 59]),
)
DUE = date(2026, 12, 3)
OWNER, CLUSTER = 3, 7


def a_task(**changes):
    values = {
        "id": 5,
        "number": 13,
        "status": ActionStatus.OPEN,
        "due_on": DUE,
        "owner_person_id": OWNER,
    }
    return Task(**(values | changes))


def an_owner(zone="Europe/Brussels", **person):
    member = a_member(OWNER, Role.MEMBER, CLUSTER, zone=zone)
    return replace(member, person=replace(member.person, **person))


def days(task, member=None, sig=None):
    """Return the local days and hours on which somebody is reminded."""
    member, sig = member or an_owner(), sig or Sig()
    zone = ZoneInfo(reminders.zone(member, sig))
    return [
        each.due_at.astimezone(zone).replace(tzinfo=None)
        for each in reminders.reminders(task, member, sig)
    ]


def is_quiet(moment, zone, sig):
    hour = moment.astimezone(ZoneInfo(zone)).time()
    if sig.quiet_from <= sig.quiet_until:
        return sig.quiet_from <= hour < sig.quiet_until
    return hour >= sig.quiet_from or hour < sig.quiet_until


@given(DAYS, st.sampled_from(ZONES))
def test_an_action_is_spoken_of_three_days_before_and_on_its_day_at_nine(due_on, zone):
    found = days(a_task(due_on=due_on), an_owner(zone))

    nine = time(9)
    before = due_on - timedelta(days=3)
    assert found == [datetime.combine(before, nine), datetime.combine(due_on, nine)]


@pytest.mark.parametrize("status", sorted(set(ActionStatus) - ACTIVE))
def test_what_is_done_cancelled_or_blocked_is_not_spoken_of(status):
    assert days(a_task(status=status)) == []


def test_without_a_date_there_is_nothing_to_wait_for():
    assert days(a_task(due_on=None)) == []


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2026, 11, 20), ["2026-11-30", "2026-12-03"]),
        (date(2026, 11, 30), ["2026-11-30", "2026-12-03"]),
        (date(2026, 12, 2), ["2026-12-02", "2026-12-03"]),
        (DUE, ["2026-12-03"]),
        (date(2026, 12, 4), []),
    ],
)
def test_nobody_hears_of_it_before_it_wakes_again(until, expected):
    found = days(a_task(snoozed_until=until))

    assert [f"{each:%F}" for each in found] == expected


def test_another_day_or_another_reader_is_another_reminder():
    def keys(**changes):
        reader = changes.pop("reader", OWNER)
        task = a_task(**({"owner_person_id": reader} | changes))
        member = a_member(reader, zone="UTC")
        return {each.key for each in reminders.reminders(task, member, Sig())}

    assert keys() == keys()
    assert not keys() & keys(due_on=DUE + timedelta(days=1))
    assert not keys() & keys(id=6)
    assert not keys() & keys(reader=4)
    # Put off until two days before: that one is another, the last is the same.
    assert len(keys() & keys(snoozed_until=date(2026, 12, 1))) == 1


@given(DAYS, st.sampled_from(ZONES), HOURS, HOURS)
@example(date(2026, 3, 29), "Europe/Brussels", time(8, 30), time(2, 30))
def test_a_reminder_is_never_due_in_the_quiet_hours(due_on, zone, start, end):
    sig = Sig(quiet_from=start, quiet_until=end)

    found = list(reminders.reminders(a_task(due_on=due_on), an_owner(zone), sig))

    here = ZoneInfo(zone)
    assert len(found) == 2
    for each, day in zip(found, (due_on - timedelta(days=3), due_on), strict=True):
        assert start == end or not is_quiet(each.due_at, zone, sig)
        assert each.due_at.astimezone(here).date() == day
        assert each.due_at < each.not_after
        last = each.not_after - timedelta(minutes=1)
        assert last.astimezone(here).date() == day


def test_a_reminder_is_of_use_until_the_quiet_hours_begin():
    found = reminders.reminders(a_task(), an_owner(), Sig(quiet_from=time(18)))

    ends = [each.not_after.astimezone(ZoneInfo("Europe/Brussels")) for each in found]
    assert [f"{each:%F %R}" for each in ends] == [
        "2026-11-30 18:00",
        "2026-12-03 18:00",
    ]


def test_those_who_speak_for_the_cluster_that_owns_it_are_reminded():
    task = a_task(owner_person_id=None, owner_cluster_id=CLUSTER)
    voice = a_member(1, Role.ALTERNATE, CLUSTER)
    other = a_member(2, Role.MEMBER, 8)
    guest = a_member(4, Role.EXTERNAL, CLUSTER)
    nobody = a_task(owner_person_id=None)

    assert reminders.owners(task, [voice, other, guest]) == (voice,)
    assert reminders.owners(nobody, [voice, other, guest]) == ()


def test_whoever_cannot_be_reached_is_not_reminded():
    gone = Sig(state=SigState.ARCHIVED)

    assert days(a_task(), an_owner(user_id=None)) == []
    assert days(a_task(), an_owner(state=PersonState.LEFT)) == []
    assert days(a_task(), an_owner(), gone) == []


def test_an_unknown_zone_is_read_as_that_of_the_group():
    member = an_owner("Nowhere/Atall")

    assert reminders.zone(member, Sig(zone="Asia/Kolkata")) == "Asia/Kolkata"


@given(MOMENTS, st.sampled_from(ZONES), HOURS, HOURS)
def test_the_summary_comes_on_monday_or_tuesday_and_never_at_night(
    now, zone, start, end
):
    sig = Sig(id=2, quiet_from=start, quiet_until=end)

    found = reminders.digest(an_owner(zone), sig, now)

    assert found is not None
    local = found.due_at.astimezone(ZoneInfo(zone))
    assert local.weekday() in {0, 1}
    assert start == end or not is_quiet(found.due_at, zone, sig)
    assert now < found.not_after
    assert found.due_at - now < timedelta(days=8)
    assert found.key == reminders.digest_key(2, OWNER, local.date())


@given(
    MOMENTS,
    st.lists(
        st.tuples(st.integers(0, 60 * 60), st.sampled_from(ZONES), st.booleans()),
        max_size=30,
    ),
)
def test_there_is_one_summary_a_week_whatever_happens(start, ticks):
    """Ticks at any time, from any zone, with the bot at work or not."""
    now, sent = start, {}
    for minutes, zone, is_running in ticks:
        now += timedelta(minutes=minutes)
        found = reminders.digest(an_owner(zone), Sig(id=2), now)
        # The key is unique in the outbox: what was sent is not sent again.
        if is_running and found.due_at <= now:
            sent.setdefault(found.key, now.astimezone(ZoneInfo(zone)))

    weeks = [each.isocalendar()[:2] for each in sent.values()]
    assert len(weeks) == len(set(weeks))
    assert all(each.weekday() in {0, 1} for each in sent.values())


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-21 12:00", "2026-11-23 09:00"),  # Saturday
        ("2026-11-23 08:00", "2026-11-23 09:00"),
        ("2026-11-23 19:59", "2026-11-23 09:00"),
        ("2026-11-23 20:00", "2026-11-24 09:00"),  # too late on Monday
        ("2026-11-24 19:59", "2026-11-24 09:00"),
        ("2026-11-24 20:00", "2026-11-30 09:00"),  # of no use any more
        ("2026-03-29 12:00", "2026-03-30 09:00"),  # the day the clocks change
        ("2026-12-29 20:00", "2027-01-04 09:00"),
    ],
)
def test_after_an_outage_the_summary_comes_until_tuesday_evening(now, due):
    here = ZoneInfo("Europe/Brussels")
    moment = datetime.fromisoformat(now).replace(tzinfo=here)

    found = reminders.digest(an_owner(), Sig(), moment)

    assert f"{found.due_at.astimezone(here):%F %R}" == due


@pytest.mark.parametrize(
    ("until", "is_paused"),
    [(None, True), (date(2026, 11, 24), True), (date(2026, 11, 23), False)],
)
def test_a_pause_ends_on_its_day(until, is_paused):
    monday = datetime(2026, 11, 23, 8, tzinfo=UTC)

    found = reminders.is_paused({OWNER: until}, an_owner(), Sig(), monday)

    assert found is is_paused
    assert not reminders.is_paused({}, an_owner(), Sig(), monday)


def test_the_first_ten_are_shown_late_ones_first_and_the_others_counted():
    tasks = [
        a_task(number=each, due_on=DUE + timedelta(days=each % 20))
        for each in range(200)
    ]

    shown, more = digests.to_do(tasks, DUE)

    assert more == 190
    assert [each.number for each in shown] == list(range(0, 200, 20))


def test_what_sleeps_is_blocked_or_far_off_is_not_shown():
    far = a_task(number=1, due_on=DUE + digests.COMING + timedelta(days=1))
    blocked = a_task(number=2, status=ActionStatus.BLOCKED)
    asleep = a_task(number=3, snoozed_until=DUE + timedelta(days=1))
    dateless = a_task(number=4, due_on=None)
    late = a_task(number=5, due_on=DUE - timedelta(days=100))

    shown, more = digests.to_do([far, blocked, asleep, dateless, late], DUE)

    assert [each.number for each in shown] == [5, 4]
    assert more == 1
    assert digests.to_do([far], DUE) == ((), 1)


def test_sections_that_nobody_wrote_are_named_when_their_day_is_near():
    def section(key, due_on, **changes):
        values = {"title": key, "position": 1, "mode": SectionMode.HANDWRITTEN}
        return Section(key=key, due_on=due_on, **(values | changes))

    soon, dateless = section("soon", DUE), section("dateless", None)
    others = [
        section("far", DUE + timedelta(days=60)),
        section("written", DUE, body="Words."),
        section("locked", DUE, locked=True),
        section("generated", DUE, mode=SectionMode.GENERATED),
    ]

    found = digests.unwritten([dateless, *others, soon], DUE)

    assert found == (soon, dateless)


@pytest.mark.parametrize(("step", "day"), [(Step.SOON, 30), (Step.TODAY, 3)])
def test_the_key_says_which_reminder_it_is(step, day):
    found = [each.key for each in reminders.reminders(a_task(), an_owner(), Sig())]

    assert any(f":{step}:" in key and f"-{day:02}:" in key for key in found)
