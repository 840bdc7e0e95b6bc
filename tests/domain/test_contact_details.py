"""What looks like contact details, and knowing again what was confirmed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.contact_details import (
    contact_details,
    fingerprint,
    signs_of,
    unknown,
)

FOUND = st.dictionaries(
    st.sampled_from(["title", "problem", "evidence"]),
    st.lists(st.text(min_size=1), min_size=1, unique=True).map(tuple),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to info@example.org, please", ("info@example.org",)),
        ("Call +372 5123 4567", ("+372 5123 4567",)),
        ("Call (02) 555 12 34.", ("(02) 555 12 34",)),
        ("Ring 12 34 56 78 in Odense", ("12 34 56 78",)),
        ("0032 2 555 12 34", ("0032 2 555 12 34",)),
        ("A pilot from 2026-03-01 to 2027-03-01", ()),
        ("A programme for 2021-2027 and 2028\u20112034", ()),
        ("Costs EUR 15 000 000 or \u20ac 1.500.000 at most", ()),
        ("97 % of 1 300 000 people, TRL 6-8", ()),
        ("See https://example.org/a/b?c=1 for more", ()),
        ("Sign @ the door", ()),
        ("It cost 12 500 000 DKK and 15.000.000 €", ()),
        ("Case 12345678901 was the first", ("12345678901",)),
        ("9" * 100, ("9" * 100,)),
        ("See https://doi.org/10.1234/12345678901", ()),
        ("a@b.org, again a@b.org", ("a@b.org",)),
    ],
)
def test_contact_details_are_noticed_and_figures_are_not(text, found):
    assert contact_details(text) == found


@pytest.mark.parametrize("sign", ["a", "1", "1 ", "a@", "(", "+1-", "1a ", ". "])
def test_no_text_takes_long(sign):
    began = time.perf_counter()

    contact_details(sign * (12_000 // len(sign)) + "x")

    assert time.perf_counter() - began < 1


@given(st.text())
def test_what_is_found_stands_in_the_text(text):
    for each in contact_details(text):
        assert each in text


def test_a_confirmed_text_is_known_again_and_another_is_not():
    assert fingerprint(" a@b.org ") == fingerprint("a@b.org")
    assert fingerprint("a@b.org") != fingerprint("c@b.org")


@given(FOUND)
def test_what_was_confirmed_is_not_asked_again(found):
    assert unknown(found, frozenset()) == found
    assert unknown(found, signs_of(found)) == {}


def test_a_confirmed_number_is_asked_again_in_another_field():
    found = {"title": ("12345678",), "problem": ("12345678",)}
    confirmed = signs_of({"title": ("12345678",)})

    assert unknown(found, confirmed) == {"problem": ("12345678",)}
