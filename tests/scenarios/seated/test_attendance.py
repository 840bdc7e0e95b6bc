"""`/meeting attendance`: the chair notes who was there, the members read it."""

from datetime import timedelta

import pytest
from meeting_group import change, guest, plan, read

from bot.domain.meetings import Attendance, MeetingStatus, MinutesStatus, Rsvp
from storage import attendance, members, rsvps
from storage.rsvps import Reply

from groups import TEAM
from scenarios_forms import seen

CHANNEL = "CSIG"


@pytest.fixture
def meeting(convenor, sig):
    """A meeting that began an hour ago; a member comes, another does not."""
    db, now = convenor.deps.db, convenor.deps.clock() - timedelta(hours=1)
    guest(db, CHANNEL, "UEXT")
    meeting = plan(db, sig.id, now=now, days=0, status=MeetingStatus.IN_PROGRESS)
    said = {"UMEMBER": Rsvp.YES, "UTHIRD": Rsvp.NO, "UEXT": Rsvp.YES}
    with db.begin() as session:
        for user, answer in said.items():
            person = members.find_person(session, TEAM, user)
            reply = Reply(person_id=person.id, cluster_id=None, answer=answer)
            rsvps.answer(session, meeting.id, reply)
    return meeting


def ask(slack, user, text, words):
    person = slack.person(user)
    before = len(seen(person, CHANNEL, words))
    assert person.command("/meeting", text, channel=CHANNEL).ok
    slack.wait_until(lambda: len(seen(person, CHANNEL, words)) > before)
    return seen(person, CHANNEL, words)[-1]


def form(slack, user="UCHAIR", text="attendance"):
    person = slack.person(user)
    assert person.command("/meeting", text, channel=CHANNEL).ok
    slack.wait_until(lambda: person.view is not None)
    return person


def chosen(person, name):
    state = person.view["state"]["values"][name]["value"]
    return [option["value"] for option in state["selected_options"]]


def test_the_form_is_filled_in_and_nothing_is_noted_before_it_is_sent(
    slack, db, sig, meeting
):
    chair = form(slack)

    assert chosen(chair, "present") == ["cl-ee"]
    assert chosen(chair, "apologies") == ["cl-dk"]
    assert len(chosen(chair, "externals")) == 1
    assert "nothing is noted before you save" in str(chair.view["blocks"])
    assert read(db, sig.id, meeting).attendance == Attendance()
    shown = ask(slack, "UMEMBER", "attendance", "Nobody has noted yet")
    assert "attendance_mark" not in str(shown.blocks)

    chair.fill({"guests": "Ministry of health\n\nA <!here> guest"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved."))
    (card,) = seen(chair, CHANNEL, "Saved.")
    assert "*There:* Cluster EE" in card.text
    assert "*Apologies:* Cluster DK" in card.text
    assert "*Guests:* Ministry of health, A &lt;!here&gt; guest" in card.text
    assert "1 of 2 clusters were there: the quorum of 1 was met." in card.text
    assert slack.complaints == []


def test_it_can_be_corrected_until_the_minutes_are_approved(slack, db, sig, meeting):
    chair = form(slack)
    chair.fill({"present": [], "apologies": ["cl-dk"], "externals": []})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved."))
    (card,) = seen(chair, CHANNEL, "Saved.")
    assert "*Absent:* Cluster EE" in card.text
    assert "0 of 2 clusters were there: too few for the quorum of 1." in card.text
    change(db, sig.id, meeting, status=MeetingStatus.HELD)

    chair.press(card, "Correct it")
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"present": ["cl-ee", "cl-dk"]})
    errors = chair.submit().errors
    assert "Cluster DK cannot be there and send apologies." in errors["apologies"]
    chair.fill({"apologies": []})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: len(seen(chair, CHANNEL, "Saved.")) > 1)
    assert read(db, sig.id, meeting).attendance.present == ("cl-ee", "cl-dk")

    change(db, sig.id, meeting, minutes_status=MinutesStatus.APPROVED)
    chair.press(card, "Correct it")
    slack.wait_until(lambda: seen(chair, CHANNEL, "The minutes of M-1 are approved"))
    shown = ask(slack, "UCHAIR", "attendance M-1", "*There:* Cluster EE, Cluster DK")
    assert "attendance_mark" not in str(shown.blocks)


def test_of_two_who_note_it_the_second_sees_both(slack, db, sig, meeting):
    chair = form(slack)
    with db.begin() as session:
        elsewhere = Attendance(present=("cl-dk",), absent=("cl-ee",))
        attendance.save(session, sig.id, meeting.id, elsewhere)

    assert chair.submit().errors == {}

    assert "Somebody else saved the attendance" in str(chair.view["blocks"][1])
    assert "*There:* Cluster DK" in str(chair.view["blocks"][1])
    assert chosen(chair, "present") == ["cl-ee"]
    assert read(db, sig.id, meeting).attendance == elsewhere
    assert chair.submit().errors == {}
    assert read(db, sig.id, meeting).attendance.present == ("cl-ee",)


def test_a_meeting_to_come_and_a_cancelled_one_are_refused(slack, db, sig, meeting):
    plan(db, sig.id, now=meeting.starts_at)
    ask(slack, "UCHAIR", "attendance M-2", "Nobody has noted yet")
    change(db, sig.id, meeting, status=MeetingStatus.CANCELLED)
    ask(slack, "UCHAIR", "attendance", "No meeting has begun yet")
    ask(slack, "UEXT", "attendance M-1", "Members of the group can see who comes")
