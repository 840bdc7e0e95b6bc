"""Reminders of what people are to do: planned once, and never about what is over."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from reminded import (
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

from bot.domain.actions import ActionStatus
from bot.domain.outbox import MessageState
from bot.domain.permissions import Role
from bot.domain.sigs import PersonState
from bot.services.actions import reminding
from storage import actions, members, sigs

# Three days before it is Saturday: 8:00 UTC is nine o'clock in Brussels.
DUE = date(2026, 11, 24)
BOTH = [("UOWNER", "2026-11-21 08:00"), ("UOWNER", "2026-11-24 08:00")]


@pytest.fixture
def sig(database):
    return a_group(database)


@pytest.fixture
def owner(database, sig):
    return join(database, sig, "UOWNER")


def test_an_action_has_two_reminders(database, sig, owner):
    act(database, sig, owner, DUE)

    assert planned(database) == sorted(BOTH, key=lambda each: each[1])


def test_planning_again_changes_nothing(database, sig, owner):
    act(database, sig, owner, DUE)
    reminding.plan_all(database, lambda: START)
    before = everything(database)

    for _ in range(3):
        reminding.plan_all(database, lambda: START)
        with database.begin() as session:
            reminding.replan(session, sig.id, now=START)
            reminding.replan(session, sig.id, numbers=[1], now=START)

    assert everything(database) == before


def test_what_is_far_off_is_planned_when_its_day_comes_near(database, sig, owner):
    act(database, sig, owner, DUE + timedelta(days=14))
    assert planned(database) == []

    end, step = START + timedelta(days=22), timedelta(days=1)
    told = pass_by(database, START, end, step=step)

    reminders = [day for day, _, post in told if "*You do this" in text_of(post)]
    assert reminders == ["2026-12-05 12:00", "2026-12-08 12:00"]


@pytest.mark.parametrize(
    "facts",
    [
        {"status": ActionStatus.DONE, "done_on": date(2026, 11, 18)},
        {"status": ActionStatus.CANCELLED, "reason": "Not needed."},
        {"status": ActionStatus.BLOCKED, "reason": "Waits for others."},
        {"due_on": None},
        {"owner": None},
    ],
)
def test_what_needs_no_reminder_loses_its_own(database, sig, owner, facts):
    action = act(database, sig, owner, DUE)

    changed = change(database, sig, action, **facts)

    assert planned(database) == []
    again = {"status": ActionStatus.OPEN, "owner": owner, "due_on": DUE}
    change(database, sig, changed, **again)
    assert planned(database) == sorted(BOTH, key=lambda each: each[1])


def test_another_day_has_other_reminders(database, sig, owner):
    action = act(database, sig, owner, DUE)

    change(database, sig, action, due_on=DUE + timedelta(days=1))

    assert [day for _, day in planned(database)] == [
        "2026-11-22 08:00",
        "2026-11-25 08:00",
    ]


def test_what_sleeps_is_not_spoken_of_before_it_wakes(database, sig, owner):
    action = act(database, sig, owner, DUE)

    change(database, sig, action, snoozed_until=DUE)

    assert planned(database) == [("UOWNER", "2026-11-24 08:00")]


def test_those_who_speak_for_the_owning_cluster_hear_of_it(database, sig):
    join(database, sig, "UVOICE", country="EE")
    join(database, sig, "USECOND", Role.ALTERNATE, country="EE")
    join(database, sig, "UELSE", country="DK")

    act(database, sig, "cl-ee", DUE)

    assert {who for who, _ in planned(database)} == {"UVOICE", "USECOND"}


def test_each_hears_of_it_in_the_morning_of_where_they_are(database, sig, owner):
    act(database, sig, owner, DUE)

    move(database, "UOWNER", zone="America/New_York")
    reminding.plan_all(database, lambda: START)

    assert [day for _, day in planned(database)] == [
        "2026-11-21 14:00",
        "2026-11-24 14:00",
    ]


def test_nobody_is_reminded_in_quiet_hours(database, sig, owner):
    with database.begin() as session:
        known = sigs.get(session, sig.id)
        sigs.save(session, replace(known, quiet_from=time(17), quiet_until=time(10)))

    act(database, sig, owner, DUE)

    assert [day for _, day in planned(database)] == [
        "2026-11-21 09:00",
        "2026-11-24 09:00",
    ]


@pytest.mark.parametrize("gone", ["left", "deactivated", "over"])
def test_whoever_is_not_there_any_more_hears_nothing(database, sig, gone):
    external = {"expires_on": date(2026, 11, 25)} if gone == "over" else {}
    role = Role.EXTERNAL if gone == "over" else Role.MEMBER
    key = join(database, sig, "UOWNER", role, **external)
    act(database, sig, key, DUE)

    with database.begin() as session:
        person = members.find_person(session, sig.team_id, "UOWNER")
        place = members.membership(session, sig.id, person.id)
        if gone == "left":
            members.remove_membership(session, sig.id, person.id)
        elif gone == "deactivated":
            members.save_person(session, replace(person, state=PersonState.LEFT))
        else:
            over = replace(place, expires_on=date(2026, 11, 20))
            members.set_membership(session, over)

    due = datetime(2026, 11, 21, 8, 30, tzinfo=ZoneInfo("UTC"))
    assert deliver(database, due) == []
    reminding.plan_all(database, lambda: START)
    assert planned(database) == []


def test_what_was_done_at_the_last_moment_is_not_asked_for(database, sig, owner):
    """The row waits still: somebody else's change is saved between plan and sending."""
    action = act(database, sig, owner, DUE)
    with database.begin() as session:
        known = actions.find(session, sig.id, action.number)
        done = replace(known, status=ActionStatus.DONE, done_on=date(2026, 11, 20))
        actions.change(session, sig.id, done)

    assert deliver(database, datetime(2026, 11, 21, 9, tzinfo=ZoneInfo("UTC"))) == []
    states = {state for _, _, state, _, _ in everything(database)}
    assert MessageState.CANCELLED in states


