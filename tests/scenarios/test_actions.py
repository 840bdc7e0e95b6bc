"""Action items from the decision that asks for them to the meeting that hears of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from action_group import many
from clocks import Clock
from scenarios_meetings import (
    CHANNEL,
    a_planned_meeting,
    mark_present,
    posted,
    say,
    seated,
)
from sqlmodel import select

from storage import sigs
from storage.tables import ActionItemRow

from groups import TEAM
from scenarios_forms import seen

START = datetime(2026, 11, 18, 12, tzinfo=UTC)
DUE = date(2026, 11, 24)


@pytest.fixture
def clock():
    return Clock(START)


@pytest.fixture
def people(slack, convenor):
    return seated(slack, convenor)


def stored(convenor):
    with convenor.deps.db.read() as session:
        return session.exec(select(ActionItemRow)).all()


def told(person, words):
    return [each for each in person.direct_messages() if words in each.text]


def act(slack, person, line):
    """Record an action item by a line."""
    shown = say(slack, person, "/action", line, "Is that right?")
    before = len(seen(person, CHANNEL, "Recorded as"))
    person.press(shown, "Save")
    slack.wait_until(lambda: len(seen(person, CHANNEL, "Recorded as")) > before)


def test_from_the_meeting_to_the_next_meeting(slack, convenor, clock, people):
    member, other, chair, meeting = people
    say(slack, chair, "/meeting", "start", "Its thread is in the channel")
    mark_present(convenor, meeting)
    assert chair.command("/decision", "We ask the ministry.", channel=CHANNEL).ok
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"kind": "consensus"})
    assert chair.submit().errors == {}
    posted(slack, chair, "We ask the ministry.")
    message = other.say(CHANNEL, "@member write the letter")

    assert member.message_shortcut("save_as_action", CHANNEL, message.ts).ok
    slack.wait_until(lambda: "What is to be done" in str(member.view))
    member.fill({"due_on": str(DUE)})
    assert member.submit().errors == {}
    posted(slack, member, "write the letter")
    say(slack, member, "/action", "link A-1 D-1", "A-1 belongs to M-1, D-1")
    say(slack, chair, "/meeting", "end", "is over")
    the_reminder_takes_done(slack, convenor, clock, member)
    the_chain_is_shown_from_either_end(slack, member)
    the_next_meeting_hears_of_it(slack, convenor, clock, chair)
    assert slack.complaints == []


def the_reminder_takes_done(slack, convenor, clock, member):
    convenor.tick()
    clock.moment = START + timedelta(days=3)
    convenor.tick()
    slack.wait_until(lambda: told(member, "write the letter"))
    member.press(told(member, "write the letter")[-1], "Done")
    slack.wait_until(lambda: stored(convenor)[0].done_on)


def the_chain_is_shown_from_either_end(slack, member):
    card = say(slack, member, "/action", "show A-1", "A-1 (done")
    for words in ("From meeting *M-1*", "By decision *D-1*", "this message"):
        assert words in str(card.blocks)
    decision = say(slack, member, "/decision", "show D-1", "D-1 (adopted)")
    assert "*A-1* write the letter" in str(decision.blocks)
    meeting = say(slack, member, "/meeting", "show M-1", "M-1")
    assert "by D-1" in str(meeting.blocks)
    assert "*D-1* We ask the ministry." in str(meeting.blocks)


def the_next_meeting_hears_of_it(slack, convenor, clock, chair):
    clock.moment = START + timedelta(days=28)
    with convenor.deps.db.read() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
    a_planned_meeting(convenor.deps.db, sig.id, clock.moment)
    agenda = say(slack, chair, "/meeting", "agenda M-2", "Review of actions")
    assert "Done since the last meeting" in str(agenda.blocks)
    say(slack, chair, "/meeting", "start M-2", "Its thread is in the channel")
    say(slack, chair, "/meeting", "end M-2", "is over")
    skeleton = posted(slack, chair, "skeleton of its minutes")
    assert "*A-1* write the letter" in str(skeleton.blocks)
    a_planned_meeting(
        convenor.deps.db, sig.id, clock.moment + timedelta(days=28), title="Third"
    )
    later = say(slack, chair, "/meeting", "agenda M-3", "Third")
    assert "write the letter" not in str(later.blocks)


def test_every_step_by_word_and_by_button(slack, convenor, people):
    member, other, chair, _ = people
    act(slack, member, "@member write the letter by 3 December 2026")

    say(slack, member, "/action", "start A-1", "A-1 is in progress")
    say(slack, member, "/action", "block A-1 No data yet", "A-1 is blocked")
    slack.wait_until(lambda: told(chair, "cannot go on with *A-1*: No data yet"))
    card = say(slack, member, "/action", "show A-1", "A-1 (blocked)")
    member.press(card, "Unblock")
    slack.wait_until(lambda: seen(member, CHANNEL, "A-1 is open again"))
    say(slack, member, "/action", "due A-1 10 December 2026", "A-1 is due 10 Dec")
    say(slack, member, "/action", "snooze A-1 1 December 2026", "No reminder of A-1")
    say(slack, member, "/action", "snooze A-1 24 December 2026", "cannot wait until")
    say(slack, other, "/action", "done A-1", "A-1 belongs to")
    done = say(slack, chair, "/action", "done A-1 https://example.org/x", "is done.")
    slack.wait_until(lambda: told(member, "has done *A-1*"))
    say(slack, member, "/action", "done A-1", "is done already, as <@UCHAIR> said")
    chair.press(done, "Undo")
    slack.wait_until(lambda: seen(chair, CHANNEL, "A-1 is open again"))
    say(slack, member, "/action", "cancel A-1 Not needed", "A-1 is cancelled")
    say(slack, member, "/action", "reopen A-1", "A-1 is open again")
    say(slack, member, "/action", "assign A-1 @other", "belongs to <@UOTHER> now")
    slack.wait_until(lambda: told(other, "has given you *A-1*"))
    say(slack, member, "/action", "mine", "Your actions: none")
    shown = say(slack, other, "/action", "mine", "Your actions: 1")
    assert "write the letter" in str(shown.blocks)
    assert slack.complaints == []


def test_forms_keep_what_was_typed_and_say_what_is_wrong(slack, convenor, people):
    member = people[0]
    act(slack, member, "@member write the letter by 3 December 2026")
    card = say(slack, member, "/action", "show A-1", "A-1 (open)")

    member.press(card, "Snooze")
    slack.wait_until(lambda: member.view is not None)
    member.fill({"until": "2026-12-20"})
    assert "cannot wait until" in member.submit().errors["until"]
    member.fill({"due": ["moves"]})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "It is due on that day"))
    member.press(card, "Link")
    slack.wait_until(lambda: member.view is not None)
    member.fill({"decision": "D-9"})
    assert "no decision D-9" in member.submit().errors["decision"]
    member.fill({"decision": ""})
    assert member.submit().errors == {}
    member.press(card, "Assign")
    slack.wait_until(lambda: member.view is not None)
    member.fill({"owner": "USTRANGER"})
    assert "not in the group" in member.submit().errors["owner"]
    member.fill({"owner": "UOTHER"})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "belongs to <@UOTHER> now"))
    assert slack.complaints == []


def test_what_nobody_has_is_flagged_and_taken(slack, convenor, people):
    member, other, *_ = people
    act(slack, member, "write the letter")
    listed = say(slack, other, "/action", "list", "Open actions: 1")
    assert ":warning: needs an owner" in str(listed.blocks)

    other.press(listed, "Show")
    slack.wait_until(lambda: seen(other, CHANNEL, "A-1 (open)"))
    other.press(seen(other, CHANNEL, "A-1 (open)")[-1], "I do it")

    slack.wait_until(lambda: seen(other, CHANNEL, "A-1 is yours now"))
    assert slack.complaints == []


def test_two_hundred_actions_page_with_their_filter(slack, convenor, people):
    member = people[0]
    many(convenor, "UMEMBER", 200)

    page = say(slack, member, "/action", "mine", "Your actions: 200")
    for first in (11, 21, 31):
        member.press(page, "Later")
        words = f"actions: 200*, {first} to {first + 9}"
        slack.wait_until(lambda words=words: seen(member, CHANNEL, words))
        (page,) = seen(member, CHANNEL, words)

    assert len(page.blocks) <= 50
    assert slack.complaints == []


def test_the_files_come_in_private(slack, convenor, people):
    member = people[0]
    act(slack, member, "@member =1+1 by 3 December 2026")

    say(slack, member, "/action", "export", "into your direct messages")
    slack.wait_until(lambda: told(member, "as a table and as JSON, for you alone"))

    assert slack.complaints == []
