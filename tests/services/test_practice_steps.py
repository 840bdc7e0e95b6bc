"""Editing, deciding and comparing practices."""

from dataclasses import replace

import pytest
from review_board import ACCEPT, CHANGES, DECLARED, Board

from bot.domain.errors import (
    ConvenorError,
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.practices import (
    Label,
    PracticeEvent,
    PracticeStatus,
    Visibility,
)
from bot.domain.whitepaper import Edition
from bot.services import practices, whitepaper
from bot.services.whitepaper import publishing
from bot.services.whitepaper.publishing import Publication
from storage import practices as rows

from factories import a_content


@pytest.fixture
def board(database):
    return Board(database)


def accepted(board, **content):
    practice = board.submit(**content)
    return board.decide(practices.accept, "chair", practice, label=Label.GOOD)


def printable(board):
    with board.database.read() as session:
        return {
            each.number: each
            for each in rows.numbered(session, board.sig.id)
            if each.is_printable
        }


def test_an_accepted_text_is_printed_until_the_next_one_is_accepted(board):
    practice = accepted(board, title="First")
    edited = board.edit("author", practice, title="Second", declaration=DECLARED)

    assert edited.practice.status is PracticeStatus.SUBMITTED
    assert edited.practice.has_newer_text
    assert printable(board)[1].content.title == "First"

    board.review("portugal", practice, ACCEPT)
    assert printable(board)[1].content.title == "First"
    board.review("denmark", practice, ACCEPT)
    assert printable(board)[1].content.title == "Second"


def test_a_refused_new_text_leaves_the_accepted_one_in_place(board):
    practice = accepted(board, title="First")
    board.edit("author", practice, title="Second")

    after = board.decide(practices.reject, "chair", practice, reason="Too short.")

    assert after.status is PracticeStatus.ACCEPTED
    assert after.content.title == "First"
    assert after.label is Label.GOOD
    assert printable(board)[1].content.title == "First"
    assert board.messages("practice_rejected") == ["author"]
    compared = board.decide(practices.compare, "author", practice, version=2)
    assert (compared.before.title, compared.after.title) == ("Second", "First")


def test_of_two_who_edit_the_same_version_one_is_told_and_both_texts_are_kept(board):
    practice = board.submit(title="Before")
    first = board.edit("author", practice, revision=1, title="Of the author")
    second = board.edit("france", practice, revision=1, title="Of the editor")

    assert first.is_saved
    assert not second.is_saved
    assert second.others == ("title",)
    assert board.now(practice).content.title == "Of the author"
    resumed = board.decide(practices.resume, "france", practice)
    assert resumed.content.title == "Of the editor"
    assert resumed.practice.revision == 2
    again = board.edit("france", practice, revision=2, title="Of the editor")
    assert again.is_saved
    compared = board.decide(practices.compare, "author", practice)
    assert compared.before.title == "Of the author"


def test_what_is_being_written_is_seen_by_its_writer_only(board):
    practice = board.submit()
    board.decide(
        practices.keep_edit,
        "author",
        practice,
        revision=1,
        change=lambda before: replace(before, title="Half a ti"),
    )

    assert board.now(practice).content.title == a_content().title
    for name, title in [("author", "Half a ti"), ("france", a_content().title)]:
        assert board.decide(practices.resume, name, practice).content.title == title
    edited = board.edit("author", practice, evidence="500.")
    assert edited.practice.content.title == "Half a ti"
    resumed = board.decide(practices.resume, "author", practice)
    assert resumed.content == edited.practice.content


def test_saving_what_is_there_already_is_no_new_version(board):
    practice = accepted(board)

    edited = board.edit("author", practice, declaration=DECLARED)

    assert edited.is_saved
    assert edited.practice.status is PracticeStatus.ACCEPTED
    assert edited.practice.revision == 1


def test_an_author_may_send_a_text_back_unchanged(board):
    practice = board.submit()
    board.review("denmark", practice, CHANGES)

    edited = board.edit("author", practice)

    assert edited.practice.status is PracticeStatus.SUBMITTED
    assert edited.practice.revision == 2


def test_an_editor_who_changes_the_text_tells_its_author(board):
    practice = board.submit()
    board.edit("author", practice, title="Mine")
    assert board.messages("practice_edited") == []

    board.edit("france", practice, title="Clearer")

    assert board.messages("practice_edited") == ["author"]


@pytest.mark.parametrize("name", ["member", "colleague", "observer", "external"])
def test_a_stranger_to_a_practice_changes_nothing_of_it(board, name):
    practice = board.submit()

    with pytest.raises(NotAllowedError):
        board.edit(name, practice, title="Mine now")
    with pytest.raises(NotAllowedError):
        board.decide(practices.resume, name, practice)
    with pytest.raises(NotAllowedError):
        board.decide(practices.withdraw, name, practice)
    assert board.now(practice) == practice


@pytest.mark.parametrize("name", ["author", "denmark", "france", "member"])
def test_only_those_who_lead_refuse_and_they_say_why(board, name):
    practice = board.submit()

    with pytest.raises(NotAllowedError):
        board.decide(practices.reject, name, practice, reason="No.")
    for reason in (" \u200b", "x" * 501):
        with pytest.raises(InvalidInputError) as caught:
            board.decide(practices.reject, "chair", practice, reason=reason)
        assert list(caught.value.fields) == ["reason"]
    first = board.decide(practices.reject, "chair", practice, reason="An advert.")
    again = board.decide(practices.reject, "chair", practice, reason="An advert.")
    assert first == again
    assert board.messages("practice_rejected") == ["author"]


def test_a_newer_practice_takes_the_place_of_an_older_one(board):
    old, new = accepted(board), accepted(board)
    waiting = board.submit()

    def replaced(name, by):
        return board.decide(practices.supersede, name, old, newer=by)

    with pytest.raises(NotAllowedError):
        replaced("author", new.number)
    with pytest.raises(InvalidInputError, match="cannot replace itself"):
        replaced("france", old.number)
    with pytest.raises(InvalidInputError, match="P-3 is not accepted"):
        replaced("france", waiting.number)
    with pytest.raises(NotFoundError):
        replaced("france", 99)
    after = replaced("france", new.number)
    assert replaced("france", new.number) == after
    assert (after.status, after.superseded_by) == (PracticeStatus.SUPERSEDED, 2)
    assert set(printable(board)) == {2}


def test_a_draft_is_thrown_away_by_its_author_alone(board):
    database, clock = board.database, board.clock
    author, chair = board.people["author"], board.people["chair"]
    practices.save_draft(
        database, clock, caller=author, nonce="n", change=lambda _: a_content()
    )

    with pytest.raises(NotAllowedError):
        practices.discard(database, clock, caller=chair, nonce="n")
    practices.discard(database, clock, caller=author, nonce="n")
    practices.discard(database, clock, caller=author, nonce="n")

    assert practices.mine(database, clock, caller=author) == ()
    submitted = board.submit()
    with pytest.raises(InvalidTransitionError, match="P-1 was submitted"):
        practices.discard(database, clock, caller=author, nonce=submitted.nonce)


def test_an_edition_that_is_published_publishes_what_it_prints(board):
    practice = accepted(board)
    hidden = accepted(board, visibility=Visibility.SIG_ONLY)
    edition = Edition(
        version="1.0",
        as_of=board.moment.date(),
        sha256="0" * 64,
        fingerprint="0" * 64,
        markdown="",
    )
    draft = replace(edition, version="0.9", sha256="1" * 64)
    by_chair = {"caller": board.people["chair"]}

    whitepaper.keep(board.database, board.clock, **by_chair, edition=draft)
    assert board.now(practice).status == "accepted"
    publication = Publication(edition=edition, practices={1})
    publishing.publish(board.database, board.clock, **by_chair, publication=publication)

    assert board.now(practice).status == "published"
    assert board.now(hidden).status is PracticeStatus.ACCEPTED
    assert board.messages("practice_published") == ["author"]
    board.edit("author", practice, title="Newer")
    assert set(printable(board)) == {1}


def test_versions_are_compared_by_those_who_may_read_them(board):
    practice = board.submit(title="One")
    with pytest.raises(InvalidInputError, match="has one version only"):
        board.decide(practices.compare, "member", practice)
    board.edit("author", practice, title="Two")
    board.edit("author", practice, title="Three")

    last = board.decide(practices.compare, "member", practice)
    first = board.decide(practices.compare, "member", practice, version=1)

    assert (last.before.title, last.after.title, last.fields) == (
        "Two",
        "Three",
        ("title",),
    )
    assert first.before.title == "One"
    for wrong in (3, 4, 99):
        with pytest.raises(ConvenorError, match="newest"):
            board.decide(practices.compare, "member", practice, version=wrong)
    board.decide(practices.accept, "chair", practice)
    with pytest.raises(NotAllowedError):
        board.decide(practices.compare, "external", practice)


def test_a_button_is_out_of_date_when_the_state_or_the_text_moved_on(board):
    practice = board.submit()
    chair = board.people["chair"]

    def moved(event, revision=None):
        found = practices.moved_on(
            board.database,
            board.clock,
            caller=chair,
            practice_id=practice.id,
            event=event,
            revision=revision,
        )
        return found is not None

    assert not moved(PracticeEvent.RULE, 1)
    board.edit("author", practice, title="Other")
    assert moved(PracticeEvent.RULE, 1)
    assert not moved(PracticeEvent.RULE, 2)
    board.decide(practices.accept, "chair", practice)
    assert not moved(PracticeEvent.RULE, 2)
    assert moved(PracticeEvent.REJECT)
    board.decide(practices.withdraw, "chair", practice)
    assert moved(PracticeEvent.RULE, 2)
    assert not moved(PracticeEvent.WITHDRAW)
