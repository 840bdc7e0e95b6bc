"""The figures of a year: what counts, for whom, in which year."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.errors import InvalidInputError
from bot.domain.meetings import Meeting, MeetingStatus, MinutesStatus
from bot.domain.practices import Attribution, PracticeStatus
from bot.domain.recommendations import Recommendation, RecommendationStatus
from bot.domain.reports import (
    ClosedAction,
    Figures,
    Records,
    SharedPractice,
    count_year,
    read_year,
)

from factories import a_consent, a_content, a_practice

TODAY = date(2026, 11, 21)
SPRING = datetime(2021, 4, 13, 12, tzinfo=UTC)


def a_cluster(number, **changes):
    values = {"id": number, "key": f"c{number}", "name": f"C{number}", "country": "EE"}
    return Cluster(**(values | changes))


def a_meeting(number=1, starts_at=SPRING, **changes):
    values = {
        "id": number,
        "number": number,
        "title": "Monthly meeting",
        "starts_local": starts_at.replace(tzinfo=None),
        "zone": "UTC",
        "starts_at": starts_at,
        "duration_minutes": 90,
        "mode": "online",
        "status": MeetingStatus.HELD,
        "minutes_status": MinutesStatus.NONE,
    }
    return Meeting(**(values | changes))


def shared(number=1, cluster_id=1, given_on=None, **changes):
    values = {
        "number": number,
        "status": PracticeStatus.SUBMITTED,
        "cluster_id": cluster_id,
        "submitted_at": SPRING,
    }
    return SharedPractice(practice=a_practice(**(values | changes)), given_on=given_on)


def advice(*evidence, decision=1, status=RecommendationStatus.ADOPTED):
    return Recommendation(
        number=1,
        title="R",
        statement="S",
        rationale="B",
        evidence=evidence,
        decision=decision,
        status=status,
    )


def counted(year=2021, *, today=TODAY, **changes):
    values = {
        "group": "Group",
        "zone": "Europe/Brussels",
        "clusters": (a_cluster(1), a_cluster(2)),
        "present": {},
        "decided_in": {},
        "heirs": {},
    }
    return count_year(Records(**(values | changes)), year, today=today)


def of(report, name):
    return next(row for row in report.clusters if row.name == name).figures


def test_only_meetings_that_were_held_count():
    planned = a_meeting(2, status=MeetingStatus.SCHEDULED)
    present = {1: {1}, 2: {1, 2}}

    report = counted(meetings=(a_meeting(1), planned), present=present)

    assert report.held == 1
    assert (of(report, "C1").attended, of(report, "C2").attended) == (1, 0)
    assert report.mean_attendance == 1.0


@pytest.mark.parametrize(
    ("zone", "year"), [("Europe/Brussels", 2022), ("UTC", 2021), ("Asia/Tokyo", 2022)]
)
def test_a_year_ends_when_it_ends_in_the_groups_home_zone(zone, year):
    late = datetime(2021, 12, 31, 23, 30, tzinfo=UTC)

    report = counted(
        year,
        zone=zone,
        meetings=(a_meeting(1, late),),
        practices=(shared(submitted_at=late, accepted_at=late),),
    )

    assert report.held == 1
    assert (report.total.submitted, report.total.accepted) == (1, 1)


def test_a_practice_may_be_accepted_in_a_later_year_than_submitted():
    accepted_at = datetime(2022, 1, 5, tzinfo=UTC)
    practices = (shared(accepted_at=accepted_at),)

    first = counted(2021, practices=practices)
    second = counted(2022, practices=practices)

    assert of(first, "C1") == Figures(submitted=1)
    assert of(second, "C1") == Figures(accepted=1)


def test_where_no_moment_is_recorded_the_authors_word_gives_the_year():
    given_on = date(2021, 2, 1)
    accepted = shared(
        1, submitted_at=None, given_on=given_on, status=PracticeStatus.ACCEPTED
    )
    waiting = shared(2, submitted_at=None, given_on=given_on)
    unknown = shared(3, submitted_at=None)

    report = counted(practices=(accepted, waiting, unknown))

    assert of(report, "C1") == Figures(submitted=2, accepted=1)


@pytest.mark.parametrize(
    "anonymous",
    [
        pytest.param({"content": a_content(attribution="anonymous")}, id="in the text"),
        pytest.param(
            {"consent": a_consent(attribution=Attribution.ANONYMOUS)}, id="as agreed"
        ),
    ],
)
def test_an_anonymous_practice_is_never_traced_to_its_cluster(anonymous):
    report = counted(
        practices=(shared(7, **anonymous),),
        meetings=(a_meeting(),),
        recommendations=(advice(7),),
        decided_in={1: 1},
    )

    assert of(report, "C1").is_empty
    assert report.others == Figures(submitted=1, recommendations=1)
    assert report.total == Figures(submitted=1, recommendations=1)


@pytest.mark.parametrize(
    ("done_on", "due_on", "figures"),
    [
        (date(2021, 5, 1), date(2021, 5, 1), Figures(closed_in_time=1)),
        (date(2021, 5, 2), date(2021, 5, 1), Figures(closed_late=1)),
        (date(2021, 5, 2), None, Figures(closed_in_time=1)),
        (date(2022, 1, 1), date(2021, 12, 31), Figures()),
        (None, date(2021, 5, 1), Figures()),
    ],
)
def test_an_action_counts_in_the_year_in_which_it_was_closed(done_on, due_on, figures):
    action = ClosedAction(done_on=done_on, due_on=due_on, cluster_id=1)

    assert of(counted(actions=(action,)), "C1") == figures


def test_what_is_of_no_cluster_belongs_to_the_others():
    action = ClosedAction(done_on=date(2021, 5, 1))
    gone = ClosedAction(done_on=date(2021, 5, 1), cluster_id=99)

    report = counted(actions=(action, gone), practices=(shared(cluster_id=None),))

    assert report.others == Figures(submitted=1, closed_in_time=2)


def test_a_recommendation_counts_once_for_each_cluster_and_once_in_total():
    report = counted(
        practices=(shared(1), shared(2), shared(3, cluster_id=2)),
        meetings=(a_meeting(),),
        recommendations=(advice(1, 2, 3, 99),),
        decided_in={1: 1},
    )

    assert of(report, "C1").recommendations == of(report, "C2").recommendations == 1
    assert report.total.recommendations == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"status": RecommendationStatus.PROPOSED},
        {"decision": 2},
        {"decision": None},
    ],
)
def test_only_recommendations_adopted_that_year_count(changes):
    meetings = (a_meeting(1), a_meeting(2, datetime(2020, 4, 1, tzinfo=UTC)))

    report = counted(
        practices=(shared(1),),
        meetings=meetings,
        recommendations=(advice(1, **changes),),
        decided_in={1: 1, 2: 2},
    )

    assert report.total.recommendations == 0
    assert report.undated == (changes == {"decision": None})


def test_a_former_cluster_keeps_its_name_where_it_did_something():
    old = a_cluster(1, name="Old", status=OrganisationStatus.MERGED)
    idle = a_cluster(2, name="Idle", status=OrganisationStatus.MERGED)
    new = a_cluster(3, name="New")

    report = counted(
        clusters=(old, idle, new), heirs={1: {3}, 2: {3}}, practices=(shared(1),)
    )

    assert [(row.name, row.now_part_of) for row in report.clusters] == [
        ("New", ()),
        ("Old", ("New",)),
    ]
    assert of(report, "Old") == Figures(submitted=1)


def test_only_the_present_year_goes_on():
    assert counted(2026).until == TODAY
    assert counted(2025).until is None


@given(
    st.lists(
        st.builds(
            ClosedAction,
            done_on=st.dates(date(2020, 1, 1), date(2023, 1, 1)),
            due_on=st.none() | st.dates(date(2020, 1, 1), date(2023, 1, 1)),
            cluster_id=st.sampled_from([1, 2, 3, None]),
        )
    )
)
def test_every_action_stands_in_one_row_of_one_year(actions):
    reports = [counted(year, actions=tuple(actions)) for year in range(2020, 2024)]

    rows = [row.figures for report in reports for row in report.clusters]
    rows += [report.others for report in reports]
    totals = [report.total for report in reports]
    for figures in (rows, totals):
        assert len(actions) == sum(
            each.closed_in_time + each.closed_late for each in figures
        )


@pytest.mark.parametrize(
    ("typed", "year"), [("", 2026), ("  ", 2026), ("2026", 2026), (" 2021 ", 2021)]
)
def test_a_year_is_read(typed, year):
    assert read_year(typed, TODAY) == year


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2027", "2027 has not begun. The newest report is that of 2026."),
        ("1999", "from before 2000"),
        ("0", "four digits, like /sig report 2026"),
        ("21", "four digits"),
        ("last year", "four digits"),
        ("2021 2022", "four digits"),
        ("-2021", "four digits"),
        ("٢٠٢١", "four digits"),
        ("2021\n", None),
        ("9" * 400, "four digits"),
    ],
)
def test_what_is_no_year_gets_a_clear_answer(typed, said):
    if said is None:
        assert read_year(typed, TODAY) == 2021
        return
    with pytest.raises(InvalidInputError, match=said):
        read_year(typed, TODAY)
