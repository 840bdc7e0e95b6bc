"""Moving, cancelling and re-opening: once, never behind somebody's back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from factories_meetings import a_meeting
from sqlmodel import select

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.meetings import MeetingStatus
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.schedules import typed_of_meeting
from bot.domain.sigs import Sig
from bot.services.meetings import changing, telling
from storage import meeting_rows, meetings, outbox, sigs
from storage.tables import AuditEventRow, OutboxRow

from groups import TEAM, a_caller

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
NOTICES = {
    MessageKind.MEETING_ANNOUNCED,
    MessageKind.MEETING_MOVED,
    MessageKind.MEETING_CHANGED,
    MessageKind.MEETING_CANCELLED,
    MessageKind.MEETING_REOPENED,
}


def clock():
    return NOW


@pytest.fixture
def sig(database):
    return add_group(database, "CSIG")


@pytest.fixture
def chair(database, sig):
    return a_caller(database, sig, Role.CHAIR)


@pytest.fixture
def planned(database, sig, chair):
    with database.begin() as session:
        return changing.create(session, sig, a_meeting(), actor_id=None, now=NOW)


def add_group(database, channel):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name=f"Group {channel}"))
        return sigs.bind(session, sig.id, team_id=TEAM, channel_id=channel)


def move(database, chair, meeting, *, now=NOW, **typed):
    return changing.move(
        database,
        lambda: now,
        caller=chair,
        number=meeting.number,
        version=meeting.version,
        typed=typed_of_meeting(meeting) | typed,
    )


def cancel(database, chair, meeting, reason="Too few can come."):
    return changing.cancel(
        database,
        clock,
        caller=chair,
        number=meeting.number,
        version=meeting.version,
        typed={"reason": reason},
    )


def reopen(database, chair, meeting, now=NOW):
    return changing.reopen(database, lambda: now, caller=chair, text=meeting.ref)


def stored(database, meeting):
    with database.read() as session:
        return meetings.find_by_id(session, meeting.id)[1]


def waiting(database):
    """Return the notices that wait to be posted."""
    with database.read() as session:
        rows = session.exec(select(OutboxRow).order_by(OutboxRow.id))
        return [
            row.kind
            for row in rows
            if row.state is MessageState.PENDING and row.kind in NOTICES
        ]


def test_a_moved_meeting_keeps_its_number_and_its_invitation(database, chair, planned):
    day = (planned.starts_local + timedelta(days=7)).date()

    done = move(database, chair, planned, day=day.isoformat(), reason="Conference")

    found = stored(database, planned)
    assert done.meeting == found
    assert (found.number, found.uid) == (planned.number, planned.uid)
    assert found.starts_local.date() == day
    assert found.moved_from == planned.starts_local.date()
    assert (found.sequence, found.note) == (1, "Conference")
    assert waiting(database) == [MessageKind.MEETING_MOVED]
    with database.read() as session:
        verbs = [row.verb for row in session.exec(select(AuditEventRow))]
    assert verbs == ["scheduled", "moved"]


def test_moving_it_twice_posts_one_notice(database, chair, planned):
    first = move(database, chair, planned, time="15:00").meeting

    move(database, chair, first, time="16:00")

    assert waiting(database) == [MessageKind.MEETING_MOVED]
    with database.read() as session:
        key = f"meeting:{planned.id}:meeting_moved:1:channel"
        overtaken = outbox.by_key(session, key)
    assert telling.for_message(database, overtaken) is None


def test_the_same_form_sent_twice_moves_it_once(database, chair, planned):
    first = move(database, chair, planned, time="15:00")

    again = move(database, chair, planned, time="15:00")

    assert (first.is_new, again.is_new, again.is_stale) == (True, False, False)
    assert again.meeting == first.meeting


def test_the_second_chair_is_told_and_changes_nothing(database, chair, planned):
    first = move(database, chair, planned, time="15:00")

    second = move(database, chair, planned, time="16:00")

    assert second.is_stale
    assert second.meeting == first.meeting == stored(database, planned)


def test_a_new_link_is_no_move(database, chair, planned):
    done = move(database, chair, planned, join_url="https://example.org/new")

    assert (done.meeting.sequence, done.meeting.moved_from) == (1, None)
    assert waiting(database) == [MessageKind.MEETING_CHANGED]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "2026-11-19"}, "day"),
        ({"day": "2026-11-20", "time": "09:59"}, "day"),
        ({"join_url": "ftp://example.org"}, "join_url"),
        ({"zone": "Moon/Tranquility"}, "zone"),
        ({"duration": "-30"}, "duration"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_a_bad_move_is_refused_beside_its_field(database, chair, planned, typed, field):
    with pytest.raises(InvalidInputError) as caught:
        move(database, chair, planned, **typed)

    assert list(caught.value.fields) == [field]
    assert stored(database, planned) == planned


def test_a_move_into_the_gap_of_the_clocks_goes_forward(database, chair, planned):
    done = move(database, chair, planned, day="2027-03-28", time="02:30")

    assert done.meeting.starts_local.isoformat() == "2027-03-28T03:30:00"
    assert done.meeting.starts_at.isoformat() == "2027-03-28T01:30:00+00:00"


def test_cancelled_and_reopened_it_says_each_once(database, chair, planned):
    cancelled = cancel(database, chair, planned).meeting
    assert cancel(database, chair, planned).meeting == cancelled
    assert waiting(database) == [MessageKind.MEETING_CANCELLED]

    opened = reopen(database, chair, planned).meeting
    assert reopen(database, chair, planned).meeting == opened

    assert (cancelled.sequence, opened.sequence) == (1, 2)
    assert cancelled.cancelled_reason == "Too few can come."
    assert (opened.status, opened.cancelled_reason) == (MeetingStatus.SCHEDULED, "")
    assert opened.uid == planned.uid
    assert waiting(database) == [MessageKind.MEETING_REOPENED]


def test_without_a_reason_nothing_is_cancelled(database, chair, planned):
    with pytest.raises(InvalidInputError, match="say why"):
        cancel(database, chair, planned, reason=" ")

    assert stored(database, planned) == planned


def test_a_cancelled_meeting_is_reopened_before_it_is_moved(database, chair, planned):
    cancel(database, chair, planned)

    with pytest.raises(InvalidTransitionError, match="/meeting reopen M-1"):
        move(database, chair, planned, time="15:00")


def test_what_is_over_is_not_reopened(database, chair, planned):
    cancel(database, chair, planned)

    with pytest.raises(InvalidTransitionError, match="is over"):
        reopen(database, chair, planned, now=planned.starts_at)

    assert stored(database, planned).status is MeetingStatus.CANCELLED


@pytest.mark.parametrize("status", [MeetingStatus.HELD, MeetingStatus.IN_PROGRESS])
def test_what_was_held_or_runs_stays(database, chair, planned, status):
    with database.begin() as session:
        held = meeting_rows.change(session, 1, replace(planned, status=status))

    with pytest.raises(InvalidTransitionError):
        move(database, chair, held, time="15:00")
    with pytest.raises(InvalidTransitionError):
        cancel(database, chair, held)
    with pytest.raises(InvalidTransitionError):
        reopen(database, chair, held)

    assert stored(database, planned) == held


def test_a_chair_of_another_group_reaches_nothing(database, planned):
    other = a_caller(database, add_group(database, "COTHER"), Role.CHAIR, "UELSE")

    with pytest.raises(NotFoundError):
        move(database, other, planned, time="15:00")
    with pytest.raises(NotFoundError):
        cancel(database, other, planned)


def test_a_member_may_not(database, sig, planned):
    member = a_caller(database, sig, Role.MEMBER, "UMEMBER")

    with pytest.raises(NotAllowedError):
        move(database, member, planned, day=date(2026, 12, 24).isoformat())
