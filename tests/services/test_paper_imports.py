"""Edited drafts in a real database: looked at, taken once, conflicts settled."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from paper_group import INTRODUCTION, OUTLOOK, a_desk

from bot.domain.errors import (
    ImportRejectedError,
    InvalidInputError,
    InvalidTransitionError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.whitepaper.conflicts import Chosen, Pick
from bot.domain.whitepaper.roundtrip import UNPLACED, Fate
from bot.services.whitepaper import boards, importing, remarking, settling
from templates.whitepaper.files import file_of


@pytest.fixture
def desk(database):
    return a_desk(database)


def conflicts(desk):
    return desk.do(settling.waiting)


def a_conflict(desk):
    """Let a file and somebody in Slack edit one sentence."""
    edited = desk.draft().replace("Our method.", "How the file says it.")
    desk.write("introduction", INTRODUCTION.replace("Our method.", "As Slack has it."))
    desk.bring(edited)
    return conflicts(desk)[0]


def choose(desk, conflict, pick, body="", *, base_revision=None):
    revision = desk.kept(conflict.key).section.revision
    chosen = Chosen(
        conflict_id=conflict.id,
        pick=pick,
        base_revision=revision if base_revision is None else base_revision,
        body=body,
    )
    return desk.do(settling.settle, chosen=chosen)


# --- what changes -------------------------------------------------------------------


def test_looking_at_a_draft_changes_nothing(desk):
    before = desk.bodies()

    looked = desk.look(desk.draft().replace("Our method.", "Our way."))

    assert [edit.key for edit in looked.plan.taken] == ["introduction"]
    assert desk.bodies() == before


def test_an_edited_draft_becomes_a_revision_with_its_origin(desk):
    taken = desk.bring(desk.draft().replace("Our method.", "Our way."))

    assert taken.is_taken
    assert desk.body("introduction") == INTRODUCTION.replace("method", "way")
    assert desk.body("outlook") == OUTLOOK


def test_the_edit_is_in_the_next_draft_byte_for_byte(desk):
    first = desk.draft()
    desk.bring(first.replace("Our method.", "Our *way*:  \n1. look\n2. ask"))

    second = desk.draft()

    assert "Our *way*:  \n1. look\n2. ask" in second
    assert 'version: "0.2"' in second


def test_saying_yes_twice_is_once(desk):
    looked = desk.look(desk.draft().replace("Our method.", "Our way."))
    desk.take(looked)
    revision = desk.kept("introduction").section.revision

    again = desk.take(looked)

    assert again.is_taken
    assert desk.kept("introduction").section.revision == revision


def test_the_same_file_a_second_time_changes_nothing(desk):
    edited = desk.draft().replace("Our method.", "Our way.")
    desk.bring(edited)

    assert desk.look(edited).plan.changes_nothing


def test_two_imports_from_one_base_are_brought_together(desk):
    base = desk.draft()
    desk.bring(base.replace("Our mandate.", "Our task."))
    desk.bring(base.replace("Our thanks.", "Many thanks."))

    assert desk.body("introduction") == "Our task.\n\nOur method.\n\nMany thanks.\n"


def test_a_paper_that_changed_since_the_preview_is_looked_at_again(desk):
    looked = desk.look(desk.draft().replace("Our method.", "Our way."))
    desk.write("introduction", INTRODUCTION.replace("thanks", "cordial thanks"))

    again = desk.take(looked)
    assert not again.is_taken
    assert [edit.fate for edit in again.plan.bodies] == [Fate.MERGED]
    assert desk.take(looked).is_taken

    assert "Our way.\n\nOur cordial thanks." in desk.body("introduction")


def test_text_from_nowhere_becomes_a_section_of_its_own(desk):
    base = desk.draft()
    desk.bring(base.replace("## Outlook", "A thought.\n\n## Outlook"))
    desk.bring(desk.draft().replace("## Outlook", "Another.\n\n## Outlook"))

    assert desk.body(UNPLACED) == "A thought.\n\nAnother."
    assert "A thought.\n\nAnother." in desk.draft()


def test_unplaced_text_that_was_removed_comes_back_with_what_is_new(desk):
    desk.bring(desk.draft().replace("## Outlook", "A thought.\n\n## Outlook"))
    base = desk.draft()
    desk.change(UNPLACED, removed_at=desk.group.clock())

    desk.bring(base.replace("## Outlook", "Another.\n\n## Outlook"))

    assert desk.body(UNPLACED) == "A thought.\n\nAnother."


def test_the_file_of_one_section_comes_back_alone(desk):
    file = file_of(desk.kept("introduction")).content.decode()
    desk.write("introduction", INTRODUCTION.replace("thanks", "cordial thanks"))

    taken = desk.bring(file.replace("Our method.", "Our way."))

    assert [edit.fate for edit in taken.plan.bodies] == [Fate.MERGED]
    assert "Our way.\n\nOur cordial thanks." in desk.body("introduction")


def test_the_file_of_a_section_that_nobody_wrote_in_takes_the_first_text(desk):
    file = file_of(desk.kept("analysis")).content.decode()

    desk.bring(file.replace("-->\n\n<!--", "-->\nThe first words.\n<!--"))

    assert desk.body("analysis") == "The first words."


def test_the_file_of_a_section_of_another_group_is_refused(desk):
    file = file_of(desk.kept("introduction")).content.decode()

    with pytest.raises(ImportRejectedError):
        desk.look(file.replace("rev=2", "rev=9"))
    with pytest.raises(ImportRejectedError):
        desk.look(re.sub("sha=........", "sha=00000000", file))


# --- two texts ----------------------------------------------------------------------


def test_a_conflict_keeps_both_texts_and_takes_the_rest(desk):
    edited = desk.draft().replace("Our method.", "How the file says it.")
    edited = edited.replace("The next edition follows.", "Two editions follow.")
    desk.write("introduction", INTRODUCTION.replace("Our method.", "As Slack has it."))

    desk.bring(edited)
    (conflict,) = conflicts(desk)

    assert desk.body("outlook") == "Two editions follow.\n"
    assert "As Slack has it." in desk.body("introduction")
    assert "How the file says it." in conflict.edited
    assert "As Slack has it." in conflict.current


def test_choosing_the_text_of_the_file_makes_it_the_newest(desk):
    conflict = a_conflict(desk)

    choose(desk, conflict, Pick.FROM_FILE)

    assert desk.body("introduction") == conflict.edited
    assert conflicts(desk) == ()


def test_both_texts_can_be_put_together(desk):
    conflict = a_conflict(desk)

    choose(desk, conflict, Pick.MINE, "Both in one.")

    assert desk.body("introduction") == "Both in one."


def test_keeping_what_is_there_is_no_new_revision(desk):
    conflict = a_conflict(desk)
    revision = desk.kept("introduction").section.revision

    choose(desk, conflict, Pick.STORED)

    assert desk.kept("introduction").section.revision == revision
    assert conflicts(desk) == ()


@pytest.mark.parametrize("pick", [Pick.STORED, Pick.FROM_FILE])
def test_a_text_of_ones_own_is_not_lost_by_choosing_another(desk, pick):
    conflict = a_conflict(desk)

    with pytest.raises(InvalidInputError) as error:
        choose(desk, conflict, pick, "As both have it.")

    assert "My own text" in error.value.fields["choice"]
    assert conflicts(desk) == (conflict,)
    assert choose(desk, conflict, pick, conflict.edited + "\n").is_settled


def test_choosing_twice_is_told_and_changes_nothing(desk):
    conflict = a_conflict(desk)
    choose(desk, conflict, Pick.STORED)

    with pytest.raises(InvalidTransitionError, match="chose a text"):
        choose(desk, conflict, Pick.FROM_FILE)

    assert desk.body("introduction") == conflict.current


def test_a_choice_made_from_an_older_text_is_asked_again(desk):
    conflict = a_conflict(desk)
    old = desk.kept("introduction").section.revision
    desk.write("introduction", "Something newer.")

    choice = choose(desk, conflict, Pick.FROM_FILE, base_revision=old)

    assert not choice.is_settled
    assert choice.current == desk.body("introduction") == "Something newer."
    assert conflicts(desk) == (conflict,)


def test_a_locked_section_takes_the_text_only_when_it_is_unlocked(desk):
    edited = desk.draft().replace("Our method.", "Our way.")
    desk.change("introduction", locked=True)
    desk.bring(edited)
    (conflict,) = conflicts(desk)

    assert (conflict.fate, desk.body("introduction")) == (Fate.LOCKED, INTRODUCTION)
    with pytest.raises(InvalidTransitionError, match="locked"):
        choose(desk, conflict, Pick.FROM_FILE)
    desk.change("introduction", locked=False)
    choose(desk, conflict, Pick.FROM_FILE)

    assert "Our way." in desk.body("introduction")


def test_a_text_for_a_section_that_is_out_of_the_paper_is_kept(desk):
    edited = desk.draft().replace("The next edition follows.", "It never follows.")
    desk.change("outlook", removed_at=desk.group.clock())

    desk.bring(edited)
    (conflict,) = conflicts(desk)
    choice = desk.do(settling.to_settle, conflict_id=conflict.id)

    assert conflict.fate is Fate.GONE
    assert conflict.edited == "It never follows.\n"
    assert choice.kept is None


# --- what is refused ----------------------------------------------------------------


def test_a_draft_of_another_group_is_refused(desk):
    other = desk.draft().replace('snapshot: "', 'snapshot: "0')

    with pytest.raises(ImportRejectedError) as error:
        desk.look(other)

    assert "another group" in error.value.problems[0]


def test_a_draft_without_its_snapshot_is_refused(desk):
    markdown = desk.draft()
    start = markdown.index("snapshot:")
    other = markdown[:start] + markdown[markdown.index("\n", start) + 1 :]

    with pytest.raises(ImportRejectedError):
        desk.look(other)


def test_a_draft_that_was_discarded_is_not_taken(desk):
    looked = desk.look(desk.draft().replace("Our method.", "Our way."))
    desk.do(importing.discard, import_id=looked.import_id)

    with pytest.raises(InvalidTransitionError, match="discarded"):
        desk.take(looked)

    assert desk.body("introduction") == INTRODUCTION


def test_a_draft_that_was_taken_cannot_be_discarded(desk):
    looked = desk.bring(desk.draft().replace("Our method.", "Our way."))

    with pytest.raises(InvalidTransitionError, match="in the paper"):
        desk.do(importing.discard, import_id=looked.import_id)


def test_files_that_nobody_said_yes_to_are_forgotten(desk):
    looked = desk.look(desk.draft().replace("Our method.", "Our way."))
    taken = desk.bring(desk.draft().replace("Our method.", "Our way."))

    # Rows are dated by the clock of the engine, which is the real one.
    desk.group.clock.moment = datetime.now(UTC) + timedelta(days=61)
    importing.forget_old(desk.group.database, desk.group.clock)

    with pytest.raises(NotFoundError, match="not kept"):
        desk.take(looked)
    assert desk.take(taken).is_taken


def test_two_people_settle_one_conflict_and_one_is_told(desk):
    conflict = a_conflict(desk)
    choose(desk, conflict, Pick.STORED)

    with pytest.raises((InvalidTransitionError, StaleVersionError)):
        choose(desk, conflict, Pick.STORED)


# --- edits in assembled parts -------------------------------------------------------


def remarks(desk, key):
    board = desk.do(boards.board, name=key)
    return [(each.comment.text, each.comment.proposal) for each in board.said]


def test_edits_in_assembled_parts_are_kept_as_comments_once(desk):
    edited = desk.draft().replace("The group has not met yet.", "We met twice.", 1)
    looked = desk.look(edited)
    again = desk.look(edited)

    for each in (looked, looked, again):
        kept = desk.do(remarking.keep_as_comments, import_id=each.import_id)

    ((text, proposal),) = remarks(desk, "methodology")
    assert kept.titles == (desk.kept("methodology").section.title,)
    assert "Edited in draft.md, line" in text
    assert "The group has not met yet." in text
    assert "We met twice." in proposal


def test_a_comment_for_a_section_that_is_gone_stands_at_the_title(desk):
    edited = desk.draft().replace("The group has not met yet.", "We met twice.", 1)
    looked = desk.look(edited)
    desk.change("methodology", removed_at=desk.group.clock())

    kept = desk.do(remarking.keep_as_comments, import_id=looked.import_id)

    assert kept.titles == (desk.kept("title_page").section.title,)
    assert len(remarks(desk, "title_page")) == 1


def test_of_very_many_edits_the_first_are_kept_and_the_others_counted(desk):
    edited = desk.draft().replace("has not met yet", "met").replace("## ", "## The ")
    looked = desk.look(edited)

    kept = desk.do(remarking.keep_as_comments, import_id=looked.import_id, most=2)

    assert len(kept.titles) <= 2
    assert kept.left == len(looked.plan.generated) - 2 > 0


def test_a_draft_that_was_discarded_makes_no_comments(desk):
    looked = desk.look(desk.draft().replace("has not met yet", "met twice"))
    desk.do(importing.discard, import_id=looked.import_id)

    with pytest.raises(InvalidTransitionError):
        desk.do(remarking.keep_as_comments, import_id=looked.import_id)
