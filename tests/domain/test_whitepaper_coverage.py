"""What each cluster brought, and what rests on little or on nothing any more."""

from datetime import UTC, date, datetime

import pytest
from factories_paper import (
    AS_OF,
    THEMES,
    a_consent,
    a_meeting,
    a_practice,
    a_recommendation,
    a_section,
    a_snapshot,
    corpus_snapshot,
    load,
)

from bot.domain.clusters import Cluster
from bot.domain.meetings import Attendance, MeetingStatus
from bot.domain.practices import Attribution, PracticeStatus
from bot.domain.successions import Part, Succession, SuccessionKind
from bot.domain.whitepaper import GapKind, Paper, assemble
from bot.domain.whitepaper.gaps import FEWEST_COUNTRIES, FEWEST_PRACTICES

ONE = Cluster(id=1, key="cl-1", name="Cluster one", country="EE", acronym="C1")
TWO = Cluster(id=2, key="cl-2", name="Cluster two", country="DK")


def assembled(**changes):
    return assemble(a_snapshot(**changes), as_of=AS_OF)


def names(document, kind):
    (gap,) = (gap for gap in document.missing if gap.kind is kind)
    return gap.names


def kinds(document):
    return {gap.kind for gap in document.missing}


# --- what rests on little -----------------------------------------------------------


def test_the_sample_is_warned_of_what_it_should_be():
    document = assemble(corpus_snapshot(), as_of=AS_OF)

    assert names(document, GapKind.THEME_EMPTY) == (
        "Artificial intelligence in health",
    )
    assert names(document, GapKind.FEW_PRACTICES) == ("R-3", "R-7", "R-8")
    assert names(document, GapKind.FEW_COUNTRIES) == ("R-4",)
    assert names(document, GapKind.OLD_FACTS) == ("P-15", "P-18", "P-19", "P-23")
    assert names(document, GapKind.NEVER_CITED) == (
        *("P-3", "P-7", "P-17", "P-19", "P-20", "P-23"),
    )
    assert GapKind.NO_EVIDENCE not in kinds(document)


def test_the_sample_warns_of_the_one_number_that_is_wrong():
    document = assemble(corpus_snapshot(), as_of=AS_OF)

    (gap,) = (gap for gap in document.missing if gap.kind is GapKind.CONTRADICTION)

    assert (gap.detail, gap.count) == ("eleven times", 10)
    assert load("corpus.json")["expected"]["meetings_by_status"]["held"] == 10


def test_a_recommendation_with_enough_behind_it_draws_no_warning():
    practices = (a_practice(1, country="EE"), a_practice(2, country="DK"))
    document = assembled(
        practices=practices, recommendations=(a_recommendation(evidence=(1, 2)),)
    )

    assert (FEWEST_PRACTICES, FEWEST_COUNTRIES) == (2, 2)
    assert not kinds(document) & {
        *(GapKind.FEW_PRACTICES, GapKind.FEW_COUNTRIES, GapKind.NO_EVIDENCE),
        *(GapKind.NEVER_CITED, GapKind.OLD_FACTS),
    }


def test_a_practice_that_is_not_printed_is_no_evidence():
    practices = (a_practice(1), a_practice(2, status=PracticeStatus.WITHDRAWN))
    document = assembled(
        practices=practices, recommendations=(a_recommendation(evidence=(1, 2)),)
    )

    assert names(document, GapKind.FEW_PRACTICES) == ("R-1",)


def test_a_practice_named_twice_counts_once():
    document = assembled(
        practices=(a_practice(1),), recommendations=(a_recommendation(evidence=(1, 1)),)
    )

    assert names(document, GapKind.FEW_PRACTICES) == ("R-1",)


def test_before_the_first_recommendation_no_practice_is_said_to_be_never_cited():
    assert GapKind.NEVER_CITED not in kinds(assembled(practices=(a_practice(1),)))


@pytest.mark.parametrize(
    ("said", "is_old"),
    [
        ("2019-11-14", True),
        ("2019-11-15", False),
        ("2019-11", False),
        ("2019-10", True),
        ("2019", False),
        ("2018", True),
        ("2020-02-29", False),
        ("2024", False),
        ("some time ago", False),
        (None, False),
    ],
)
def test_facts_are_old_after_two_years_and_a_doubt_counts_for_them(said, is_old):
    document = assembled(practices=(a_practice(1, valid_as_of=said),))

    assert (GapKind.OLD_FACTS in kinds(document)) is is_old


