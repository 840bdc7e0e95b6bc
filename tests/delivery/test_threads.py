"""Answers in a thread: after what they answer, once, and looked up where they stand."""

import pytest
from delivering import CHANNEL, state

from bot.domain.outbox import MessageState
from storage import outbox

from factories import NOW
from groups import enqueue


@pytest.fixture
def say(database, practice):
    def run(key, **place):
        enqueue(database, practice, key, recipient=CHANNEL, **place)

    return run


def ts_of(database, key):
    with database.read() as session:
        return outbox.by_key(session, key).ts


def threads(slack):
    """Return the time of each message, and that of the message it is under."""
    with slack.workspace.look():
        messages = slack.workspace.channels[CHANNEL].messages.values()
        return {each.ts: each.thread_ts for each in messages}


def test_an_answer_is_in_the_thread_of_what_it_answers(slack, database, worker, say):
    say("parent")
    say("answer", thread_key="parent")

    worker.deliver_due()

    assert threads(slack) == {
        ts_of(database, "parent"): None,
        ts_of(database, "answer"): ts_of(database, "parent"),
    }


def test_an_answer_to_an_answer_is_in_the_same_thread(slack, database, worker, say):
    say("parent")
    say("answer", thread_key="parent")
    say("another", thread_key="answer")

    worker.deliver_due()

    parent = ts_of(database, "parent")
    assert sorted(threads(slack).values(), key=str) == [parent, parent, None]


def test_a_known_message_is_answered_by_its_time(slack, database, worker, say):
    say("parent")
    worker.deliver_due()

    say("answer", thread_ts=ts_of(database, "parent"))
    worker.deliver_due()

    answer = ts_of(database, "answer")
    assert threads(slack)[answer] == ts_of(database, "parent")


def test_an_answer_waits_for_what_it_answers(slack, database, worker, clock, say):
    say("answer", thread_key="parent")
    say("parent", due_at=NOW)
    slack.faults.rate_limit(retry_after=30, method="chat.postMessage")

    worker.deliver_due()
    assert threads(slack) == {}
    clock.later(seconds=31)
    worker.deliver_due()

    assert threads(slack)[ts_of(database, "answer")] == ts_of(database, "parent")


def test_an_answer_whose_answer_was_lost_is_looked_up_in_the_thread(
    slack, database, worker, clock, say
):
    say("parent")
    worker.deliver_due()
    say("answer", thread_key="parent")
    slack.faults.lose_answer(method="chat.postMessage")

    worker.deliver_due()
    assert state(database, "answer") is MessageState.CLAIMED
    clock.later(seconds=61)
    worker.deliver_due()

    assert state(database, "answer") is MessageState.SENT
    assert len(threads(slack)) == 2


def test_an_answer_that_never_arrived_is_posted_after_the_look_up(
    slack, database, worker, clock, say
):
    say("parent")
    worker.deliver_due()
    say("answer", thread_key="parent")
    slack.faults.server_error(method="chat.postMessage")

    worker.deliver_due()
    clock.later(seconds=61)
    worker.deliver_due()

    assert state(database, "answer") is MessageState.SENT
    assert len(threads(slack)) == 2


@pytest.mark.parametrize("key", ["parent", "nothing"])
def test_what_answers_nothing_is_cancelled(slack, database, worker, say, key):
    say("parent")
    slack.faults.refuse("restricted_action", method="chat.postMessage")
    worker.deliver_due()
    say("answer", thread_key=key)

    worker.deliver_due()

    assert state(database, "answer") is MessageState.CANCELLED
    assert threads(slack) == {}
    assert len(slack.person("UCHAIR").direct_messages()) == 1


def test_a_thread_that_is_gone_is_said_once(slack, database, worker, say):
    say("answer", thread_ts="1600000000.000100")

    worker.deliver_due()

    assert state(database, "answer") is MessageState.FAILED
    assert len(slack.person("UCHAIR").direct_messages()) == 1
