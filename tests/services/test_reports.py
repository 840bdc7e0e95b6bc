"""The report of a year, read from both databases."""

import json
from datetime import UTC, date, datetime

import pytest
from exchange_files import CORPUS

from bot.domain.actions import ActionItem, ActionStatus
from bot.domain.clusters import Cluster
from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.permissions import TABLE, Permission, Role
from bot.domain.reports import Figures
from bot.domain.sigs import Sig
from bot.services import reports
from storage import actions, clusters, sigs

from groups import a_caller, the_sample_group

NOW = datetime(2021, 11, 15, 12, tzinfo=UTC)
SAMPLE = json.loads(CORPUS.read_text("utf-8"))
EXPECTED = SAMPLE["expected"]


def clock():
    return NOW


@pytest.fixture
def report(database):
    sig = the_sample_group(database)
    caller = a_caller(database, sig, Role.MEMBER)
    return reports.read(database, clock, caller=caller, year="2021")


def by_key(report):
    keys = {each["name"]: each["id"] for each in SAMPLE["clusters"]}
    return {keys[row.name]: row.figures for row in report.clusters}


def test_attendance_is_as_the_file_expects(report):
    rates = {key: row.attended / report.held for key, row in by_key(report).items()}

    assert report.held == len(EXPECTED["meetings_held"])
    assert rates == EXPECTED["attendance_rate_by_cluster"]


def test_practices_are_as_the_file_expects(report):
    accepted = EXPECTED["practices_by_status"]["accepted"]

    assert report.total.submitted == EXPECTED["practices_total"]
    assert report.total.accepted == accepted
    rows = [row.figures for row in report.clusters] + [report.others]
    assert sum(each.submitted for each in rows) == EXPECTED["practices_total"]
    assert sum(each.accepted for each in rows) == accepted


def test_closed_actions_are_as_the_file_expects(report):
    late = len(EXPECTED["actions_done_late"])

    assert report.total.closed_late == late
    assert report.total.closed_in_time == EXPECTED["actions_by_status"]["done"] - late


def test_recommendations_are_as_the_file_expects(report):
    adopted = EXPECTED["recommendations_by_status"]["adopted"]
    named = {each["id"]: each for each in SAMPLE["practices"]}
    rests = [
        {
            named[key]["cluster"]
            for key in each["evidence_practices"]
            if named[key]["consent"]["attribution"] != "anonymous"
        }
        for each in SAMPLE["recommendations"]
        if each["status"] == "adopted"
    ]

    assert report.total.recommendations == adopted
    for key, figures in by_key(report).items():
        assert figures.recommendations == sum(key in each for each in rests)


def test_without_a_year_it_is_the_present_one(database):
    caller = a_caller(database, the_sample_group(database), Role.OBSERVER)

    found = reports.read(database, clock, caller=caller)

    assert (found.year, found.until) == (2021, date(2021, 11, 15))


def test_a_year_of_which_nothing_is_known_is_empty(database):
    caller = a_caller(database, the_sample_group(database), Role.CHAIR)

    assert reports.read(database, clock, caller=caller, year="2019").is_empty


@pytest.mark.parametrize("role", list(Role))
def test_who_may_read_the_figures(database, role):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
    caller = a_caller(database, sig, role)

    if role in TABLE[Permission.READ_STATUS]:
        assert reports.read(database, clock, caller=caller).is_empty
    else:
        with pytest.raises(NotAllowedError):
            reports.read(database, clock, caller=caller)


def test_who_may_not_read_them_does_not_hear_about_years_either(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
    external = a_caller(database, sig, Role.EXTERNAL)

    with pytest.raises(NotAllowedError):
        reports.read(database, clock, caller=external, year="no year")
    with pytest.raises(InvalidInputError):
        reports.read_for(database, clock, sig=sig, year="no year")


def test_an_action_of_a_person_counts_for_the_persons_cluster(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
        cluster = clusters.add_cluster(
            session, sig.id, Cluster(key="c", name="C", country="EE")
        )
    member = a_caller(database, sig, Role.MEMBER, cluster_id=cluster.id)
    chair = a_caller(database, sig, Role.CHAIR, "UCHAIR")
    with database.begin() as session:
        actions.save(
            session,
            sig.id,
            [
                ActionItem(
                    number=number,
                    title="Do it",
                    owner=f"{who.person.team_id}.{who.person.user_id}",
                    status=ActionStatus.DONE,
                    done_on=date(2021, 5, 1),
                )
                for number, who in enumerate((member, chair), start=1)
            ],
        )

    found = reports.read(database, clock, caller=chair)

    assert found.clusters[0].figures == Figures(closed_in_time=1)
    assert found.others == Figures(closed_in_time=1)


def test_nothing_of_another_group_is_counted(database):
    the_sample_group(database)
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
    caller = a_caller(database, other, Role.CHAIR)

    found = reports.read(database, clock, caller=caller)

    assert found.is_empty
    assert found.clusters == ()
