"""Minutes that are missing: whoever writes them is asked, in private, once a day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories_meetings import a_meeting
from planned_meetings import CHANNEL, LEASE, START, change, schedule
from sqlmodel import select

from bot.domain.meetings import MeetingStatus, MinutesStatus
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services.meetings import reminding
from storage import meeting_rows, members, outbox, sigs
from storage.tables import OutboxRow
from templates.meetings import reminders as views

from groups import TEAM, a_caller

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture
def sig(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
        return sigs.bind(session, sig.id, team_id=TEAM, channel_id=CHANNEL)


def nags(database, state=MessageState.PENDING):
    with database.read() as session:
        query = select(OutboxRow).where(
            OutboxRow.kind == MessageKind.MINUTES_MISSING.value,
            OutboxRow.state == state,
        )
        rows = session.exec(query.order_by(OutboxRow.due_at, OutboxRow.recipient))
        return [
            (row.recipient, row.due_at.astimezone(BRUSSELS).strftime("%a %H:%M"))
            for row in rows
        ]


@pytest.fixture
def held(database, sig):
    """A meeting of Tuesday, 14:00 to 15:00 in Brussels, without minutes."""
    a_caller(database, sig, Role.SECRETARIAT, "USECRETARIAT")
    a_caller(database, sig, Role.CHAIR, "UCHAIR")
    return schedule(database, sig, a_meeting(status=MeetingStatus.HELD), now=START)


def test_the_secretariat_hears_of_missing_minutes_two_days_later(database, held):
    assert nags(database) == [("USECRETARIAT", "Fri 09:00")]


def test_it_hears_of_them_once_a_working_day_until_they_are_sent_round(
    database, sig, held
):
    heard = []
    for hours in range(24 * 9):
        now = START + timedelta(hours=hours)
        reminding.plan_all(database, lambda: now)  # noqa: B023 - used at once
        with database.begin() as session:
            while message := outbox.claim(session, now, LEASE, "worker"):
                heard.append(now.astimezone(BRUSSELS).strftime("%a %H"))
                outbox.confirm(
                    session, message, worker="worker", ts="1", channel_id="D", now=now
                )

    assert heard == ["Fri 09", "Mon 09", "Tue 09", "Wed 09", "Thu 09"]
    change(database, sig, held, now=now, minutes_status=MinutesStatus.CIRCULATED)
    assert nags(database) == []


def test_after_a_break_there_is_one_word_and_not_one_for_every_day(database, held):
    monday = datetime(2026, 12, 14, 10, tzinfo=UTC)

    for _ in range(2):
        reminding.plan_all(database, lambda: monday)

    due_now = [message for message, _ in due_nags(database, monday)]
    assert [message.recipient for message in due_now] == ["USECRETARIAT"]


def due_nags(database, now):
    with database.begin() as session:
        found = []
        while message := outbox.claim(session, now, LEASE, "worker"):
            found.append(message)
    told = [
        (message, reminding.missing_minutes_for_message(database, message))
        for message in found
    ]
    return [(message, missing) for message, missing in told if missing]


def test_without_a_secretariat_the_chair_hears_of_it(database, sig):
    a_caller(database, sig, Role.CHAIR, "UCHAIR")
    a_caller(database, sig, Role.MEMBER, "UMEMBER")

    schedule(database, sig, a_meeting(status=MeetingStatus.HELD), now=START)

    assert nags(database) == [("UCHAIR", "Fri 09:00")]


def test_it_waits_for_the_morning_of_who_reads_it(database, sig, held):
    with database.begin() as session:
        person = members.find_person(session, TEAM, "USECRETARIAT")
        members.save_person(session, replace(person, zone="America/New_York"))

    reminding.plan_all(database, lambda: START)

    assert nags(database) == [("USECRETARIAT", "Thu 15:00")]


def test_the_word_is_private_and_says_what_to_do(database, sig, held):
    friday = datetime(2026, 12, 11, 8, tzinfo=UTC)

    ((message, missing),) = due_nags(database, friday)

    text = views.missing_minutes(missing).text
    assert message.recipient == "USECRETARIAT"
    assert "The minutes of *M-1* Monthly meeting" in text
    assert "`/meeting minutes M-1`" in text
    assert "cancel" not in text


@pytest.mark.parametrize(
    "changes",
    [
        {"minutes_status": MinutesStatus.CIRCULATED},
        {"minutes_status": MinutesStatus.APPROVED},
        {"status": MeetingStatus.CANCELLED},
    ],
)
def test_a_word_on_its_way_is_not_said_once_it_is_untrue(database, sig, held, changes):
    friday = datetime(2026, 12, 11, 8, tzinfo=UTC)
    with database.begin() as session:
        claimed = outbox.claim(session, friday, LEASE, "worker")
        meeting_rows.change(session, sig.id, replace(held, **changes))

    assert reminding.missing_minutes_for_message(database, claimed) is None


def test_a_group_that_comes_with_its_history_is_not_asked_about_it(database, sig, held):
    with database.begin() as session:
        reminding.replan(session, sig.id, now=START + timedelta(days=61))

    assert nags(database) == []


def test_one_that_nobody_ended_is_asked_about_too(database, sig):
    a_caller(database, sig, Role.CHAIR, "UCHAIR")
    schedule(database, sig, now=START)
    friday = datetime(2026, 12, 11, 8, tzinfo=UTC)

    found = due_nags(database, friday)

    text = views.missing_minutes(found[0][1]).text
    assert "Did it not take place? `/meeting cancel M-1`" in text
