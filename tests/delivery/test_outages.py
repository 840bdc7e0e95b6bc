"""Channels that are gone, clocks that are wrong, waits, and other ways than Slack."""

from datetime import UTC, datetime, timedelta

import pytest
from delivering import CHANNEL, a_worker, posted

from bot.delivery import Delivery, NotSentError, RefusedError
from bot.domain.outbox import MessageState
from bot.domain.sigs import ChannelStatus, Sighting, SigState
from bot.services import sigs
from bot.services.upkeep import Upkeep
from storage import outbox
from storage import sigs as rows

from factories import NOW
from groups import TEAM, enqueue


@pytest.fixture
def carriers():
    return {}


@pytest.fixture
def worker(slack, database, clock, carriers):
    return a_worker(slack, database, clock, carriers=carriers)


def message(database, key="first"):
    with database.read() as session:
        return outbox.by_key(session, key)


def told(slack):
    return [each.text for each in slack.person("UCHAIR").direct_messages()]


def group(database, practice):
    with database.read() as session:
        return rows.get(session, practice.sig_id)


def see(database, clock, status):
    sighting = Sighting(status=status)
    sigs.seen(database, clock, team_id=TEAM, channel_id=CHANNEL, sighting=sighting)


def archive(slack):
    with slack.workspace.change():
        slack.workspace.channels[CHANNEL].archived = True


def unarchive(slack):
    with slack.workspace.change():
        slack.workspace.channels[CHANNEL].archived = False


def test_an_archived_channel_that_nobody_told_of_is_noticed_and_waited_for(
    slack, database, worker, practice, clock
):
    enqueue(database, practice, "first", recipient=CHANNEL)
    enqueue(database, practice, "second", recipient=CHANNEL)
    archive(slack)

    worker.deliver_due()
    worker.deliver_due()

    assert group(database, practice).state is SigState.ARCHIVED
    assert message(database).state is MessageState.PENDING
    assert message(database, "second").attempts == 0
    (notice,) = told(slack)
    assert "was archived, so I cannot post there" in notice

    unarchive(slack)
    clock.later(hours=1)
    see(database, clock, ChannelStatus.OPEN)
    worker.deliver_due()

    assert [text.endswith("(posted late)") for text in posted(slack)] == [True, True]


def test_what_is_useless_before_the_channel_is_back_is_missed(
    slack, database, worker, practice, clock
):
    soon = NOW + timedelta(minutes=15)
    enqueue(database, practice, recipient=CHANNEL, not_after=soon)
    archive(slack)
    worker.deliver_due()

    clock.later(hours=1)
    Upkeep(database, clock).run()

    assert message(database).state is MessageState.MISSED
    with database.read() as session:
        reason = outbox.with_reason(session, message(database).id)[1]
    assert reason == "the group had no channel"


def test_another_archived_channel_is_no_matter_of_the_group(
    slack, database, worker, practice
):
    enqueue(database, practice, recipient="COTHER")
    slack.faults.refuse("is_archived", method="chat.postMessage")

    worker.deliver_due()

    assert message(database).state is MessageState.FAILED
    assert group(database, practice).state is SigState.ACTIVE
    assert "the channel is archived" in told(slack)[0]


def test_who_was_asked_to_wait_is_late_by_when_it_was_due(
    slack, database, worker, practice, clock
):
    enqueue(database, practice, recipient=CHANNEL)
    slack.faults.rate_limit(retry_after=700, method="chat.postMessage")

    worker.deliver_due()
    clock.later(seconds=701)
    worker.deliver_due()

    assert posted(slack)[0].endswith("(posted late)")
    assert message(database).due_at == NOW


def test_nothing_else_for_a_busy_channel_is_even_tried(
    slack, database, worker, practice
):
    for number in range(20):
        enqueue(database, practice, f"key-{number}", recipient=CHANNEL)
    enqueue(database, practice, "other", recipient="COTHER")
    slack.faults.rate_limit(retry_after=30, method="chat.postMessage")

    assert worker.deliver_due() == 2

    assert message(database, "key-19").attempts == 0
    assert message(database, "other").state is MessageState.SENT


def test_another_process_is_not_told_to_wait_and_asks_itself(
    slack, database, worker, practice, clock
):
    enqueue(database, practice, recipient=CHANNEL)
    slack.faults.rate_limit(retry_after=30, method="chat.postMessage")
    worker.deliver_due()

    other = Delivery(
        db=database, clock=clock, client=worker.client, worker="two", blocked={}
    )

    assert other.deliver_due() == 0


def test_a_message_is_found_though_the_clock_was_ahead(
    slack, database, worker, practice, clock
):
    clock.moment = datetime.now(UTC) + timedelta(hours=2)
    enqueue(database, practice, recipient=CHANNEL, due_at=clock.moment)
    slack.faults.lose_answer(method="chat.postMessage")

    worker.deliver_due()
    clock.later(seconds=61)
    worker.deliver_due()

    assert len(posted(slack)) == 1
    assert message(database).state is MessageState.SENT


def test_a_clock_that_goes_back_an_hour_repeats_nothing_and_loses_nothing(
    slack, database, worker, practice, clock
):
    enqueue(database, practice, "first", recipient=CHANNEL)
    enqueue(
        database, practice, "later", recipient=CHANNEL, due_at=NOW + timedelta(hours=1)
    )
    worker.deliver_due()

    clock.later(hours=-1)
    assert worker.deliver_due() == 0
    clock.later(hours=2)
    worker.deliver_due()

    assert len(posted(slack)) == 2


def test_what_was_found_late_was_not_sent_late(
    slack, database, worker, practice, clock
):
    clock.moment = datetime.now(UTC)
    enqueue(database, practice, recipient=CHANNEL, due_at=clock.moment)
    slack.faults.lose_answer(method="chat.postMessage")
    worker.deliver_due()

    clock.later(days=3)
    worker.deliver_due()

    with database.read() as session:
        sent_at = outbox.sent_at(session, message(database).id)
    assert sent_at - message(database).due_at < timedelta(minutes=1)


# --- other ways than Slack -----------------------------------------------------------


@pytest.fixture
def carried(database, practice, worker, carriers):
    """What lets a carrier do something with a message, and tells its state then."""

    def run(outcome):
        def carry(_message):
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        carriers["mailto"] = carry
        enqueue(database, practice, recipient="mailto:someone@example.org")
        worker.deliver_due()
        return message(database).state

    return run


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("<id@example.org>", MessageState.SENT),
        (None, MessageState.CANCELLED),
        (RefusedError("no such address"), MessageState.FAILED),
        (NotSentError("busy", wait=timedelta(minutes=5)), MessageState.PENDING),
        (ConnectionError("cut"), MessageState.CLAIMED),
    ],
)
def test_what_a_carrier_says_is_what_becomes_of_it(carried, outcome, expected):
    assert carried(outcome) is expected


def test_what_a_carrier_left_open_comes_again_and_says_so(
    database, worker, carried, carriers
):
    carried(ConnectionError("cut"))
    seen = []
    carriers["mailto"] = lambda found: seen.append(found.is_uncertain) or "sent"

    worker.clock.later(seconds=61)
    worker.deliver_due()

    assert seen == [True]
    assert message(database).state is MessageState.SENT


def test_an_address_that_nobody_carries_fails(slack, database, practice, worker):
    enqueue(database, practice, recipient="pigeon:roof")

    worker.deliver_due()

    assert message(database).state is MessageState.FAILED
