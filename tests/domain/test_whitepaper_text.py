"""Editions, protected regions, and what is said about hand-written text."""

from datetime import date

import pytest
from factories_paper import AS_OF, a_section, a_snapshot
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.whitepaper import (
    Edition,
    GapKind,
    Paper,
    Stamp,
    assemble,
    holds_marker,
    is_section_key,
    next_version,
    stamp,
)
from bot.domain.whitepaper.handwriting import open_fence
from bot.domain.whitepaper.markers import Region, protect, short_sha, split

MARCH, MAY = date(2021, 3, 1), date(2021, 5, 1)


def an_edition(version, fingerprint, as_of=MARCH):
    return Edition(version=version, as_of=as_of, sha256="", fingerprint=fingerprint)


# --- editions -----------------------------------------------------------------------


def test_the_first_draft_has_the_papers_own_number():
    assert stamp((), "f", first="0.1", as_of=MAY) == Stamp(
        version="0.1", as_of=MAY, snapshot="f"
    )


def test_drafting_again_without_a_change_is_the_same_edition():
    old, newest = an_edition("0.1", "a"), an_edition("0.2", "b")

    assert stamp((old, newest), "b", first="0.1", as_of=MAY) == Stamp(
        version="0.2", as_of=MARCH, history=(old,), snapshot="b"
    )


def test_a_change_is_a_new_edition_also_when_it_goes_back_to_an_older_text():
    editions = (an_edition("0.1", "a"), an_edition("0.2", "b"))

    assert stamp(editions, "a", first="0.1", as_of=MAY) == Stamp(
        version="0.3", as_of=MAY, history=editions, snapshot="a"
    )


@pytest.mark.parametrize(
    ("version", "following"),
    [("0.1", "0.2"), ("0.9", "0.10"), ("1.0", "1.1"), ("2021 draft", "2021 draft.1")],
)
def test_versions_count_up_in_their_second_part(version, following):
    assert next_version(version) == following


# --- protected regions --------------------------------------------------------------

bodies = st.text(st.sampled_from("ab \n\r#`<!->|é")) | st.text()


@given(st.lists(bodies, max_size=4))
def test_bodies_come_back_from_the_file_byte_for_byte(texts):
    sections = [
        a_section(f"key_{place}", body=body, revision=place + 1)
        for place, body in enumerate(texts)
    ]
    file = "\n\n".join(["Before.", *map(protect, sections), "After."])
    parts = split(file)

    assert [part for part in parts if isinstance(part, Region)] == [
        Region(
            key=section.key,
            revision=section.revision,
            sha=short_sha(section.body),
            body=section.body,
        )
        for section in sections
    ]
    assert parts[0].startswith("Before.")
    assert parts[-1].endswith("After.")


def test_the_marker_shows_key_revision_and_checksum():
    section = a_section("introduction", body="Text", revision=7)

    assert protect(section).split("\n")[0] == (
        f"<!-- sig:begin introduction rev=7 sha={short_sha('Text')} -->"
    )


def test_a_body_with_a_marker_in_it_is_recognised():
    pasted = protect(a_section("introduction", body="Text"))

    assert holds_marker(pasted)
    assert not holds_marker("A text that speaks of <!-- sig:begin --> in a line.")


@pytest.mark.parametrize(
    ("key", "good"),
    [("annex_a", True), ("a-1", True), ("", False), ("a b", False), ("-->", False)],
)
def test_a_section_key_must_fit_into_its_marker(key, good):
    assert is_section_key(key) is good


# --- remarks on hand-written text ---------------------------------------------------


def remarks(body):
    section = a_section("intro", body=body, owner="chair")
    snapshot = a_snapshot(paper=Paper(title="T", sections=(section,)))
    kinds = {GapKind.HEADING_TOO_HIGH, GapKind.OPEN_FENCE, GapKind.CONTRADICTION}
    document = assemble(snapshot, as_of=AS_OF)
    return [gap for gap in document.missing if gap.kind in kinds]


@pytest.mark.parametrize(
    "body",
    [
        "### Fine\n\nText",
        "```\n# a comment in code\n```",
        "| a | b |\n|---|---|\n| c | d |",
        "Text\n\n---\n\nText",
        "``` inline ``` only",
        "One practice a year, two clusters merged.",
    ],
)
def test_ordinary_text_draws_no_remark(body):
    assert remarks(body) == []


@pytest.mark.parametrize("body", ["# Big", "## Same", "Big\n===", "Same\n---"])
def test_a_heading_as_high_as_the_section_is_remarked(body):
    assert [gap.kind for gap in remarks(body)] == [GapKind.HEADING_TOO_HIGH]


@pytest.mark.parametrize(
    ("body", "fence"),
    [
        ("```\ncode", "```"),
        ("~~~~ python\ncode\n~~~\n```", "~~~~"),
        ("```\ncode\n```", None),
        ("````\n```\n````", None),
        ("text", None),
    ],
)
def test_an_open_code_block_is_found(body, fence):
    assert open_fence(body) == fence
    assert bool(remarks(body)) is bool(fence)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("We met eleven times.", "eleven times"),
        ("**Eight clusters** took part.", "Eight clusters"),
        ("There are 12 practices in it.", "12 practices"),
        ("Our twenty adopted recommendations.", "twenty adopted recommendations"),
    ],
)
def test_a_number_that_differs_from_the_count_is_remarked(body, words):
    (gap,) = remarks(body)

    assert (gap.kind, gap.detail, gap.count) == (GapKind.CONTRADICTION, words, 0)


@pytest.mark.parametrize(
    ("stored", "first", "expected"),
    [
        (("0.6", "0.5"), "0.1", "0.7"),
        (("0.9", "0.10"), "0.1", "0.11"),
        (("0.1", "0.2"), "1.0", "1.0"),
        (("1.0",), "1.0", "1.1"),
        (("spring",), "0.1", "0.1"),
    ],
)
def test_the_next_number_is_above_every_earlier_one(stored, first, expected):
    editions = tuple(an_edition(version, fingerprint=version) for version in stored)

    assert stamp(editions, "new", first=first, as_of=MAY).version == expected
