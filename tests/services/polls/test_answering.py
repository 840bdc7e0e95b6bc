"""Asking for a date and answering, on both databases."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from people import Group, reload

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.polls import PollAnswer
from bot.services import polls
from storage import members, sigs

from groups import a_caller

REMINDER = MessageKind.POLL_REMINDER


def test_the_channel_is_asked_once_however_often_the_form_comes(asking):
    first, again = asking.open(), asking.open()

    assert again == first
    assert (first.number, len(first.slots)) == (1, 2)
    (row,) = asking.rows(MessageKind.POLL_OPENED)
    assert row.recipient == asking.group.channel
    assert asking.open("other").number == 2


def test_a_form_that_does_not_fit_changes_nothing(asking):
    with pytest.raises(InvalidInputError) as error:
        asking.open(join_url="http://example.org", day_1="2026-11-01")

    assert error.value.fields.keys() == {"join_url", "day_1"}
    assert asking.group.messages() == []
    assert asking.do(polls.listed, asking.chair) == ()


def test_answers_count_by_cluster_and_can_be_changed(asking):
    poll = asking.open()

    assert asking.answer(asking.one, poll, "yes", "no")
    assert asking.answer(asking.other, poll, "if_need_be")
    first, second = asking.shown(poll).tally.counts
    assert (first.yes, first.if_need_be) == ({"ee"}, {"lv"})
    assert second.no == {"ee"}

    asking.answer(asking.one, poll, None, "yes")
    first, second = asking.shown(poll).tally.counts
    assert (first.yes, second.yes) == (frozenset(), {"ee"})
    sheet = asking.do(polls.sheet, asking.one, poll_id=poll.id)
    assert list(sheet.answers.values()) == [PollAnswer.YES]


def test_the_same_answer_again_is_told_to_nobody(asking):
    poll = asking.open()

    for _ in range(2):
        asking.answer(asking.one, poll, "yes", "no")

    assert len(asking.rows(MessageKind.POLL_REFRESH)) == 1
    assert asking.group.log().count("answered") == 1


def test_two_people_of_a_cluster_are_one_voice(asking):
    poll = asking.open()
    second = asking.group.add(Role.ALTERNATE, "USECOND", asking.group.estonia)

    asking.answer(asking.one, poll, "no", "yes")
    asking.answer(second, poll, "yes", "no")

    for count in asking.shown(poll).tally.counts:
        assert (count.yes, count.no) == ({"ee"}, frozenset())


def test_nobody_changes_the_answers_of_somebody_else(asking):
    poll = asking.open()
    second = asking.group.add(Role.ALTERNATE, "USECOND", asking.group.estonia)
    asking.answer(asking.one, poll, "yes", "no")

    asking.answer(second, poll, "no", "no")

    sheet = asking.do(polls.sheet, asking.one, poll_id=poll.id)
    assert [each.value for each in sheet.answers.values()] == ["yes", "no"]


@pytest.mark.parametrize(
    "role", [Role.OBSERVER, Role.SECRETARIAT, Role.EXTERNAL], ids=str
)
def test_who_speaks_for_no_cluster_does_not_answer(asking, role):
    poll = asking.open()
    who = asking.group.add(role, "UWATCHER")

    for use_case in (
        lambda: asking.answer(who, poll, "yes"),
        lambda: asking.do(polls.sheet, who, poll_id=poll.id),
    ):
        with pytest.raises(NotAllowedError, match="Those who speak for a cluster"):
            use_case()


def test_a_member_of_whom_nobody_knows_the_cluster_hears_what_to_do(asking):
    poll = asking.open()
    who = asking.group.add(Role.MEMBER, "UNEW")

    with pytest.raises(NotAllowedError, match="which cluster you speak for"):
        asking.answer(who, poll, "yes")


def test_another_group_has_no_such_poll(asking):
    poll = asking.open()
    elsewhere = Group(asking.database, channel="CELSE")
    stranger = elsewhere.add(Role.CHAIR, "USTRANGER", elsewhere.estonia)

    for use_case, arguments in (
        (polls.sheet, {}),
        (polls.answer, {"zone": poll.zone, "answers": {poll.slots[0].id: "yes"}}),
        (polls.shown, {}),
        (polls.close, {}),
        (polls.cancel, {}),
        (polls.decide, {"slot_id": poll.slots[0].id}),
    ):
        with pytest.raises(NotFoundError, match="no such poll"):
            asking.do(use_case, stranger, poll_id=poll.id, **arguments)


def test_a_late_answer_is_refused_though_nobody_has_closed_the_poll(asking):
    poll = asking.open()
    asking.answer(asking.one, poll, "yes", "yes")
    asking.group.clock.moment = poll.deadline_at

    with pytest.raises(InvalidTransitionError, match="time for answers is over"):
        asking.answer(asking.one, poll, "no", "no")

    assert asking.shown(poll).tally.counts[0].yes == {"ee"}


@pytest.mark.parametrize(
    ("end", "said"), [(polls.close, "is closed"), (polls.cancel, "was cancelled")]
)
def test_a_poll_that_ended_while_somebody_answers_takes_nothing(asking, end, said):
    poll = asking.open()
    asking.do(polls.sheet, asking.one, poll_id=poll.id)
    asking.do(end, asking.chair, poll_id=poll.id)

    with pytest.raises(InvalidTransitionError, match=said):
        asking.answer(asking.one, poll, "yes")

    assert asking.shown(poll).tally.answered == frozenset()


def test_an_answer_to_times_that_moved_is_shown_again(asking):
    poll = asking.open()
    asking.change(polls.correct_zone, poll, zone="Europe/Lisbon")

    assert not asking.answer(asking.one, poll, "yes", "no")
    assert asking.shown(poll).tally.answered == frozenset()
    assert asking.answer(asking.one, poll, "yes", "no", zone="Europe/Lisbon")


@pytest.mark.parametrize("answers", [{}, {99_999: "yes"}, {None: "perhaps"}])
def test_an_answer_that_does_not_fit_changes_nothing(asking, answers):
    poll = asking.open()
    said = {poll.slots[0].id if k is None else k: word for k, word in answers.items()}

    with pytest.raises(InvalidInputError):
        asking.do(
            polls.answer, asking.one, poll_id=poll.id, zone=poll.zone, answers=said
        )


def test_who_left_does_not_count_any_more(asking):
    poll = asking.open()
    asking.answer(asking.one, poll, "yes", "yes")

    with asking.database.begin() as session:
        members.remove_membership(session, asking.group.sig.id, asking.one.person.id)

    assert asking.shown(poll).tally.answered == frozenset()


def test_only_silent_clusters_are_reminded_once_a_day_before(asking):
    poll = asking.open()
    second = asking.group.add(Role.ALTERNATE, "USECOND", asking.group.latvia)

    asking.answer(asking.one, poll, "yes")

    waiting = asking.rows(REMINDER, MessageState.PENDING)
    assert [row.recipient for row in waiting] == ["UOTHER"]
    assert waiting[0].due_at == poll.deadline_at - timedelta(days=1)
    assert asking.rendered(REMINDER, "UOTHER").poll.number == 1
    asking.answer(second, poll, "no")
    assert asking.rows(REMINDER, MessageState.PENDING) == []
    assert asking.rendered(REMINDER, "UOTHER") is None


def test_a_reminder_waits_for_the_morning_of_its_reader(asking):
    asking.live_in(asking.one, "America/Los_Angeles")
    with asking.database.begin() as session:
        sig = sigs.get(session, asking.group.sig.id)
        sigs.save(session, replace(sig, quiet_from=time(20), quiet_until=time(9)))
    asking.chair = reload(asking.group, asking.chair)

    poll = asking.open()

    (due,) = [row.due_at for row in asking.rows(REMINDER) if row.recipient == "UONE"]
    # 17:00 in Brussels is 8:00 there: their day has not begun.
    assert due == poll.deadline_at - timedelta(days=1) + timedelta(hours=1)


def test_no_reminder_where_the_poll_is_shorter_than_a_day(asking):
    asking.open(deadline_day="2026-11-22", deadline_time="12:00")

    assert asking.rows(REMINDER) == []


def test_suggestions_know_the_members_and_the_holidays(asking):
    asking.live_in(asking.one, "Asia/Tokyo")
    draft = asking.do(polls.blank, asking.chair)

    found = asking.do(
        polls.suggest, asking.chair, values=draft.values, shown=draft.shown
    )

    assert found.zones == {"Asia/Tokyo": 1, "Europe/Brussels": 1}
    assert len(list(found.times())) == 4
    more = asking.do(polls.more, asking.chair, values=found.values, shown=4)
    assert (more.shown, more.values) == (7, found.values)


@pytest.mark.parametrize("text", ["1", "#1", "poll 1", "001"])
def test_a_poll_is_found_by_its_number(asking, text):
    asking.open()

    assert asking.do(polls.numbered, asking.one, text=text).poll.number == 1


@pytest.mark.parametrize(
    ("text", "error"), [("7", NotFoundError), ("soon", InvalidInputError)]
)
def test_another_number_is_answered_kindly(asking, text, error):
    with pytest.raises(error, match="/meeting poll"):
        asking.do(polls.numbered, asking.one, text=text)


def test_externals_see_no_polls(asking):
    poll = asking.open()
    who = a_caller(asking.database, asking.group.sig, Role.EXTERNAL, "UEXTERNAL")

    for use_case, arguments in (
        (polls.listed, {}),
        (polls.shown, {"poll_id": poll.id}),
        (polls.numbered, {"text": "1"}),
    ):
        with pytest.raises(NotAllowedError):
            asking.do(use_case, who, **arguments)
