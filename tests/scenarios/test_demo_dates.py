"""The sample group in the present: whole weeks later, and nothing else changed."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from bot.cli.demo_dates import AS_OF, moved, weeks_until
from bot.cli.demo_group import SAMPLE
from bot.domain.zones import zone_of

GROUP = json.loads(SAMPLE.read_text("utf-8"))
WEEKS = st.integers(-52 * 10, 52 * 60)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
LOCAL = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", re.ASCII)
# Facts of the world outside of the group, as far as they name a day.
FACTS = {"start", "valid_as_of", "as_of"}
INSTANT = "starts_utc"


def leaves(value, path=()):
    """Yield everything in a file with the keys that lead to it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from leaves(each, (*path, index))
    else:
        yield path, value


def dates(value):
    """Return every day and wall time of the group, by where it stands."""
    return {
        path: datetime.fromisoformat(each)
        for path, each in leaves(value)
        if isinstance(each, str) and LOCAL.fullmatch(each) and path[-1] not in FACTS
    }


@given(today=DAYS)
@example(today=AS_OF)
def test_the_day_of_the_sample_comes_into_this_week(today):
    there = AS_OF + timedelta(weeks=weeks_until(today))

    assert there.isocalendar()[:2] == today.isocalendar()[:2]
    assert there.weekday() == AS_OF.weekday()


@given(weeks=WEEKS)
def test_order_weekdays_wall_times_and_distances_stay(weeks):
    before, after = dates(GROUP), dates(moved(GROUP, weeks))

    assert len(before) > 80
    assert after.keys() == before.keys()
    later = {after[path] - before[path] for path in before}
    assert later == {timedelta(weeks=weeks)}
    for path, then in before.items():
        assert after[path].weekday() == then.weekday()
        assert after[path].time() == then.time()
    ordered = sorted(before, key=before.__getitem__)
    assert all(after[one] <= after[two] for one, two in pairwise(ordered))


@given(weeks=WEEKS)
def test_a_meeting_keeps_its_wall_time_whatever_the_clocks_do(weeks):
    for meeting in moved(GROUP, weeks)["meetings"]:
        instant = datetime.fromisoformat(meeting[INSTANT])
        there = instant.astimezone(zone_of(meeting["tz"]))

        assert instant.tzinfo == UTC
        assert f"{there:%Y-%m-%dT%H:%M}" == meeting["starts_local"]


@given(weeks=WEEKS)
def test_nothing_but_dates_is_touched(weeks):
    before, after = dict(leaves(GROUP)), dict(leaves(moved(GROUP, weeks)))
    changed = {path for path in before if before[path] != after[path]}

    allowed = {path for path in before if path[-1] == INSTANT} | dates(GROUP).keys()
    assert after.keys() == before.keys()
    assert changed <= allowed


def test_by_no_week_it_is_the_file_itself():
    assert moved(GROUP, 0) == GROUP
