"""A round in the weekly summary of whoever votes for a cluster that is silent."""

from datetime import timedelta

import pytest
from reminded import MONDAY, START, deliver, pass_by, text_of
from review_board import Board

from bot.domain.consensus import Answer, Stance
from bot.services.actions import reminding
from bot.services.recommendations import proposing, rounds

WORDS = {"title": "Vouchers", "statement": "Do it.", "addressees": ["regional"]}


@pytest.fixture
def board(database):
    board = Board(database)
    board.moment = START
    return board


def ask(board, nonce="n", days=14):
    who = {"caller": board.people["chair"]}
    made = proposing.propose(
        board.database, board.clock, nonce=nonce, typed=WORDS, **who
    ).proposed
    day = (board.moment.date() + timedelta(days=days)).isoformat()
    number = made.recommendation.number
    asked = {"number": number, "version": made.version, "typed": {"closes_on": day}}
    rounds.open_round(board.database, board.clock, **asked, **who)
    return number


def say(board, name, number, stance=Stance.SUPPORT, **changes):
    answer = Answer(stance=stance, **changes)
    who = {"caller": board.people[name]}
    rounds.say(board.database, board.clock, number=number, answer=answer, **who)


def summaries(board):
    """Return the names of those whom the summary of Monday asks, with what it says."""
    reminding.plan_all(board.database, board.clock)
    names = {each.person.user_id: name for name, each in board.people.items()}
    return {
        names[who]: text_of(post)
        for who, post in deliver(board.database, MONDAY)
        if "Your cluster is asked about" in text_of(post)
    }


def test_it_asks_one_of_each_silent_cluster(board):
    number = ask(board)
    say(board, "denmark", number)

    found = summaries(board)

    # Of several people of a cluster the one who votes for it.
    assert sorted(found) == ["author", "chair", "france", "member"]
    assert "*R-1* Vouchers until <!date^" in found["member"]


def test_nothing_is_asked_once_a_round_is_over(board):
    ask(board, days=2)

    assert summaries(board) == {}


def test_a_round_alone_is_a_reason_to_write_and_is_counted(board):
    ask(board)
    told = pass_by(board.database, START, MONDAY + timedelta(hours=12))
    user = board.people["france"].person.user_id

    (post,) = [each for _, who, each in told if who == user]

    assert "1 recommendation." in post.text
    assert "recommendation_open" in str(post.content())


def test_of_many_rounds_five_are_shown(board):
    for place in range(7):
        ask(board, str(place))

    text = summaries(board)["member"]

    assert text.count("Your cluster is asked about") == 5
    assert "… and 2 more recommendations." in text