def test_after_the_due_date_there_is_only_the_weekly_summary(database, sig, owner):
    act(database, sig, owner, DUE)

    end, step = START + timedelta(days=20), timedelta(days=1)
    told = pass_by(database, START, end, step=step)

    heard = [(day[:10], text_of(post).splitlines()[0]) for day, _, post in told]
    assert [day for day, line in heard if "You do this" in line] == [
        "2026-11-21",
        "2026-11-24",
    ]
    assert [day for day, line in heard if "This week" in line] == [
        "2026-11-23",
        "2026-11-30",
        "2026-12-07",
    ]


def test_a_reminder_that_was_read_says_what_became_of_it(database, sig, owner):
    action = act(database, sig, owner, DUE)
    saturday = START + timedelta(days=3)
    ((_, before),) = deliver(database, saturday)

    done = {"status": ActionStatus.DONE, "done_on": saturday.date()}
    change(database, sig, action, now=saturday, **done)
    ((_, after),) = deliver(database, saturday)

    assert "*You do this for Group:*" in before.text
    assert "Due 24 November 2026." in before.text
    assert after.text.startswith("Done. Thank you!")
    assert planned(database) == []
    assert deliver(database, saturday) == []


def test_a_bot_that_died_after_sending_does_not_send_it_again(database, sig, owner):
    """The claim of the dead one runs out; then it is looked up and found in Slack."""
    act(database, sig, owner, DUE)
    saturday = START + timedelta(days=3)

    (first,) = deliver(database, saturday, dies=True)
    reminding.plan_all(database, lambda: saturday)
    with database.begin() as session:
        reminding.replan(session, sig.id, now=saturday)

    assert first[0] == "UOWNER"
    assert deliver(database, saturday) == []
    states = [state for _, _, state, _, _ in everything(database)]
    assert states.count(MessageState.CLAIMED) == 1


def test_one_that_nobody_could_send_on_its_day_is_not_sent_at_night(
    database, sig, owner
):
    act(database, sig, owner, DUE)
    at_night = datetime(2026, 11, 21, 22, tzinfo=ZoneInfo("UTC"))

    assert deliver(database, at_night) == []
    reminding.plan_all(database, lambda: at_night)

    assert planned(database) == [("UOWNER", "2026-11-24 08:00")]
