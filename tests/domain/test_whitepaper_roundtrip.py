"""An edited draft that comes back: what would change, and what is refused."""

import re
from dataclasses import replace
from textwrap import fill

import pytest
from factories_paper import AS_OF, a_practice, a_section, a_snapshot, corpus_snapshot
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import ImportRejectedError
from bot.domain.whitepaper import Paper, holds_marker
from bot.domain.whitepaper.incoming import MAX_BYTES, looks_like_a_draft, read
from bot.domain.whitepaper.roundtrip import UNPLACED, Fate, plan
from templates import documents

SUMMARY = "First line.  \nSecond line.\n\nLast paragraph."
SECTIONS = (
    a_section("title_page", "generated"),
    a_section("colophon", "mixed", position=1),
    a_section("executive_summary", "mixed", position=2, body=SUMMARY),
    a_section("outlook", position=3, body="The next edition follows."),
    a_section("practices", "generated", position=4),
)


def drafted(sections=SECTIONS, **values):
    snapshot = a_snapshot(
        paper=Paper(title="Paper", sections=sections),
        practices=(a_practice(7),),
        **values,
    )
    return documents.draft(snapshot, as_of=AS_OF).edition


EDITION = drafted()
DRAFT = EDITION.markdown


def planned(markdown, sections=SECTIONS, edition=EDITION):
    return plan(read(markdown.encode()), edition, sections)


def now(key, body, **changes):
    """Return today's sections, of which one was changed since the draft."""
    return tuple(
        replace(each, body=body, revision=each.revision + 1, **changes)
        if each.key == key
        else each
        for each in SECTIONS
    )


def refused(markdown):
    with pytest.raises(ImportRejectedError) as error:
        planned(markdown)
    return error.value.problems


def line_of(markdown, words):
    return markdown[: markdown.index(words)].count("\n") + 1


# --- what changes -------------------------------------------------------------------


def test_a_draft_that_nobody_edited_changes_nothing():
    result = planned(DRAFT)

    assert result.changes_nothing
    assert not result.generated


def test_an_edited_section_is_taken_as_it_was_written():
    (edit,) = planned(DRAFT.replace("Last paragraph.", "Last **words**.")).bodies

    assert (edit.key, edit.fate) == ("executive_summary", Fate.CHANGED)
    assert edit.result == SUMMARY.replace("Last paragraph.", "Last **words**.")


def test_two_drafts_from_one_base_are_brought_together():
    edited = DRAFT.replace("Last paragraph.", "Last words.")

    (edit,) = planned(
        edited, now("executive_summary", SUMMARY.replace("First", "1st"))
    ).bodies

    assert edit.fate is Fate.MERGED
    assert edit.result == "1st line.  \nSecond line.\n\nLast words."


def test_two_edits_of_one_sentence_are_a_conflict_and_both_texts_are_kept():
    edited = DRAFT.replace("Last paragraph.", "Last words.")
    stored = SUMMARY.replace("Last paragraph.", "The end.")

    (edit,) = planned(edited, now("executive_summary", stored)).bodies

    assert edit.fate is Fate.CONFLICT
    assert (edit.result, edit.current) == (stored, stored)
    assert edit.edited.endswith("Last words.")


def test_a_locked_section_is_not_changed_and_the_edit_is_kept():
    edited = DRAFT.replace("Last paragraph.", "Last words.")

    (edit,) = planned(edited, now("executive_summary", SUMMARY, locked=True)).bodies

    assert edit.fate is Fate.LOCKED
    assert edit.result == SUMMARY


def test_an_edit_of_a_section_that_was_removed_is_kept():
    edited = DRAFT.replace("The next edition follows.", "It follows soon.")

    (edit,) = planned(
        edited, [each for each in SECTIONS if each.key != "outlook"]
    ).bodies

    assert (edit.key, edit.fate) == ("outlook", Fate.GONE)
    assert edit.edited == "It follows soon."


