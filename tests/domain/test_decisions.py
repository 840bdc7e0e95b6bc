"""How a decision comes about: one voice per cluster, and what never happens."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import decisions as rules
from bot.domain.decisions import (
    Ballot,
    Choice,
    DecisionKind,
    Proposal,
    Tally,
)
from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.meetings import Decision, DecisionStatus

from factories import NOW

TODAY = NOW.date()
CLUSTERS = ("a", "b", "c", "d", "e")
# What each cluster went up in; "e" was split, so it has no voice but its own.
HEIRS = {"a": "a", "b": "a", "c": "c", "d": "c", "e": None}
STEPS = ("adopt", "settle", "withdraw", "supersede")
ENDS = {DecisionStatus.REJECTED, DecisionStatus.SUPERSEDED}


def a_decision(**changes):
    values = {
        "number": 5,
        "text": "The licence is CC BY 4.0.",
        "kind": DecisionKind.VOTE,
        "status": DecisionStatus.PROPOSED,
    }
    return Decision(**(values | changes))


def a_proposal(**changes):
    values = {"text": "We go on.", "kind": DecisionKind.CONSENSUS}
    return Proposal(**(values | changes))


def a_ballot(cluster, choice, minute):
    at = NOW + timedelta(minutes=minute)
    return Ballot(cluster=cluster, name=cluster, choice=choice, cast_at=at)


ballots = st.lists(
    st.tuples(st.sampled_from(CLUSTERS), st.sampled_from(list(Choice))), max_size=12
).map(
    lambda said: [a_ballot(cluster, word, n) for n, (cluster, word) in enumerate(said)]
)


@given(ballots, st.randoms())
def test_a_voice_counts_once_and_the_order_does_not_matter(said, random):
    mixed = random.sample(said, len(said))

    counted = rules.tally(said, HEIRS.get)

    assert counted == rules.tally(mixed, HEIRS.get)
    assert len(set(counted.voices)) == len(counted.voices)
    assert set(counted.voices) <= {"a", "c", "e"}
    last = {HEIRS[each.cluster] or each.cluster: each.choice for each in said}
    assert dict.fromkeys(counted.in_favour, "in_favour") == {
        key: "in_favour" for key, word in last.items() if word is Choice.FOR
    }


@given(
    steps=st.lists(st.sampled_from(STEPS), max_size=6),
    voices=st.tuples(*[st.integers(0, 4)] * 3),
    has_quorum=st.booleans(),
)
def test_a_decision_never_goes_back(steps, voices, has_quorum):
    names = iter(f"c{n}" for n in range(20))
    parts = [tuple(next(names) for _ in range(each)) for each in voices]
    counted = Tally(in_favour=parts[0], against=parts[1], abstain=parts[2])
    decision, seen = a_decision(), [DecisionStatus.PROPOSED]
    doing = {
        "adopt": lambda each: rules.adopt(each, on=TODAY, quorum=None),
        "settle": lambda each: rules.settle(each, counted, on=TODAY, quorum=has_quorum),
        "withdraw": lambda each: rules.withdraw(each, on=TODAY),
        "supersede": rules.supersede,
    }
    for step in steps:
        try:
            decision = doing[step](decision)
        except InvalidTransitionError:
            continue
        seen.append(decision.status)

    assert seen == sorted(seen, key=list(DecisionStatus).index) or (
        seen == [DecisionStatus.PROPOSED, DecisionStatus.REJECTED]
    )
    assert len(seen) == len(set(seen))
    assert not set(seen[:-1]) & ENDS
    if decision.votes is not None and decision.status is not DecisionStatus.REJECTED:
        assert has_quorum
        assert len(parts[0]) > len(parts[1])


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=12))
def test_nothing_supersedes_itself_in_a_circle(pairs):
    replaced = {}
    for old, new in pairs:
        if new in replaced or old in replaced.values():
            continue
        try:
            rules.require_no_circle(old, new, replaced)
        except InvalidInputError:
            continue
        replaced[new] = old

    for start in replaced:
        current, seen = start, set()
        while current is not None:
            assert current not in seen
            seen.add(current)
            current = replaced.get(current)


def test_a_decision_cannot_supersede_itself():
    with pytest.raises(InvalidInputError, match="D-5 cannot supersede itself"):
        rules.require_no_circle(5, 5, {})


def test_two_decisions_cannot_supersede_each_other():
    with pytest.raises(InvalidInputError, match="would supersede each other"):
        rules.require_no_circle(5, 4, {5: 4})


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"text": "  "}, "text", "Write what is decided"),
        ({"text": "x" * 2001}, "text", "2000 fit here"),
        ({"dissent": "x" * 2001}, "dissent", "2000 fit here"),
        ({"kind": DecisionKind.WRITTEN}, "ends_on", "Choose the last day"),
        (
            {"kind": DecisionKind.WRITTEN, "ends_on": TODAY - timedelta(days=1)},
            "ends_on",
            "is over",
        ),
        (
            {"kind": DecisionKind.WRITTEN, "ends_on": TODAY + timedelta(days=100)},
            "ends_on",
            "within three months",
        ),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused(changes, field, said):
    proposal = rules.tidied(a_proposal(**changes))

    with pytest.raises(InvalidInputError, match=said) as refused:
        rules.check(proposal, now=NOW, zone="Europe/Brussels")

    assert set(refused.value.fields) == {field}


def test_the_last_day_of_a_written_procedure_is_a_whole_day_in_the_groups_zone():
    assert rules.end_of(date(2026, 12, 4), "Europe/Brussels") == datetime(
        2026, 12, 4, 23, tzinfo=UTC
    )


def test_a_cluster_has_one_place_in_the_form_of_votes():
    with pytest.raises(InvalidInputError, match="It has one voice"):
        rules.read_choices({Choice.FOR: ["a", "b"], Choice.AGAINST: ["b"]})


def test_a_form_without_votes_is_refused():
    with pytest.raises(InvalidInputError, match="Choose the clusters"):
        rules.read_choices({Choice.FOR: [], Choice.AGAINST: []})


@pytest.mark.parametrize("text", ["P-5", "five", "D-", "-1"])
def test_what_names_no_decision_is_refused(text):
    with pytest.raises(InvalidInputError, match="name of a decision"):
        rules.read_older(text)


@pytest.mark.parametrize("text", ["D-5", "d5", "5", " D-005 "])
def test_an_older_decision_is_named_as_people_write_it(text):
    assert rules.read_older(text) == 5
