"""A meeting from its start to approved minutes, as the people in it see it."""

import pytest
from scenarios_meetings import (
    CHANNEL,
    a_planned_meeting,
    in_channel,
    mark_present,
    posted,
    say,
    seated,
)

from scenarios_forms import seen

START = "Its thread is in the channel"
IN_FAVOUR, AGAINST = "In favour", "Against"


@pytest.fixture
def people(slack, convenor):
    return seated(slack, convenor)


def begin(slack, chair, words="has begun. Notes"):
    say(slack, chair, "/meeting", "start", START)
    return posted(slack, chair, words)


def in_form(slack, person):
    slack.wait_until(lambda: person.view is not None)


def decide(slack, person, text, **values):
    """Fill in the form of a decision and return how it was taken."""
    assert person.command("/decision", text, channel=CHANNEL).ok
    in_form(slack, person)
    person.fill(values)
    return person.submit()


def minutes(slack, person, name=""):
    return say(slack, person, "/meeting", f"minutes {name}".strip(), "Minutes of M-")


def test_from_the_start_to_approved_minutes(slack, convenor, people):
    member, other, chair, meeting = people
    head = begin(slack, chair)
    mark_present(convenor, meeting)

    # Notes, by command and by button, stand in the thread.
    say(slack, member, "/meeting", "note Estonia shows the figures.", "Noted")
    first = posted(slack, member, "Estonia shows the figures.")
    assert first.thread_ts == head.ts
    other.press(head, "Note")
    in_form(slack, other)
    other.fill({"text": "The licence was discussed.", "item": "1. Licence"})
    assert other.submit().errors == {}
    posted(slack, other, "The licence was discussed.")

    # A consensus holds at once; a vote is open until it is closed.
    outcome = decide(slack, chair, "The paper is CC BY 4.0.", kind="consensus")
    assert outcome.errors == {}
    settled = posted(slack, chair, "The paper is CC BY 4.0.")
    assert "adopted" in str(settled.blocks)
    assert "quorum was met" in str(settled.blocks)
    assert settled.thread_ts == head.ts
    assert decide(slack, chair, "We meet in Tallinn.", kind="vote").errors == {}
    vote = posted(slack, chair, "We meet in Tallinn.")
    member.press(vote, IN_FAVOUR)
    slack.wait_until(lambda: seen(member, CHANNEL, "has voted on D-2"))
    other.press(vote, AGAINST)
    slack.wait_until(lambda: seen(other, CHANNEL, "has voted on D-2"))
    other.press(vote, IN_FAVOUR)
    slack.wait_until(lambda: seen(other, CHANNEL, "had said *against*"))
    slack.wait_until(lambda: in_channel(chair, "In favour (2)"))
    chair.press(in_channel(chair, "In favour (2)")[-1], "Close the vote")
    slack.wait_until(lambda: in_channel(chair, "2 in favour, 0 against"))

    # An action, then the end.
    say(slack, member, "/action", "@other send the figures by 2027-02-19", "A-1")
    shown = posted(slack, member, "send the figures")
    assert "<@UOTHER>" in shown.text
    assert "19 February 2027" in shown.text
    say(slack, member, "/action", "find a room", "needs an owner")
    say(slack, chair, "/meeting", "end", "is over")
    skeleton = posted(slack, chair, "skeleton of its minutes")
    assert skeleton.thread_ts == head.ts
    for words in (
        *("Tallinn Health Cluster", "D-1", "D-2", "A-1", "needs an owner"),
        *("Estonia shows the figures.", "Quorum met: 2 of 2"),
    ):
        assert words in str(skeleton.blocks)

    # Draft, circulate, correct, approve.
    card = minutes(slack, chair)
    chair.press(card, "Circulate")
    slack.wait_until(lambda: in_channel(chair, "Please read them"))
    circulated = in_channel(member, "Please read them")[-1]
    assert circulated.thread_ts is None
    member.press(circulated, "Looks right")
    slack.wait_until(lambda: in_channel(chair, "1 person says they look right"))
    other.press(circulated, "Propose a correction")
    in_form(slack, other)
    other.fill({"text": "It was Latvia that showed the figures."})
    assert other.submit().errors == {}
    slack.wait_until(lambda: "It was Latvia" in str(chair.direct_messages()))
    card = minutes(slack, chair)
    chair.press(card, "Approve")
    slack.wait_until(lambda: seen(chair, CHANNEL, "still open: 1"))
    chair.press(card, "Edit")
    in_form(slack, chair)
    notes = next(
        block["block_id"]
        for block in chair.view["blocks"]
        if "Estonia shows" in str(block)
    )
    chair.fill({notes: "## Notes\n\nLatvia shows the figures.", "reason": "Corrected"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved as version 2"))
    chair.press(card, "Settled")
    slack.wait_until(lambda: seen(chair, CHANNEL, "Settled."))
    chair.press(minutes(slack, chair), "Approve")
    slack.wait_until(lambda: seen(chair, CHANNEL, "approved and locked"))
    slack.wait_until(lambda: in_channel(chair, "nothing in them changes"))

    card = minutes(slack, chair, "M-1")
    assert "Latvia shows the figures." in str(card.blocks)
    assert "Edit" not in str(card.blocks)
    say(slack, member, "/meeting", "note Too late", "approved")
    assert slack.complaints == []
