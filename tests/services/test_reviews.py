"""Use cases of reviews: who is asked, what verdicts lead to, who hears of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from review_board import ACCEPT, CHANGES, DECLINE, Board

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Role
from bot.domain.practices import Label, Opinion, PracticeStatus, ReviewKind, ReviewState
from bot.services import practices, reviews
from bot.services.reviews import Sent

from factories import NOW


@pytest.fixture
def board(database):
    return Board(database)


def queue(board, name):
    caller = board.people[name]
    return reviews.queue(board.database, board.clock, caller=caller)


def asked(board, practice):
    """Return who was asked about the newest text and has not answered."""
    return [
        name
        for name, caller in board.people.items()
        if caller.actor.role in {Role.REVIEWER, Role.EDITOR, Role.CHAIR}
        and practice.id in [task.practice.id for task in queue(board, name)]
    ]


def test_reviewers_of_other_clusters_are_asked_in_turn(board):
    first, second, third = (board.submit() for _ in range(3))

    assert asked(board, first) == ["denmark", "portugal"]
    assert asked(board, second) == ["denmark", "france"]
    assert asked(board, third) == ["portugal", "france"]
    assert board.messages("review_asked")[:2] == ["denmark", "portugal"]
    assert board.messages("review_missing") == []


def test_where_there_are_too_few_those_who_lead_are_told(database):
    cast = {"chair": (Role.CHAIR, "EE"), "author": (Role.MEMBER, "EE")}
    cast["denmark"] = (Role.REVIEWER, "DK")
    board = Board(database, cast=cast)

    practice = board.submit()

    assert asked(board, practice) == ["denmark"]
    assert board.messages("review_missing") == ["chair"]


def test_where_all_have_spoken_and_are_too_few_those_who_lead_decide(database):
    cast = {"chair": (Role.CHAIR, "BE"), "author": (Role.MEMBER, "EE")}
    cast["denmark"] = (Role.REVIEWER, "DK")
    board = Board(database, cast=cast)
    practice = board.submit()

    task = board.review("denmark", practice, ACCEPT)

    assert task.practice.status is PracticeStatus.UNDER_REVIEW
    assert board.messages("review_advice") == ["chair"]


def test_a_group_without_reviewers_is_not_reminded_of_it(database):
    cast = {"chair": (Role.CHAIR, "BE"), "author": (Role.MEMBER, "EE")}
    board = Board(database, cast=cast)

    practice = board.submit()

    assert asked(board, practice) == []
    assert board.messages("review_missing") == []


def test_the_first_who_opens_the_form_makes_it_under_review(board):
    practice = board.submit()

    task = board.take_up("denmark", practice)
    again = board.take_up("portugal", practice)

    assert task.practice.status is again.practice.status is PracticeStatus.UNDER_REVIEW
    assert task.review.id != again.review.id
    assert board.take_up("denmark", practice).review == task.review
    assert board.messages("practice_taken_up") == ["author"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("author", "can review a practice"),
        ("member", "can review a practice"),
        ("observer", "can review a practice"),
        ("external", "can review a practice"),
        ("colleague", "from your own cluster"),
        ("near_editor", "from your own cluster"),
    ],
)
def test_who_may_not_review_changes_nothing(board, name, words):
    practice = board.submit()

    with pytest.raises(NotAllowedError, match=words):
        board.take_up(name, practice)
    assert board.now(practice).status is PracticeStatus.SUBMITTED


def test_an_author_who_is_a_reviewer_does_not_review_their_own(board):
    practice = board.submit("denmark")

    with pytest.raises(NotAllowedError, match="is your own"):
        board.take_up("denmark", practice)
    assert "denmark" not in asked(board, practice)


def test_who_speaks_for_no_cluster_says_so_first_except_the_secretariat(database):
    cast = {"author": (Role.MEMBER, "EE"), "reviewer": (Role.REVIEWER, None)}
    cast["secretariat"] = (Role.SECRETARIAT, None)
    board = Board(database, cast=cast)
    practice = board.submit()

    with pytest.raises(NotAllowedError, match="which cluster you speak for"):
        board.take_up("reviewer", practice)
    assert board.take_up("secretariat", practice).review.cluster_id is None


def test_a_volunteer_helps_unless_somebody_of_their_cluster_does(board):
    practice = board.submit()
    board.move("france", "DK")

    with pytest.raises(NotAllowedError, match="Somebody of your cluster reviews"):
        board.take_up("france", practice)
    assert board.take_up("chair", practice).review.kind is ReviewKind.REVIEWER


def test_a_reviewer_who_moved_to_the_authors_cluster_is_refused_at_the_end(board):
    practice = board.submit()
    task = board.take_up("denmark", practice)
    board.move("denmark", "EE")

    with pytest.raises(NotAllowedError, match="from your own cluster"):
        board.give("denmark", task, ACCEPT)
    assert board.now(practice).status is PracticeStatus.UNDER_REVIEW


def test_two_accept_and_the_author_hears_it_before_the_channel(board):
    practice = board.submit()
    board.review("denmark", practice, ACCEPT)
    task = board.review("portugal", practice, replace(ACCEPT, label=Label.PROMISING))

    assert task.practice.status is PracticeStatus.ACCEPTED
    assert task.practice.label is Label.PROMISING
    assert not task.practice.is_ruling
    kinds = [
        kind
        for (kind,) in board.rows(
            "SELECT kind FROM outbox WHERE due_at IS NOT NULL ORDER BY id"
        )
    ]
    last_refresh = len(kinds) - 1 - kinds[::-1].index("practice_refresh")
    assert kinds.index("practice_accepted") < last_refresh


def test_one_accept_is_enough_where_the_group_says_so(board):
    practice = board.submit(needed=1)

    task = board.review("denmark", practice, ACCEPT, needed=1)

    assert task.practice.status is PracticeStatus.ACCEPTED


def test_a_wish_for_changes_counts_at_once_and_names_no_reviewer(board):
    practice = board.submit()
    board.review("denmark", practice, CHANGES)

    after = board.now(practice)
    assert after.status is PracticeStatus.CHANGES_REQUESTED
    author = board.people["author"]
    said = reviews.remarks(board.database, board.clock, caller=author, practice=after)
    assert said == {"evidence": ("Since when?",)}
    assert board.messages("practice_changes") == ["author"]
    assert len(board.messages("practice_nudge")) == 2
    assert board.messages("review_nudge") == []


def test_a_second_wish_for_changes_reaches_the_author_too(board):
    practice = board.submit()
    late = board.take_up("portugal", practice)
    board.review("denmark", practice, CHANGES)

    shorter = replace(CHANGES, remarks={"title": "Shorter, please."})
    task = board.give("portugal", late, shorter)

    assert task.sent is Sent.GIVEN
    assert board.messages("practice_changes") == ["author", "author"]
    author = board.people["author"]
    said = reviews.remarks(
        board.database, board.clock, caller=author, practice=task.practice
    )
    assert set(said) == {"title", "evidence"}


def test_the_same_reviewers_look_again_and_keep_what_they_said(board):
    practice = board.submit()
    half = board.take_up("portugal", practice)
    reviews.keep(
        board.database,
        board.clock,
        caller=board.people["portugal"],
        review_id=half.review.id,
        change=lambda _: CHANGES,
    )
    board.review("denmark", practice, CHANGES)

    edited = board.edit("author", practice, evidence="412 checks since 2024.")

    assert edited.practice.status is PracticeStatus.SUBMITTED
    assert asked(board, practice) == ["denmark", "portugal"]
    (danish,) = queue(board, "denmark")
    (portuguese,) = queue(board, "portugal")
    assert danish.review.opinion.answers == CHANGES.answers
    assert danish.review.opinion.verdict is None
    assert portuguese.review.opinion.remarks == CHANGES.remarks
    assert board.messages("practice_nudge") == []
    assert len(board.messages("review_nudge")) == 4


def test_a_text_that_changed_while_it_was_read_comes_back_with_the_form(board):
    practice = board.submit()
    task = board.take_up("denmark", practice)
    board.edit("author", practice, title="Another title")

    sent = board.give("denmark", task, ACCEPT)

    assert sent.sent is Sent.TEXT_CHANGED
    assert sent.review.id != task.review.id
    assert sent.review.revision == 2
    assert sent.review.opinion == ACCEPT
    assert sent.review.state is ReviewState.OPEN
    assert board.give("denmark", sent, ACCEPT).sent is Sent.GIVEN


def test_withdrawn_while_under_review_keeps_what_was_written(board):
    practice = board.submit()
    task = board.take_up("denmark", practice)
    board.decide(practices.withdraw, "author", practice)

    sent = board.give("denmark", task, DECLINE)

    assert sent.sent is Sent.OVER
    assert sent.review.opinion.comment == DECLINE.comment
    assert board.messages("review_over") == ["denmark", "portugal"]
    assert board.now(practice).status is PracticeStatus.WITHDRAWN


def test_sending_the_same_review_again_changes_nothing(board):
    practice = board.submit()
    task = board.take_up("denmark", practice)
    first = board.give("denmark", task, ACCEPT)

    again = board.give("denmark", task, ACCEPT)
    other = board.give("denmark", task, DECLINE)

    assert again.review == first.review == other.review
    events = board.rows("SELECT verb FROM audit_event WHERE verb = 'reviewed'")
    assert len(events) == 1
    with pytest.raises(InvalidTransitionError, match="sent your review"):
        board.take_up("denmark", practice)


def test_a_referee_is_asked_once_and_decides(board):
    practice = board.submit()
    board.review("denmark", practice, ACCEPT)
    board.review("portugal", practice, DECLINE)

    (task,) = queue(board, "france")
    assert task.review.kind is ReviewKind.REFEREE
    assert board.messages("review_advice") == []
    after = board.review("france", practice, ACCEPT)

    assert after.practice.status is PracticeStatus.ACCEPTED


def test_where_nobody_is_left_to_ask_those_who_lead_decide(database):
    cast = {"chair": (Role.CHAIR, "EE"), "author": (Role.MEMBER, "EE")}
    cast |= {"denmark": (Role.REVIEWER, "DK"), "portugal": (Role.REVIEWER, "PT")}
    board = Board(database, cast=cast)
    practice = board.submit()
    board.review("denmark", practice, ACCEPT)
    board.review("portugal", practice, DECLINE)

    assert board.messages("review_advice") == ["chair"]
    assert board.now(practice).status is PracticeStatus.UNDER_REVIEW
    refused = board.decide(practices.reject, "chair", practice, reason="An advert.")
    assert refused.status is PracticeStatus.REJECTED


def test_reviewers_who_would_not_accept_it_only_advise(board):
    practice = board.submit()
    board.review("denmark", practice, DECLINE)
    board.review("portugal", practice, DECLINE)

    assert board.now(practice).status is PracticeStatus.UNDER_REVIEW
    assert board.messages("review_advice") == ["chair", "secretariat"]
    assert board.messages("practice_rejected") == []


def test_a_ruling_ends_the_review_and_is_recorded_as_one(board):
    practice = board.submit()
    board.take_up("denmark", practice)

    ruled = board.decide(practices.accept, "chair", practice, label=Label.GOOD)

    assert (ruled.is_ruling, ruled.label) == (True, Label.GOOD)
    assert queue(board, "denmark") == ()
    assert board.messages("review_over") == ["denmark", "portugal"]
    verbs = [verb for (verb,) in board.rows("SELECT verb FROM audit_event ORDER BY id")]
    assert verbs == ["submitted", "took up", "ruled"]


def test_editors_do_not_rule_on_what_comes_from_their_own_cluster(board):
    practice = board.submit()

    with pytest.raises(NotAllowedError, match="The chair can decide about it too"):
        board.decide(practices.accept, "near_editor", practice)
    assert board.decide(practices.accept, "france", practice).is_ruling


def test_reviews_of_another_group_do_not_exist(board, database):
    other = Board(database, "COTHER")
    practice = board.submit()
    task = board.take_up("denmark", practice)

    with pytest.raises(NotFoundError):
        other.take_up("denmark", practice)
    with pytest.raises(NotFoundError):
        other.give("denmark", task, ACCEPT)
    with pytest.raises(NotFoundError):
        other.decide(reviews.of_practice, "chair", practice)
    with pytest.raises(NotFoundError):
        board.give("portugal", task, ACCEPT)
    assert queue(other, "denmark") == ()


@pytest.mark.parametrize("name", ["author", "member", "denmark", "external"])
def test_reviews_are_read_by_those_who_decide(board, name):
    practice = board.submit()
    board.review("denmark", practice, DECLINE)

    with pytest.raises(NotAllowedError):
        board.decide(reviews.of_practice, name, practice)
    said = board.decide(reviews.of_practice, "chair", practice)
    assert [each.opinion.comment for each in said.reviews] == ["No.", ""]
    assert [cluster.country for cluster in said.asked] == ["DK", "PT"]


def test_what_is_missing_is_said_and_nothing_is_kept(board):
    practice = board.submit()
    task = board.take_up("denmark", practice)

    with pytest.raises(InvalidInputError) as caught:
        board.give("denmark", task, Opinion())

    assert "verdict" in caught.value.fields
    assert board.take_up("denmark", practice).review == task.review


def nudges(board, state="pending"):
    rows = board.rows(
        "SELECT due_at, recipient, state FROM outbox WHERE kind = 'review_nudge' "
        "ORDER BY due_at"
    )
    return [row for row in rows if row[1].endswith("DENMARK") and row[2] == state]


@pytest.mark.parametrize(
    ("asked_at", "due"),
    [
        pytest.param("2026-11-21T12:00", "2026-11-28T12:00", id="by day"),
        pytest.param("2026-11-21T22:30", "2026-11-29T06:00", id="at night"),
        pytest.param("2026-11-21T03:00", "2026-11-28T06:00", id="before dawn"),
    ],
)
def test_nudges_wait_for_the_morning_of_the_person(sqlite_database, asked_at, due):
    board = Board(sqlite_database)
    board.moment = datetime.fromisoformat(asked_at).replace(tzinfo=UTC)

    board.submit()

    first, second = nudges(board)
    expected = datetime.fromisoformat(due)
    assert str(first[0]).startswith(expected.strftime("%Y-%m-%d %H:%M"))
    later = expected + timedelta(days=14)
    assert str(second[0]).startswith(later.strftime("%Y-%m-%d %H:%M"))


def test_a_nudge_says_nothing_when_the_review_is_there(board):
    practice = board.submit()
    task = board.take_up("denmark", practice)
    message = Message(
        key="k",
        kind=MessageKind.REVIEW_NUDGE,
        sig_id=board.sig.id,
        object_id=task.review.id,
        recipient="U",
        due_at=NOW,
    )
    assert reviews.task_of(board.database, message).review.id == task.review.id

    board.give("denmark", task, ACCEPT)

    assert reviews.task_of(board.database, message) is None
    assert len(nudges(board, "cancelled")) == 2
