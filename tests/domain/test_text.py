"""Normalising: the laws that hold for any text, and the tricks it takes out."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.text import decode_slack, normalise, normalise_line

# Lone surrogates can arrive through JSON's \u escapes, so they belong to "any text".
anything = st.text(st.characters(exclude_categories=()))
awkward = st.text(
    st.sampled_from(
        "aA1 \t\n\r.;`\x00\x1b\x7f\x85\u00a0\u00ad\u0301\u034f\u037e\u1fef\u2000\u200b"
        "\u200d\u2028\u202e\u2066\u212a\u3164\ufe0f\ufeff\ufffe\ud83d\ude00\U0001f469"
    )
)


@given(anything | awkward)
@example("\u200d\u037e")  # NFC turns the Greek question mark into a semicolon
@example("a\u200b\u0301")  # the accent meets its letter when the space goes
@example("x\u200d\u2000y")
@example("\ud83d \ude00")
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)

    assert normalise(once) == once


@given(anything | awkward)
def test_a_stored_text_is_nfc_and_encodes_to_utf_8(text):
    stored = normalise(text)

    assert unicodedata.is_normalized("NFC", stored)
    assert stored.encode("utf-8").decode("utf-8") == stored


@given(anything | awkward)
def test_a_stored_text_holds_no_control_or_bidi_characters(text):
    stored = normalise(text)

    assert not [
        sign
        for sign in stored
        if (unicodedata.category(sign) == "Cc" and sign != "\n")
        or unicodedata.bidirectional(sign)
        in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        or sign in "\u200b\u200e\u200f\u2028\u2029\u2060\ufeff\ufffe\uffff"
    ]


@given(anything | awkward)
def test_one_line_stays_one_line(text):
    stored = normalise_line(text)

    assert "\n" not in stored
    assert normalise_line(stored) == stored


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S"))))
def test_visible_ascii_is_kept_as_it_was_typed(text):
    assert normalise(text) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\U0001f469\u200d\u2695\ufe0f doctor", id="joined emoji"),
        pytest.param("\U0001f1ea\U0001f1ea flag", id="flag"),
        pytest.param("\U0001f44d\U0001f3fd skin tone", id="skin tone"),
        pytest.param("1\ufe0f\u20e3 keycap", id="keycap"),
        pytest.param("L'œuvre : un calendrier\u00a0!", id="French spacing"),
        pytest.param("Ελλάδα, България, Śląskie", id="letters of Europe"),
    ],
)
def test_what_people_really_write_stays(text):
    assert normalise(text) == text


def test_invisible_characters_no_longer_make_two_titles_look_alike():
    assert normalise_line("Pra\u200bcti\u2060ce\ufeff ti\u00adtle") == "Practice title"


def test_a_commands_text_is_decoded_exactly_once():
    typed = "R&amp;D cost &lt; 5 % &amp;amp; falling"

    assert decode_slack(typed) == "R&D cost < 5 % &amp; falling"


@pytest.mark.parametrize(
    ("token", "shown"),
    [
        ("<@U012|anna>", "@anna"),
        ("<#C012|general>", "#general"),
        ("<!channel>", "@channel"),
        ("<!subteam^S1|@team>", "@team"),
        ("<https://a.example>", "https://a.example"),
        (
            "<https://evil.example|https://good.example>",
            "https://good.example (https://evil.example)",
        ),
        ("<mailto:x@a.example|x@a.example>", "x@a.example"),
    ],
)
def test_a_slack_token_shows_what_it_points_to(token, shown):
    assert decode_slack(token) == shown
