"""Several people at the same moment: nothing is lost and nothing happens twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.domain.clusters import Cluster
from bot.domain.errors import InvalidTransitionError
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.polls import PollState
from bot.services import polls
from storage import clusters, meetings


def at_once(*steps):
    """Do all steps at the same moment; return what each of them gives."""
    gate = Barrier(len(steps))

    def run(step):
        gate.wait()
        try:
            return step()
        except InvalidTransitionError as error:
            return error

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def test_two_chairs_who_choose_at_once_make_one_meeting(asking):
    second = asking.group.add(Role.VICE_CHAIR, "USECOND")
    poll = asking.open()
    asking.do(polls.close, asking.chair, poll_id=poll.id)

    boards = at_once(
        lambda: asking.decide(asking.chair, poll, 1),
        lambda: asking.decide(second, poll, 2),
    )

    assert [board.meeting_ref for board in boards] == ["M-1", "M-1"]
    with asking.database.read() as session:
        (meeting,) = meetings.all_meetings(session, asking.group.sig.id)
    assert meeting.starts_at in {slot.starts_at for slot in poll.slots}
    assert len(asking.rows(MessageKind.MEETING_ANNOUNCED)) == 1
    assert asking.group.log().count("decided") == 1


@pytest.mark.parametrize("end", [polls.close, polls.cancel])
def test_an_answer_and_the_end_at_once_come_one_after_the_other(asking, end):
    poll = asking.open()

    _, said = at_once(
        lambda: asking.do(end, asking.chair, poll_id=poll.id),
        lambda: asking.answer(asking.one, poll, "yes", "yes"),
    )

    board = asking.shown(poll)
    assert board.poll.state is not PollState.OPEN
    is_counted = board.tally.answered == {"ee"}
    assert is_counted is (said is True)
    assert is_counted or isinstance(said, InvalidTransitionError)


def test_everybody_who_answers_at_once_is_counted(asking):
    people = []
    with asking.database.begin() as session:
        for number in range(8):
            new = Cluster(key=f"c{number}", name=f"Cluster {number}", country="EE")
            added = clusters.add_cluster(session, asking.group.sig.id, new)
            people.append((f"U{number}", added))
    callers = [asking.group.add(Role.MEMBER, user, own) for user, own in people]
    poll = asking.open()

    done = at_once(
        *(lambda who=who: asking.answer(who, poll, "yes", "no") for who in callers)
    )

    assert done == [True] * 8
    first, second = asking.shown(poll).tally.counts
    assert len(first.yes) == len(second.no) == 8
    assert len(asking.rows(MessageKind.POLL_REFRESH)) == 8
    waiting = asking.rows(MessageKind.POLL_REMINDER, MessageState.PENDING)
    assert {row.recipient for row in waiting} == {"UONE", "UOTHER"}


def test_the_same_form_twice_at_once_is_one_poll(asking):
    first, second = at_once(asking.open, asking.open)

    assert first == second
    assert len(asking.do(polls.listed, asking.chair)) == 1
    assert len(asking.rows(MessageKind.POLL_OPENED)) == 1


def test_two_polls_at_once_have_two_numbers(asking):
    made = at_once(lambda: asking.open("a"), lambda: asking.open("b"))

    assert sorted(poll.number for poll in made) == [1, 2]


def test_the_deadline_and_the_chair_at_once_close_it_once(asking):
    poll = asking.open()
    asking.group.clock.moment = poll.deadline_at

    at_once(
        lambda: asking.rendered(MessageKind.POLL_OVER),
        lambda: asking.rendered(MessageKind.POLL_RESULT),
        lambda: asking.do(polls.close, asking.chair, poll_id=poll.id),
    )

    assert asking.poll(poll).state is PollState.CLOSED
    assert asking.group.log().count("closed") == 1
    assert len(asking.rows(MessageKind.POLL_RESULT)) == 1
