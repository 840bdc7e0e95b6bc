"""Escaping, one place where text is shown after the other."""

import html
import json
import re
from urllib.parse import unquote

import pytest
import yaml
from factories_paper import load
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import markdown as python_markdown
from markdown_it import MarkdownIt

from bot.domain.text import normalise, normalise_line
from templates.text import (
    Markdown,
    cut,
    link,
    markdown_block,
    markdown_inline,
    markdown_link,
    mrkdwn,
    plain,
    slug,
    yaml_string,
)

SIGNS = "\\`*_{}[]|~^$<>&#+-=:%!@().1 \nabé\u00a0"
awkward = st.text(st.sampled_from(SIGNS)) | st.text()
FIELDS = (
    *("title", "title_original", "summary", "problem", "description"),
    *("stakeholders", "resources", "evidence", "difficulties", "transfer"),
)


def readers(source):
    """Return the HTML that two unlike tools make of it."""
    extensions = ["tables", "footnotes", "attr_list", "def_list", "abbr", "sane_lists"]
    return [
        python_markdown(source, extensions=[*extensions, "fenced_code", "admonition"]),
        MarkdownIt("commonmark").enable("table").enable("strikethrough").render(source),
    ]


def words(page):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


# --- Markdown -----------------------------------------------------------------------


@given(awkward)
@example("Title\n---")
@example("Title\n===")
@example("~~~\ncode")
@example("term\n: definition")
@example("*[HTML]: abbreviation")
@example("!!! note")
@example("1. one\n2) two")
@example("٣. three")
@example("[TOC]\n\n{: .x #y}")
@example("| a | b |\n|---|---|\n| c | d |")
@example("    indented")
@example("<!-- comment")
@example("&copy; &#35;")
def test_a_block_is_nothing_but_its_words_to_any_reader(text):
    for page in readers(f"Before.\n\n{markdown_block(text)}\n\nAfter."):
        tags = set(re.findall(r"<(/?\w+)", page))
        assert tags <= {"p", "/p", "br"}
        assert words(
            page
        ) == f"Before. {' '.join(normalise(text).split())} After.".replace("  ", " ")


@given(awkward)
@example("C#")
@example("ends with ##")
@example("text {#p-1}")
def test_a_heading_is_nothing_but_its_words_to_any_reader(text):
    source = f"### P-1: {markdown_inline(text)}x {{#p-1}}\n\nAfter."

    for page in readers(source):
        heading = re.search(r"<h3[^>]*>(.*?)</h3>", page, re.DOTALL)
        shown = words(heading[1]).removesuffix("{#p-1}").strip()
        assert shown == f"P-1: {normalise_line(text)}x"
        assert page.count("<h") == 1


@given(st.lists(awkward, min_size=2, max_size=4))
def test_a_row_keeps_its_cells_whatever_is_in_them(cells):
    row = "".join(f"| {markdown_inline(cell)} " for cell in cells) + "|"
    head = "| h " * len(cells) + "|"
    rule = "| --- " * len(cells) + "|"

    for page in readers(f"{head}\n{rule}\n{row}\n"):
        found = re.findall(r"<td>(.*?)</td>", page, re.DOTALL)
        assert [words(cell) for cell in found] == [
            normalise_line(each) for each in cells
        ]


@given(awkward)
def test_escaped_markdown_is_one_line_without_control_characters(text):
    shown = markdown_inline(text)

    assert isinstance(shown, Markdown)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", shown)


def test_ordinary_text_stays_readable_in_the_raw_markdown():
    fields = [
        practice[name]
        for practice in load("corpus.json")["practices"]
        for name in FIELDS
        if practice[name]
    ]
    altered = [field for field in fields if markdown_block(field) != field]

    assert len(fields) == 239
    assert ["R&D" in field for field in altered] == [True]


def test_single_line_breaks_stay_and_indentation_goes():
    assert markdown_block("a\n   b\n\n\n    c") == "a  \nb\n\nc"


# --- Slack --------------------------------------------------------------------------


def test_slack_text_is_escaped_once_and_nothing_else_is():
    text = "R&D < 5 > \"quoted\" 'it's'"

    assert mrkdwn(text) == "R&amp;D &lt; 5 &gt; \"quoted\" 'it's'"


