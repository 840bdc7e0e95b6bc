"""What can be said of an action item: every step, and no other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import FINISHED, ActionItem, ActionStatus, states
from bot.domain.actions.states import Event
from bot.domain.errors import ConvenorError, InvalidInputError, InvalidTransitionError

TODAY = date(2026, 11, 21)
# Event, where it may be said, what follows: written out once more, by hand.
EXPECTED = {
    "start": ("open", "in_progress"),
    "done": ("open in_progress blocked", "done"),
    "reopen": ("done cancelled", "open"),
    "block": ("open in_progress", "blocked"),
    "unblock": ("blocked", "open"),
    "cancel": ("open in_progress blocked done", "cancelled"),
}


def an_action(**changes):
    """Return an open action item that is due in ten days."""
    values = {
        "number": 13,
        "title": "Send the figures",
        "owner": "cl-ee",
        "due_on": TODAY + timedelta(days=10),
    }
    return ActionItem(**(values | changes))


def in_state(status):
    """Return an action item as it stands in a state."""
    is_done = status is ActionStatus.DONE
    has_reason = status in {ActionStatus.BLOCKED, ActionStatus.CANCELLED}
    return an_action(
        status=status,
        done_on=TODAY if is_done else None,
        done_by=1 if is_done else None,
        reason="No data" if has_reason else "",
    )


@pytest.mark.parametrize("event", list(Event))
@pytest.mark.parametrize("status", list(ActionStatus))
def test_every_pair_of_state_and_event(status, event):
    sources, target = EXPECTED[event.value]
    before = in_state(status)

    if status.value in sources.split():
        assert event in states.possible(before)
        after = states.after(before, event, today=TODAY, by=7, words="Because")
        assert after.status.value == target
    elif status.value == target:
        assert states.after(before, event, today=TODAY, by=7, words="Because") == before
    else:
        assert event not in states.possible(before)
        with pytest.raises(InvalidTransitionError, match="A-13 cannot be"):
            states.after(before, event, today=TODAY, by=7, words="Because")


@pytest.mark.parametrize("event", [Event.BLOCK, Event.CANCEL])
def test_a_reason_is_asked_for(event):
    with pytest.raises(InvalidInputError) as caught:
        states.after(an_action(), event, today=TODAY, words=" \n ")

    assert caught.value.fields == {"reason": "Say why, in a few words."}


def test_what_is_done_says_since_when_by_whom_and_what_shows_it():
    done = states.after(
        an_action(snoozed_until=TODAY + timedelta(days=2)),
        Event.DONE,
        today=TODAY,
        by=7,
        words="https://example.org/list",
    )

    assert (done.done_on, done.done_by) == (TODAY, 7)
    assert done.evidence == "https://example.org/list"
    assert done.snoozed_until is None
    opened = states.after(done, Event.REOPEN, today=TODAY, by=7)
    assert (opened.done_on, opened.done_by) == (None, None)
    assert opened.evidence == done.evidence


def test_a_snooze_ends_by_the_due_date():
    action = an_action()

    snoozed = states.snoozed(action, action.due_on, today=TODAY)
    with pytest.raises(InvalidInputError) as caught:
        states.snoozed(action, action.due_on + timedelta(days=1), today=TODAY)

    assert snoozed.snoozed_until == action.due_on
    assert "is due on 1 December 2026" in caught.value.fields["until"]
    assert "/action due A-13" in caught.value.fields["until"]


def test_what_is_overdue_waits_only_with_another_due_date():
    late = an_action(due_on=TODAY - timedelta(days=1))
    until = TODAY + timedelta(days=3)

    with pytest.raises(InvalidInputError, match="was due on 20 November 2026"):
        states.snoozed(late, until, today=TODAY)
    moved = states.snoozed(late, until, today=TODAY, moves_due=True)

    assert (moved.due_on, moved.snoozed_until) == (until, until)


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_snooze_is_for_a_day_to_come(days):
    with pytest.raises(InvalidInputError):
        states.snoozed(an_action(due_on=None), TODAY + timedelta(days), today=TODAY)


def test_a_due_date_that_comes_before_the_snooze_ends_it():
    action = an_action(snoozed_until=TODAY + timedelta(days=8))

    moved = states.due(action, TODAY + timedelta(days=5), today=TODAY)

    assert moved.snoozed_until is None
    with pytest.raises(InvalidInputError, match="That day is over"):
        states.due(action, TODAY - timedelta(days=1), today=TODAY)


def test_the_new_owner_does_not_help_as_well():
    action = an_action(co_owners=("cl-dk", "chair"))

    given_away = states.assigned(action, "cl-dk")

    assert (given_away.owner, given_away.co_owners) == ("cl-dk", ("chair",))


def test_nothing_is_put_off_or_given_away_that_is_finished():
    for status in sorted(FINISHED):
        finished = in_state(status)
        with pytest.raises(InvalidTransitionError):
            states.snoozed(finished, TODAY + timedelta(days=1), today=TODAY)
        with pytest.raises(InvalidTransitionError):
            states.due(finished, TODAY, today=TODAY)
        with pytest.raises(InvalidTransitionError):
            states.assigned(finished, "cl-dk")


DAYS = st.integers(-5, 30).map(lambda days: TODAY + timedelta(days=days))
STEPS = st.one_of(
    st.tuples(st.sampled_from(list(Event)), st.sampled_from(["", "Because"])),
    st.tuples(st.just("snooze"), DAYS | st.none(), st.booleans()),
    st.tuples(st.just("due"), DAYS | st.none()),
    st.tuples(st.just("assign"), st.sampled_from(["cl-ee", "cl-dk", None])),
)


def taken(action, step, today):
    """Return an action item after a step, whatever it is."""
    match step:
        case ("snooze", until, moves):
            return states.snoozed(action, until, today=today, moves_due=moves)
        case ("due", day):
            return states.due(action, day, today=today)
        case ("assign", owner):
            return states.assigned(action, owner)
        case (event, words):
            return states.after(action, event, today=today, by=7, words=words)


@given(st.lists(STEPS, max_size=12), st.booleans())
def test_whatever_is_said_in_whatever_order_the_invariants_hold(steps, dated):
    action = an_action(co_owners=("cl-dk",), due_on=TODAY if dated else None)

    for step in steps:
        before = action
        try:
            action = taken(action, step, TODAY)
        except ConvenorError:
            assert action == before
        is_done = action.status is ActionStatus.DONE
        assert (action.done_on is not None) == is_done
        assert (action.done_by is not None) == is_done
        assert bool(action.reason) == (
            action.status in {ActionStatus.BLOCKED, ActionStatus.CANCELLED}
        )
        assert not (action.status in FINISHED and action.snoozed_until)
        assert action.owner not in action.co_owners
        if action.snoozed_until and action.due_on:
            assert action.snoozed_until <= action.due_on
        assert action.is_open == (action.status not in FINISHED)
        assert (action.number, action.title) == (13, "Send the figures")


@given(st.sampled_from(list(ActionStatus)), st.sampled_from(list(Event)))
def test_saying_it_twice_is_saying_it_once(status, event):
    before = in_state(status)
    try:
        once = states.after(before, event, today=TODAY, by=7, words="Because")
    except InvalidTransitionError:
        return

    later = TODAY + timedelta(days=3)
    assert states.after(once, event, today=later, by=8, words="Again") == once
    assert replace(once, status=before.status).title == before.title
