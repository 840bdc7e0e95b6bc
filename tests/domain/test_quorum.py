"""Quorum: one voice per cluster, whoever answers first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meetings import Rsvp
from bot.domain.quorum import Answer, counted, forecast, needed
from bot.domain.successions import Lineage, Part, Succession, SuccessionKind

from factories import NOW

CLUSTERS = ("cl-a", "cl-b", "cl-c", "cl-d", "cl-e")
NOBODY = Lineage()
answers_of = st.lists(
    st.builds(
        Answer,
        cluster=st.sampled_from([*CLUSTERS, "cl-gone", None]),
        answer=st.sampled_from(Rsvp),
    ),
    max_size=20,
)


def merged(*names, into="cl-new"):
    """Return the lineage in which clusters became one."""
    parts = tuple(
        Part(
            predecessor=name,
            predecessor_name=name,
            successor=into,
            successor_name=into,
        )
        for name in names
    )
    merger = Succession(
        id=1,
        kind=SuccessionKind.MERGER,
        effective_on=date(2021, 1, 1),
        parts=parts,
        made_at=NOW,
    )
    return Lineage((merger,), {})


def expected(answers, *, clusters=CLUSTERS, lineage=NOBODY, percent=50):
    return forecast(answers, clusters=clusters, lineage=lineage, percent=percent)


@given(answers_of, st.randoms())
def test_the_order_of_answers_does_not_matter(answers, random):
    shuffled = random.sample(answers, len(answers))

    assert expected(answers) == expected(shuffled)


@given(answers_of)
def test_every_cluster_is_in_exactly_one_group(answers):
    found = expected(answers)
    groups = [*found.coming, *found.maybe, *found.declined, *found.silent]

    assert sorted(groups) == sorted(CLUSTERS)
    assert found.seats == len(CLUSTERS)


@given(answers_of, st.sampled_from(Rsvp))
def test_the_same_word_from_a_second_person_of_a_cluster_changes_nothing(answers, word):
    once = [*answers, Answer(cluster="cl-a", answer=word)]

    assert expected(once) == expected([*once, once[-1]])


def test_one_who_comes_is_enough_for_a_cluster():
    words = (Rsvp.NO, Rsvp.MAYBE, Rsvp.REPRESENTED)
    found = expected([Answer(cluster="cl-a", answer=word) for word in words])

    assert found.coming == {"cl-a"}
    assert found.maybe == set()
    assert found.declined == set()


def test_clusters_that_became_one_have_one_voice():
    lineage = merged("cl-a", "cl-b")
    answers = [
        Answer(cluster="cl-a", answer=Rsvp.YES),
        Answer(cluster="cl-b", answer=Rsvp.NO),
        Answer(cluster="cl-new", answer=Rsvp.YES),
    ]
    found = expected(answers, clusters=["cl-new", "cl-c"], lineage=lineage)

    assert found.coming == {"cl-new"}
    assert (found.seats, found.needed) == (2, 1)
    count = counted(
        ["cl-a", "cl-b"], clusters=["cl-new", "cl-c"], lineage=lineage, percent=100
    )
    assert (len(count.present), count.seats, count.is_met) == (1, 2, False)


@pytest.mark.parametrize(
    ("seats", "percent", "expected_seats"),
    [
        (8, 50, 4),
        (8, 60, 5),
        (7, 50, 4),
        (3, 34, 2),
        (100, 7, 7),
        (5, 100, 5),
        (1, 1, 1),
        (0, 50, 0),
    ],
)
def test_how_many_are_needed(seats, percent, expected_seats):
    assert needed(seats, percent) == expected_seats


@given(st.integers(1, 1000), st.integers(1, 100))
def test_a_quorum_is_never_below_its_share_nor_one_too_many(seats, percent):
    found = needed(seats, percent)

    assert found * 100 >= seats * percent
    assert (found - 1) * 100 < seats * percent
    assert 1 <= found <= seats


def test_maybe_is_counted_apart_and_too_many_no_are_seen():
    answers = [Answer(cluster="cl-a", answer=Rsvp.MAYBE)]
    answers += [Answer(cluster=each, answer=Rsvp.NO) for each in CLUSTERS[1:4]]
    found = expected(answers)

    assert (len(found.coming), len(found.maybe), found.needed) == (0, 1, 3)
    assert not found.is_met
    assert not found.is_possible
    assert found.missing == 3


def test_a_group_without_clusters_has_no_quorum():
    found = expected([Answer(cluster=None, answer=Rsvp.YES)], clusters=[])

    assert (found.seats, found.is_met) == (0, False)
    assert not counted([], clusters=[], lineage=NOBODY, percent=50).is_met


def test_a_cluster_that_was_there_counts_though_it_left_since():
    count = counted(["cl-x"], clusters=["cl-a"], lineage=NOBODY, percent=50)

    assert (len(count.present), count.seats, count.needed) == (1, 2, 1)
    assert count.is_met
