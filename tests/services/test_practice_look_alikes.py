"""Practices that look alike: what is remembered of texts is never out of date."""

import pytest
import sqlalchemy as sa
from review_board import Board

from bot.services import practices
from storage.practices import gists

from factories import a_content

OTHER = a_content(
    title="Bees and orchards: how a valley keeps its pollinators",
    summary="Honey, hedges and a map of all hives.",
    organisation="Association of gardeners",
    country="PT",
)


@pytest.fixture
def board(database):
    return Board(database)


def alike(board, content, name="denmark", besides=None):
    found = practices.look_alikes(
        board.database,
        board.clock,
        caller=board.people[name],
        content=content,
        besides=besides,
    )
    return [each.practice.ref for each in found]


def test_a_new_text_is_compared_and_the_earlier_one_no_more(board):
    practice = board.submit()
    assert alike(board, a_content()) == ["P-1"]
    assert alike(board, OTHER) == []

    board.edit("author", practice, title=OTHER.title, summary=OTHER.summary)

    assert alike(board, a_content()) == []
    assert alike(board, OTHER) == ["P-1"]


def test_what_one_has_read_is_not_told_to_another(board):
    practice = board.submit()
    assert alike(board, a_content(), "author") == ["P-1"]

    assert alike(board, a_content(), "external") == []
    board.decide(practices.accept, "chair", practice)
    assert alike(board, a_content(), "external") == ["P-1"]


def test_what_is_withdrawn_looks_like_nothing_any_more(board):
    practice = board.submit()
    assert alike(board, a_content(), besides=practice.id) == []
    assert alike(board, a_content()) == ["P-1"]

    board.decide(practices.withdraw, "author", practice)

    assert alike(board, a_content()) == []


def test_two_groups_and_two_databases_are_compared_apart(board, second_database):
    elsewhere, group = Board(second_database), Board(board.database, channel="COTHER")
    board.submit()
    elsewhere.submit(**_fields(OTHER))
    assert alike(board, a_content()) == ["P-1"]

    assert alike(elsewhere, a_content()) == []
    assert alike(elsewhere, OTHER) == ["P-1"]
    assert alike(group, a_content()) == []


def test_more_texts_than_are_kept_are_compared_all_the_same(board, monkeypatch):
    monkeypatch.setattr(gists, "_MOST", 2)
    for _ in range(4):
        board.submit()

    assert alike(board, a_content()) == ["P-1", "P-2", "P-3"]
    board.submit(**_fields(OTHER))
    assert alike(board, OTHER) == ["P-5"]
    assert alike(board, a_content()) == ["P-1", "P-2", "P-3"]


def test_after_a_start_the_texts_are_read_before_the_first_form_comes(board):
    board.submit()
    practices.remember(board.database)
    asked = []
    with board.database.read() as session:
        engine = session.get_bind()
    note = lambda *event: asked.append(event[2])  # noqa: E731 - the statement
    sa.event.listen(engine, "before_cursor_execute", note)

    assert alike(board, OTHER) == []
    sa.event.remove(engine, "before_cursor_execute", note)
    assert asked
    assert not [statement for statement in asked if "summary" in statement]


def _fields(content):
    names = ("title", "summary", "organisation", "country")
    return {name: getattr(content, name) for name in names}
