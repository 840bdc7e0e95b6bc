"""The outbox: each message is taken by one worker, and none is forgotten."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.sigs import Sig
from storage import audit, inbound, outbox, sigs
from storage.database import open_database

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)


@pytest.fixture
def sig(database):
    with database.begin() as session:
        return sigs.add(session, Sig())


def a_message(sig, key="k1", **changes):
    values = {
        "key": key,
        "kind": MessageKind.PRACTICE_SUBMITTED,
        "sig_id": sig.id,
        "object_id": 7,
        "recipient": "C1",
        "due_at": NOW,
        "not_after": NOW + timedelta(days=1),
    }
    return Message(**(values | changes))


def enqueue(database, message):
    with database.begin() as session:
        return outbox.enqueue(session, message)


def claim(database, now=NOW, worker="w1"):
    with database.begin() as session:
        return outbox.claim(session, now, LEASE, worker)


def by_key(database, key="k1"):
    with database.read() as session:
        return outbox.by_key(session, key)


def test_a_key_is_used_once_for_ever(database, sig):
    first = enqueue(database, a_message(sig))
    message = claim(database)
    with database.begin() as session:
        outbox.confirm(
            session, message, worker="w1", ts="1.0", channel_id="C1", now=NOW
        )

    assert first
    assert not enqueue(database, a_message(sig))


def test_a_claimed_message_tells_everything_about_itself(database, sig):
    enqueue(database, a_message(sig))

    message = claim(database)

    assert message == Message(
        id=message.id,
        key="k1",
        kind=MessageKind.PRACTICE_SUBMITTED,
        sig_id=sig.id,
        object_id=7,
        recipient="C1",
        due_at=NOW,
        not_after=NOW + timedelta(days=1),
        state=MessageState.CLAIMED,
        attempts=1,
        is_uncertain=False,
        first_tried_at=NOW,
    )


def test_what_is_not_due_yet_waits(database, sig):
    enqueue(database, a_message(sig, due_at=NOW + timedelta(seconds=1)))

    assert claim(database) is None
    assert claim(database, NOW + timedelta(seconds=1)) is not None


def test_the_longest_due_goes_first(database, sig):
    for minutes in (1, 3, 2):
        due_at = NOW - timedelta(minutes=minutes)
        enqueue(database, a_message(sig, f"k{minutes}", due_at=due_at))

    keys = [claim(database).key for _ in range(3)]

    assert keys == ["k3", "k2", "k1"]


def test_a_claimed_message_is_not_claimed_again_while_the_lease_runs(database, sig):
    enqueue(database, a_message(sig))
    claim(database)

    assert claim(database, NOW + LEASE, "w2") is None


def test_after_the_lease_it_is_claimed_as_uncertain(database, sig):
    enqueue(database, a_message(sig))
    first = claim(database)
    later = NOW + LEASE + timedelta(seconds=1)

    second = claim(database, later, "w2")
    third = claim(database, later + LEASE + timedelta(seconds=1), "w3")

    assert (second.id, second.attempts) == (first.id, 2)
    assert second.is_uncertain
    assert third.is_uncertain
    assert third.first_tried_at == NOW


def test_only_the_worker_that_holds_it_settles_it(database, sig):
    enqueue(database, a_message(sig))
    first = claim(database)
    second = claim(database, NOW + LEASE + timedelta(seconds=1), "w2")

    with database.begin() as session:
        results = [
            outbox.confirm(
                session, first, worker="w1", ts="1.0", channel_id="C1", now=NOW
            ),
            outbox.release(session, first, worker="w1", retry_at=NOW),
            outbox.finish(
                session, first, state=MessageState.FAILED, worker="w1", reason="late"
            ),
            outbox.confirm(
                session, second, worker="w2", ts="2.0", channel_id="C1", now=NOW
            ),
            outbox.confirm(
                session, second, worker="w2", ts="3.0", channel_id="C1", now=NOW
            ),
        ]

    assert results == [False, False, False, True, False]
    assert (by_key(database).state, by_key(database).ts) == (MessageState.SENT, "2.0")


def test_what_was_surely_not_posted_is_tried_again_without_doubt(database, sig):
    enqueue(database, a_message(sig))
    message = claim(database)
    retry_at = NOW + timedelta(seconds=30)
    with database.begin() as session:
        outbox.release(session, message, worker="w1", retry_at=retry_at)

    too_early = claim(database)
    again = claim(database, retry_at)

    assert too_early is None
    assert not again.is_uncertain
    assert again.due_at == NOW
    assert again.attempts == 2


@pytest.mark.parametrize(
    "state", [MessageState.MISSED, MessageState.CANCELLED, MessageState.FAILED]
)
def test_an_end_without_sending_keeps_its_reason(database, sig, state):
    enqueue(database, a_message(sig))
    message = claim(database)
    with database.begin() as session:
        outbox.finish(session, message, state=state, worker="w1", reason="is_archived")

    assert claim(database, NOW + timedelta(days=9)) is None
    with database.read() as session:
        found, reason = outbox.with_reason(session, message.id)
        assert outbox.with_reason(session, 77) is None
    assert (found.state, reason) == (state, "is_archived")


def test_only_what_nobody_has_begun_is_cancelled(database, sig):
    enqueue(database, a_message(sig, "k1"))
    enqueue(database, a_message(sig, "k2", due_at=NOW + timedelta(days=1)))
    claim(database)
    with database.begin() as session:
        results = [outbox.cancel(session, key, reason="gone") for key in ("k1", "k2")]

    assert results == [False, True]


def test_the_oldest_unsent_message_is_known(database, sig):
    with database.read() as session:
        none = outbox.overdue_since(session)
    enqueue(database, a_message(sig, "k1", due_at=NOW + timedelta(hours=1)))
    enqueue(database, a_message(sig, "k2", due_at=NOW - timedelta(hours=1)))
    with database.read() as session:
        oldest = outbox.overdue_since(session)
    message = claim(database)
    with database.begin() as session:
        outbox.confirm(session, message, worker="w1", ts="1", channel_id="C", now=NOW)
        rest = outbox.overdue_since(session)

    assert none is None
    assert oldest == NOW - timedelta(hours=1)
    assert rest == NOW + timedelta(hours=1)


def test_states_are_counted_per_group(database, sig):
    with database.begin() as session:
        other = sigs.add(session, Sig())
    for index in range(3):
        enqueue(database, a_message(sig, f"k{index}"))
    enqueue(database, a_message(other, "other"))
    claim(database)

    with database.read() as session:
        counted = outbox.counts(session, sig.id)
    assert counted[MessageState.PENDING] == 2
    assert counted[MessageState.CLAIMED] == 1
    assert counted[MessageState.SENT] == 0
    assert set(counted) == set(MessageState)


def test_workers_at_once_never_take_the_same_message(database, sig):
    for index in range(40):
        enqueue(database, a_message(sig, f"k{index}"))
    taken, start = [], threading.Barrier(8)

    def work(worker):
        start.wait()
        while (message := claim(database, worker=worker)) is not None:
            taken.append(message.key)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == sorted(f"k{index}" for index in range(40))


def test_postgresql_workers_do_not_wait_for_each_other(postgresql_url):

    database = open_database(postgresql_url)
    with database.begin() as session:
        sig = sigs.add(session, Sig())
    for key in ("k1", "k2"):
        enqueue(database, a_message(sig, key))

    with database.begin() as one, database.begin() as other:
        first = outbox.claim(one, NOW, LEASE, "w1")
        second = outbox.claim(other, NOW, LEASE, "w2")

    assert {first.key, second.key} == {"k1", "k2"}
    database.close()


def test_taking_a_message_uses_the_small_index(database, sig):
    seen = []

    def note(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("UPDATE outbox"):
            seen.append((statement, parameters))

    enqueue(database, a_message(sig))
    with database.begin() as session:
        connection = session.connection()
        if not database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        sa.event.listen(connection, "before_cursor_execute", note)
        outbox.claim(session, NOW, LEASE, "w1")
        ((statement, parameters),) = seen
        explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        plan = connection.exec_driver_sql(explain + statement, parameters).fetchall()

    assert "ix_outbox_due" in str(plan)


def test_something_seen_is_not_new_a_second_time(database):
    with database.begin() as session:
        results = [
            inbound.first_time(session, "event:Ev1", NOW),
            inbound.first_time(session, "event:Ev1", NOW),
            inbound.first_time(session, "event:Ev2", NOW + timedelta(hours=2)),
        ]

    assert results == [True, False, True]


def test_a_key_whose_effect_failed_is_new_again(database):
    def fail():
        with database.begin() as session:
            inbound.first_time(session, "event:Ev1", NOW)
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    with database.begin() as session:
        assert inbound.first_time(session, "event:Ev1", NOW)


def test_old_keys_are_forgotten(database):
    with database.begin() as session:
        inbound.first_time(session, "old", NOW)
        inbound.first_time(session, "new", NOW + timedelta(hours=2))
        forgotten = inbound.forget_before(session, NOW + timedelta(hours=1))
        assert not inbound.first_time(session, "new", NOW)
        assert inbound.first_time(session, "old", NOW)

    assert forgotten == 1


def test_the_trail_holds_ids_and_verbs_only(database, sig):
    with database.begin() as session:
        audit.record(
            session,
            sig.id,
            5,
            verb="accepted",
            object_kind="practice",
            object_id=7,
            now=NOW,
        )

    with database.read() as session:
        row = session.connection().exec_driver_sql(
            "SELECT sig_id, actor_id, verb, object_kind, object_id FROM audit_event"
        )
        assert row.fetchall() == [(sig.id, 5, "accepted", "practice", 7)]
