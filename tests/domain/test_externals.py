"""Externals: terms, who decides, who is warned, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import externals as rules
from bot.domain.errors import NotAllowedError
from bot.domain.externals import Terms
from bot.domain.permissions import Role
from bot.domain.registers.typed import Typed
from bot.domain.sigs import Membership, Person, PersonState, Sig

from factories import a_member

TODAY = date(2026, 11, 21)
SIG = Sig(id=1, zone="Europe/Brussels")
GIVEN = {
    "sponsor": "7",
    "organisation": " Hospital ",
    "purpose": "Advice on wards",
    "expires_on": "2027-03-01",
    "meetings": "M-4, m7 4",
    "may_submit": "yes",
}


def read(**changes):
    typed = Typed(GIVEN | changes)
    return rules.read_terms(typed, sponsors={7, 8}, today=TODAY), typed.problems


def test_terms_are_read():
    terms, problems = read()

    assert problems == {}
    assert terms == Terms(
        sponsor_cluster_id=7,
        organisation="Hospital",
        purpose="Advice on wards",
        expires_on=date(2027, 3, 1),
        may_submit=True,
        meetings=(4, 7),
    )
    assert read(meetings=" ")[0].meetings is None
    assert read(may_submit="no")[0].may_submit is False


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sponsor", "9"),
        ("sponsor", None),
        ("organisation", " "),
        ("purpose", "x" * 201),
        ("purpose", ""),
        ("expires_on", "2026-11-20"),
        ("expires_on", "2028-11-22"),
        ("expires_on", "soon"),
        ("expires_on", None),
        ("meetings", "P-4"),
        ("meetings", "next"),
    ],
)
def test_terms_that_cannot_be_are_explained_beside_the_field(field, value):
    assert list(read(**{field: value})[1]) == [field]


@pytest.mark.parametrize("last", ["2026-11-21", "2028-11-21"])
def test_the_first_and_the_last_day_that_are_allowed(last):
    assert read(expires_on=last)[1] == {}


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_going_on_is_later_and_never_beyond_two_years(last):
    after = rules.extended(min(last, rules.latest_end(TODAY)), TODAY)

    assert TODAY < after <= rules.latest_end(TODAY)


@pytest.mark.parametrize(
    ("last", "expected"),
    [(date(2026, 11, 20), True), (TODAY, False), (None, False)],
)
def test_access_ends_after_the_last_day(last, expected):
    place = Membership(sig_id=1, person_id=1, role=Role.EXTERNAL, expires_on=last)

    assert rules.is_over(place, TODAY) is expected
    assert not rules.is_over(replace(place, role=Role.MEMBER), TODAY)


EXTERNAL = Membership(
    sig_id=1, person_id=9, role=Role.EXTERNAL, sponsor_cluster_id=7, invited_by=3
)


@pytest.mark.parametrize(
    ("reader", "allowed"),
    [
        pytest.param(a_member(1, Role.CHAIR), True, id="leads"),
        pytest.param(a_member(2, Role.ALTERNATE, 7), True, id="sponsor"),
        pytest.param(a_member(3, Role.MEMBER, 8), True, id="invited them"),
        pytest.param(a_member(4, Role.MEMBER, 8), False, id="another cluster"),
        pytest.param(a_member(5, Role.MEMBER), False, id="no cluster"),
    ],
)
def test_who_decides_about_an_external(reader, allowed):
    assert rules.is_sponsor(reader, EXTERNAL) is allowed
    if not allowed:
        with pytest.raises(NotAllowedError, match="Another cluster invited"):
            rules.require_sponsor(reader, EXTERNAL)


def test_a_cluster_of_nobody_sponsors_nothing():
    orphan = replace(EXTERNAL, sponsor_cluster_id=None, invited_by=None)

    assert not rules.is_sponsor(a_member(5, Role.MEMBER), orphan)


def warned(*people):
    return [person.id for person in rules.warned(people, EXTERNAL)]


def test_whoever_invited_is_warned_else_the_cluster_else_the_chairs():
    inviter, colleague = a_member(3, Role.MEMBER, 8), a_member(2, Role.ALTERNATE, 7)
    chair, secretariat = a_member(1, Role.CHAIR), a_member(4, Role.SECRETARIAT)
    gone = a_member(3, Role.MEMBER, 8, state=PersonState.LEFT)
    unreachable = replace(colleague, person=Person(id=2))

    assert warned(chair, colleague, inviter) == [3]
    assert warned(chair, colleague, gone) == [2]
    assert warned(chair, unreachable, gone) == [1]
    assert warned(secretariat) == [4]
    assert warned() == []
    assert warned(a_member(3, Role.EXTERNAL), chair) == [1]


def test_the_warning_comes_a_week_before_in_the_morning_of_the_reader():
    reader = Person(id=1, zone="Europe/Tallinn")

    due = rules.warning_due(SIG, reader, date(2027, 3, 8))

    assert due == datetime(2027, 3, 1, 7, tzinfo=UTC)


def test_quiet_hours_move_the_warning():
    sig = replace(SIG, quiet_from=time(20), quiet_until=time(10, 30))

    due = rules.warning_due(sig, Person(id=1), date(2027, 3, 8))

    assert due == datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


def test_a_last_day_ends_at_midnight_in_the_home_zone():
    assert rules.end_of(date(2027, 3, 8), SIG) == datetime(2027, 3, 8, 23, tzinfo=UTC)