@given(awkward)
def test_no_slack_control_sequence_survives(text):
    shown = mrkdwn(text)

    assert "<" not in shown
    assert ">" not in shown
    assert not re.search("&(?!amp;|lt;|gt;)", shown)
    assert not re.search("@(here|channel|everyone)", shown, re.IGNORECASE)


@given(st.text(st.sampled_from(SIGNS)))
def test_pasting_slack_text_back_gives_what_was_typed(text):
    assert normalise(html.unescape(mrkdwn(text))) == normalise(
        html.unescape(text.replace("&", "&amp;"))
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@here now", "@\u200bhere now"),
        ("mail@hereford.example", "mail@hereford.example"),
        ("*bold*", "*\u200bbold*"),
        ("a snake_case_name", "a snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("> quote", "\u200b&gt; quote"),
        ("https://a.example/_x_*y*", "https://a.example/_x_*y*"),
    ],
)
def test_signs_of_slack_lose_their_meaning_where_they_have_one(typed, shown):
    assert mrkdwn(typed) == shown


def test_a_plain_text_object_is_not_escaped():
    assert plain(" R&D <x> ", 150) == "R&D <x>"


@given(st.text(), st.integers(0, 30))
def test_a_cut_text_fits_also_in_utf_16(text, limit):
    shown = cut(text, limit)

    assert len(shown.encode("utf-16-le", "surrogatepass")) // 2 <= limit
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 <= limit:
        assert shown == text


@given(st.text(st.sampled_from("&<>a")), st.integers(0, 30))
def test_a_cut_never_falls_inside_an_entity(text, limit):
    shown = cut(mrkdwn(text), limit).removesuffix("…")

    assert not re.search("&(?!amp;|lt;|gt;)", shown)


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        pytest.param("ab👩‍⚕️cd", 6, "ab…", id="joined emoji"),
        pytest.param("🇪🇪🇫🇮", 7, "🇪🇪…", id="flags"),
        pytest.param("ab👍🏽cd", 5, "ab…", id="skin tone"),
        pytest.param("abe\u0301cd", 4, "ab…", id="accent"),
        pytest.param("a1\ufe0f\u20e3cd", 4, "a…", id="keycap"),
        pytest.param("one two", 5, "one…", id="space"),
        pytest.param("ab", 1, "…", id="one"),
        pytest.param("ab", 0, "", id="none"),
    ],
)
def test_a_cut_never_takes_a_character_apart(text, limit, shown):
    assert cut(text, limit) == shown


# --- addresses ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example"),
        *("https://", "https://[::1", "https://bank.example@evil.example/", "text"),
        *("mailto:nobody", "mailto:a@b.example?bcc=c@d.example", "", " "),
    ],
)
def test_an_unsafe_address_becomes_no_link(address):
    assert link(address) == ""
    assert "<" not in markdown_link(address)


@given(st.text(st.sampled_from(SIGNS + "/?'\"")))
@example("?a=1&copy;=2&amp;x=%20%")
def test_an_address_cannot_break_out_of_its_link(rest):
    address = f"https://a.example/{rest}"

    assert not re.search(r"[\s<>\"`|{}\\^\[\]]", link(address))
    for page in readers(f"{markdown_link(address)}\n"):
        assert set(re.findall(r"<(\w+)", page)) <= {"p", "a"}
        targets = re.findall(r'href="([^"]*)"', page)
        assert [unquote(html.unescape(each)) for each in targets] == [
            unquote(link(address))
        ]


# --- YAML and anchors ---------------------------------------------------------------


@given(awkward | st.text(st.characters(exclude_categories=())))
@example("\ufffe\uffff\ufeff\x85\u2028")
@example("\ud800")
def test_a_yaml_string_reads_back_as_what_is_stored(text):
    shown = yaml_string(text)

    assert "\n" not in shown
    assert yaml.safe_load(f"title: {shown}\n") == {"title": normalise(text)}
    assert json.loads(shown) == normalise(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ćwierć miliona, łódź", "cwierc-miliona-lodz"),
        ("Straße Ærø", "strasse-aero"),
        ("Ελλάδα", ""),
        ("a" * 90, "a" * 60),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_slug_is_short_ascii(text, shown):
    assert slug(text) == shown
