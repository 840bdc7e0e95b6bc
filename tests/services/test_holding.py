"""Starting, noting, ending: what is refused, what is never lost, what comes once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from held import a_hall
from scenarios_meetings import a_planned_meeting

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.meetings import AgendaState, MeetingStatus
from bot.services import holding
from storage import meeting_rows, meetings, outbox

from factories import NOW


@pytest.fixture
def hall(database):
    return a_hall(database)


def waiting(hall, key):
    with hall.database.read() as session:
        return outbox.by_key(session, key)


def test_a_meeting_begins_once(hall):
    begun = hall.start()

    with pytest.raises(InvalidTransitionError, match="M-1 is running already"):
        hall.start()
    assert begun.status is MeetingStatus.IN_PROGRESS
    assert begun.began_at == NOW
    assert waiting(hall, f"meeting:{begun.id}:started").recipient == "CSIG"


def test_a_meeting_ends_once(hall):
    hall.start()
    hall.moment = NOW + timedelta(hours=1)

    over = hall.end()

    with pytest.raises(InvalidTransitionError, match="M-1 has ended already"):
        hall.end()
    assert over.ended_at == hall.moment
    skeleton = waiting(hall, f"meeting:{over.id}:ended")
    assert skeleton.thread_key == f"meeting:{over.id}:started"
    with pytest.raises(InvalidTransitionError, match="M-1 is over"):
        hall.start()


def test_a_meeting_that_has_not_begun_cannot_end(hall):
    with pytest.raises(InvalidTransitionError, match="has not begun"):
        hall.end()


def test_a_cancelled_meeting_does_not_begin(hall):
    with hall.database.begin() as session:
        meeting = meetings.find(session, hall.sig.id, 1)
        gone = replace(meeting, status=MeetingStatus.CANCELLED)
        meeting_rows.change(session, hall.sig.id, gone)

    with pytest.raises(InvalidTransitionError, match="reopen M-1"):
        hall.start()


def test_two_meetings_do_not_run_at_once_unless_one_was_forgotten(hall):
    hall.start()
    second = a_planned_meeting(hall.database, hall.sig.id, NOW + timedelta(hours=2))

    with pytest.raises(InvalidTransitionError, match="M-1 is still running"):
        hall.do(holding.start, "chair", text=second.ref)
    hall.moment = NOW + timedelta(hours=13)
    assert hall.do(holding.start, "chair", text=second.ref).number == 2


def test_a_meeting_of_another_day_is_not_begun_by_mistake(hall):
    later = a_planned_meeting(hall.database, hall.sig.id, NOW + timedelta(days=20))

    with pytest.raises(InvalidTransitionError, match="move it first"):
        hall.do(holding.start, "chair", text=later.ref)


@pytest.mark.parametrize("name", ["member", "editor", "observer", "guest"])
def test_only_those_who_lead_start_and_end(hall, name):
    for step in (holding.start, holding.end):
        with pytest.raises(NotAllowedError):
            hall.do(step, name, text="M-1")


@pytest.mark.parametrize("text", ["M-7", "M-99"])
def test_a_meeting_of_nobody_is_not_found(hall, text):
    with pytest.raises(NotFoundError):
        hall.do(holding.start, "chair", text=text)


def test_what_is_not_finished_moves_to_the_next_meeting(hall):
    a_planned_meeting(hall.database, hall.sig.id, NOW + timedelta(days=7))
    hall.start()

    hall.end()

    with hall.database.read() as session:
        first, second = meetings.all_meetings(session, hall.sig.id)
    assert {each.state for each in first.agenda} == {AgendaState.DEFERRED}
    assert {"Licence", "Figures"} <= {each.title for each in second.agenda}


def test_notes_keep_their_order_and_none_is_lost(hall):
    hall.start()
    texts = [f"Note {number}" for number in range(12)]
    for text in texts:
        hall.note(text)

    assert [each.text for each in hall.record().notes] == texts


def test_the_same_note_twice_is_one(hall):
    hall.start()

    for _ in range(2):
        hall.note("Said once.", source="form:1")

    assert len(hall.record().notes) == 1


def test_a_note_after_the_end_goes_in_and_says_so(hall):
    hall.start()
    assert not hall.note("Early").is_late
    hall.end()

    assert hall.note("Late").is_late
    assert [each.text for each in hall.record().notes] == ["Early", "Late"]


def test_a_note_before_any_meeting_is_refused(hall):
    with pytest.raises(InvalidTransitionError, match="No meeting runs now"):
        hall.note("Too early")


@pytest.mark.parametrize("name", ["observer", "guest"])
def test_who_has_no_voice_takes_no_notes(hall, name):
    hall.start()

    with pytest.raises(NotAllowedError):
        hall.note("No", name)


@pytest.mark.parametrize("text", ["", "x" * 3001])
def test_an_empty_or_endless_note_is_refused(hall, text):
    hall.start()

    with pytest.raises(InvalidInputError):
        hall.note(text, source="one")
    assert hall.record().notes == ()


def change(hall, note, text, name="member"):
    return hall.do(
        holding.change_note, name, note_id=note.id, version=note.version, text=text
    )


def test_a_note_is_changed_by_its_author_and_those_who_lead(hall):
    hall.start()
    note = hall.note("First").note

    with pytest.raises(NotAllowedError, match="Only whoever wrote a note"):
        change(hall, note, "Not mine", "other")
    second = change(hall, note, "Second").stored
    assert change(hall, second, "Third", "chair").stored.text == "Third"


def test_two_who_change_a_note_both_keep_their_text(hall):
    hall.start()
    note = hall.note("First").note
    change(hall, note, "Theirs", "chair")

    edited = change(hall, note, "Mine")

    assert (edited.stored.text, edited.typed.text) == ("Theirs", "Mine")
    assert hall.record().notes[0].text == "Theirs"
