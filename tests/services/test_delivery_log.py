"""The delivery log: what was sent when, what was not and why; for those who lead."""

from datetime import timedelta

import pytest
from factories_meetings import a_meeting

from bot.domain.errors import NotAllowedError
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.reminders import reminder_key
from bot.domain.sigs import Sig
from bot.services import status
from storage import meeting_rows, outbox, sigs
from templates import delivery_log as views

from factories import NOW
from groups import a_caller

LEASE = timedelta(seconds=60)
DAY = timedelta(days=1)


def clock():
    return NOW


@pytest.fixture
def sig(database):
    with database.begin() as session:
        return sigs.add(session, Sig(name="Group"))


@pytest.fixture
def chair(database, sig):
    return a_caller(database, sig, Role.CHAIR)


def put(database, sig, key, *, due, sent=None, ended=None, recipient="C1"):
    """Store a message that was sent, or ended otherwise with a reason, or waits."""
    kind = MessageKind.MEETING_REMINDER
    kind = kind if ":reminder:" in key else MessageKind.PRACTICE_SUBMITTED
    message = Message(
        key=key, kind=kind, sig_id=sig.id, object_id=1, recipient=recipient, due_at=due
    )
    with database.begin() as session:
        outbox.enqueue(session, message)
        if sent is None and ended is None:
            return
        claimed = outbox.claim(session, due, LEASE, "w")
        if sent is not None:
            outbox.confirm(
                session, claimed, worker="w", ts="1", channel_id="C1", now=sent
            )
        else:
            state, reason = ended
            outbox.finish(session, claimed, state=state, worker="w", reason=reason)


def log(database, caller):
    found, lines = status.delivery_log(database, clock, caller=caller)
    return views.log(found, lines)


def test_it_says_of_each_message_what_became_of_it(database, sig, chair):
    with database.begin() as session:
        meeting = meeting_rows.add(session, sig.id, a_meeting())
    key = reminder_key(meeting.id, 15, meeting.starts_at)
    late = NOW - 3 * DAY
    put(database, sig, "in time", due=NOW - 4 * DAY, sent=NOW - 4 * DAY)
    put(database, sig, "late", due=late, sent=late + timedelta(hours=2))
    missed = (MessageState.MISSED, "too late to be useful")
    put(database, sig, key, due=NOW - 2 * DAY, ended=missed)
    failed = (MessageState.FAILED, "is_archived")
    put(database, sig, "failed", due=NOW - DAY, ended=failed, recipient="U1")
    put(database, sig, "waits", due=NOW - timedelta(minutes=1))

    text = log(database, chair).text

    first, *lines = text.partition("*The last 5, newest first*\n")[::2]
    assert "2 sent, 1 of them late, 1 missed, 1 failed, 1 waiting" in first
    waits, fails, misses, lates, in_time = lines[0].splitlines()
    assert waits.endswith("*waits*")
    assert fails.startswith("• Practice submitted to one person, due ")
    assert fails.endswith("*failed*: is archived")
    assert misses.startswith("• Reminder of M-1 (15 minutes before) to the channel")
    assert misses.endswith("*missed*: it would have come too late to be of use")
    assert "*sent late*" in lates
    assert "late" not in in_time


def test_it_shows_the_last_ten_and_nothing_of_another_group(database, sig, chair):
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
    for number in range(12):
        due = NOW - timedelta(hours=number + 1)
        put(database, sig, f"key-{number}", due=due, sent=due)
    put(database, other, "other", due=NOW - 2 * DAY, sent=NOW)

    post = log(database, chair)

    assert "12 sent, 0 missed, 0 failed, 0 waiting" in post.text
    assert post.text.count("• ") == 10


def test_what_was_called_off_and_what_is_old_is_not_in_it(database, sig, chair):
    called_off = (MessageState.CANCELLED, "its reason is gone")
    put(database, sig, "called off", due=NOW - DAY, ended=called_off)
    put(database, sig, "old", due=NOW - 31 * DAY, sent=NOW - 31 * DAY)
    put(database, sig, "to come", due=NOW + DAY)

    assert "Nothing was due in the last 30 days." in log(database, chair).text


@pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR, Role.EXTERNAL])
def test_it_is_for_those_who_lead(database, sig, role):
    who = a_caller(database, sig, role)

    with pytest.raises(NotAllowedError):
        log(database, who)


def test_the_status_names_the_latest_that_went_wrong(database, sig, chair):
    for number in range(5):
        due = NOW - timedelta(hours=number + 1)
        missed = (MessageState.MISSED, "too late to be useful")
        put(database, sig, f"key-{number}", due=due, ended=missed)

    found = status.read(database, clock, caller=chair).leaders.delivery

    assert found.missed == 5
    assert [each.due_at for each in found.troubles] == [
        NOW - timedelta(hours=number) for number in (1, 2, 3)
    ]
