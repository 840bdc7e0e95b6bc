"""Clusters that become one while a poll runs have one voice, and two again after."""

import pytest
from people import reload

from bot.domain.errors import NotAllowedError
from bot.domain.outbox import MessageKind
from bot.domain.successions import Plan, SuccessionKind
from bot.services import successions


def change(asking, kind, old, new):
    """Carry out a change of clusters as the chair does."""
    day = asking.now.date()
    plan = Plan(
        kind=kind,
        predecessors=tuple(each.id for each in old),
        new=new,
        country="EE",
        effective_on=day,
    )
    preview = asking.do(successions.preview, asking.chair, plan=plan)
    return asking.do(
        successions.commit,
        asking.chair,
        plan=plan,
        nonce=str(kind),
        digest=preview.digest,
    )


@pytest.fixture
def merged(asking):
    """A poll that both clusters answered before they became one."""
    poll = asking.open()
    asking.answer(asking.one, poll, "yes", "no")
    asking.answer(asking.other, poll, "no", "no")
    group = asking.group
    old = (group.estonia, group.latvia)
    made = change(asking, SuccessionKind.MERGER, old, ("Baltic cluster",))
    return asking, poll, made


def test_after_a_merger_they_are_one_voice(merged):
    asking, poll, _ = merged

    board = asking.shown(poll)

    first, second = board.tally.counts
    assert len(board.tally.seats) == len(board.tally.answered) == 1
    assert (len(first.yes), len(first.no)) == (1, 0)
    assert (len(second.yes), len(second.no)) == (0, 1)
    assert list(board.names.values()) == ["Baltic cluster"]


def test_their_people_go_on_answering_for_the_new_one(merged):
    asking, poll, _ = merged

    assert asking.answer(reload(asking.group, asking.other), poll, "no", "yes")

    first, second = asking.shown(poll).tally.counts
    assert len(first.yes) == len(second.yes) == 1


def test_when_the_merger_is_taken_back_they_are_two_again(merged):
    asking, poll, made = merged

    asking.do(successions.undo, asking.chair, succession_id=made.id)

    first, _ = asking.shown(poll).tally.counts
    assert (first.yes, first.no) == ({"ee"}, {"lv"})


def test_after_a_split_people_say_first_for_whom_they_speak(asking):
    poll = asking.open()
    asking.answer(asking.one, poll, "yes", "yes")
    new = ("North", "South")

    change(asking, SuccessionKind.SPLIT, (asking.group.estonia,), new)

    board = asking.shown(poll)
    assert board.tally.answered == frozenset()
    assert len(board.tally.seats) == 3
    with pytest.raises(NotAllowedError, match="which cluster you speak for"):
        asking.answer(reload(asking.group, asking.one), poll, "yes")


def test_one_reminder_for_clusters_that_became_one(asking):
    asking.open()
    old = (asking.group.estonia, asking.group.latvia)

    change(asking, SuccessionKind.MERGER, old, ("Baltic cluster",))

    asked = [
        user
        for user in ("UONE", "UOTHER")
        if asking.rendered(MessageKind.POLL_REMINDER, user) is not None
    ]
    assert asked == ["UONE"]
