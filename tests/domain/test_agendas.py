"""Agendas: the order stays an order, the times add up, nothing is carried twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meeting_group import a_meeting, an_item

from bot.domain.actions import ActionItem, ActionStatus
from bot.domain.agendas import (
    LONGEST,
    MOST_ITEMS,
    Move,
    OpeningKind,
    Situation,
    after,
    carried,
    following,
    listed,
    moved,
    openings,
    placed,
    possible,
    read,
    require_open,
    require_space,
    split,
    suggestion,
    timing,
)
from bot.domain.clusters import Network
from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.meetings import AgendaState, MeetingStatus, MinutesStatus
from bot.domain.registers.typed import Typed

from factories import NOW, a_practice

TODAY = NOW.date()
orders = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(Move) | st.integers(-3, 20)),
    max_size=30,
)
# Imported agendas may have gaps, and two points in the same place.
agendas = st.lists(st.integers(0, 12), max_size=8).map(
    lambda places: [an_item(n, place) for n, place in enumerate(places)]
)


@given(agendas, orders)
def test_the_order_stays_a_permutation_whatever_is_moved(items, moves):
    order = list(items)
    for item_id, step in moves:
        change = moved if isinstance(step, Move) else placed
        order = list(change(order, item_id, step))

        assert sorted(each.id for each in order) == sorted(each.id for each in items)
        assert [each.position for each in order] == [*range(1, len(items) + 1)]


@given(agendas, st.integers(0, 9))
def test_up_and_down_again_is_where_it_was(items, item_id):
    before = moved(items, -1, Move.UP)
    is_first = bool(before) and before[0].id == item_id

    back = moved(moved(before, item_id, Move.UP), item_id, Move.DOWN)

    assert is_first or back == before


@given(agendas, st.integers(0, 9), st.integers(1, 9))
def test_a_point_goes_where_it_is_put(items, item_id, place):
    order = placed(items, item_id, place)
    ids = [each.id for each in order]

    if item_id in ids:
        assert ids.index(item_id) == min(place, len(ids)) - 1


def test_moving_changes_only_the_two_that_change_places():
    items = [an_item(n) for n in range(1, 6)]
    after_move = moved(items, 3, Move.UP)

    changed = {each.id for each in after_move if each not in items}
    assert changed == {2, 3}


@given(
    st.lists(
        st.tuples(st.integers(1, LONGEST), st.sampled_from(AgendaState)), max_size=12
    ),
    st.integers(1, 600),
)
def test_times_add_up_of_what_the_meeting_goes_through(points, available):
    items = [
        an_item(n, minutes=minutes, state=state)
        for n, (minutes, state) in enumerate(points)
    ]
    meeting = a_meeting(agenda=tuple(items), duration_minutes=available)
    counts = {AgendaState.ACCEPTED, AgendaState.DONE}

    found = timing(meeting)

    total = sum(minutes for minutes, state in points if state in counts)
    assert found.planned == total
    assert found.overrun == max(0, total - available)
    assert sum(each.minutes for each in listed(meeting)) == total


def test_what_opens_a_meeting_counts_too():
    meeting = a_meeting(agenda=(an_item(1, minutes=85),))
    actions = (ActionItem(number=1, title="Send it"),)
    opened = openings(meeting, Situation(actions=actions, today=TODAY))

    assert timing(meeting, opened).planned == 95
    assert timing(meeting, opened).overrun == 5


@pytest.mark.parametrize("state", AgendaState)
@pytest.mark.parametrize("to", AgendaState)
def test_only_what_is_possible_can_become_of_a_point(state, to):
    item = an_item(1, state=state)
    if to in possible(item):
        assert after(item, to).state is to
    else:
        with pytest.raises(InvalidTransitionError, match="/meeting agenda"):
            after(item, to)


def test_late_actions_come_first_and_nobody_is_named():
    actions = (
        ActionItem(number=1, title="No day", owner="cl-a"),
        ActionItem(number=2, title="Late", due_on=TODAY - timedelta(days=2)),
        ActionItem(number=3, title="Soon", due_on=TODAY + timedelta(days=2)),
        ActionItem(number=4, title="Done", status=ActionStatus.DONE),
    )
    (found,) = openings(a_meeting(), Situation(actions=actions, today=TODAY))

    assert [each.number for each in found.actions] == [2, 3, 1]
    assert found.overdue == 1


def test_minutes_are_approved_only_once_they_were_sent_round():
    last = a_meeting(NOW - timedelta(days=20), number=2, status=MeetingStatus.HELD)
    older = replace(
        last,
        number=1,
        starts_at=NOW - timedelta(days=50),
        minutes_status=MinutesStatus.CIRCULATED,
    )
    meeting = a_meeting(number=3)

    def kinds(*meetings):
        situation = Situation(meetings=meetings, today=TODAY)
        return [each.kind for each in openings(meeting, situation)]

    assert kinds(older, last) == []
    sent = replace(last, minutes_status=MinutesStatus.CIRCULATED)
    assert kinds(older, sent) == [OpeningKind.MINUTES]
    assert kinds(replace(sent, minutes_status=MinutesStatus.APPROVED)) == []


def test_an_opening_gives_way_to_a_point_of_its_kind():
    network = Network(slug="sb", name="ScanBalt", kind="network", relation="host")
    situation = Situation(networks=(network,), today=TODAY)
    point = an_item(1, kind="network_liaison")

    assert len(openings(a_meeting(), situation)) == 1
    assert openings(a_meeting(agenda=(point,)), situation) == ()
    gone = replace(point, state=AgendaState.WITHDRAWN)
    assert len(openings(a_meeting(agenda=(gone,)), situation)) == 1
    over = a_meeting(status=MeetingStatus.HELD)
    assert openings(over, situation) == ()


def test_a_practice_is_suggested_where_none_is_presented():
    practice = a_practice()
    situation = Situation(practice=practice, today=TODAY)
    planned = an_item(1, kind="practice_presentation", state=AgendaState.PROPOSED)

    assert suggestion(a_meeting(), situation) == practice
    assert suggestion(a_meeting(agenda=(planned,)), situation) is None


def test_what_is_carried_says_where_it_comes_from():
    item = an_item(7, state=AgendaState.DEFERRED, version=5)

    new = carried(item, 3)

    assert (new.id, new.position, new.carried_from_id, new.version) == (0, 3, 7, 1)
    assert new.state is AgendaState.ACCEPTED
    proposal = replace(item, state=AgendaState.PROPOSED)
    assert carried(proposal, 1).state is AgendaState.PROPOSED


def test_the_following_meeting_is_the_next_that_takes_place():
    first = a_meeting(number=1)
    cancelled = a_meeting(
        NOW + timedelta(days=20), number=2, status=MeetingStatus.CANCELLED
    )
    late = a_meeting(NOW + timedelta(days=60), number=3)
    next_one = a_meeting(NOW + timedelta(days=40), number=4)
    known = (first, cancelled, late, next_one)

    assert following(known, first, now=NOW) == next_one
    assert following(known, late, now=NOW) is None


def test_an_agenda_is_closed_when_its_meeting_is_over():
    meeting = a_meeting()
    require_open(meeting, now=NOW)
    require_open(replace(meeting, status=MeetingStatus.IN_PROGRESS), now=NOW)
    for status in (MeetingStatus.HELD, MeetingStatus.CANCELLED):
        with pytest.raises(InvalidTransitionError):
            require_open(replace(meeting, status=status), now=NOW)
    with pytest.raises(InvalidTransitionError, match="M-1 is over"):
        require_open(meeting, now=NOW + timedelta(days=365))


def test_an_agenda_is_full_at_some_point():
    items = tuple(an_item(n) for n in range(MOST_ITEMS))
    with pytest.raises(InvalidInputError, match="points already"):
        require_space(a_meeting(agenda=items))
    withdrawn = replace(items[0], state=AgendaState.WITHDRAWN)
    require_space(a_meeting(agenda=(withdrawn, *items[1:])))


@pytest.mark.parametrize(
    ("text", "meeting", "words"),
    [
        ("", "", ""),
        ("M-5", "M-5", ""),
        ("m5  Licence of the paper", "m5", "Licence of the paper"),
        ("5", "5", ""),
        ("next", "next", ""),
        ("5 minutes for news", "", "5 minutes for news"),
        ("Next steps of the paper", "", "Next steps of the paper"),
        ("P-7 by Estonia", "", "P-7 by Estonia"),
    ],
)
def test_a_text_may_begin_with_a_meeting(text, meeting, words):
    assert split(text) == (meeting, words)


@given(st.text(max_size=200))
def test_splitting_loses_no_word(text):
    meeting, words = split(text)

    assert f"{meeting} {words}".split() == text.split()


@pytest.mark.parametrize("typed", ["", "0", "-5", "481", "1.5", "ten", "٣", "9" * 30])
def test_minutes_are_a_sensible_number(typed):
    form = Typed({"title": "A point", "kind": "decision", "minutes": typed})
    read(form)

    assert "from 1 to 480" in form.problems["minutes"]


@given(
    st.fixed_dictionaries(
        {
            name: st.none() | st.text(max_size=150) | st.lists(st.text(max_size=5))
            for name in ("title", "kind", "minutes", "person", "cluster", "practice")
        }
    )
)
def test_whatever_a_form_says_is_read_without_an_error(typed):
    form = Typed(typed)
    draft = read(form)

    assert form.problems or draft.title
    assert 1 <= draft.minutes <= LONGEST


def test_a_person_and_a_cluster_cannot_both_present():
    both = {"person": "U1", "cluster": "cl-a"}
    form = Typed({"title": "A", "kind": "aob", "minutes": "5"} | both)
    read(form)

    assert form.problems == {"cluster": "Choose a person or a cluster, not both."}


def test_a_day_is_not_late_on_its_own_day():
    action = ActionItem(number=1, title="Today", due_on=date(2026, 11, 21))
    (found,) = openings(a_meeting(), Situation(actions=(action,), today=TODAY))

    assert found.overdue == 0
