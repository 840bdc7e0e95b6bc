"""Which needs and offers fit: laws of the ranking, and one cluster stays one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from factories_matching import TODAY, an_offer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.clusters import OrganisationStatus
from bot.domain.matching import OfferKind, OfferState, fit, holders, pairs

ACTIVE, MERGED = OrganisationStatus.ACTIVE, OrganisationStatus.MERGED
DISSOLVED = OrganisationStatus.DISSOLVED
NEED, OFFER = OfferKind.NEED, OfferKind.OFFER


BELONG = [
    (
        "A hospital that tries our remote ECG service for six months",
        "Test beds for remote monitoring in two hospitals, nurses included",
    ),
    (
        "Trainers for nurses in digital skills",
        "Course on digital skills for nurses and carers, in English",
    ),
    (
        "Partners for a Horizon Europe proposal on AI in radiology",
        "Radiology AI start-up looks for proposals to join",
    ),
    (
        "Companies with a robot for hospital logistics",
        "Hospital that wants to host pilots of robots",
    ),
    (
        "Investors for early-stage medtech",
        "Network of 20 business angels for medtech start-ups",
    ),
]


def found_pairs(*offers, known=None):
    return pairs(offers, day=TODAY, known=known or {})


@pytest.mark.parametrize(("need", "offer"), BELONG)
def test_texts_that_belong_together_fit_across_themes(need, offer):
    one = an_offer(1, NEED, cluster_id=1, text=need, theme="one")
    other = an_offer(2, OFFER, cluster_id=2, text=offer, theme="two")

    assert len(found_pairs(one, other)) == 1


def test_texts_that_have_nothing_in_common_do_not_fit():
    texts = [need for need, _ in BELONG], [offer for _, offer in BELONG]
    wrong = [
        (need, offer)
        for i, need in enumerate(texts[0])
        for j, offer in enumerate(texts[1])
        if i != j and {i, j} != {0, 3}
    ]

    fitting = [
        (need, offer)
        for need, offer in wrong
        if found_pairs(
            an_offer(1, NEED, cluster_id=1, text=need, theme="one"),
            an_offer(2, OFFER, cluster_id=2, text=offer, theme="two"),
        )
    ]

    assert fitting == []


def test_empty_words_alone_are_nothing_in_common():
    one = an_offer(1, NEED, cluster_id=1, text="We are looking for a", theme="one")
    other = an_offer(2, OFFER, cluster_id=2, text="We offer the help", theme="two")

    assert found_pairs(one, other) == ()


def test_the_same_theme_comes_first_then_words_then_what_is_new():
    need = an_offer(1, NEED, cluster_id=1, theme="ai", text="Radiology images")
    same_theme = an_offer(2, OFFER, cluster_id=2, theme="ai", text="Court of law")
    same_words = an_offer(3, OFFER, cluster_id=2, theme="x", text="Radiology images")
    older = an_offer(4, OFFER, cluster_id=2, theme="ai", text="Court of law")
    older = replace(older, stated_on=TODAY - timedelta(days=9))
    best = an_offer(5, OFFER, cluster_id=2, theme="ai", text="Radiology images")
    need = replace(need, stated_on=TODAY - timedelta(days=10))

    ranked = found_pairs(need, same_theme, same_words, older, best)

    assert [pair.offer.id for pair in ranked] == [5, 2, 4, 3]


def test_what_is_closed_over_or_of_nobody_does_not_fit():
    need = an_offer(1, NEED, cluster_id=1)
    closed = an_offer(2, OFFER, cluster_id=2, state=OfferState.CLOSED)
    over = an_offer(3, OFFER, cluster_id=2, until=TODAY - timedelta(days=1))
    gone = an_offer(4, OFFER, cluster_id=3)
    known = holders({1: ACTIVE, 2: ACTIVE, 3: DISSOLVED}, [])

    assert found_pairs(need, closed, over, gone, known=known) == ()


def test_one_person_is_not_introduced_to_themselves():
    one = an_offer(1, NEED, cluster_id=1, person_id=7)
    other = an_offer(2, OFFER, cluster_id=2, person_id=7)

    assert found_pairs(one, other) == ()


@pytest.mark.parametrize(
    ("statuses", "parts", "one", "other", "is_within"),
    [
        pytest.param({1: ACTIVE, 2: ACTIVE}, [], 1, 2, False, id="two clusters"),
        pytest.param({1: MERGED, 2: ACTIVE}, [(1, 2)], 1, 2, True, id="successor"),
        pytest.param(
            {1: MERGED, 2: MERGED, 3: ACTIVE},
            [(1, 3), (2, 3)],
            1,
            2,
            True,
            id="merged into the same",
        ),
        pytest.param(
            {1: MERGED, 2: MERGED, 3: ACTIVE},
            [(1, 2), (2, 3)],
            1,
            3,
            True,
            id="merged twice",
        ),
        pytest.param(
            {1: MERGED, 2: ACTIVE, 3: ACTIVE},
            [(1, 2), (1, 3)],
            2,
            3,
            False,
            id="parts of a split",
        ),
        pytest.param(
            {1: MERGED, 2: ACTIVE, 3: ACTIVE},
            [(1, 2), (1, 3)],
            1,
            3,
            True,
            id="a split and its part",
        ),
        pytest.param(
            {1: ACTIVE, 2: ACTIVE}, [(1, 2)], 1, 2, False, id="still two clusters"
        ),
        pytest.param({1: MERGED, 2: ACTIVE}, [], 1, 2, False, id="merged elsewhere"),
    ],
)
def test_predecessor_and_successor_are_one_cluster(
    statuses, parts, one, other, is_within
):
    known = holders(statuses, parts)
    need, offer = an_offer(1, NEED, cluster_id=one), an_offer(2, cluster_id=other)

    found = found_pairs(need, offer, known=known)

    assert bool(found) is not is_within


def test_a_circle_of_successions_ends():
    known = holders({1: MERGED, 2: MERGED}, [(1, 2), (2, 1)])

    assert known == {1: frozenset(), 2: frozenset()}


_texts = st.sampled_from([text for both in BELONG for text in both] + ["", "AI", "ai"])
_clusters = st.integers(1, 5)
_offers = st.builds(
    an_offer,
    st.integers(1, 10**6),
    st.sampled_from(OfferKind),
    cluster_id=_clusters,
    theme=st.sampled_from(["one", "two", None]),
    text=_texts,
    state=st.sampled_from(OfferState),
    until=st.dates(TODAY - timedelta(days=2), TODAY + timedelta(days=2)),
    stated_on=st.dates(TODAY - timedelta(days=3), TODAY),
    person_id=st.integers(1, 4) | st.none(),
)
_lists = st.lists(_offers, max_size=12, unique_by=lambda offer: offer.id)
_known = st.builds(
    holders,
    st.fixed_dictionaries(
        {number: st.sampled_from(OrganisationStatus) for number in range(1, 6)}
    ),
    st.lists(st.tuples(_clusters, _clusters), max_size=6),
)


@settings(deadline=None)
@given(_lists, _known)
def test_nothing_ever_fits_within_one_cluster(offers, known):
    for pair in pairs(offers, day=TODAY, known=known):
        need, offer = pair.need, pair.offer
        assert (need.kind, offer.kind) == (NEED, OFFER)
        assert need.is_open(TODAY)
        assert offer.is_open(TODAY)
        assert need.cluster_id != offer.cluster_id
        assert not known[need.cluster_id] & known[offer.cluster_id]


@settings(deadline=None)
@given(_offers, _offers, _known)
def test_what_fits_does_so_from_both_sides(one, other, known):
    assert fit(one, other, day=TODAY, known=known) == fit(
        other, one, day=TODAY, known=known
    )


@settings(deadline=None)
@given(_lists, _known, st.randoms())
def test_the_order_does_not_depend_on_that_of_the_rows(offers, known, chance):
    mixed = list(offers)
    chance.shuffle(mixed)

    expected = pairs(offers, day=TODAY, known=known)
    assert pairs(mixed, day=TODAY, known=known) == expected
    themes = [pair.is_same_theme for pair in expected]
    assert themes == sorted(themes, reverse=True)
