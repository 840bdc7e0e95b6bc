"""Two edits of one text brought together."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.whitepaper.merging import merge

lines = st.lists(st.sampled_from(["a", "b", "c", "", "d e"]), max_size=8)
texts = lines.map("\n".join)


def test_changes_of_different_paragraphs_are_brought_together():
    base = "One.\n\nTwo.\n\nThree."

    merged = merge(base, "One, edited.\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree!")

    assert merged == "One, edited.\n\nTwo.\n\nThree!"


def test_changes_of_one_line_collide():
    assert merge("One.", "One, mine.", "One, yours.") is None


def test_changes_of_lines_next_to_each_other_collide():
    assert merge("1\n2\n3", "one\n2\n3", "1\ntwo\n3") is None


def test_two_additions_at_the_same_place_collide():
    assert merge("", "Mine.", "Yours.") is None


def test_the_same_addition_on_both_sides_is_made_once():
    base, both = "One.\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree.\n\nFour."

    assert merge(base, both, both.replace("One", "1")) == both.replace("One", "1")


def test_what_one_deletes_and_another_edits_collides():
    assert merge("a\n\nb\n\nc", "a\n\nc", "a\n\nB\n\nc") is None


def test_unusual_line_breaks_stay_inside_their_line():
    assert merge("a\x0cb\u2028c\nd", "a\x0cb\u2028c\ne", "a\x0cb\u2028c\nd") == (
        "a\x0cb\u2028c\ne"
    )


@given(texts, texts)
def test_who_changed_nothing_takes_what_the_other_wrote(base, other):
    assert merge(base, other, base) == other
    assert merge(base, base, other) == other
    assert merge(base, other, other) == other


@given(texts, texts, texts)
def test_it_does_not_matter_who_comes_first(base, ours, theirs):
    assert merge(base, ours, theirs) == merge(base, theirs, ours)


@given(texts, texts, texts)
def test_every_line_that_somebody_added_is_in_the_result(base, ours, theirs):
    merged = merge(base, ours, theirs)

    if merged is not None:
        there = set(merged.split("\n"))
        added = {*ours.split("\n"), *theirs.split("\n")} - {*base.split("\n")}
        assert added <= there
