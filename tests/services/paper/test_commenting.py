"""Comments: windows, one position per cluster, late ones, answers."""

from datetime import timedelta

import pytest

from bot.domain.errors import InvalidInputError, NotAllowedError, StaleVersionError
from bot.domain.outbox import MessageState
from bot.domain.whitepaper.comments import CommentState
from bot.services.whitepaper import boards, commenting, windows


def say(group, who, text="I agree.", key="analysis", nonce=None, **typed):
    return group.do(
        commenting.comment,
        who,
        section_id=group.section(key).id,
        nonce=nonce or f"{who} {text} {key}",
        typed={"text": text} | typed,
    )


def ask(group, days=14, nonce="w", **typed):
    until = (group.clock() + timedelta(days=days)).date()
    return group.do(
        windows.open_window,
        "chair",
        nonce=nonce,
        typed={"until": until.isoformat()} | typed,
    )


def state(group, who, text, *, version, consolidates=()):
    return group.do(
        commenting.save_position,
        who,
        section_id=group.section("analysis").id,
        version=version,
        typed={"text": text, "consolidates": list(consolidates)},
    )


def board(group, who, key="analysis"):
    return group.do(boards.board, who, name=key)


def texts(found):
    return [each.comment.text for each in found.said]


def test_the_channel_is_asked_once_and_reminded_before_the_end(group):
    window = ask(group)
    again = ask(group)

    opened = group.message(f"comments_opened:{window.id}")
    reminder = group.message(f"comments_reminder:{window.id}")
    assert again == window
    assert (opened.recipient, opened.due_at) == ("CSIG", group.clock())
    assert reminder.due_at == window.closes_at - timedelta(days=2)
    assert windows.opened_for_message(group.database, reminder).window == window


def test_a_day_in_the_past_is_no_end(group):
    for typed in ({"until": "2020-01-01"}, {"until": ""}, {"until": "soon"}):
        with pytest.raises(InvalidInputError) as refused:
            group.do(windows.open_window, "chair", nonce="w", typed=typed)

        assert set(refused.value.fields) == {"until"}


def test_a_window_that_ends_early_needs_no_reminder(group):
    window = ask(group)

    group.passed = timedelta(hours=1)
    group.do(windows.end_window, "chair", window_id=window.id)

    reminder = group.message(f"comments_reminder:{window.id}")
    assert reminder.state is MessageState.CANCELLED
    assert windows.opened_for_message(group.database, reminder) is None
    assert say(group, "member").is_late


def test_what_comes_late_is_kept_for_the_next_edition(group):
    ask(group, days=3)
    in_time = say(group, "member", "In time.")
    group.passed = timedelta(days=5)

    late = say(group, "member", "Too late.")

    assert (in_time.is_late, in_time.state) == (False, CommentState.OPEN)
    assert (late.is_late, late.state) == (True, CommentState.KEPT)


def test_the_next_time_for_comments_takes_up_what_came_late(group):
    ask(group, days=3)
    group.passed = timedelta(days=5)
    late, settled = say(group, "member", "Late."), say(group, "member", "Settled.")
    typed = {"state": "kept", "answer": "Not this year."}
    group.do(commenting.answer, "editor", comment_id=settled.id, version=1, typed=typed)

    ask(group, nonce="next")

    states = {
        each.comment.id: each.comment.state for each in board(group, "editor").said
    }
    assert states == {late.id: CommentState.OPEN, settled.id: CommentState.KEPT}


def test_a_window_for_some_sections_says_nothing_of_the_others(group):
    ask(group, days=3, sections=["introduction"])
    group.passed = timedelta(days=5)

    assert not say(group, "member").is_late
    assert say(group, "member", key="introduction").is_late


def test_the_same_form_twice_is_one_comment(group):
    for _ in range(2):
        say(group, "member", nonce="n")

    assert texts(board(group, "editor")) == ["I agree."]


def test_an_empty_comment_is_refused_and_a_proposal_alone_is_enough(group):
    with pytest.raises(InvalidInputError) as refused:
        say(group, "member", " ")
    say(group, "member", "", proposal="Better words.")

    assert set(refused.value.fields) == {"text"}
    assert board(group, "editor").said[0].comment.proposal == "Better words."


def test_members_see_their_clusters_comments_and_all_positions(group):
    say(group, "member", "Mine.")
    say(group, "other", "Theirs.")
    state(group, "other", "Our position.", version=1)

    assert texts(board(group, "colleague")) == ["Mine.", "Our position."]
    assert texts(board(group, "editor")) == ["Mine.", "Theirs.", "Our position."]
    assert [each.by for each in board(group, "editor").said] == [
        "Cluster EE (member)",
        "Cluster PT (member)",
        "Cluster PT",
    ]


def test_a_cluster_has_one_position_and_names_what_it_takes_up(group):
    ask(group)
    first, second = say(group, "member", "One."), say(group, "colleague", "Two.")

    form = group.do(commenting.position, "member", name="analysis")
    saved = state(group, "member", "Both.", version=1, consolidates=[str(first.id)])
    refused = state(group, "colleague", "Other words.", version=1)

    assert [each.comment.id for each in form.colleagues] == [first.id, second.id]
    assert saved.comment.consolidates == (first.id,)
    assert (refused.refused.text, refused.comment.text) == ("Other words.", "Both.")
    state(group, "colleague", "Other words.", version=refused.comment.version)
    assert texts(board(group, "other")) == ["Other words."]


def test_somebody_without_a_cluster_states_no_position(group):
    with pytest.raises(InvalidInputError, match="no cluster"):
        group.do(commenting.position, "editor", name="analysis")


def test_an_answer_is_told_to_its_author_in_private(group):
    said = say(group, "member")
    typed = {"state": "accepted", "answer": "Yes, in the second paragraph."}

    answered = group.do(
        commenting.answer, "editor", comment_id=said.id, version=1, typed=typed
    )
    with pytest.raises(StaleVersionError):
        group.do(
            commenting.answer,
            "chair",
            comment_id=said.id,
            version=1,
            typed={"state": "declined"},
        )

    message = group.message(f"comment:{said.id}:v{answered.version}:answered")
    told = windows.answer_for_message(group.database, message)
    assert message.recipient == "UMEMBER"
    assert (told.section, told.comment.answer) == (
        "Cross-cutting analysis",
        "Yes, in the second paragraph.",
    )


def test_members_do_not_answer(group):
    said = say(group, "member")

    with pytest.raises(NotAllowedError):
        group.do(
            commenting.answer,
            "other",
            comment_id=said.id,
            version=1,
            typed={"state": "declined"},
        )


def test_the_overview_counts_what_the_reader_sees(group):
    ask(group)
    say(group, "member")

    for who, expected in (("editor", 1), ("other", 0)):
        found = group.do(boards.overview, who)
        counts = {kept.section.key: count for kept, count, _ in found.sections}
        assert counts["analysis"] == expected
    assert found.windows[0].is_open(group.clock())
