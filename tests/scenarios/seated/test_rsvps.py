"""Answers to invitations, as the people of a group meet them."""

import pytest
from meeting_group import change, guest
from slack_sdk import WebClient
from sqlmodel import select

from bot.domain.meetings import MeetingStatus, Rsvp
from bot.domain.outbox import Message, MessageKind
from storage import outbox
from storage.tables import OutboxRow, RsvpRow
from templates.messages import Post, section
from templates.rsvps.buttons import buttons

from scenarios_forms import seen

CHANNEL = "CSIG"


@pytest.fixture
def card(slack, meeting):
    """A message in the channel with the buttons; pressed by whoever is given."""
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    post = Post(text="Come?", blocks=[section("Come?"), buttons(meeting)])
    client.chat_postMessage(channel=CHANNEL, **post.arguments())

    def press(user, button, words):
        person = slack.person(user)
        (message,) = [m for m in person.messages(CHANNEL) if m.text == "Come?"]
        before = len(seen(person, CHANNEL, words))
        person.press(message, button)
        slack.wait_until(lambda: len(seen(person, CHANNEL, words)) > before)
        return seen(person, CHANNEL, words)[-1]

    return press


def answers(db):
    with db.read() as session:
        return {row.person_id: row.answer for row in session.exec(select(RsvpRow))}


def test_two_people_of_one_cluster_are_one_voice(slack, db, card, meeting):
    first = card("UMEMBER", "Yes", "Thank you. Your answer: you come.")
    assert first.ephemeral
    assert "*Going: 1 of 2 clusters*. Enough for the quorum of 1." in first.text
    second = card("UOTHER", "Yes", "Thank you.")
    assert "*Going: 1 of 2 clusters*" in second.text
    third = card("UTHIRD", "Maybe", "you may come")
    assert "*Going: 1 of 2 clusters*, 1 maybe." in third.text
    assert "*Going:* Cluster EE" in third.text
    assert "*Maybe:* Cluster DK" in third.text

    assert sorted(answers(db).values()) == [Rsvp.MAYBE, Rsvp.YES, Rsvp.YES]
    public = [m for m in slack.person("UCHAIR").messages(CHANNEL) if not m.ephemeral]
    assert not any("UMEMBER" in m.text for m in public)
    assert slack.complaints == []


def test_an_answer_can_be_changed_until_the_meeting_begins(db, card, sig, meeting):
    card("UMEMBER", "Yes", "you come")
    changed = card("UMEMBER", "No", "you do not come")
    assert "*Going: 0 of 2 clusters*" in changed.text
    assert "*Not going:* Cluster EE" in changed.text

    change(db, sig.id, meeting, status=MeetingStatus.HELD)
    refused = card("UMEMBER", "Yes", "M-1 is over, so your answer stays as it is.")
    assert "The chair notes who was there" in refused.text
    change(db, sig.id, meeting, status=MeetingStatus.CANCELLED)
    card("UMEMBER", "Yes", "M-1 was cancelled, so nobody needs to answer.")
    assert list(answers(db).values()) == [Rsvp.NO]


def test_somebody_else_goes(slack, db, card, meeting):
    member = slack.person("UMEMBER")
    (message,) = [m for m in member.messages(CHANNEL) if m.text == "Come?"]
    member.press(message, "Somebody else goes")
    slack.wait_until(lambda: member.view is not None)
    errors = member.submit().errors
    assert errors == {
        "represented_by": "Write who goes instead, or choose the person above."
    }
    member.fill({"person": "UMEMBER"})
    assert "That is you." in member.submit().errors["person"]
    member.fill({"person": None, "represented_by": "our <!channel> manager"})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "goes for you"))

    (told,) = seen(member, CHANNEL, "Thank you.")
    assert "our &lt;!channel&gt; manager goes for you" in told.text
    assert "*Going: 1 of 2 clusters*" in told.text
    member.press(told, "Who answered what")
    slack.wait_until(lambda: seen(member, CHANNEL, "goes for them"))
    (listed,) = seen(member, CHANNEL, "goes for them")
    assert listed.ephemeral
    assert "<@UMEMBER> (Cluster EE)" in listed.text


def test_an_external_sees_numbers_and_no_names(slack, db, sig, card, meeting):
    guest(db, CHANNEL, "UEXT", meetings=(meeting.number,))
    card("UMEMBER", "Yes", "Thank you.")

    told = card("UEXT", "Yes", "Thank you.")

    assert "*Going: 1 of 2 clusters*" in told.text
    assert "Cluster EE" not in told.text
    assert "And 1 who speak" in told.text
    assert "Who answered what" not in str(told.blocks)


def test_an_external_who_is_not_invited_is_refused(db, card, sig, meeting):
    guest(db, CHANNEL, "UEXT", meetings=(99,))
    card("UEXT", "Yes", "There is no meeting M-1 that you are invited to.")
    card("USTRANGER", "Yes", "Guests take part when a member cluster invites them.")

    assert answers(db) == {}


def test_ones_own_answer_and_the_forecast_by_command(slack, card, meeting):
    watcher = slack.person("UWATCH")
    watcher.command("/meeting", "rsvp", channel=CHANNEL)
    slack.wait_until(lambda: seen(watcher, CHANNEL, "You have not answered yet."))
    (shown,) = seen(watcher, CHANNEL, "You have not answered yet.")
    assert "*No answer yet:* Cluster DK, Cluster EE" in shown.text
    watcher.press(shown, "Yes")
    slack.wait_until(lambda: seen(watcher, CHANNEL, "Thank you."))

    (told,) = seen(watcher, CHANNEL, "Thank you.")
    # An observer speaks for no cluster.
    assert "*Going: 0 of 2 clusters*" in told.text
    watcher.command("/meeting", "rsvp M-77", channel=CHANNEL)
    slack.wait_until(lambda: seen(watcher, CHANNEL, "There is no meeting M-77"))


def test_many_answers_change_the_announcement_once(db, sig, card, meeting, convenor):
    with db.begin() as session:
        announced = Message(
            key="announced",
            kind=MessageKind.MEETING_ANNOUNCED,
            sig_id=sig.id,
            object_id=meeting.id,
            recipient=CHANNEL,
            due_at=convenor.deps.clock(),
        )
        outbox.enqueue(session, announced)
        row = session.exec(select(OutboxRow).where(OutboxRow.key == "announced")).one()
        row.state, row.ts, row.channel_id = "sent", "1.1", CHANNEL
    for button in ("Yes", "No", "Maybe", "Yes"):
        card("UMEMBER", button, "Thank you.")

    with db.read() as session:
        query = select(OutboxRow).where(OutboxRow.kind == MessageKind.MEETING_ANSWERS)
        refreshed = session.exec(query).all()
    # Four answers within some seconds, which may lie around one turn of the clock.
    assert 1 <= len(refreshed) <= 2
