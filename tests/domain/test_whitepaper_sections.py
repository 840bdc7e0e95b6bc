"""Sections: found by name, their states, and how a paper takes an outline."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInputError, NotFoundError
from bot.domain.whitepaper import Section, SectionMode, SectionState
from bot.domain.whitepaper.outline import (
    DEFAULT_SECTIONS,
    TEMPLATES,
    Template,
    arranged,
    moved,
)
from bot.domain.whitepaper.sections import Kept, named, state_after
from bot.domain.whitepaper.wording import Change, compared

KEPT = tuple(Kept(section=each) for each in DEFAULT_SECTIONS)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("analysis", "analysis"),
        ("Cross-cutting analysis", "analysis"),
        ("cross cutting", "analysis"),
        ("5.", "introduction"),
        ("annex-glossary", "annex_glossary"),
        ("Executive", "executive_summary"),
    ],
)
def test_a_section_is_found_by_key_place_or_title(typed, key):
    assert named(typed, KEPT).section.key == key


def test_near_misses_are_offered_and_doubts_named():
    with pytest.raises(NotFoundError, match="Introduction and mandate"):
        named("introdction", KEPT)
    with pytest.raises(InvalidInputError, match="Several"):
        named("annex", KEPT)
    with pytest.raises(InvalidInputError, match="Which section"):
        named(" ", KEPT)


@given(typed=st.text(max_size=200))
def test_whatever_is_typed_there_is_a_section_or_a_sentence(typed):
    with suppress(NotFoundError, InvalidInputError):
        assert named(typed, KEPT) in KEPT


@pytest.mark.parametrize("state", list(SectionState))
def test_a_section_without_words_is_empty_and_with_words_never_agreed(state):
    assert state_after(state, " \n") is SectionState.EMPTY
    assert state_after(state, "a") not in {SectionState.EMPTY, SectionState.AGREED}


def test_both_outlines_have_what_the_papers_have():
    keys = {name: [each.key for each in TEMPLATES[name]] for name in Template}

    assert {"foreword", "analysis", "annex_instruments"} <= set(keys[Template.LONG])
    assert [
        each for each in keys[Template.SHORT] if each not in keys[Template.LONG]
    ] == ["key_issues"]


SECTIONS = st.lists(
    st.builds(
        Section,
        id=st.integers(1, 10**6),
        key=st.sampled_from(["practices", "analysis", "own", "foreword", "more"]),
        title=st.sampled_from(["Practices", "A title", "Foreword"]),
        position=st.integers(1, 9),
        mode=st.sampled_from(list(SectionMode)),
        body=st.sampled_from([None, "", " ", "Words."]),
        locked=st.booleans(),
        is_removed=st.booleans(),
    ),
    unique_by=(lambda each: each.key, lambda each: each.id),
)


@given(template=st.sampled_from(list(Template)), sections=SECTIONS)
def test_an_outline_takes_no_words_out_of_the_paper(template, sections):
    wanted, gone = arranged(template, sections)

    held = {each.id: each for each in sections}
    assert [each.position for each in wanted] == list(range(1, len(wanted) + 1))
    assert not any((each.body or "").strip() for each in gone)
    for each in wanted:
        if each.id:
            assert each.body == held[each.id].body
            assert (
                not each.body
                or not each.body.strip()
                or each.is_protected
                or (held[each.id].mode is SectionMode.GENERATED)
            )
    kept = {each.id for each in (*wanted, *gone)}
    assert all(each.id in kept or each.is_removed for each in sections)
    assert arranged(template, wanted) == (wanted, ())


@given(st.permutations(range(5)), st.integers(0, 4), st.sampled_from([-1, 1]))
def test_moving_keeps_every_section_and_can_be_taken_back(order, one, step):
    changed = moved(order, one, step)

    assert sorted(changed) == sorted(order)
    assert list(moved(changed, one, -step)) == list(order) or changed == tuple(order)


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_a_comparison_holds_both_texts_byte_for_byte(before, after):
    pieces = compared(before, after)

    old = "".join(each.text for each in pieces if each.change is not Change.ADDED)
    new = "".join(each.text for each in pieces if each.change is not Change.REMOVED)
    assert (old, new) == (before, after)
