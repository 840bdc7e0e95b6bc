"""Searching practices: folding, questions, and the passage that is shown."""

import re
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInputError
from bot.domain.practices import Funding, PracticeContent
from bot.domain.practices.search import (
    MAX_QUERY,
    MAX_WORDS,
    Labels,
    excerpt,
    hit_of,
    is_query,
    parse_query,
    passages,
    terms_of,
    words_of,
)

from factories import a_content, a_practice

LABELS = Labels({"eprescription": "ePrescription and medication"}, {"net": "ScanBalt"})


def test_accents_capitals_scripts_and_punctuation_do_not_matter():
    assert words_of("Śląskie, ÜLERIIGILINE!") == ["slaskie", "uleriigiline"]
    assert words_of("Ηλεκτρονική") == words_of("ilektroniki")
    assert words_of("рецепта") == words_of("retsepta")
    assert words_of("Cafe\u0301") == words_of("café") == ["cafe"]


@pytest.mark.parametrize("typed", ["e-prescription", "ePrescription", "E–Prescription"])
def test_a_letter_with_a_hyphen_is_found_in_one_word_or_two(typed):
    assert parse_query(typed).words == ("eprescription",)
    assert set(words_of("An e-prescription")) >= {"prescription", "eprescription"}
    assert parse_query("P-7").words == ("p7",)


@given(st.text(max_size=MAX_QUERY))
def test_every_text_is_found_by_its_own_words(text):
    if is_query(text):
        query = parse_query(text)

        assert set(query.words) <= set(words_of(query.text))
        assert query.met_by(words_of(query.text)) == set(query.words)


@given(st.text("eE-– xéh1'"), st.text("eE-– xéh1'", min_size=1, max_size=20))
def test_the_fast_count_of_words_leaves_none_out(text, typed):
    if is_query(typed):
        query = parse_query(typed)

        counted = len(query.met_by(words_of(text)))
        assert query.count_in(text, more_than=0) == counted
        assert query.count_in(text, more_than=counted) in {0, counted}


@given(st.text())
def test_what_is_stored_and_asked_is_ascii_letters_and_digits(text):
    assert all(word.isascii() and word.isalnum() for word in words_of(text))
    assert all(len(word) <= 60 for word in words_of(text))


def test_a_word_of_three_thousand_letters_is_found_by_its_beginning():
    assert words_of("x" * 3000) == ["x" * 60]
    assert words_of("x-" + "y" * 3000)[-1] == parse_query("x-" + "y" * 100).words[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("", "What shall I look for?", id="nothing"),
        pytest.param("?!*", "In “?!*” there is no word", id="punctuation"),
        pytest.param("x" * 201, "That is 201 characters", id="long"),
        pytest.param(" ".join("abcdefghijklm"), "That is 13 words", id="many words"),
        pytest.param("\u0301" * 150, "there is no word", id="accents alone"),
    ],
)
def test_what_cannot_be_searched_is_answered_with_what_to_do(typed, said):
    with pytest.raises(InvalidInputError, match=re.escape(said)):
        parse_query(typed)


def test_the_last_word_may_be_a_beginning_when_it_says_something():
    assert parse_query("digital presc").is_open
    assert not parse_query("vitamin a").is_open
    assert not parse_query("P-123").is_open
    assert MAX_WORDS == 12


def test_words_stand_where_they_weigh_most():
    content = a_content(networks=("net",), evidence="Voucher, voucher, VOUCHER.")
    terms = terms_of(a_practice(content=content, cluster_name="Cluster Alpha"), LABELS)

    assert {"digital", "prescriptions", "p7"} <= set(terms.title)
    assert {"dispense"} <= set(terms.summary)
    assert {"estonia", "alpha", "scanbalt", "medication"} <= set(terms.facts)
    assert {"eprescription", "voucher"} <= set(terms.facts)
    assert {"interactions", "mandate"} <= set(terms.rest)


# What is chosen from a list has `/practice list`; the author is not what it is about.
NOT_SEARCHED = {
    *("language", "nuts", "nuts_version", "scope", "type", "stage", "start", "end"),
    *("target_groups", "evidence_level", "transfer_readiness", "trl", "twinning_role"),
    *("attribution", "visibility", "valid_as_of", "submitter_role", "provenance"),
    *("interest_disclosure", "formatted"),
}


def test_every_field_is_searched_or_is_no_text():
    names = {field.name for field in fields(PracticeContent)}
    content = a_content(
        **{name: f"Word of {name}" for name in names - NOT_SEARCHED}
        | {
            "themes": ("one",),
            "networks": ("two",),
            "links": ("https://three.example",),
            "funding": Funding(programme="Four"),
        }
    )

    searched = dict(passages(a_practice(content=content, cluster_name="Five"), LABELS))
    assert names - set(searched) == NOT_SEARCHED
    assert set(searched) - names == {"cluster"}


def test_formatting_is_no_part_of_a_word():
    content = a_content(
        evidence="An **e\\-prescription** a [day](https://x.example)",
        formatted=("evidence",),
    )

    hit = hit_of(a_practice(content=content), LABELS, parse_query("e-prescription day"))
    assert hit.field == "evidence"
    assert next(text for text, is_hit in hit.parts if is_hit) == "e-prescription"


def test_what_only_describes_the_author_is_not_searched():
    content = a_content(submitter_role="Beekeeper")
    terms = terms_of(a_practice(content=content, author_name="Somebody"), LABELS)

    words = {*terms.title, *terms.summary, *terms.facts, *terms.rest}
    assert not words & {"beekeeper", "somebody"}


def test_the_passage_with_most_of_the_words_is_shown():
    practice = a_practice(
        content=a_content(
            summary="About paper.", evidence="Since 2019 the paper has gone."
        )
    )

    hit = hit_of(practice, LABELS, parse_query("paper gone"))

    assert hit.field == "evidence"
    assert [text for text, is_hit in hit.parts if is_hit] == ["paper", "gone."]


def test_a_hit_in_the_title_alone_shows_the_summary():
    hit = hit_of(a_practice(), LABELS, parse_query("pharmacies digital"))

    assert hit.field == "summary"


def test_an_excerpt_shows_what_stands_around_the_hit():
    text = f"{'before ' * 40}the Élan {'after ' * 40}"

    parts = excerpt(text, parse_query("elan"))

    assert parts[0][0].startswith("… before")
    assert parts[1] == ("Élan", True)
    assert parts[-1][0].endswith("after …")
    assert sum(len(part) + 1 for part, _ in parts) < 230


@given(st.text(min_size=1), st.text(min_size=1, max_size=MAX_QUERY))
def test_an_excerpt_says_nothing_that_is_not_in_the_text(text, typed):
    if is_query(typed):
        shown = [
            word
            for part, _ in excerpt(text, parse_query(typed))
            for word in part.split()
        ]

        assert {*shown} <= {*text.split(), "…"}
