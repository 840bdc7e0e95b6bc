"""A meeting from its start to approved minutes, as the people in it see it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from scenarios_meetings import (
    CHANNEL,
    in_channel,
    mark_present,
    posted,
    say,
    seated,
)
from sqlmodel import select

from bot.domain.permissions import Role
from storage import members, sigs
from storage.tables import DecisionRow, OutboxRow

from groups import TEAM
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


def record(slack, person, line, words):
    """Record an action, and see that it was understood."""
    preview = say(slack, person, "/action", line, "Is that right?")
    person.press(preview, "Save")
    slack.wait_until(lambda: seen(person, CHANNEL, words))


def minutes(slack, person, name=""):
    return say(slack, person, "/meeting", f"minutes {name}".strip(), "Minutes of M-")


def test_from_the_start_to_approved_minutes(slack, convenor, people):
    member, _, chair, meeting = people
    head = begin(slack, chair)
    mark_present(convenor, meeting)

    notes_go_into_the_thread(slack, people, head)
    decisions_are_made(slack, people, head)
    the_end_posts_the_skeleton(slack, people, head)
    corrections_come_in(slack, people)
    the_chair_approves(slack, chair)

    card = minutes(slack, chair, "M-1")
    assert "Latvia shows the figures." in str(card.blocks)
    assert "Edit" not in str(card.blocks)
    say(slack, member, "/meeting", "note Too late", "approved")
    assert slack.complaints == []


def notes_go_into_the_thread(slack, people, head):
    """One by command, one by the button and about a point of the agenda."""
    member, other, *_ = people
    say(slack, member, "/meeting", "note Estonia shows the figures.", "Noted")
    assert posted(slack, member, "Estonia shows the figures.").thread_ts == head.ts
    other.press(head, "Note")
    in_form(slack, other)
    other.fill({"text": "The licence was discussed.", "item": "1. Licence"})
    assert other.submit().errors == {}
    assert "_Licence_" in str(posted(slack, other, "licence was discussed").blocks)


def decisions_are_made(slack, people, head):
    """A consensus holds at once; a vote is open until it is closed."""
    member, other, chair, _ = people
    outcome = decide(slack, chair, "The paper is CC BY 4.0.", kind="consensus")
    assert outcome.errors == {}
    settled = posted(slack, chair, "The paper is CC BY 4.0.")
    assert "quorum was met" in str(settled.blocks)
    assert settled.thread_ts == head.ts
    assert decide(slack, chair, "We meet in Tallinn.", kind="vote").errors == {}
    vote = posted(slack, chair, "We meet in Tallinn.")
    member.press(vote, IN_FAVOUR)
    other.press(vote, AGAINST)
    slack.wait_until(lambda: seen(other, CHANNEL, "has voted on D-2"))
    other.press(vote, IN_FAVOUR)
    slack.wait_until(lambda: seen(other, CHANNEL, "had said *against*"))
    slack.wait_until(lambda: in_channel(chair, "In favour (2)"))
    chair.press(in_channel(chair, "In favour (2)")[-1], "Close the vote")
    slack.wait_until(lambda: in_channel(chair, "2 in favour, 0 against"))


def the_end_posts_the_skeleton(slack, people, head):
    member, _, chair, _ = people
    record(slack, member, "@other send the figures by 2027-02-19", "A-1")
    shown = posted(slack, member, "send the figures")
    assert "<@UOTHER>" in shown.text
    assert "19 February 2027" in shown.text
    record(slack, member, "find a room", "needs an owner")
    say(slack, chair, "/meeting", "end", "is over")
    skeleton = posted(slack, chair, "skeleton of its minutes")
    assert skeleton.thread_ts == head.ts
    for words in (
        *("Tallinn Health Cluster", "D-1", "D-2", "A-1", "needs an owner"),
        *("Estonia shows the figures.", "Quorum met: 2 of 2"),
    ):
        assert words in str(skeleton.blocks)


def corrections_come_in(slack, people):
    member, other, chair, _ = people
    chair.press(minutes(slack, chair), "Circulate")
    circulated = posted(slack, member, "Please read them")
    assert circulated.thread_ts is None
    member.press(circulated, "Looks right")
    slack.wait_until(lambda: in_channel(chair, "1 person says they look right"))
    other.press(circulated, "Propose a correction")
    in_form(slack, other)
    other.fill({"text": "It was Latvia that showed the figures."})
    assert other.submit().errors == {}
    slack.wait_until(lambda: "It was Latvia" in str(chair.direct_messages()))


def the_chair_approves(slack, chair):
    """Not before the correction is taken in and settled."""
    card = minutes(slack, chair)
    chair.press(card, "Approve")
    slack.wait_until(lambda: seen(chair, CHANNEL, "still open: 1"))
    change(slack, chair, card, "Estonia shows", "## Notes\n\nLatvia shows the figures.")
    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved as version 2"))
    chair.press(card, "Settled")
    slack.wait_until(lambda: seen(chair, CHANNEL, "Settled."))
    chair.press(minutes(slack, chair), "Approve")
    slack.wait_until(lambda: seen(chair, CHANNEL, "approved and locked"))
    slack.wait_until(lambda: in_channel(chair, "nothing in them changes"))


def change(slack, person, card, words, text):
    """Write another text in the place of the part that has these words."""
    person.press(card, "Edit")
    in_form(slack, person)
    person.fill({part_with(person, words): text, "reason": "Corrected"})
    assert person.submit().errors == {}


def part_with(person, words):
    blocks = person.view["blocks"]
    return next(block["block_id"] for block in blocks if words in str(block))


def test_two_editors_at_once_both_keep_their_text(slack, convenor, people):
    _, other, chair, _ = people
    promote(convenor, "UOTHER")
    begin(slack, chair)
    say(slack, chair, "/meeting", "end", "is over")
    cards = [minutes(slack, person) for person in (chair, other)]
    for person, card in zip((chair, other), cards, strict=True):
        person.press(card, "Edit")
        in_form(slack, person)
        person.fill({part_with(person, "## Notes"): f"## Notes\n\nBy {person.id}."})
    chair.submit()
    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved as version 1"))

    other.submit()

    shown = str(other.view["blocks"])
    assert "Somebody saved version 1 while you were writing" in shown
    assert "By UCHAIR." in shown
    assert "By UOTHER." in shown
    assert other.submit().errors == {}
    slack.wait_until(lambda: seen(other, CHANNEL, "Saved as version 2"))
    card = minutes(slack, other)
    assert "By UOTHER." in str(card.blocks)
    other.press(card, "Versions")
    slack.wait_until(lambda: seen(other, CHANNEL, "Versions of the minutes"))
    other.press(
        seen(other, CHANNEL, "Versions of the minutes")[-1], "Let it hold again"
    )
    slack.wait_until(lambda: seen(other, CHANNEL, "The older text holds again"))
    assert "By UCHAIR." in str(minutes(slack, other).blocks)


def test_minutes_as_files_and_as_a_canvas(slack, people):
    _, _, chair, _ = people
    begin(slack, chair)
    say(slack, chair, "/meeting", "note <b>Bold</b> claims", "Noted")
    card = minutes(slack, chair)

    chair.press(card, "Files")
    slack.wait_until(lambda: files(slack) >= {".md", ".html"})
    slack.installation.scopes |= {"canvases:write"}
    chair.press(card, "Canvas")
    slack.wait_until(lambda: seen(chair, CHANNEL, "are a canvas now"))
    (canvas,) = slack.workspace.canvases.values()
    assert canvas["access"] == {"UCHAIR": "read"}
    assert canvas["markdown"].startswith("# Minutes of M-1")
    slack.installation.scopes -= {"canvases:write"}
    chair.press(card, "Canvas")
    slack.wait_until(lambda: seen(chair, CHANNEL, "you get files instead"))


def files(slack):
    names = [file.name for file in slack.workspace.files.values()]
    return {name[name.rindex(".") :] for name in names}


def test_a_text_comes_back_as_a_file(slack, people):
    _, _, chair, _ = people
    begin(slack, chair)
    chair.press(minutes(slack, chair), "Upload text")
    in_form(slack, chair)

    text = b"# Minutes\n\nWritten at home."
    chair.fill({"file": [chair.new_file("minutes.md", text)]})
    assert chair.submit().errors == {}

    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved as version 1"))
    assert "Written at home." in str(minutes(slack, chair).blocks)


def test_a_written_procedure_ends_by_itself(slack, convenor, people):
    member, other, chair, _ = people
    tomorrow = (convenor.deps.clock() + timedelta(days=1)).date()
    outcome = decide(
        slack,
        chair,
        "The secretariat moves.",
        kind="written_procedure",
        ends_on=f"{tomorrow}",
    )
    assert outcome.errors == {}
    asked = posted(slack, member, "Written procedure until")
    member.press(asked, IN_FAVOUR)
    slack.wait_until(lambda: seen(member, CHANNEL, "has voted on D-1"))
    other.press(asked, IN_FAVOUR)
    slack.wait_until(lambda: seen(other, CHANNEL, "has voted on D-1"))
    let_it_be_over(convenor)

    convenor.deps.wake()

    over = posted(slack, chair, "written procedure on D-1 is over")
    assert "2 in favour" in str(over.blocks)
    other.press(asked, AGAINST)
    slack.wait_until(lambda: seen(other, CHANNEL, "The vote on D-1 is closed"))


@pytest.mark.parametrize("user", ["UGUEST", "USTRANGER"])
def test_strangers_who_press_change_nothing(slack, people, user):
    _, _, chair, _ = people
    head = begin(slack, chair)
    decide(slack, chair, "We go on.", kind="vote")
    vote = posted(slack, chair, "We go on.")
    intruder = slack.person(user)

    for message, label in ((head, "End the meeting"), (vote, IN_FAVOUR)):
        intruder.press(message, label)
    slack.wait_until(lambda: len(seen(intruder, CHANNEL, "chair of this")) > 1)

    assert in_channel(chair, "This is the skeleton") == []
    assert in_channel(chair, "In favour (1)") == []


def test_decisions_are_listed_shown_and_superseded(slack, people):
    _, _, chair, _ = people
    begin(slack, chair)
    for number, text in enumerate(("The old way.", "The new way."), 1):
        assert decide(slack, chair, text, kind="consensus").errors == {}
        posted(slack, chair, text)
        assert number

    say(slack, chair, "/decision", "supersede D-1 D-1", "cannot supersede itself")
    say(slack, chair, "/decision", "supersede D-1 D-2", "D-2 takes the place of D-1")
    listed = say(slack, chair, "/decision", "list", "2 decisions")
    assert "→ D-2" in str(listed.blocks)
    shown = say(slack, chair, "/decision", "show d1", "D-1 (superseded)")
    assert "Superseded by D-2" in str(shown.blocks)
    slack.wait_until(lambda: in_channel(chair, "Superseded by D-2"))
    say(slack, chair, "/decision", "D-9", "There is no decision D-9")


def test_a_start_or_end_that_makes_no_sense_is_explained(slack, people):
    member, _, chair, _ = people
    say(slack, chair, "/meeting", "end", "No meeting has begun yet")
    say(slack, member, "/meeting", "start", "The chair and the secretariat can start")
    begin(slack, chair)
    say(slack, chair, "/meeting", "start", "M-1 is running already")
    say(slack, chair, "/meeting", "end", "is over")
    say(slack, chair, "/meeting", "end M-1", "has ended already")
    say(slack, member, "/meeting", "note One more.", "as added after the meeting")


def promote(convenor, user):
    """Let somebody be an editor."""
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        person = members.find_person(session, TEAM, user)
        place = members.membership(session, sig.id, person.id)
        members.set_membership(session, replace(place, role=Role.EDITOR))


def let_it_be_over(convenor):
    """Let the last day of everything that is open be in the past."""
    with convenor.deps.db.begin() as session:
        earlier = convenor.deps.clock() - timedelta(minutes=1)
        for row in session.exec(select(DecisionRow)):
            row.due_at = earlier
        for row in session.exec(select(OutboxRow)):
            if row.kind == "decision_decided":
                row.due_at = earlier