def test_an_edit_that_somebody_else_made_already_changes_nothing():
    edited = DRAFT.replace("Last paragraph.", "Last words.")
    stored = SUMMARY.replace("Last paragraph.", "Last words.")

    assert planned(edited, now("executive_summary", stored)).changes_nothing


def test_an_empty_section_that_is_written_for_the_first_time():
    begin = re.search(r"<!-- sig:begin colophon .*-->\n", DRAFT)[0]

    (edit,) = planned(DRAFT.replace(begin, f"{begin}Hello.")).bodies

    assert (edit.key, edit.result) == ("colophon", "Hello.")


def test_a_section_that_is_emptied_is_empty():
    (edit,) = planned(DRAFT.replace("The next edition follows.", "")).bodies

    assert (edit.key, edit.result) == ("outlook", "")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_any_edit_inside_a_region_survives(body):
    if holds_marker(body) or re.search(r"<!--\s*sig\s*:", body):
        return
    markdown = DRAFT.replace("The next edition follows.", body)

    edits = planned(markdown).bodies

    assert [edit.result for edit in edits] == [body]


def test_every_region_of_the_sample_paper_comes_back_byte_for_byte():
    edition = documents.draft(corpus_snapshot(), as_of=AS_OF).edition
    sections = corpus_snapshot().paper.sections

    incoming = read(edition.markdown.encode())

    assert {body.key: body.body for body in incoming.bodies} == {
        each.key: each.body or "" for each in sections if each.is_protected
    }
    assert plan(incoming, edition, sections).changes_nothing


# --- what programs do to files ------------------------------------------------------


KEEP_WORDS = {"break_on_hyphens": False, "break_long_words": False}


def wrapped(text):
    """Break the lines of paragraphs elsewhere, as an editor at 40 columns does."""
    paragraph = re.compile(r"(?m)(?:^[A-Za-z*].*\n)+")
    return paragraph.sub(lambda found: fill(found[0], 40, **KEEP_WORDS) + "\n", text)


@pytest.mark.parametrize(
    "habit",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: re.sub(r"[ \t]+\n", "\n", text),
        lambda text: text.rstrip("\n"),
        lambda text: text + "\n\n",
        lambda text: text.replace(" rev=", "\n  rev="),
        wrapped,
    ],
    ids=["crlf", "bom", "strip", "no-end", "long-end", "broken-marker", "wrap"],
)
def test_what_programs_do_to_lines_is_no_edit(habit):
    result = planned(habit(DRAFT))

    assert result.changes_nothing
    assert not result.generated


def test_spaces_that_a_program_stripped_come_back_with_an_edit_beside_them():
    stripped = re.sub(r" +\n", "\n", DRAFT)

    (edit,) = planned(stripped.replace("Last paragraph.", "Last words.")).bodies

    assert edit.result == SUMMARY.replace("Last paragraph.", "Last words.")


# --- edits elsewhere ----------------------------------------------------------------


def test_an_edit_in_an_assembled_part_is_told_with_its_record_and_line():
    title = a_practice(7).content.title
    edited = DRAFT.replace(f"P-7: {title}", "P-7: A better title")

    result = planned(edited)

    (edit,) = result.generated
    assert result.changes_nothing
    assert edit.anchor == "p-7"
    assert edit.line == line_of(edited, "P-7: A better")
    assert "A better title" in edit.after
    assert title in edit.before


def test_what_was_deleted_from_an_assembled_part_is_told():
    begin = DRAFT.index("## Practices")

    (edit, *_) = planned(DRAFT[:begin]).generated

    assert edit.after == ""
    assert edit.before.startswith("## Practices")


def test_a_paragraph_outside_of_all_regions_is_kept_as_unplaced():
    edited = DRAFT.replace("## Outlook", "A new thought.\n\nAnd another.\n\n## Outlook")

    result = planned(edited)

    assert result.unplaced == "A new thought.\n\nAnd another."
    assert not result.generated


