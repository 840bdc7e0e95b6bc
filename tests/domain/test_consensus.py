"""Rounds about recommendations: counting voices, and the states around them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from factories_paper import a_recommendation
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import consensus
from bot.domain.consensus import Facet, Position, Proposed, Stance, Tally
from bot.domain.errors import ConvenorError, InvalidInputError, InvalidTransitionError
from bot.domain.recommendations import RecommendationStatus as Status
from bot.domain.successions import Lineage, Part, Succession, SuccessionKind

NOW = datetime(2021, 6, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
OPEN = {Status.PROPOSED, Status.DISCUSSED}
ALONE = Lineage()


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


def counted(said, voices, lineage=ALONE, ended_at=None):
    proposed = asked(positions=tuple(said))
    proposed = replace(proposed, round=replace(proposed.round, ended_at=ended_at))
    return consensus.count(proposed, voices, lineage)


def becomes(kind, old, new, minutes=0):
    parts = tuple(
        Part(predecessor=a, successor=b, predecessor_name=a, successor_name=b)
        for a in old
        for b in new
    )
    made_at = NOW + timedelta(minutes=minutes)
    return Succession(kind=kind, effective_on=NOW.date(), parts=parts, made_at=made_at)


def merged(*successions):
    return Lineage(successions)


MERGER = becomes(SuccessionKind.MERGER, ["ee", "lv"], ["baltic"], 5)
JOINS = becomes(SuccessionKind.MERGER, ["lv"], ["ee"], 5)
SPLIT = becomes(SuccessionKind.SPLIT, ["ee"], ["north", "south"], 5)


# --- counting -----------------------------------------------------------------------


def test_the_last_word_of_a_cluster_counts():
    found = counted(
        [says("ee", Stance.OBJECT, reason="No."), says("ee", Stance.SUPPORT, 5)],
        ["ee", "lv"],
    )

    assert found.is_consensus
    assert found.endorsed_by == ("ee",)
    assert found.silent == ("lv",)


@pytest.mark.parametrize("first", [0, 1])
def test_an_objection_stands_when_its_cluster_goes_up_in_another_one(first):
    said = [
        says("ee", Stance.OBJECT, first, reason="No."),
        says("lv", Stance.SUPPORT, 1 - first),
    ]

    for lineage, voice in ((merged(MERGER), "baltic"), (merged(JOINS), "ee")):
        (against,) = counted(said, [voice], lineage).against
        assert (against.cluster, against.reason) == (voice, "No.")
        assert counted(said, [voice], lineage).silent == ()


def test_what_the_new_cluster_says_takes_the_place_of_what_the_old_ones_said():
    said = [
        says("ee", Stance.OBJECT, reason="No."),
        says("lv", Stance.LIVE_WITH, 1),
        says("baltic", Stance.SUPPORT, 6),
    ]

    found = counted(said, ["baltic"], merged(MERGER))

    assert found.endorsed_by == ("baltic",)
    assert len(found.said) == 1


@pytest.mark.parametrize(("minutes", "is_heard"), [(3, False), (6, True)])
def test_a_cluster_that_goes_on_answers_for_the_other_from_the_merger_on(
    minutes, is_heard
):
    said = [
        says("lv", Stance.OBJECT, reason="No."),
        says("ee", Stance.SUPPORT, minutes),
    ]

    assert counted(said, ["ee"], merged(JOINS)).is_consensus is is_heard


def test_over_two_mergers_the_last_word_counts():
    later = becomes(SuccessionKind.MERGER, ["baltic", "fi"], ["north"], 9)
    said = [
        says("ee", Stance.OBJECT, reason="No."),
        says("baltic", Stance.LIVE_WITH, 6),
        says("fi", Stance.SUPPORT, 7),
    ]

    (found,) = counted(said, ["north"], merged(MERGER, later)).said

    assert (found.cluster, found.stance) == ("north", Stance.LIVE_WITH)


def test_after_a_split_the_word_stands_for_each_until_it_speaks():
    said = [says("ee", Stance.OBJECT, reason="No."), says("north", Stance.SUPPORT, 6)]

    found = counted(said, ["north", "south"], merged(SPLIT))

    assert found.endorsed_by == ("north",)
    assert [each.cluster for each in found.against] == ["south"]
    assert found.silent == ()


@pytest.mark.parametrize("change", [MERGER, JOINS, SPLIT])
def test_what_becomes_of_clusters_later_changes_nothing_in_a_round_that_is_over(change):
    said = [says("ee", Stance.SUPPORT), says("lv", Stance.LIVE_WITH, 1)]
    over = NOW + timedelta(minutes=2)

    then = counted(said, ["ee", "lv"], ended_at=over)
    voices = sorted(change.successors)

    assert counted(said, voices, merged(change), over) == replace(then, silent=())


def test_only_objections_that_want_it_are_printed():
    found = counted(
        [
            says("ee", Stance.OBJECT, reason="Too dear.", is_printed=True),
            says("lv", Stance.OBJECT, reason="Between us."),
        ],
        ["ee", "lv"],
    )

    assert found.dissent == "Too dear."


positions = st.builds(
    says,
    st.sampled_from(["ee", "lv", "lt", "fi"]),
    st.sampled_from(list(Stance)),
    st.integers(0, 9),
)
lineages = st.sampled_from([ALONE, merged(MERGER), merged(JOINS), merged(SPLIT)])


@given(st.lists(positions, max_size=8), lineages, st.randoms())
def test_every_voice_is_counted_once_in_any_order(said, lineage, random):
    clusters = {"ee", "lv", "lt", "fi", "baltic", "north", "south"}
    ended = {key for key in clusters if lineage.has_ended(key)}
    begun = {key for key in clusters if lineage.beginning_of(key)}
    others = clusters - {"baltic", "north", "south"}
    voices = sorted((others | begun) - ended)
    # Of two words in one moment neither is the last: leave one.
    said = list({(each.cluster, each.said_at): each for each in said}.values())
    found = counted(said, voices, lineage)
    random.shuffle(said)

    named = [each.cluster for each in found.said]
    assert sorted([*named, *found.silent]) == voices
    assert counted(said, voices, lineage).is_consensus == found.is_consensus


# --- what was read ------------------------------------------------------------------


def worded(proposed, **changes):
    return replace(proposed, recommendation=replace(proposed.recommendation, **changes))


@pytest.mark.parametrize(
    ("changes", "facet"),
    [
        ({"title": "Other"}, Facet.TITLE),
        ({"statement": "Other."}, Facet.STATEMENT),
        ({"rationale": "Other."}, Facet.RATIONALE),
        ({"addressees": ("national",)}, Facet.ADDRESSEES),
        ({"evidence": (1, 2)}, Facet.EVIDENCE),
        ({"themes": ("one",)}, Facet.THEMES),
        ({"horizon": "long"}, Facet.HORIZON),
        ({"status": Status.REJECTED}, Facet.STATUS),
    ],
)
def test_it_is_known_what_changed_since_somebody_read_it(changes, facet):
    proposed = a_proposal()
    seen = consensus.mark(proposed)

    assert consensus.changed_since(proposed, seen) == ()
    assert consensus.changed_since(worded(proposed, **changes), seen) == (facet,)


def test_a_round_that_began_is_a_change_and_answers_are_none():
    seen = consensus.mark(a_proposal())
    before = consensus.mark(asked())

    assert consensus.changed_since(asked(), seen) == (Facet.STATUS, Facet.ROUND)
    answered = asked(positions=(says("ee", Stance.OBJECT, reason="No."),))
    assert consensus.changed_since(answered, before) == ()


@pytest.mark.parametrize("seen", ["", "x", "0" * 48, "0" * 600])
def test_nothing_is_known_from_what_is_no_mark(seen):
    assert consensus.changed_since(a_proposal(), seen) == ()


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
