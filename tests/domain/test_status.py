"""The status of a group: what counts as missing, quiet, silent or ending."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clusters import Cluster, Network, OrganisationStatus
from bot.domain.meetings import Meeting, MeetingStatus, MinutesStatus
from bot.domain.practices import PracticeStatus
from bot.domain.status import (
    Delivery,
    PracticeState,
    active,
    is_leaving,
    next_meeting,
    quiet,
    silent,
)

TODAY = date(2021, 11, 15)
NOW = datetime(2021, 11, 15, 12, tzinfo=UTC)


def a_cluster(number, **changes):
    values = {"id": number, "key": f"c{number}", "name": f"C{number}", "country": "EE"}
    return Cluster(**(values | changes))


def a_network(slug="n", **changes):
    values = {"slug": slug, "name": slug, "kind": "network", "relation": "liaison"}
    return Network(**(values | changes))


def a_meeting(number=1, *, hours, **changes):
    starts_at = NOW + timedelta(hours=hours)
    values = {
        "number": number,
        "title": "Monthly meeting",
        "starts_local": starts_at.replace(tzinfo=None),
        "zone": "UTC",
        "starts_at": starts_at,
        "duration_minutes": 90,
        "mode": "online",
        "status": MeetingStatus.SCHEDULED,
        "minutes_status": MinutesStatus.NONE,
    }
    return Meeting(**(values | changes))


def given_by(cluster_id, status=PracticeStatus.ACCEPTED):
    return PracticeState(number=1, status=status, cluster_id=cluster_id)


def names(clusters):
    return [each.name for each in clusters]


@pytest.mark.parametrize(
    ("last_contact", "ended", "is_quiet"),
    [
        pytest.param(None, None, True, id="never"),
        pytest.param(TODAY - timedelta(days=91), None, True, id="91 days ago"),
        pytest.param(TODAY - timedelta(days=90), None, False, id="90 days ago"),
        pytest.param(None, TODAY, False, id="ended today"),
        pytest.param(None, TODAY + timedelta(days=1), True, id="ends tomorrow"),
    ],
)
def test_a_network_without_contact_for_90_days_is_quiet(last_contact, ended, is_quiet):
    network = a_network(last_contact_on=last_contact, ended_on=ended)

    assert bool(quiet([network], TODAY)) is is_quiet


def test_the_network_that_waits_longest_comes_first():
    old = a_network("old", last_contact_on=date(2020, 1, 1))
    never = a_network("never")
    older = a_network("older", last_contact_on=date(2019, 1, 1))

    assert [each.slug for each in quiet([old, never, older], TODAY)] == [
        "never",
        "older",
        "old",
    ]


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        (status, status not in {"draft", "withdrawn", "rejected"})
        for status in PracticeStatus
    ],
)
def test_what_was_withdrawn_or_not_accepted_is_no_contribution(status, counts):
    found = silent([a_cluster(1)], [given_by(1, status)], heirs={})

    assert (found == ()) is counts


def test_what_predecessors_gave_counts_for_their_successor():
    old = a_cluster(1, status=OrganisationStatus.MERGED)
    middle = a_cluster(2, status=OrganisationStatus.MERGED)
    new, other = a_cluster(3), a_cluster(4)
    heirs = {1: {2}, 2: {3}}

    found = silent([old, middle, new, other], [given_by(1)], heirs=heirs)

    assert names(found) == ["C4"]


@given(
    st.dictionaries(st.integers(1, 6), st.sets(st.integers(1, 6))),
    st.lists(st.integers(1, 6)),
)
def test_circles_of_successors_come_to_an_end(heirs, givers):
    clusters = [a_cluster(number) for number in range(1, 7)]

    found = silent(clusters, [given_by(each) for each in givers], heirs=heirs)

    assert not {each.id for each in found} & set(givers)


def test_clusters_that_went_up_in_others_are_not_counted():
    gone = a_cluster(1, status=OrganisationStatus.MERGED)
    closed = a_cluster(2, status=OrganisationStatus.DISSOLVED)
    late, early = a_cluster(3, name="b"), a_cluster(4, name="A")

    assert names(active([gone, closed, late, early])) == ["A", "b"]


@pytest.mark.parametrize(
    ("expires_on", "ends_soon"),
    [
        pytest.param(None, False, id="never"),
        pytest.param(date(2021, 11, 14), False, id="over already"),
        pytest.param(date(2021, 11, 15), True, id="today"),
        pytest.param(date(2021, 12, 15), True, id="in a month"),
        pytest.param(date(2021, 12, 16), False, id="later"),
    ],
)
def test_access_that_ends_within_a_month(expires_on, ends_soon):
    assert is_leaving(expires_on, TODAY) is ends_soon


def test_the_next_meeting_is_the_one_that_goes_on_else_the_first_to_come():
    over = a_meeting(1, hours=-2)
    now = a_meeting(2, hours=-1, status=MeetingStatus.IN_PROGRESS)
    called_off = a_meeting(3, hours=1, status=MeetingStatus.CANCELLED)
    soon, later = a_meeting(4, hours=2), a_meeting(5, hours=3)

    assert next_meeting([over, later, now, soon, called_off], NOW) == now
    assert next_meeting([over, later, soon, called_off], NOW) == soon
    assert next_meeting([over, called_off], NOW) is None


@pytest.mark.parametrize("trouble", ["late", "missed", "failed", "waiting"])
def test_delivery_is_well_only_without_any_trouble(trouble):
    assert Delivery().is_well
    assert not Delivery(**{trouble: 1}).is_well
