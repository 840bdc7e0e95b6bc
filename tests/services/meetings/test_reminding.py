"""Reminders of meetings: planned once, and never about a time that is over."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from factories_meetings import a_meeting
from planned_meetings import (
    CHANNEL,
    LEASE,
    LONG_BEFORE,
    START,
    change,
    due,
    everything,
    ladder,
    moved,
    planned,
    schedule,
)

from bot.domain.meetings import MeetingStatus
from bot.domain.outbox import MessageState
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services.meetings import reminding
from storage import meeting_rows, members, outbox, sigs
from storage.tables import MeetingRow, MeetingSeriesRow
from templates.meetings import reminders as views

from groups import TEAM, a_caller


@pytest.fixture
def sig(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
        return sigs.bind(session, sig.id, team_id=TEAM, channel_id=CHANNEL)


def test_a_meeting_has_four_reminders(database, sig):
    schedule(database, sig)

    assert planned(database) == ladder()


def test_planning_again_changes_nothing(database, sig):
    schedule(database, sig)
    before = everything(database)

    for _ in range(3):
        reminding.plan_all(database, lambda: LONG_BEFORE)
        with database.begin() as session:
            reminding.replan(session, sig.id, now=LONG_BEFORE)

    assert everything(database) == before


def test_each_is_of_use_until_the_next_and_the_last_until_the_start(database, sig):
    schedule(database, sig)

    ends = [not_after for *_, not_after in everything(database)]

    assert ends == [moment for _, moment in ladder()[1:]] + [START]


def test_one_planned_late_skips_what_is_over(database, sig):
    schedule(database, sig, now=START - timedelta(days=3))

    assert planned(database) == ladder()[2:]


def test_what_was_planned_in_time_stays_though_nobody_was_there(database, sig):
    schedule(database, sig)

    reminding.plan_all(database, lambda: START - timedelta(days=3))

    assert planned(database) == ladder()


def test_a_series_has_its_own_reminders(database, sig):
    meeting = schedule(database, sig)
    series = {
        "title": "Monthly",
        "cadence": "weeks",
        "starts_on": START.date(),
        "local_time": meeting.starts_local.time(),
        "zone": meeting.zone,
        "duration_minutes": 60,
        "mode": "online",
        "on_holiday": "skip",
        "reminder_minutes": [60, 60, 0],
    }
    with database.begin() as session:
        row = MeetingSeriesRow(sig_id=sig.id, **series)
        session.add(row)
        session.flush()
        session.get(MeetingRow, meeting.id).series_id = row.id

    reminding.plan_all(database, lambda: LONG_BEFORE)

    assert planned(database) == [(CHANNEL, START - timedelta(hours=1))]


def test_a_moved_meeting_gets_new_reminders_and_the_old_ones_end(database, sig):
    meeting = schedule(database, sig)

    change(database, sig, meeting, **moved(meeting, days=1))

    assert planned(database) == ladder(START + timedelta(days=1))
    assert planned(database, MessageState.CANCELLED) == ladder()


def test_one_that_is_moved_back_has_its_first_reminders_again(database, sig):
    meeting = schedule(database, sig)

    away = change(database, sig, meeting, **moved(meeting, days=1))
    change(database, sig, away, **moved(away, days=-1))

    assert planned(database) == ladder()
    assert planned(database, MessageState.CANCELLED) == ladder(
        START + timedelta(days=1)
    )


def test_what_was_said_is_not_said_again_when_the_clock_goes_back(database, sig):
    schedule(database, sig)
    now = START - timedelta(days=14)
    ((message, _),) = due(database, now)
    with database.begin() as session:
        outbox.confirm(
            session, message, worker="worker", ts="1.0", channel_id=CHANNEL, now=now
        )

    reminding.plan_all(database, lambda: now - timedelta(hours=1))

    assert due(database, now) == []
    assert planned(database) == ladder()[1:]


@pytest.mark.parametrize(
    "status",
    [MeetingStatus.CANCELLED, MeetingStatus.HELD, MeetingStatus.IN_PROGRESS],
)
def test_what_is_over_is_not_spoken_of(database, sig, status):
    meeting = schedule(database, sig)

    change(database, sig, meeting, status=status)

    assert planned(database) == []


def test_one_that_was_cancelled_and_opened_again_is_spoken_of_again(database, sig):
    meeting = schedule(database, sig)

    off = change(database, sig, meeting, status=MeetingStatus.CANCELLED)
    later = START - timedelta(days=7)
    change(database, sig, off, status=MeetingStatus.SCHEDULED, now=later)

    assert planned(database) == ladder()[1:]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": MeetingStatus.CANCELLED},
        {"status": MeetingStatus.IN_PROGRESS},
        {"starts_at": START + timedelta(hours=1)},
    ],
)
def test_a_change_between_claim_and_post_is_seen(database, sig, changes):
    meeting = schedule(database, sig)
    now = START - timedelta(days=1)
    with database.begin() as session:
        claimed = outbox.claim(session, now, LEASE, "worker")
        meeting_rows.change(session, sig.id, replace(meeting, **changes))

    assert reminding.for_message(database, claimed) is None


def test_a_group_without_a_channel_is_not_reminded_until_it_has_one(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
    schedule(database, sig)
    assert planned(database) == []

    with database.begin() as session:
        sigs.bind(session, sig.id, team_id=TEAM, channel_id=CHANNEL)
    reminding.plan_all(database, lambda: START - timedelta(days=2))

    assert planned(database) == ladder()[2:]


def test_reminders_go_where_the_group_is_now(database, sig):
    schedule(database, sig)
    with database.begin() as session:
        sigs.bind(session, sig.id, team_id=TEAM, channel_id="CNEW")

    reminding.plan_all(database, lambda: LONG_BEFORE)

    assert {recipient for recipient, _ in planned(database)} == {"CNEW"}


def test_a_group_never_plans_for_another(database, sig):
    schedule(database, sig)
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
        sigs.bind(session, other.id, team_id=TEAM, channel_id="COTHER")
        reminding.replan(session, other.id, numbers=[1], now=LONG_BEFORE)

    assert planned(database) == ladder()


def test_two_processes_plan_the_same_once(database, sig):
    with database.begin() as session:
        meeting_rows.add(session, sig.id, a_meeting())

    for _ in range(2):
        reminding.plan_all(database, lambda: LONG_BEFORE)

    assert planned(database) == ladder()


# --- what they say -------------------------------------------------------------------


def said(database, now):
    *_, (_, found) = due(database, now)
    return views.reminder(found)


def test_the_first_asks_who_comes_and_what_to_talk_about(database, sig):
    schedule(database, sig, a_meeting(title="Monthly <meeting>"))

    post = said(database, START - timedelta(days=14))

    assert "*Will you come?*" in post.text
    assert "`/meeting agenda`" in post.text
    assert "Monthly &lt;meeting&gt;" in post.text
    assert "Tuesday 8 December 2026, 14:00 Brussels time" in post.text
    assert [each.type for each in post.blocks] == ["section", "actions", "actions"]


def test_the_last_says_how_to_join(database, sig):
    meeting = a_meeting(join_url="https://meet.example.org/sig", place="Room 4")
    schedule(database, sig, meeting)

    post = said(database, START - timedelta(minutes=15))

    assert "Join: <https://meet.example.org/sig>" in post.text
    assert "Place: Room 4" in post.text


def test_in_the_week_after_the_clocks_changed_it_says_so(database, sig):
    wall = datetime(2026, 10, 27, 14)  # noqa: DTZ001 - wall time
    meeting = a_meeting(wall)
    a_caller(database, sig, Role.MEMBER, "UFAR")
    with database.begin() as session:
        person = members.find_person(session, TEAM, "UFAR")
        members.save_person(session, replace(person, zone="America/New_York"))
    schedule(database, sig, meeting, now=meeting.starts_at - timedelta(days=2))

    post = said(database, meeting.starts_at - timedelta(days=1))

    assert "The clocks in Brussels went back by one hour" in post.text
    assert "In New York it begins at 09:00" in post.text
