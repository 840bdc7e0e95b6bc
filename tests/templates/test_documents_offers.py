"""The annex of needs and offers: who is in it, in which order, escaped."""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from factories_matching import an_offer
from factories_paper import AS_OF, THEMES, a_practice, a_section, a_snapshot
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_readers import Page

from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.matching import OfferKind, OfferState
from bot.domain.successions import Part, Succession, SuccessionKind
from bot.domain.whitepaper import Paper, assemble
from templates import documents

from factories import NOW

GOLDEN = Path(__file__).parent / "golden"
CLUSTERS = (
    Cluster(id=1, key="ee", name="Tallinn Health Cluster", country="EE"),
    Cluster(id=2, key="pt", name="Lisbon | Health <Cluster>", country="PT"),
)


def printable(number, kind=OfferKind.OFFER, **changes):
    values = {
        "may_print": True,
        "theme": "one",
        "theme_label": "Theme one",
        "stated_on": AS_OF - timedelta(days=30),
        "until": AS_OF + timedelta(days=60),
    }
    return an_offer(number, kind, **values | changes)


def a_group(*offers, **changes):
    values = {"clusters": CLUSTERS, "offers": offers, "practices": (a_practice(7),)}
    return a_snapshot(**values | changes)


def listed(*offers, as_of=AS_OF, **changes):
    return [
        each.text for each in assemble(a_group(*offers, **changes), as_of=as_of).offers
    ]


HOSTILE = "A *test* bed | with <b>nurses</b>\n\n# [not](https://a.example) a heading"


def the_annex():
    offers = (
        printable(1, text=HOSTILE, cluster_id=2, practice_id=70, practice_number=7),
        printable(
            2,
            OfferKind.NEED,
            text="Trainers for nurses",
            theme="two",
            theme_label="Theme two",
        ),
        printable(3, OfferKind.NEED, text="A hospital for a pilot", practice_number=9),
        printable(4, text="Not for print", may_print=False),
        printable(5, OfferKind.NEED, text="Anything", theme=None, theme_label=""),
    )
    markdown = documents.draft(a_group(*offers), as_of=AS_OF).markdown
    return markdown[markdown.index("## Annex G") :]


def test_the_annex_is_as_it_was_approved():
    path = GOLDEN / "annex_offers.md"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(the_annex(), encoding="utf-8")

    assert the_annex() == path.read_text(encoding="utf-8")


def test_a_paper_without_any_is_byte_for_byte_the_same():
    nothing = documents.draft(a_group(), as_of=AS_OF).markdown
    unprinted = documents.draft(a_group(an_offer(1)), as_of=AS_OF).markdown

    assert nothing == unprinted
    assert "needs and offers" not in nothing


def test_nothing_typed_becomes_markup():
    page = documents.draft(a_group(printable(1, text=HOSTILE)), as_of=AS_OF).html

    (table,) = [t for t in Page(page).tables if "Until" in t[0]]
    assert HOSTILE.split("\n", maxsplit=1)[0] in table[1][2]
    assert "b" not in Page(page).elements


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"may_print": False}, id="no consent"),
        pytest.param({"state": OfferState.CLOSED}, id="closed"),
        pytest.param({"until": AS_OF - timedelta(days=1)}, id="over"),
        pytest.param({"stated_on": AS_OF + timedelta(days=1)}, id="not stated yet"),
        pytest.param({"cluster_id": 9}, id="no cluster"),
    ],
)
def test_what_may_not_be_listed_is_absent(change):
    assert listed(printable(1, **change)) == []
    assert listed(printable(1)) != []


def test_on_its_first_and_last_day_it_is_listed():
    offer = printable(1, text="x", stated_on=AS_OF, until=AS_OF)

    assert listed(offer) == ["x"]
    assert listed(offer, as_of=AS_OF + timedelta(days=1)) == []


def test_a_cluster_that_ended_is_named_with_what_became_of_it():
    merged = replace(CLUSTERS[0], status=OrganisationStatus.MERGED)
    succession = Succession(
        kind=SuccessionKind.MERGER,
        effective_on=date(2021, 1, 1),
        parts=(
            Part(
                predecessor="ee",
                successor="pt",
                predecessor_name="Tallinn Health Cluster",
                successor_name="Lisbon | Health <Cluster>",
            ),
        ),
        made_at=NOW,
    )
    group = a_group(
        printable(1), clusters=(merged, CLUSTERS[1]), successions=(succession,)
    )

    (entry,) = assemble(group, as_of=AS_OF).offers

    assert entry.cluster == (
        "Tallinn Health Cluster (since 2021 part of Lisbon | Health <Cluster>)"
    )


def test_one_that_was_dissolved_is_not_listed():
    gone = replace(CLUSTERS[0], status=OrganisationStatus.DISSOLVED)

    assert listed(printable(1), clusters=(gone, CLUSTERS[1])) == []


def test_an_outline_that_has_the_section_keeps_its_place_and_title():
    paper = Paper(
        title="P",
        sections=(
            a_section("annex_offers", "generated", title="Who needs what", position=1),
            a_section("outlook", position=2),
        ),
    )
    document = assemble(a_group(printable(1), paper=paper), as_of=AS_OF)

    assert [section.title for section in document.sections] == [
        "Who needs what",
        "Outlook",
    ]
    empty = documents.draft(a_group(paper=paper), as_of=AS_OF).markdown
    assert "*No need or offer is listed.*" in empty


def test_an_outline_without_annexes_gets_one_without_a_letter():
    paper = Paper(title="P", sections=(a_section("outlook", position=4),))

    *_, annex = assemble(a_group(printable(1), paper=paper), as_of=AS_OF).sections

    assert (annex.title, annex.position) == ("Annex: needs and offers", 5)


_some = st.lists(
    st.builds(
        printable,
        st.integers(1, 99),
        st.sampled_from(OfferKind),
        cluster_id=st.sampled_from([1, 2]),
        theme=st.sampled_from([theme.slug for theme in THEMES]),
        text=st.sampled_from("abc"),
        until=st.dates(AS_OF, AS_OF + timedelta(days=3)),
    ),
    max_size=8,
    unique_by=lambda offer: offer.id,
)


@settings(deadline=None)
@given(_some, st.randoms())
def test_the_order_does_not_depend_on_that_of_the_rows(offers, chance):
    mixed = list(offers)
    chance.shuffle(mixed)

    first = assemble(a_group(*offers), as_of=AS_OF).offers
    assert assemble(a_group(*mixed), as_of=AS_OF).offers == first
    assert len(first) == len(offers)
