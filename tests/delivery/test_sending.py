"""The outbox's worker against a Slack that misbehaves, on both databases."""

import threading
from datetime import timedelta

import pytest
from delivering import CHANNEL, a_worker, posted, state

from bot.delivery import Courier
from bot.domain.errors import NotSavedError
from bot.domain.outbox import MessageKind, MessageState
from bot.services import outbox as outbox_cases
from storage import outbox, practices

from factories import NOW, a_practice
from groups import enqueue


def test_what_is_due_is_posted_once(slack, database, worker, practice):
    enqueue(database, practice, recipient=CHANNEL)
    enqueue(database, practice, recipient=CHANNEL)

    assert worker.deliver_due() == 1
    assert worker.deliver_due() == 0

    assert len(posted(slack)) == 1
    assert state(database) is MessageState.SENT


def test_a_lost_answer_is_looked_up_and_not_repeated(
    slack, database, worker, practice, clock
):
    enqueue(database, practice, recipient=CHANNEL)
    slack.faults.lose_answer(method="chat.postMessage")

    worker.deliver_due()
    assert state(database) is MessageState.CLAIMED
    clock.later(seconds=61)
    a_worker(slack, database, clock, "second").deliver_due()

    assert len(posted(slack)) == 1
    assert state(database) is MessageState.SENT


def test_what_never_arrived_is_posted_after_the_look_up(
    slack, database, worker, practice, clock
):
    enqueue(database, practice, recipient=CHANNEL)
    slack.faults.server_error(method="chat.postMessage")

    worker.deliver_due()
    assert posted(slack) == []
    clock.later(seconds=61)
    worker.deliver_due()

    assert len(posted(slack)) == 1
    assert state(database) is MessageState.SENT


def test_a_direct_message_is_looked_up_too(slack, database, worker, practice, clock):
    enqueue(database, practice, recipient="UMEMBER")
    slack.faults.lose_answer(method="chat.postMessage")

    worker.deliver_due()
    clock.later(seconds=61)
    worker.deliver_due()

    assert len(slack.person("UMEMBER").direct_messages()) == 1
    assert state(database) is MessageState.SENT


def test_without_the_history_scope_a_doubtful_message_is_not_repeated(
    slack, database, worker, practice, clock
):
    enqueue(database, practice, recipient=CHANNEL)
    slack.installation.methods_off.add("conversations.history")
    slack.faults.lose_answer(method="chat.postMessage")

    worker.deliver_due()
    clock.later(seconds=61)
    worker.deliver_due()

    assert len(posted(slack)) == 1
    assert state(database) is MessageState.FAILED
    (told,) = slack.person("UCHAIR").direct_messages()
    assert "I cannot find out whether it was posted" in told.text


def test_a_busy_channel_waits_and_the_others_do_not(
    slack, database, worker, practice, clock
):
    enqueue(database, practice, "first", recipient=CHANNEL)
    enqueue(database, practice, "second", recipient=CHANNEL)
    enqueue(database, practice, "other", recipient="COTHER")
    slack.faults.rate_limit(retry_after=30, method="chat.postMessage")

    worker.deliver_due()

    assert posted(slack) == []
    assert len(posted(slack, "COTHER")) == 1
    calls = [call for call in slack.calls if call.method == "chat.postMessage"]
    assert len(calls) == 2
    clock.later(seconds=29)
    assert worker.deliver_due() == 0
    clock.later(seconds=2)
    worker.deliver_due()
    assert len(posted(slack)) == 2


def test_a_doubtful_message_stays_doubtful_while_slack_is_busy(
    slack, database, worker, practice, clock
):
    enqueue(database, practice, recipient=CHANNEL)
    slack.faults.lose_answer(method="chat.postMessage")
    worker.deliver_due()
    clock.later(seconds=61)
    slack.faults.rate_limit(retry_after=30, method="conversations.history")
    worker.deliver_due()
    clock.later(seconds=122)

    worker.deliver_due()

    assert len(posted(slack)) == 1
    assert state(database) is MessageState.SENT


@pytest.mark.parametrize("error", ["channel_not_found", "restricted_action"])
def test_what_can_never_arrive_is_given_up_and_the_chair_told_once(
    slack, database, worker, practice, error
):
    enqueue(database, practice, recipient=CHANNEL)
    slack.faults.refuse(error, method="chat.postMessage")

    worker.deliver_due()
    worker.deliver_due()

    assert state(database) is MessageState.FAILED
    assert len(slack.person("UCHAIR").direct_messages()) == 1


def test_a_notice_that_fails_itself_is_given_up_in_silence(
    slack, database, worker, practice
):
    enqueue(database, practice, recipient=CHANNEL)
    slack.faults.refuse("account_inactive", times=9, method="chat.postMessage")

    assert worker.deliver_due() == 2
    assert worker.deliver_due() == 0


def test_after_its_time_it_is_missed(slack, database, worker, practice, clock):
    enqueue(database, practice, recipient=CHANNEL, not_after=NOW + timedelta(hours=1))
    clock.later(hours=2)

    worker.deliver_due()

    assert posted(slack) == []
    assert state(database) is MessageState.MISSED


