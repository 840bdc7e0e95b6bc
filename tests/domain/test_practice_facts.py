"""Money, places and dates of a practice, and what a new one begins with."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clusters import Cluster
from bot.domain.countries import COUNTRIES
from bot.domain.currencies import CURRENCIES, EUROPEAN
from bot.domain.practices import (
    FORMATTABLE,
    Attribution,
    Funding,
    PracticeContent,
    Scope,
    check_as_of,
    check_details,
    contacts_in,
    read_amount,
    with_region,
    without_other_region,
)
from bot.domain.practices.prefill import beginning, laid_over

from factories import a_content

DAY = date(2026, 11, 21)
AMOUNTS = st.integers(min_value=0, max_value=10**13)


@given(AMOUNTS, st.sampled_from([" ", ".", ",", "'", "\u00a0", "\u202f", ""]))
def test_amounts_are_read_as_people_write_them(amount, sign):
    assert read_amount(f" {amount:,} ".replace(",", sign)) == amount


@pytest.mark.parametrize(
    "typed",
    ["", "much", "-5", "12.50", "1,2", "1 20", "1.200,000", "1e6", "１２", "9" * 15],
)
def test_what_is_no_whole_amount_is_none(typed):
    assert read_amount(typed) is None


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"total": 5}, "funding_currency", "choose the currency"),
        ({"eu": 0}, "funding_currency", "choose the currency"),
        ({"total": 5, "currency": "EURO"}, "funding_currency", "ISO 4217"),
        ({"total": 5, "eu": 6, "currency": "EUR"}, "funding_eu", "larger than"),
        ({"programme": "x" * 301}, "funding_programme", "300 fit"),
        ({"grant": "x" * 101}, "funding_grant", "100 fit"),
    ],
)
def test_money_that_cannot_be_is_told_at_its_field(changes, field, said):
    problems = check_details(a_content(funding=Funding(**changes)))

    assert list(problems) == [field]
    assert said in problems[field]


@pytest.mark.parametrize(
    "money",
    [
        None,
        Funding(programme="ERDF"),
        Funding(total=0, eu=0, currency="DKK"),
        Funding(eu=5, currency="EUR"),
    ],
)
def test_money_may_be_known_in_part(money):
    assert check_details(a_content(funding=money)) == {}


def test_every_currency_has_a_name_and_the_euro_comes_first():
    assert all(len(code) == 3 and name for code, name in CURRENCIES.items())
    assert EUROPEAN[0] == "EUR"
    assert set(EUROPEAN) <= CURRENCIES.keys()


@pytest.mark.parametrize("said", [None, "2025", "2026", "2026-11", "2026-11-21", "20x"])
def test_facts_are_of_the_past_as_exact_as_known(said):
    assert check_as_of(a_content(valid_as_of=said), DAY) == {}


@pytest.mark.parametrize("said", ["2027", "2026-12", "2026-11-22"])
def test_facts_are_not_of_the_future(said):
    problems = check_as_of(a_content(valid_as_of=said), DAY)

    assert "21.11.2026" in problems["valid_as_of"]


@given(st.dates(max_value=DAY), st.sampled_from([4, 7, 10]))
def test_no_past_day_is_taken_for_the_future(day, length):
    assert check_as_of(a_content(valid_as_of=str(day)[:length]), DAY) == {}


@pytest.mark.parametrize("level", [0, 10, -1])
def test_levels_go_from_one_to_nine(level):
    assert "trl" in check_details(a_content(trl=level))
    assert check_details(a_content(trl=9)) == {}


def test_a_region_lies_in_its_country():
    greek = replace(a_content(country="GR"), nuts="EL30", nuts_version="2024")

    assert check_details(greek) == {}
    assert "nuts" in check_details(replace(greek, country="EE"))
    assert "nuts" in check_details(with_region(greek, "EL99"))


def test_a_region_keeps_its_name_only_while_it_stays():
    estonia = replace(a_content(), nuts="EE00", nuts_name="Eesti", nuts_version="2021")

    assert with_region(estonia, " ee00 ") == estonia
    moved = with_region(estonia, "EE001")
    assert (moved.nuts, moved.nuts_name, moved.nuts_version) == ("EE001", None, "2024")
    assert with_region(estonia, "").nuts is None


@given(st.sampled_from(sorted(COUNTRIES)))
def test_a_region_goes_with_its_country(country):
    content = without_other_region(replace(a_content(country=country), nuts="EE00"))

    assert content.nuts == ("EE00" if country == "EE" else None)


def test_contact_details_are_found_in_every_text_and_not_in_links_and_grants():
    money = Funding(programme="Call 12345678", grant="101057466")
    content = a_content(
        title="a@b.org",
        problem="**a\\_b@c.org**",
        formatted=("problem",),
        looking_for="+372 5123 4567",
        funding=money,
        links=("https://example.org/12345678901",),
    )

    assert contacts_in(content) == {
        "title": ("a@b.org",),
        "problem": ("a_b@c.org",),
        "looking_for": ("+372 5123 4567",),
        "funding_programme": ("12345678",),
    }


# --- what a new one begins with -----------------------------------------------------


def test_a_practice_begins_with_the_facts_of_its_cluster():
    cluster = Cluster(
        key="cl",
        name="Health cluster",
        country="EE",
        nuts="EE00",
        nuts_name="Eesti",
        nuts_version="2021",
        scope="national",
        language="et",
    )

    begun = beginning(cluster)

    assert begun == PracticeContent(
        organisation="Health cluster",
        country="EE",
        language="et",
        nuts="EE00",
        nuts_name="Eesti",
        nuts_version="2021",
        scope=Scope.NATIONAL,
    )
    assert beginning(None) == PracticeContent()
    assert beginning(replace(cluster, scope="galactic")).scope is None


def test_what_is_said_lies_over_what_was_there():
    below = a_content(nuts="EE00", nuts_name="Eesti", trl=9)
    said = PracticeContent(title="New", nuts="EE001", attribution=Attribution.ANONYMOUS)

    result = laid_over(said, below)

    assert (result.title, result.summary, result.trl) == ("New", below.summary, 9)
    assert (result.nuts, result.nuts_name) == ("EE001", None)
    assert result.attribution is Attribution.ANONYMOUS


@given(st.sets(st.sampled_from(FORMATTABLE)), st.sets(st.sampled_from(FORMATTABLE)))
def test_each_text_keeps_its_own_formatting(above, under):
    said = PracticeContent(problem="- a", evidence="b", formatted=tuple(above))
    below = a_content(formatted=tuple(under))

    formatted = laid_over(said, below).formatted

    for name in FORMATTABLE:
        source = above if name in {"problem", "evidence"} else under
        assert (name in formatted) == (name in source)
