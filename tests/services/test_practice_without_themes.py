"""A group that has no themes yet: practices are shared all the same."""

import pytest
from review_board import DECLARED, Board

from bot.domain.errors import InvalidInputError
from bot.playground import checks
from bot.services import practices
from templates.practices import form, forms_outside
from templates.practices.form import Form
from templates.practices.inputs import Choices

from factories import a_content


@pytest.fixture
def board(database):
    board = Board(database)
    with database.begin() as session:
        session.connection().exec_driver_sql("DELETE FROM theme")
    return board


def test_the_form_opens_and_says_why_there_is_no_menu(board):
    found = practices.choices(board.database, board.clock, board.people["author"])
    assert found.themes == ()

    view = form.step_1(Form(nonce="n"), a_content(), Choices(themes=())).to_dict()

    checks.check_view(view, kind="modal")
    assert "themes" not in {block.get("block_id") for block in view["blocks"]}
    assert "this group has none yet" in str(view["blocks"])
    assert forms_outside.markdown(forms_outside.questions(()), group="Group")


def test_a_practice_without_a_theme_goes_all_the_way(board):
    author = board.people["author"]
    content = a_content(themes=())
    who = {"db": board.database, "clock": board.clock, "caller": author}
    asked = practices.doubts(
        **who, nonce="n", change=lambda _: content, declaration=DECLARED
    )
    assert not asked

    practice = board.submit(themes=())
    edited = board.edit("author", practice, title="Another title")

    assert edited.practice.content.title == "Another title"
    board.decide(practices.accept, "chair", practice)


def test_where_there_are_themes_one_is_asked_for(database):
    with pytest.raises(InvalidInputError) as caught:
        Board(database).submit(themes=())

    assert set(caught.value.fields) == {"themes"}
