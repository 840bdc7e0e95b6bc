"""The end of a poll: deadline, result, choice; and what the chair corrects."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.meetings import MeetingStatus
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.polls import PollState
from bot.services import polls
from storage import meetings, sigs

RESULT, OVER = MessageKind.POLL_RESULT, MessageKind.POLL_OVER
REMINDER, ZONE = MessageKind.POLL_REMINDER, MessageKind.POLL_ZONE
PENDING, CANCELLED = MessageState.PENDING, MessageState.CANCELLED
LATER = {"deadline_day": "2026-12-04", "deadline_time": "12:00"}


def planned(asking):
    with asking.database.read() as session:
        return meetings.all_meetings(session, asking.group.sig.id)


def closed(asking, **form):
    """Open a poll, let both clusters answer, and close it."""
    poll = asking.open(**form)
    asking.answer(asking.one, poll, "no", "yes")
    asking.answer(asking.other, poll, "if_need_be", "if_need_be")
    asking.do(polls.close, asking.chair, poll_id=poll.id)
    return poll


def sent(asking, kind):
    """Let everything of a kind be sent, as far as the database is concerned."""
    with asking.database.begin() as session:
        for row in asking.rows(kind):
            session.merge(row).state = MessageState.SENT


def test_the_poll_closes_by_itself_and_the_chairs_get_the_result(asking):
    poll = asking.open()
    asking.answer(asking.one, poll, "no", "yes")
    (due,) = asking.rows(RESULT, PENDING)
    assert (due.recipient, due.due_at) == ("UCHAIR", poll.deadline_at)

    board = asking.rendered(RESULT)

    assert asking.poll(poll).state is PollState.CLOSED
    assert board.tally.ranked[0].position == 2
    assert board.may_lead
    assert asking.group.log().count("closed") == 1
    assert asking.rendered(OVER).poll.state is PollState.CLOSED
    assert asking.rendered(RESULT) is not None
    assert asking.group.log().count("closed") == 1


def test_a_message_that_was_due_before_does_not_close_it(asking):
    poll = asking.open()

    asking.wait(days=30)
    assert asking.rendered(MessageKind.POLL_OPENED) is not None

    assert asking.poll(poll).state is PollState.OPEN


def test_who_became_chair_meanwhile_gets_the_result_too(asking):
    asking.open()
    asking.group.add(Role.SECRETARIAT, "ULATER")

    asking.rendered(OVER)

    assert {row.recipient for row in asking.rows(RESULT)} == {"UCHAIR", "ULATER"}


def test_who_leads_no_more_does_not_get_it(asking):
    asking.open()
    asking.group.add(Role.CHAIR, "UNEXT")
    asking.group.add(Role.OBSERVER, "UCHAIR")

    assert asking.rendered(RESULT, "UCHAIR") is None


def test_closing_early_tells_the_chairs_at_once(asking):
    poll = closed(asking)

    (row,) = asking.rows(RESULT, PENDING)
    assert row.due_at == asking.now
    assert asking.rows(REMINDER, PENDING) == []
    assert asking.rendered(RESULT).tally.ranked[0].position == 2
    again = asking.do(polls.close, asking.chair, poll_id=poll.id)
    assert again.poll.state is PollState.CLOSED
    assert asking.group.log().count("closed") == 1


def test_the_choice_makes_the_meeting_once(asking):
    poll = closed(asking)

    first = asking.decide(asking.chair, poll, 2)
    again = asking.decide(asking.chair, poll, 1)

    assert (first.meeting_ref, again.meeting_ref) == ("M-1", "M-1")
    (meeting,) = planned(asking)
    assert meeting.starts_at.isoformat() == "2026-12-08T13:00:00+00:00"
    assert f"{meeting.starts_local:%H:%M} {meeting.zone}" == "14:00 Europe/Brussels"
    assert meeting.status is MeetingStatus.SCHEDULED
    assert meeting.join_url == "https://example.org/room"
    assert asking.rows(RESULT, PENDING) == []
    assert len(asking.rows(MessageKind.MEETING_ANNOUNCED)) == 1
    assert asking.rendered(RESULT) is None


def test_of_two_chairs_the_second_sees_what_the_first_chose(asking):
    poll = closed(asking)
    second = asking.group.add(Role.VICE_CHAIR, "USECOND")

    asking.decide(asking.chair, poll, 1)
    seen = asking.decide(second, poll, 2)

    assert seen.poll.state is PollState.DECIDED
    assert seen.poll.meeting == 1
    assert len(planned(asking)) == 1


def test_the_other_chairs_see_the_choice_where_they_got_the_result(asking):
    asking.group.add(Role.SECRETARIAT, "UOFFICE")
    poll = closed(asking)
    sent(asking, RESULT)

    asking.decide(asking.chair, poll)

    again = asking.rows(MessageKind.POLL_RESULT_REFRESH)
    assert {row.recipient for row in again} == {"UCHAIR", "UOFFICE"}
    message = asking.message(MessageKind.POLL_RESULT_REFRESH, "UOFFICE")
    assert polls.result_of(asking.database, message).recipient == "UOFFICE"
    assert asking.rendered(MessageKind.POLL_RESULT_REFRESH).meeting_ref == "M-1"


def test_an_open_poll_is_not_decided(asking):
    poll = asking.open()

    with pytest.raises(InvalidTransitionError, match="Close it first"):
        asking.decide(asking.chair, poll)

    assert planned(asking) == ()


def test_a_time_that_is_over_is_not_chosen(asking):
    poll = closed(asking)
    asking.group.clock.moment = poll.slots[0].starts_at

    with pytest.raises(InvalidTransitionError, match="over already"):
        asking.decide(asking.chair, poll, 1)

    assert asking.decide(asking.chair, poll, 2).meeting_ref == "M-1"


def test_a_time_of_another_poll_is_not_chosen(asking):
    poll, other = closed(asking), asking.open("other")

    with pytest.raises(NotFoundError, match="no such time"):
        asking.do(
            polls.decide, asking.chair, poll_id=poll.id, slot_id=other.slots[0].id
        )


def test_more_time_opens_a_closed_poll_again(asking):
    poll = closed(asking)

    board = asking.change(polls.extend, poll, **LATER)

    assert board.poll.state is PollState.OPEN
    assert asking.answer(asking.one, poll, "yes", "yes")
    (waiting,) = asking.rows(RESULT, PENDING)
    assert waiting.due_at == board.poll.deadline_at
    assert [row.state for row in asking.rows(RESULT)].count(CANCELLED) == 2


def test_with_another_deadline_silent_clusters_are_reminded_before_that_one(asking):
    poll = asking.open()

    board = asking.change(polls.extend, poll, **LATER)

    waiting = asking.rows(REMINDER, PENDING)
    assert {row.recipient for row in waiting} == {"UONE", "UOTHER"}
    due = board.poll.deadline_at - timedelta(days=1)
    assert {row.due_at for row in waiting} == {due}


def test_an_hour_more_does_not_remind_anybody_again(asking):
    poll = asking.open()
    sent(asking, REMINDER)
    asking.group.clock.moment = poll.deadline_at - timedelta(hours=2)

    asking.change(polls.extend, poll, deadline_day="2026-11-30", deadline_time="18:00")

    assert asking.rows(REMINDER, PENDING) == []


def test_a_late_row_of_a_reminder_survives_an_answer_of_somebody_else(asking):
    poll = asking.open()
    asking.group.clock.moment = poll.deadline_at - timedelta(hours=3)

    asking.answer(asking.one, poll, "yes")

    (waiting,) = asking.rows(REMINDER, PENDING)
    assert waiting.recipient == "UOTHER"


def test_the_same_deadline_again_changes_nothing(asking):
    poll = asking.open()
    same = {"deadline_day": "2026-11-30", "deadline_time": "17:00"}

    board = asking.change(polls.extend, poll, **same)

    assert board.poll.version == poll.version
    assert "extended" not in asking.group.log()


def test_another_zone_keeps_what_the_clocks_show_and_tells_who_answered(asking):
    poll = asking.open()
    asking.answer(asking.one, poll, "yes", "no")

    board = asking.change(polls.correct_zone, poll, zone="Europe/Lisbon")

    lisbon = ZoneInfo("Europe/Lisbon")
    for before, after in zip(poll.slots, board.poll.slots, strict=True):
        assert after.starts_local == before.starts_local
        assert after.starts_at - before.starts_at == timedelta(hours=1)
        assert after.starts_at.astimezone(lisbon).hour == before.starts_local.hour
    assert board.tally.counts[0].yes == {"ee"}
    assert [row.recipient for row in asking.rows(ZONE)] == ["UONE"]
    assert asking.rendered(ZONE).poll.zone == "Europe/Lisbon"


def test_a_zone_that_is_corrected_twice_is_told_once(asking):
    poll = asking.open()
    asking.answer(asking.one, poll, "yes", "no")

    for zone in ("Europe/Lisbon", "Europe/Tallinn"):
        asking.change(polls.correct_zone, poll, zone=zone)

    assert len(asking.rows(ZONE, PENDING)) == 1
    assert asking.change(polls.correct_zone, poll, zone="Europe/Tallinn").poll
    assert len(asking.rows(ZONE)) == 2


def test_a_zone_without_one_of_the_times_is_refused(asking):
    poll = asking.open(zone="America/New_York", day_2="2027-03-28", time_2="02:30")

    with pytest.raises(InvalidInputError, match="jump over 02:30"):
        asking.change(polls.correct_zone, poll, zone="Europe/Brussels")

    assert asking.poll(poll) == poll


@pytest.mark.parametrize(
    ("change", "values"),
    [(polls.extend, LATER), (polls.correct_zone, {"zone": "Europe/Lisbon"})],
)
def test_of_two_chairs_with_the_same_form_the_second_is_told(asking, change, values):
    poll = asking.open()
    asking.change(polls.extend, poll, deadline_day="2026-12-01", deadline_time="09:00")

    with pytest.raises(StaleVersionError, match="/meeting poll 1"):
        asking.change(change, poll, version=poll.version, **values)


@pytest.mark.parametrize("step", [polls.close, polls.cancel, polls.to_change])
def test_members_do_not_lead_a_poll(asking, step):
    poll = asking.open()

    with pytest.raises(NotAllowedError, match="The chair and the secretariat"):
        asking.do(step, asking.one, poll_id=poll.id)

    assert asking.poll(poll) == poll


def test_a_cancelled_poll_says_nothing_more(asking):
    poll = asking.open()

    for _ in range(2):
        board = asking.do(polls.cancel, asking.chair, poll_id=poll.id)

    assert board.poll.state is PollState.CANCELLED
    for kind in (REMINDER, RESULT, OVER):
        assert {row.state for row in asking.rows(kind)} == {CANCELLED}
    assert asking.rendered(MessageKind.POLL_OPENED) is None
    assert asking.group.log().count("cancelled") == 1
    with pytest.raises(InvalidTransitionError, match="is over"):
        asking.decide(asking.chair, poll)


def test_a_decided_poll_cannot_be_changed_any_more(asking):
    poll = closed(asking)
    asking.decide(asking.chair, poll)

    for step in (polls.close, polls.cancel, polls.to_change):
        with pytest.raises(InvalidTransitionError, match="is over"):
            asking.do(step, asking.chair, poll_id=poll.id)


def test_in_a_private_channel_of_the_chairs_the_result_comes_once(asking):
    asking.group.add(Role.SECRETARIAT, "UOFFICE")
    with asking.database.begin() as session:
        sig = sigs.get(session, asking.group.sig.id)
        sigs.save(session, replace(sig, chairs_channel_id="GCHAIRS"))

    asking.open()

    (row,) = asking.rows(RESULT, PENDING)
    assert row.recipient == "GCHAIRS"
    assert asking.rendered(RESULT).may_lead
