"""Names that are the same to a human have one key; different ones have not."""

import json
import unicodedata
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain import names
from bot.domain.names import LOOKALIKES, are_same, keys

SAMPLE = Path(__file__).parents[2] / "bot" / "cli" / "sample_group.json"
GROUP = json.loads(SAMPLE.read_text("utf-8"))
# What a Latin name is written with in the languages of Europe.
LATIN = "abcdefghijklmnopqrstuvwxyzäöüåøæßéèêëçñłśžščćđíìïóòôúùûýţşğ 0123456789-&.'"
latin_names = st.text(LATIN, min_size=1, max_size=40).filter(keys)
disguises = {}
for disguise, letter in sorted(LOOKALIKES.items()):
    disguises.setdefault(letter, []).append(disguise)


@given(latin_names)
def test_case_is_no_difference(name):
    assert keys(name) == keys(name.upper()) == keys(name.lower()) == keys(name.title())


@given(latin_names)
def test_how_accents_are_stored_is_no_difference(name):
    forms = [unicodedata.normalize(form, name) for form in ("NFC", "NFD", "NFKC")]

    assert len({keys(form) for form in forms}) == 1


@given(latin_names)
def test_accents_are_no_difference(name):
    marked = "".join(
        f"{letter}\u0301" if letter.isalpha() else letter for letter in name
    )

    assert keys(marked) == keys(name)


@given(latin_names, st.data())
def test_letters_that_look_alike_are_no_difference(name, data):
    letters = [
        data.draw(st.sampled_from([letter, *disguises.get(letter, [])]))
        for letter in name
    ]

    assert are_same(name, "".join(letters))


@given(latin_names, st.sampled_from([" ", "  ", "-", ", ", "\u00a0", "\u200b", "."]))
def test_white_space_and_punctuation_are_no_difference(name, between):
    assert keys(between.join(name.split(" "))) == keys(name)


@given(st.text(max_size=30))
def test_every_text_has_keys_of_small_letters_and_digits(name):
    assert all(key.isascii() and key.isalnum() for key in keys(name))
    assert keys(name) == keys(name)


@given(latin_names, latin_names)
def test_other_letters_make_other_names(one, other):
    bare = [min(keys(name)) for name in (one, other)]
    assume(bare[0] != bare[1])

    assert not are_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Medtech Cluster", "  medtech   CLUSTER ", id="case-and-space"),
        pytest.param("Pôle santé", "Pole sante", id="accents"),
        pytest.param("Łódź", "Lodz", id="strokes"),
        pytest.param("Straße 7", "STRASSE 7", id="sharp-s"),
        pytest.param("Health & Care", "Health and Care", id="ampersand"),
        pytest.param("MedTech", "Med-Tech", id="hyphen"),
        pytest.param("\u041dealth", "Health", id="cyrillic-letter"),
        pytest.param("\u0397\u0395\u0391LTH", "Health", id="greek-capitals"),
        pytest.param(
            "\u041c\u043e\u0441\u043a\u0432\u0430 Cluster",
            "Moskva cluster",
            id="cyrillic-word",
        ),
        pytest.param("\u0391\u03b8\u03ae\u03bd\u03b1", "Athina", id="greek-word"),
        pytest.param("Ｍｅｄ", "Med", id="full-width"),
    ],
)
def test_the_same_name_in_another_guise(one, other):
    assert are_same(one, other)


@pytest.mark.parametrize("what", ["clusters", "networks", "themes"])
def test_the_names_of_the_sample_group_are_all_different(what):
    titles = [record.get("name") or record["label"] for record in GROUP[what]]
    titles += [name for each in GROUP[what] if (name := each.get("name_original"))]

    assert [pair for pair in combinations(titles, 2) if are_same(*pair)] == []


def test_a_name_without_letters_has_no_key():
    assert keys(" ... ") == keys("🚀") == frozenset()
    assert not are_same("!", "?")


def test_somebody_finds_what_they_mean_by_a_part_of_its_name():
    known = [("Medtech cluster Silesia", 1), ("Health cluster Wallonia", 2)]

    assert names.matches("MEDTECH CLUSTER SILESIA", known) == (1,)
    assert names.matches("health", known) == (2,)
    assert names.matches("wallonia", known) == (2,)
    assert names.matches("cluster", known) == (1, 2)
    assert names.find("wallonia", known) == 2
    assert names.find("cluster", known) is None
    assert names.matches("nothing of it", known) == names.matches("", known) == ()
    assert names.close("Helth cluster Walonia", [name for name, _ in known])[0] == (
        "Health cluster Wallonia"
    )


def test_short_names_are_ascii_and_new():
    assert names.slug("Śląskie (test), Zürich", 40) == "slaskie-test-zurich"
    assert names.slug("a" * 50, 40) == "a" * 40
    assert names.slug("🚀", 40) == "rocket"
    assert names.unused("ai", {"ai", "ai-2"}) == "ai-3"
