"""The weekly summary: one message with everything that waits, and who wants none."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from clocks import Clock
from factories_meetings import a_meeting
from reminded import (
    MONDAY,
    START,
    a_group,
    act,
    change,
    deliver,
    everything,
    join,
    move,
    pass_by,
    planned,
    text_of,
)
from review_board import Board

from bot.domain.actions import ActionItem, ActionStatus
from bot.domain.actions.digests import Setting
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.sigs import PersonState
from bot.domain.whitepaper import Paper, Section, SectionMode
from bot.services import polls, rsvps
from bot.services.actions import digests, nudging, reminding
from bot.services.members import Caller
from storage import actions, meeting_rows, members
from storage import whitepaper as papers
from templates.actions import reminders as views

LATE = date(2026, 11, 2)


@pytest.fixture
def sig(database):
    return a_group(database)


@pytest.fixture
def owner(database, sig):
    return join(database, sig, "UOWNER")


def the_caller(database, sig, user_id):
    with database.read() as session:
        person = members.find_person(session, sig.team_id, user_id)
        actor = members.actor(session, sig.id, person.id)
    return Caller(sig=sig, person=person, actor=actor)


def week(database, since=START, until=None, **step):
    """Return what a week brings to people: who, and every word of it."""
    end = until or since + timedelta(days=6, hours=18)
    return [
        (day, who, text_of(post))
        for day, who, post in pass_by(database, since, end, **step)
    ]


def schedule(database, sig, day):
    with database.begin() as session:
        return meeting_rows.add(session, sig.id, a_meeting(day))


def test_a_summary_names_everything_that_waits_for_a_person(database):
    board = Board(database)
    clock, denmark = Clock(START), board.people["denmark"]
    board.moment = START
    board.submit(title="Shared records")
    form = {
        "title": "Kick-off",
        "minutes": "60",
        "mode": "online",
        "zone": "Europe/Brussels",
        "deadline_day": "2026-11-30",
        "deadline_time": "17:00",
        "day_1": "2026-12-07",
        "time_1": "10:00",
        "day_2": "2026-12-08",
        "time_2": "14:00",
    }
    chair = board.people["chair"]
    polls.open_poll(database, clock, caller=chair, nonce="n", values=form)
    schedule(database, board.sig, datetime(2026, 12, 4, 10))  # noqa: DTZ001 - wall time
    with database.begin() as session:
        section = Section(
            key="outlook",
            title="Outlook",
            position=1,
            mode=SectionMode.HANDWRITTEN,
            owner="cl-dk",
            due_on=LATE,
        )
        papers.add_paper(session, board.sig.id, Paper(title="P", sections=(section,)))
    act(database, board.sig, "cl-dk", LATE, title="Ask the ministry")
    act(database, board.sig, "cl-pt", LATE, title="Not theirs")
    reminding.plan_all(database, clock)

    told = deliver(database, MONDAY)

    (post,) = [
        each
        for who, each in told
        if who == denmark.person.user_id and "This week" in each.text
    ]
    said = text_of(post)
    assert "Ask the ministry" in said
    assert "Not theirs" not in said
    assert "Your review is awaited: *P-1* Shared records" in said
    assert "Your cluster has not answered" in said
    assert "Kick-off" in said
    assert "Will you come to *M-1*" in said
    assert "not written yet: *Outlook*, was due 2 November 2026" in said
    assert post.text.endswith("1 action, 1 review, 1 poll, 1 invitation, 1 section.")


def test_there_is_no_message_where_there_is_nothing_to_say(database, sig, owner):
    action = act(database, sig, owner, LATE)
    change(database, sig, action, status=ActionStatus.DONE, done_on=LATE)

    assert week(database) == []
    assert "digest" in str(everything(database))


def test_what_came_up_since_it_was_planned_is_in_it(database, sig, owner):
    reminding.plan_all(database, lambda: START)

    act(database, sig, owner, LATE, now=MONDAY - timedelta(minutes=1))

    ((who, post),) = deliver(database, MONDAY)
    assert who == "UOWNER"
    assert "Send the figures" in text_of(post)


def test_it_comes_once_a_week_on_monday_at_nine_where_people_live(database, sig, owner):
    act(database, sig, owner, LATE)
    act(database, sig, join(database, sig, "UEAST", zone="Asia/Kolkata"), LATE)

    reminding.plan_all(database, lambda: START)
    due = planned(database, "digest")
    told = week(database, until=START + timedelta(days=13))

    assert due == [("UOWNER", "2026-11-23 08:00"), ("UEAST", "2026-11-23 03:30")]
    assert sorted((day, who) for day, who, _ in told) == [
        ("2026-11-23 12:00", "UEAST"),
        ("2026-11-23 12:00", "UOWNER"),
        ("2026-11-30 12:00", "UEAST"),
        ("2026-11-30 12:00", "UOWNER"),
    ]


def test_a_traveller_gets_it_once(database, sig, owner):
    act(database, sig, owner, LATE)
    told = week(database, until=MONDAY)

    for zone in ("Pacific/Honolulu", "Pacific/Kiritimati", "America/New_York"):
        move(database, "UOWNER", zone=zone)
        told += week(database, MONDAY, MONDAY + timedelta(days=2))

    assert len(told) == 1


@pytest.mark.parametrize(
    ("back", "comes", "first"),
    [
        ("2026-11-23T10:00", "2026-11-23", "plan"),
        # Not in the night, but the next morning; whatever the bot does first.
        ("2026-11-23T21:30", "2026-11-24", "plan"),
        ("2026-11-23T21:30", "2026-11-24", "deliver"),
        ("2026-11-24T15:00", "2026-11-24", "deliver"),
        ("2026-11-24T19:30", "2026-11-30", "plan"),
    ],
)
def test_after_an_outage_it_comes_late_or_the_next_week(
    database, sig, back, *, comes, first
):
    act(database, sig, join(database, sig, "UOWNER"), LATE)
    reminding.plan_all(database, lambda: START)
    now = datetime.fromisoformat(back).replace(tzinfo=UTC)

    told = deliver(database, now) if first == "deliver" else []
    days = [f"{now:%F %R}" for _ in told]
    days += [day for day, *_ in week(database, now, step=timedelta(hours=4))]

    assert days[0][:10] == comes
    assert len(days) == len({day[:10] for day in days}) <= 2
    assert all("07:" < day[11:] < "19:01" for day in days)


def test_somebody_in_two_groups_gets_one_from_each(database, sig, owner):
    second = a_group(database, "Second", "COTHER")
    key = join(database, second, "UOWNER")
    act(database, sig, owner, LATE)
    act(database, second, key, LATE)

    told = week(database)

    assert sorted(text.splitlines()[0] for _, _, text in told) == [
        ":calendar: *This week in Group: what waits for you*",
        ":calendar: *This week in Second: what waits for you*",
    ]


def test_of_two_hundred_actions_ten_are_shown(database, sig, owner):
    with database.begin() as session:
        actions.save(
            session,
            sig.id,
            (
                ActionItem(number=each, title=f"Do {each}", owner=owner, due_on=LATE)
                for each in range(1, 201)
            ),
        )
    reminding.plan_all(database, lambda: START)

    ((_, post),) = deliver(database, MONDAY)

    assert text_of(post).count("Do ") == 10
    assert "… and 190 more: `/action mine`" in text_of(post)
    assert "200 actions." in post.text


def test_it_is_paused_for_four_weeks_and_comes_back(database, sig, owner):
    act(database, sig, owner, LATE)
    clock = Clock(START)
    reminding.plan_all(database, clock)
    caller = the_caller(database, sig, "UOWNER")

    paused = digests.pause(database, clock, caller=caller)

    until = START.date() + timedelta(days=28)
    assert paused == Setting(sig=sig, is_paused=True, until=until)
    told = week(database, until=START + timedelta(days=40))
    assert [day[:10] for day, *_ in told] == ["2026-12-21", "2026-12-28"]


def test_it_is_stopped_and_wanted_again(database, sig, owner):
    act(database, sig, owner, LATE)
    clock, caller = Clock(START), the_caller(database, sig, "UOWNER")

    stopped = digests.pause(database, clock, caller=caller, for_good=True)
    assert stopped.is_paused
    assert stopped.until is None
    assert (
        week(database, until=START + timedelta(days=60), step=timedelta(days=1)) == []
    )

    clock.moment = START + timedelta(days=60)
    again = digests.resume(database, clock, caller=caller)
    assert again == digests.setting(database, clock, caller=caller) == Setting(sig=sig)
    assert len(week(database, clock.moment)) == 1


def test_who_paused_just_before_it_came_does_not_get_it(database, sig, owner):
    act(database, sig, owner, LATE)
    reminding.plan_all(database, lambda: START)
    caller = the_caller(database, sig, "UOWNER")

    digests.pause(database, lambda: MONDAY, caller=caller)

    assert deliver(database, MONDAY) == []


@pytest.mark.parametrize("gone", ["left", "deactivated", "over"])
def test_whoever_is_not_there_any_more_gets_none(database, sig, gone):
    role = Role.EXTERNAL if gone == "over" else Role.MEMBER
    key = join(database, sig, "UOWNER", role, expires_on=date(2026, 11, 22))
    act(database, sig, key, LATE)
    with database.begin() as session:
        person = members.find_person(session, sig.team_id, "UOWNER")
        if gone == "left":
            members.remove_membership(session, sig.id, person.id)
        elif gone == "deactivated":
            members.save_person(session, replace(person, state=PersonState.LEFT))

    assert week(database) == []


def test_a_summary_that_was_read_loses_what_is_done(database, sig, owner):
    first = act(database, sig, owner, LATE, title="The first")
    second = act(database, sig, owner, LATE, title="The second")
    reminding.plan_all(database, lambda: START)
    deliver(database, MONDAY)
    done = {"status": ActionStatus.DONE, "done_on": MONDAY.date()}

    change(database, sig, first, now=MONDAY, **done)
    ((_, after),) = deliver(database, MONDAY)
    change(database, sig, second, now=MONDAY, **done)
    ((_, empty),) = deliver(database, MONDAY)

    assert "The first" not in text_of(after)
    assert "The second" in text_of(after)
    assert empty.text == "*Group:* nothing waits for you any more. Thank you!"


def test_who_has_answered_is_not_asked_for_the_meeting_again(database, sig, owner):
    meeting = schedule(database, sig, datetime(2026, 12, 4, 10))  # noqa: DTZ001 - wall time
    join(database, sig, "USILENT")
    caller = the_caller(database, sig, "UOWNER")
    said = {"caller": caller, "meeting_id": meeting.id, "said": "yes"}
    rsvps.answer(database, lambda: START, **said)

    assert [who for _, who, _ in week(database)] == ["USILENT"]


def test_guests_are_asked_only_for_meetings_they_are_invited_to(database, sig):
    schedule(database, sig, datetime(2026, 12, 4, 10))  # noqa: DTZ001 - wall time
    join(database, sig, "UINVITED", Role.EXTERNAL, meetings=(1,))
    join(database, sig, "UELSE", Role.EXTERNAL, meetings=(2,))

    assert [who for _, who, _ in week(database)] == ["UINVITED"]


def test_the_channel_reads_what_is_open_without_a_name(database, sig, owner):
    act(database, sig, owner, LATE, title="Send the figures")
    act(database, sig, None, None, title="Find a speaker")
    done = {"status": ActionStatus.DONE, "done_on": LATE}
    act(database, sig, owner, LATE, title="Done before", **done)
    message = Message(
        key="k",
        kind=MessageKind.MEETING_REMINDER,
        sig_id=sig.id,
        object_id=1,
        recipient="CSIG",
        due_at=START,
    )

    work = nudging.open_work(database, message)
    post = views.with_open_work(views.setting(Setting(sig=sig)), work)

    _, _, text = text_of(post).rpartition("*Open actions:*")
    assert text.splitlines() == [
        " 2 (1 past the due date, 1 without an owner, 1 without a date).",
        "• *A-1* Send the figures",
        "• *A-2* Find a speaker",
    ]


def test_where_nothing_is_open_the_channel_reads_nothing_of_it(database, sig):
    message = Message(
        key="k",
        kind=MessageKind.MEETING_REMINDER,
        sig_id=sig.id,
        object_id=1,
        recipient="CSIG",
        due_at=START,
    )
    before = views.setting(Setting(sig=sig))

    work = nudging.open_work(database, message)

    assert views.with_open_work(before, work) == before


def test_a_bot_that_died_while_sending_sends_no_second_one(database, sig, owner):
    act(database, sig, owner, LATE)
    reminding.plan_all(database, lambda: START)

    (first,) = deliver(database, MONDAY, dies=True)
    for minute in range(1, 5):
        now = MONDAY + timedelta(minutes=minute / 10)
        reminding.plan_all(database, lambda now=now: now)
        assert deliver(database, now) == []

    assert first[0] == "UOWNER"
    states = [state for _, _, state, _, _ in everything(database)]
    assert states == [MessageState.CLAIMED]
    assert planned(database, "digest") == []