def test_a_doubtful_message_after_its_time_is_missed_or_found(
    slack, database, worker, practice, clock
):
    enqueue(
        database,
        practice,
        "found",
        recipient=CHANNEL,
        not_after=NOW + timedelta(minutes=1),
    )
    slack.faults.lose_answer(method="chat.postMessage")
    worker.deliver_due()
    enqueue(
        database,
        practice,
        "missed",
        recipient=CHANNEL,
        not_after=NOW + timedelta(minutes=1),
    )
    slack.faults.server_error(method="chat.postMessage")
    worker.deliver_due()
    clock.later(hours=1)

    worker.deliver_due()

    assert state(database, "found") is MessageState.SENT
    assert state(database, "missed") is MessageState.MISSED
    assert len(posted(slack)) == 1


def test_what_comes_late_says_so(slack, database, worker, practice, clock):
    enqueue(database, practice, recipient=CHANNEL)
    clock.later(minutes=11)

    worker.deliver_due()

    assert posted(slack)[0].endswith("(posted late)")


def test_a_message_without_reason_is_cancelled(slack, database, worker, practice):
    enqueue(database, a_practice(id=99, sig_id=practice.sig_id), recipient=CHANNEL)

    worker.deliver_due()

    assert state(database) is MessageState.CANCELLED
    assert posted(slack) == []


def test_a_worker_that_was_paused_does_not_post(slack, database, practice, clock):
    enqueue(database, practice, recipient=CHANNEL)
    paused = a_worker(slack, database, lambda: moments.pop(0), "paused")
    # Claimed at noon, looked at at noon, and then the machine slept for 50 seconds.
    moments = [NOW, NOW, NOW + timedelta(seconds=50), NOW + timedelta(seconds=50)]

    paused.deliver_due()

    assert posted(slack) == []
    assert state(database) is MessageState.CLAIMED


def test_two_workers_post_each_message_once(slack, database, practice, clock):
    for number in range(40):
        enqueue(database, practice, f"key-{number}", recipient=CHANNEL)
    workers = [a_worker(slack, database, clock, name) for name in ("one", "two")]
    threads = [threading.Thread(target=each.deliver_due) for each in workers]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(posted(slack)) == 40


def test_a_refresh_of_what_was_never_posted_is_cancelled(
    slack, database, worker, practice
):
    enqueue(database, practice, recipient=CHANNEL, kind=MessageKind.PRACTICE_REFRESH)

    worker.deliver_due()

    assert state(database) is MessageState.CANCELLED


def test_a_refresh_waits_for_an_announcement_whose_answer_was_lost(
    slack, database, worker, practice, clock
):
    key = f"practice:{practice.id}:submitted:channel"
    enqueue(database, practice, key, recipient=CHANNEL)
    slack.faults.lose_answer(method="chat.postMessage")
    worker.deliver_due()
    with database.begin() as session:
        practices.change_status(session, practice, practice.withdraw())
    refresh = MessageKind.PRACTICE_REFRESH
    enqueue(database, practice, "refresh", recipient=CHANNEL, kind=refresh)

    worker.deliver_due()
    assert state(database, "refresh") is MessageState.PENDING
    clock.later(seconds=61)
    worker.deliver_due()
    clock.later(seconds=61)
    worker.deliver_due()

    assert state(database, "refresh") is MessageState.SENT
    assert posted(slack) == ["*P-1*  is withdrawn."]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("internal_error", MessageState.SENT),
        ("message_not_found", MessageState.CANCELLED),
    ],
)
def test_a_refresh_is_given_up_only_for_good_reasons(
    slack, worker, practice, error, expected
):
    database, clock = worker.db, worker.clock
    key = f"practice:{practice.id}:submitted:channel"
    enqueue(database, practice, key, recipient=CHANNEL)
    worker.deliver_due()
    refresh = MessageKind.PRACTICE_REFRESH
    enqueue(database, practice, "refresh", recipient=CHANNEL, kind=refresh)
    slack.faults.refuse(error, method="chat.update")

    worker.deliver_due()
    clock.later(seconds=61)
    worker.deliver_due()

    assert state(database, "refresh") is expected


def test_a_worker_that_lost_its_claim_alarms_nobody(
    slack, database, practice, clock, worker
):
    enqueue(database, practice, recipient=CHANNEL)
    with database.begin() as session:
        stale = outbox.claim(session, clock(), timedelta(seconds=1), "slow")
    clock.later(seconds=2)
    worker.deliver_due()

    outbox_cases.fail(database, stale, worker="slow", reason="x", now=clock())
    worker.deliver_due()

    assert state(database) is MessageState.SENT
    assert slack.person("UCHAIR").direct_messages() == []


def test_the_courier_survives_errors_and_coalesces():
    runs = []

    def deliver():
        runs.append(len(runs))
        if len(runs) == 1:
            raise NotSavedError("busy")
        if len(runs) == 2:
            raise ValueError("a mistake of ours")

    courier = Courier(deliver)
    for _ in range(3):
        courier.wake()
        courier._pool.submit(lambda: None).result()
    courier.close()
    courier.wake()

    assert runs == [0, 1, 2]
