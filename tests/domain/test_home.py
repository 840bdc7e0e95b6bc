"""Pages of lists on Home, and when a quorum is in danger."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meeting_group import a_meeting

from bot.domain.home import SIZES, Holes, Next, Page, Part, start_of
from bot.domain.quorum import Forecast

from factories import NOW

WEAK = Forecast(coming=frozenset("a"), silent=frozenset("bcd"), needed=3)
LOST = Forecast(coming=frozenset("a"), declined=frozenset("bcd"), needed=3)
MET = Forecast(coming=frozenset("abc"), silent=frozenset("d"), needed=3)


@given(st.sampled_from(Part), st.integers(), st.integers(0, 10_000))
def test_a_page_begins_at_an_entry_that_is_there(part, offset, total):
    start = start_of(part, offset, total)

    assert start % SIZES[part] == 0
    assert 0 <= start < max(total, 1)


@given(st.sampled_from(Part), st.integers(0, 500))
def test_turning_pages_shows_every_entry_once(part, total):
    seen, offset = [], 0
    while offset is not None:
        start = start_of(part, offset, total)
        seen += range(start, min(start + SIZES[part], total))
        offset = Page(part=part, total=total, offset=start).after

    assert seen == list(range(total))


@pytest.mark.parametrize(
    ("forecast", "days", "is_in_danger"),
    [
        pytest.param(WEAK, 3, True, id="near and not enough"),
        pytest.param(WEAK, 10, False, id="there is time"),
        pytest.param(LOST, 10, True, id="cannot be reached"),
        pytest.param(MET, 1, False, id="enough"),
        pytest.param(LOST, -0.01, False, id="it runs"),
        pytest.param(Forecast(), 1, False, id="no clusters"),
    ],
)
def test_when_a_quorum_is_in_danger(forecast, days, is_in_danger):
    coming = Next(meeting=a_meeting(NOW + timedelta(days=days)), forecast=forecast)

    assert coming.is_in_danger(NOW) is is_in_danger


def test_holes_are_empty_when_nothing_is_wrong():
    assert Holes().is_empty
    assert not Holes(failed=1).is_empty
    assert not Holes(proposals=("A cluster",)).is_empty
