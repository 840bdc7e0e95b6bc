"""Reviews: whom to ask, what is missing, what verdicts lead to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.permissions import Role
from bot.domain.practices import (
    Answer,
    Candidate,
    Criterion,
    Label,
    Opinion,
    Outcome,
    PieceKind,
    Review,
    ReviewKind,
    ReviewState,
    Verdict,
    check_opinion,
    choose,
    differences,
    label_of,
    outcome,
    parse_label,
    remarks_of,
    require_independent,
    tidy_opinion,
)

from factories import NOW, a_practice

ALL_YES = dict.fromkeys(Criterion, Answer.YES)
PRACTICE = a_practice(author_id=1, cluster_id=1)


def a_candidate(person_id, **changes):
    values = {
        "person_id": person_id,
        "user_id": f"U{person_id}",
        "role": Role.REVIEWER,
        "cluster_id": person_id,
    }
    return Candidate(**(values | changes))


def a_review(verdict=None, **changes):
    opinion = changes.pop("opinion", Opinion(verdict=verdict))
    state = ReviewState.OPEN if verdict is None else ReviewState.GIVEN
    values = {
        "sig_id": 1,
        "practice_id": 1,
        "revision": 1,
        "reviewer_id": 2,
        "state": state,
        "opinion": replace(opinion, verdict=verdict),
        "asked_at": NOW,
    }
    return Review(**(values | changes))


def chosen(candidates, **changes):
    options = {"taken": (), "count": 2} | changes
    return [each.person_id for each in choose(candidates, PRACTICE, **options)]


def test_those_with_least_to_do_are_asked_first():
    busy = a_candidate(2, open_reviews=3)
    often = a_candidate(3, all_reviews=5)
    lately = a_candidate(4, last_asked_at=NOW)
    long_ago = a_candidate(5, last_asked_at=NOW - timedelta(days=30))

    assert chosen([busy, often, lately, long_ago], count=4) == [5, 4, 3, 2]


def test_nobody_of_the_same_cluster_and_one_of_each_other():
    author = a_candidate(1, cluster_id=9)
    same = a_candidate(2, cluster_id=1)
    other, colleague = a_candidate(3), a_candidate(4, cluster_id=3)
    placeless = a_candidate(5, cluster_id=None)
    unreachable = a_candidate(6, user_id=None)

    assert chosen([author, same, other, colleague, placeless, unreachable]) == [3]
    assert chosen([other, a_candidate(7)], taken=[3]) == [7]


def test_those_who_lead_are_asked_last():
    chair = a_candidate(2, role=Role.CHAIR)
    editor = a_candidate(3, role=Role.EDITOR, open_reviews=9)

    assert chosen([chair, editor]) == [3]
    assert chosen([chair, editor], with_leaders=True) == [3, 2]
    assert chosen([chair, editor], with_leaders=True, count=1) == [3]


@given(
    st.lists(
        st.builds(
            a_candidate,
            st.integers(1, 12),
            cluster_id=st.none() | st.integers(1, 6),
            role=st.sampled_from([Role.CHAIR, Role.EDITOR, Role.REVIEWER]),
            open_reviews=st.integers(0, 3),
        ),
        max_size=12,
    ),
    st.integers(1, 5),
)
def test_whoever_is_chosen_is_independent_and_of_another_cluster(candidates, count):
    found = choose(candidates, PRACTICE, taken=(), count=count)

    clusters = [each.cluster_id for each in found]
    assert len(found) <= count
    assert len(set(clusters)) == len(clusters)
    assert PRACTICE.cluster_id not in clusters
    assert PRACTICE.author_id not in [each.person_id for each in found]


def test_who_has_a_part_in_it_is_told_so():
    with pytest.raises(NotAllowedError, match="is your own"):
        require_independent(PRACTICE, person_id=1, cluster_id=2)
    with pytest.raises(NotAllowedError, match="from your own cluster"):
        require_independent(PRACTICE, person_id=2, cluster_id=1)
    require_independent(PRACTICE, person_id=2, cluster_id=2)
    require_independent(replace(PRACTICE, cluster_id=None), person_id=2, cluster_id=1)


FOR, AGAINST, ASK = Verdict.ACCEPT, Verdict.DECLINE, Verdict.CHANGES


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], Outcome.WAIT),
        ([FOR], Outcome.WAIT),
        ([FOR, None], Outcome.WAIT),
        ([FOR, FOR], Outcome.ACCEPT),
        ([ASK], Outcome.CHANGES),
        ([FOR, ASK], Outcome.CHANGES),
        ([AGAINST], Outcome.WAIT),
        ([AGAINST, AGAINST], Outcome.ADVISE_AGAINST),
        ([FOR, AGAINST], Outcome.ASK_REFEREE),
        ([FOR, FOR, AGAINST], Outcome.ASK_REFEREE),
    ],
)
def test_what_follows_from_verdicts(verdicts, expected):
    assert outcome(map(a_review, verdicts), needed=2) is expected


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (FOR, Outcome.ACCEPT),
        (AGAINST, Outcome.ADVISE_AGAINST),
        (ASK, Outcome.CHANGES),
        (None, Outcome.ASK_REFEREE),
    ],
)
def test_a_third_opinion_decides(verdict, expected):
    referee = a_review(verdict, kind=ReviewKind.REFEREE)

    found = outcome([a_review(FOR), a_review(AGAINST), referee], needed=2)

    assert found is expected


def test_one_review_may_be_enough():
    assert outcome([a_review(FOR)], needed=1) is Outcome.ACCEPT
    assert outcome([a_review(AGAINST)], needed=1) is Outcome.ADVISE_AGAINST


def test_of_two_labels_the_more_careful_counts():
    good = a_review(FOR, opinion=Opinion(label=Label.GOOD))
    promising = a_review(FOR, opinion=Opinion(label=Label.PROMISING))
    referee = replace(good, kind=ReviewKind.REFEREE)

    assert label_of([good, good]) is Label.GOOD
    assert label_of([good, promising]) is Label.PROMISING
    assert label_of([promising, a_review(AGAINST), referee]) is Label.GOOD
    assert label_of([]) is None


def test_remarks_come_in_the_order_of_the_form_without_names():
    first = a_review(ASK, opinion=Opinion(remarks={"evidence": "Since when?"}))
    second = a_review(
        ASK, opinion=Opinion(remarks={"title": "Shorter.", "evidence": "Which year?"})
    )
    other = a_review(FOR, opinion=Opinion(remarks={"title": "Left over"}))

    found = remarks_of([first, second, other])

    assert list(found.items()) == [
        ("title", ("Shorter.",)),
        ("evidence", ("Since when?", "Which year?")),
    ]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, {"verdict"}),
        ({"verdict": FOR}, {"label", "names_no_patient"}),
        ({"verdict": FOR, "label": Label.GOOD, "names_no_patient": True}, set()),
        ({"verdict": ASK}, {"parts"}),
        ({"verdict": ASK, "remarks": {"title": " "}}, {"title"}),
        ({"verdict": ASK, "remarks": {"title": "x" * 301}}, {"title"}),
        ({"verdict": ASK, "remarks": {"title": "Shorter."}}, set()),
        ({"verdict": AGAINST}, {"comment"}),
        ({"verdict": AGAINST, "comment": "It is an advertisement."}, set()),
        ({"verdict": AGAINST, "comment": "x" * 1001}, {"comment"}),
        ({"answers": {}, "verdict": AGAINST, "comment": "x"}, set(Criterion)),
    ],
)
def test_what_is_missing_is_said_beside_its_field(changes, fields):
    opinion = tidy_opinion(Opinion(**({"answers": ALL_YES} | changes)))

    assert set(check_opinion(opinion)) == fields


def test_a_review_that_accepts_carries_no_remarks_and_one_that_does_not_no_label():
    opinion = Opinion(label=Label.GOOD, remarks={"title": "Shorter.", "odd": "x"})

    accepting = tidy_opinion(replace(opinion, verdict=FOR))
    asking = tidy_opinion(replace(opinion, verdict=ASK))

    assert (accepting.label, accepting.remarks) == (Label.GOOD, {})
    assert (asking.label, asking.remarks) == (None, {"title": "Shorter."})


@given(st.text(max_size=300), st.text(max_size=300))
def test_both_texts_can_be_put_together_again(before, later):
    pieces = differences(before, later)

    def joined(*kinds):
        return "".join(piece.text for piece in pieces if piece.kind in kinds)

    assert joined(PieceKind.SAME, PieceKind.REMOVED) == before
    assert joined(PieceKind.SAME, PieceKind.ADDED) == later


def test_only_the_words_that_changed_are_marked():
    pieces = differences("97 % of them in 2019.", "98 % of them in 2020.")

    assert [(piece.kind.value, piece.text) for piece in pieces] == [
        ("removed", "97 "),
        ("added", "98 "),
        ("same", "% of them in "),
        ("removed", "2019."),
        ("added", "2020."),
    ]


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    ("before", "later"),
    [
        pytest.param("a b " * 3000, "b a a " * 2000, id="two words"),
        pytest.param("a. b! " * 1500, "b! a. a. " * 900, id="short sentences"),
        pytest.param("\n" * 6000, "\n.\n" * 2000, id="line breaks"),
        pytest.param("\u0301" * 3000, "\u0301 " * 3000, id="accents alone"),
    ],
)
def test_texts_of_the_same_few_words_are_compared_in_time(before, later):
    pieces = differences(before, later)

    removed = (piece.text for piece in pieces if piece.kind is not PieceKind.ADDED)
    assert "".join(removed) == before


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("", None),
        ("  Good ", Label.GOOD),
        ("promising", Label.PROMISING),
        ("lessons", Label.LESSONS_LEARNT),
        ("Lessons learnt", Label.LESSONS_LEARNT),
        ("lessons_learnt", Label.LESSONS_LEARNT),
    ],
)
def test_a_label_is_read_as_people_write_it(typed, label):
    assert parse_label(typed) is label


@pytest.mark.parametrize("typed", ["brilliant", "<!channel>", "goodish", "as good"])
def test_a_label_that_is_none_is_refused(typed):
    with pytest.raises(InvalidInputError, match="Write good, promising or lessons"):
        parse_label(typed)