def test_the_29th_of_february_has_a_day_two_years_earlier():
    snapshot = a_snapshot(practices=(a_practice(1, valid_as_of="2022-02-27"),))

    document = assemble(snapshot, as_of=date(2024, 2, 29))

    assert GapKind.OLD_FACTS in kinds(document)


# --- numbers that people wrote ------------------------------------------------------


def claims(body):
    section = a_section("intro", body=body, owner="chair")
    document = assembled(
        paper=Paper(title="T", sections=(section,)),
        practices=tuple(a_practice(n) for n in range(1, 22)),
        meetings=tuple(a_meeting(n) for n in range(1, 11)),
    )
    return [gap.detail for gap in document.missing if gap.kind is GapKind.CONTRADICTION]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("The group met eleven times.", ["eleven times"]),
        ("The group met\neleven times.", ["eleven times"]),
        ("It held 11 meetings.", ["11 meetings"]),
        ("It held 11 online meetings.", ["11 online meetings"]),
        ("It held 11\u00a0meetings.", ["11 meetings"]),
        ("Thirty-one good practices.", ["Thirty one good practices"]),
        ("Practices of fourteen countries.", ["fourteen countries"]),
        ("Ten meetings, 21 practices, twenty-one practices, met 10 times.", []),
        ("It costs three times more and takes 5 times as long.", []),
        ("In 2021-11 meetings began, see 3.11 practices and 1 200 practices.", []),
        ("Two meetings.", []),
        ("Eleventimes meetingsplace", []),
    ],
)
def test_numbers_are_compared_with_the_counts(body, found):
    assert claims(body) == found


# --- what each cluster brought ------------------------------------------------------


def brought(**changes):
    document = assembled(**{"clusters": (ONE, TWO)} | changes)
    return {
        each.key: (each.practices, each.meetings, each.recommendations)
        for each in document.contributions
    }


def test_a_cluster_is_counted_with_practices_meetings_and_recommendations():
    found = brought(
        practices=(
            a_practice(1, cluster_key="cl-1"),
            a_practice(2, cluster_key="cl-1"),
        ),
        meetings=(
            a_meeting(1, attendance=Attendance(present=("cl-1", "cl-2"))),
            a_meeting(2, attendance=Attendance(present=("cl-1",), absent=("cl-2",))),
            a_meeting(
                3,
                status=MeetingStatus.CANCELLED,
                attendance=Attendance(present=("cl-2",)),
            ),
        ),
        recommendations=(
            a_recommendation(1, evidence=(1, 2)),
            a_recommendation(2, evidence=(9,)),
        ),
    )

    assert found == {"cl-1": (2, 2, 1), "cl-2": (0, 1, 0)}


def test_an_anonymous_practice_is_not_counted_for_its_cluster():
    anonymous = Attribution.ANONYMOUS
    found = brought(
        practices=(
            a_practice(
                1,
                cluster_key="cl-1",
                attribution=anonymous,
                consent=a_consent(attribution=anonymous),
            ),
        ),
        recommendations=(a_recommendation(1, evidence=(1,)),),
    )

    assert found["cl-1"] == (0, 0, 0)


def test_two_clusters_that_became_one_were_at_a_meeting_once():
    new = Cluster(id=3, key="cl-3", name="Cluster three", country="EE")
    merger = Succession(
        kind=SuccessionKind.MERGER,
        effective_on=date(2021, 6, 1),
        made_at=datetime(2021, 6, 1, tzinfo=UTC),
        parts=tuple(
            Part(
                predecessor=old.key,
                successor="cl-3",
                predecessor_name=old.name,
                successor_name="Cluster three",
            )
            for old in (ONE, TWO)
        ),
    )
    found = brought(
        clusters=(ONE, TWO, new),
        successions=(merger,),
        meetings=(a_meeting(1, attendance=Attendance(present=("cl-1", "cl-2"))),),
    )

    assert found == {"cl-3": (0, 1, 0)}


def test_the_sample_counts_as_the_oracle_does():
    document = assemble(corpus_snapshot(), as_of=AS_OF)
    rates = load("corpus.json")["expected"]["attendance_rate_by_cluster"]

    held = document.counts.meetings_held
    assert {each.key: each.meetings / held for each in document.contributions} == rates
    # The anonymous one is in the paper and counts for no cluster.
    assert sum(each.practices for each in document.contributions) == 20


def test_a_theme_of_many_empty_ones_is_told_in_one_line():
    document = assembled()

    assert names(document, GapKind.THEME_EMPTY) == tuple(t.label for t in THEMES)
