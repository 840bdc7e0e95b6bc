"""The paper for a canvas: what Slack refuses there is not in it."""

import re

import pytest
from hostile_texts import MORE_TEXTS, TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_paper import GREEK, SQUARE, paper

from templates.documents.canvas import canvas_text


def test_it_is_the_paper_without_marks_of_our_own():
    text = canvas_text(paper(), pictures=[SQUARE])

    assert text.startswith("With a subtitle\n\nA group\n\nVersion 0.1")
    assert "## What helps" in text
    assert f"### P-1&#58; {GREEK}" in text or f"### P-1: {GREEK}" in text
    assert "1. First\n2. Second\n    - inside\n    - also\n        1. deep" in text
    assert "| Barrier | Who can lower it | How often |\n| --- | --- | --- |" in text
    assert "Two editors met. (1) They met again. (1) And wrote. (2)" in text
    assert "1. The first note, with [a link](<https://example.org/note>)." in text
    assert "*A red square*" in text
    for ours in ("---\n", "<!--", "{#", "title:", "](#"):
        assert ours not in text.replace("| --- |", "").replace("\n---\n", "")


def test_there_are_three_levels_of_headings_at_most():
    text = canvas_text(paper(analysis="### a\n\n#### b\n\n##### c\n\n###### d"))

    assert not re.search(r"^####", text, re.MULTILINE)


def test_a_list_in_a_quotation_becomes_a_line():
    text = canvas_text(paper(analysis="> Said:\n>\n> - one\n> - two"))

    assert "> Said&#58; - one - two" in text or "> Said: - one - two" in text


@pytest.mark.parametrize("rows", [99, 100, 250])
def test_no_table_has_more_than_300_cells(rows):
    body = "| a | b | c |\n|---|---|---|\n" + "| 1 | 2 | 3 |\n" * rows
    text = canvas_text(paper(analysis=body))

    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    cells = [(table.count("\n") - 1) * 3 for table in tables if "| a |" in table]
    assert max(cells) <= 300
    assert text.count("| 1 | 2 | 3 |") == rows


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*TEXTS, *MORE_TEXTS, "![](@U123)", "![](#C1)"])))
def test_nobody_is_mentioned_by_what_people_wrote(texts):
    text = canvas_text(paper(analysis="\n\n".join(texts)))

    assert "![" not in text
    assert not re.search(r"^####", text, re.MULTILINE)
