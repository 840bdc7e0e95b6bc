"""Rounds about recommendations: counting voices, and the states around them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from factories_paper import a_recommendation
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import consensus
from bot.domain.consensus import Position, Proposed, Stance, Tally
from bot.domain.errors import ConvenorError, InvalidInputError, InvalidTransitionError
from bot.domain.recommendations import RecommendationStatus as Status

NOW = datetime(2021, 6, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
OPEN = {Status.PROPOSED, Status.DISCUSSED}


def a_proposal(status=Status.PROPOSED, **changes):
    value = a_recommendation(3, status=status)
    return replace(Proposed(id=1, sig_id=1, recommendation=value), **changes)


def asked(**changes):
    return replace(
        consensus.open_round(a_proposal(), now=NOW, closes_at=LATER), **changes
    )


def says(cluster, stance, minutes=0, **changes):
    said_at = NOW + timedelta(minutes=minutes)
    return Position(cluster=cluster, stance=stance, said_at=said_at, **changes)


def alone(key):
    return key


# --- counting -----------------------------------------------------------------------


def test_the_last_word_of_a_cluster_counts():
    counted = consensus.count(
        [says("ee", Stance.OBJECT, reason="No."), says("ee", Stance.SUPPORT, 5)],
        ["ee", "lv"],
        alone,
    )

    assert counted.is_consensus
    assert counted.endorsed_by == ("ee",)
    assert counted.silent == ("lv",)


def test_clusters_that_became_one_have_one_voice():
    counted = consensus.count(
        [says("old", Stance.OBJECT, reason="No."), says("new", Stance.LIVE_WITH, 5)],
        ["new"],
        {"old": "new", "new": "new"}.get,
    )

    assert [each.cluster for each in counted.live_with] == ["new"]
    assert counted.is_consensus


def test_only_objections_that_want_it_are_printed():
    counted = consensus.count(
        [
            says("ee", Stance.OBJECT, reason="Too dear.", is_printed=True),
            says("lv", Stance.OBJECT, reason="Between us."),
        ],
        ["ee", "lv"],
        alone,
    )

    assert counted.dissent == "Too dear."


positions = st.builds(
    says,
    st.sampled_from(["ee", "lv", "lt", "fi"]),
    st.sampled_from(list(Stance)),
    st.integers(0, 3),
)


@given(st.lists(positions, max_size=8), st.randoms())
def test_every_voice_is_counted_once_in_any_order(said, random):
    voices = ["ee", "lv", "lt", "fi"]
    # Of two words in one moment neither is the last: leave one.
    said = list({(each.cluster, each.said_at): each for each in said}.values())
    counted = consensus.count(said, voices, alone)
    random.shuffle(said)

    parts = (counted.support, counted.live_with, counted.against)
    named = [each.cluster for part in parts for each in part]
    assert sorted([*named, *counted.silent]) == sorted(voices)
    assert consensus.count(said, voices, alone) == counted


# --- rounds -------------------------------------------------------------------------


def test_nobody_objects_so_it_is_adopted():
    ended = consensus.end_round(asked(), Tally(), now=LATER)

    assert ended.status is Status.ADOPTED
    assert ended.round.ended_at == LATER


def test_an_objection_leaves_it_to_the_chair():
    counted = Tally(against=(says("ee", Stance.OBJECT, reason="No."),))

    assert consensus.end_round(asked(), counted, now=LATER).status is Status.DISCUSSED


def test_a_new_round_begins_without_the_old_answers():
    ended = consensus.end_round(
        asked(positions=(says("ee", Stance.OBJECT),)),
        Tally(against=(says("ee", Stance.OBJECT),)),
        now=LATER,
    )
    again = consensus.open_round(ended, now=LATER, closes_at=LATER + timedelta(days=7))

    assert (again.round.number, again.positions) == (2, ())


@pytest.mark.parametrize("days", [-1, 0, 62])
def test_a_round_ends_on_a_day_that_makes_sense(days):
    with pytest.raises(InvalidInputError):
        consensus.open_round(
            a_proposal(), now=NOW, closes_at=NOW + timedelta(days=days)
        )


def test_its_words_stay_while_clusters_are_asked():
    with pytest.raises(InvalidTransitionError, match="stay as they are"):
        consensus.require_editable(asked())


def test_who_answers_late_is_told():
    with pytest.raises(InvalidTransitionError, match="Nobody is asked"):
        consensus.require_answerable(asked(), LATER)


def test_nothing_takes_its_own_place():
    with pytest.raises(InvalidTransitionError, match="its own place"):
        consensus.rule(a_proposal(), Status.MERGED, other=3, reason="So.", now=NOW)


EVENTS = {
    "ask": lambda p, now: consensus.open_round(
        p, now=now, closes_at=now + timedelta(days=3)
    ),
    "agree": lambda p, now: consensus.end_round(p, Tally(), now=now),
    "object": lambda p, now: consensus.end_round(
        p, Tally(against=(says("ee", Stance.OBJECT),)), now=now
    ),
} | {
    status.value: lambda p, now, status=status: consensus.rule(
        p, status, reason="So.", other=9, now=now
    )
    for status in Status
}


@given(st.lists(st.sampled_from(sorted(EVENTS)), max_size=12))
def test_whatever_happens_a_decided_one_has_no_open_round_and_rounds_count_up(events):
    proposed, numbers, now = a_proposal(), [0], NOW
    for event in events:
        now += timedelta(hours=1)
        before = proposed
        try:
            proposed = EVENTS[event](proposed, now)
        except ConvenorError:
            assert proposed == before
        numbers.append(proposed.round.number if proposed.round else 0)
        assert proposed.status in OPEN or not proposed.has_open_round

    assert numbers == sorted(numbers)
    assert proposed.recommendation.number == 3