def test_what_is_unplaced_already_is_not_added_again():
    edited = DRAFT.replace("## Outlook", "A new thought.\n\nAnd another.\n\n## Outlook")
    sections = (*SECTIONS, a_section(UNPLACED, body="A new thought."))

    assert planned(edited, sections).unplaced == "And another."


@given(st.data())
def test_any_edit_outside_of_the_regions_is_told(data):
    lines = DRAFT.split("\n")
    inside, free = False, []
    for index, line in enumerate(lines):
        inside = (inside or "sig:begin" in line) and "sig:end" not in line
        if not inside and "sig:end" not in line and index > len("---------"):
            free.append(index)
    index = data.draw(st.sampled_from(free))
    word = data.draw(st.from_regex(r"[A-Za-z]{1,9}", fullmatch=True))
    lines[index] = data.draw(st.sampled_from([f"{lines[index]} {word}", word]))
    markdown = "\n".join(lines)

    result = planned(markdown)

    told = " ".join([result.unplaced, *(edit.after for edit in result.generated)])
    assert word in told or markdown == DRAFT


# --- what is refused ----------------------------------------------------------------


def begin_of(key):
    return re.search(rf"<!-- sig:begin {key} .*-->", DRAFT)[0]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            lambda text: text.replace(begin_of("outlook") + "\n", ""),
            "the begin marker of outlook is missing",
        ),
        (
            lambda text: text.replace("<!-- sig:end colophon -->\n", ""),
            "stands inside of the section colophon",
        ),
        (
            lambda text: text.replace(
                begin_of("outlook"), "<!-- sig:begin outlook -->"
            ),
            "the marker was changed: “begin outlook”",
        ),
        (
            lambda text: text.replace("begin outlook", "begin other").replace(
                "end outlook", "end other"
            ),
            "there is no section other",
        ),
        (
            lambda text: text.replace(
                begin_of("outlook"),
                re.sub("sha=........", "sha=00000000", begin_of("outlook")),
            ),
            "is not the one that was exported",
        ),
        (
            lambda text: text + text[text.index(begin_of("outlook")) :],
            "the section outlook is there twice",
        ),
        (
            lambda text: text.replace("The next", f"The\n{begin_of('outlook')}\nnext"),
            "stands inside of the section outlook",
        ),
        (
            lambda text: text.replace("The next", "The <!-- sig:end outlook --> next"),
            "a marker needs a line of its own",
        ),
        (
            lambda text: text.replace(
                "<!-- sig:end outlook -->", "<!-- sig:end outlook"
            ),
            "a marker has no end",
        ),
    ],
)
def test_a_file_with_other_markers_is_refused_with_the_line(edit, told):
    problems = refused(edit(DRAFT))

    assert any(told in problem for problem in problems)
    assert re.match(r"Line \d+: ", problems[0])


def test_sections_in_another_order_are_refused():
    outlook = DRAFT[DRAFT.index("## Outlook") : DRAFT.index("## Practices")]
    start = DRAFT.index("## Colophon")
    rest = DRAFT.replace(outlook, "")

    assert "not in the order" in refused(rest[:start] + outlook + rest[start:])[0]


def test_a_section_that_is_missing_whole_is_told_with_its_place():
    outlook = DRAFT[DRAFT.index("## Outlook") : DRAFT.index("## Practices")]

    (problem,) = refused(DRAFT.replace(outlook, ""))

    assert problem == (
        "The section outlook is missing, after the section executive_summary."
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no markers"),
        (b"# A letter\n", "no markers"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"\x00<!-- sig:begin a -->", "no text"),
        (b"x" * (MAX_BYTES + 1), "8 MB"),
        (b"<!-- sig:" * 100_000, "no end"),
    ],
    ids=["empty", "letter", "binary", "nul", "large", "many-opened"],
)
def test_other_files_are_refused(data, told):
    with pytest.raises(ImportRejectedError) as error:
        read(data)

    assert told in error.value.problems[0]


def test_a_draft_is_known_by_its_markers():
    assert looks_like_a_draft(DRAFT.encode())
    assert not looks_like_a_draft(b"# A form\n")
