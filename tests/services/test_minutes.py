"""Minutes: versions, corrections, approval; what is refused and what is kept."""

import pytest
from held import a_hall
from scenarios_meetings import a_planned_meeting

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.meetings import MinutesStatus
from bot.services import holding, minutes
from storage import outbox

from factories import NOW


@pytest.fixture
def hall(database):
    hall = a_hall(database)
    hall.start()
    hall.note("Somebody said something.")
    hall.end()
    return hall


def approve(hall, revision=1):
    return hall.do(minutes.approve, "chair", number=hall.number, revision=revision)


def circulated(hall):
    return hall.circulate(takes_in=hall.record().takes_in)


def test_a_text_is_a_version_and_older_ones_are_kept(hall):
    first = hall.edit("# One", revision=0).stored
    second = hall.edit("# Two", revision=1).stored

    assert (first.revision, second.revision) == (1, 2)
    assert [each.body for each in hall.record().versions] == ["# One", "# Two"]
    assert len(first.sha256) == 64
    assert hall.record().meeting.minutes_status is MinutesStatus.DRAFT


def test_of_two_editors_one_is_told_and_both_texts_are_kept(hall):
    hall.edit("# First", revision=0)
    hall.edit("# Theirs", revision=1, name="editor")

    edited = hall.edit("# Mine", revision=1)
    assert (edited.stored.body, edited.typed.body) == ("# Theirs", "# Mine")
    again = hall.edit("# Mine", revision=edited.stored.revision)

    assert again.typed is None
    bodies = [each.body for each in hall.record().versions]
    assert bodies == ["# First", "# Theirs", "# Mine"]


def test_the_same_save_twice_is_one_version(hall):
    hall.edit("# One", revision=0)
    hall.edit("# One", revision=0)

    assert len(hall.record().versions) == 1


def test_an_older_version_comes_back_as_a_new_one(hall):
    hall.edit("# One", revision=0)
    hall.edit("# Two", revision=1)

    for _ in range(2):
        hall.do(minutes.restore, "chair", number=1, revision=1)

    assert [each.body for each in hall.record().versions] == ["# One", "# Two", "# One"]
    with pytest.raises(NotFoundError, match="no version 9"):
        hall.do(minutes.restore, "chair", number=1, revision=9)


def test_minutes_are_circulated_before_they_are_approved(hall):
    hall.edit("# One", revision=0, takes_in=hall.record().takes_in)

    with pytest.raises(InvalidTransitionError, match="were not circulated yet"):
        approve(hall)
    hall.circulate("# One", revision=1, takes_in=hall.record().takes_in)
    record = hall.record()
    done = approve(hall, record.newest.revision)

    assert done.meeting.minutes_status is MinutesStatus.APPROVED
    assert done.approval.meeting is None
    assert done.approval.approved_on == NOW.date()


def test_circulating_twice_posts_once(hall):
    circulated(hall)
    hall.circulate(revision=0, takes_in=hall.record().takes_in)

    record = hall.record()
    assert len(record.versions) == 1
    with hall.database.read() as session:
        key = f"minutes:{record.meeting.id}:r1:circulated"
        assert outbox.by_key(session, key).recipient == "CSIG"


def test_nothing_changes_in_approved_minutes(hall):
    circulated(hall)
    approve(hall)

    for step in (
        lambda: hall.edit("# Other", revision=1),
        lambda: hall.circulate("# Other", revision=1),
        lambda: hall.do(minutes.restore, "chair", number=1, revision=1),
        lambda: hall.do(minutes.agree, "member", number=1),
    ):
        with pytest.raises(InvalidTransitionError, match="approved"):
            step()
    with pytest.raises(InvalidTransitionError):
        hall.note("Too late")
    assert approve(hall) == hall.record()


def test_in_which_meeting_minutes_were_approved_is_recorded(hall):
    circulated(hall)
    second = a_planned_meeting(hall.database, hall.sig.id, NOW)
    hall.do(holding.start, "chair", text=second.ref)

    assert approve(hall).approval.meeting == 2


def test_a_text_that_somebody_changed_meanwhile_is_not_approved(hall):
    circulated(hall)
    hall.edit("# Corrected", revision=1, takes_in=hall.record().takes_in)

    with pytest.raises(StaleVersionError):
        approve(hall)
    assert approve(hall, 2).approval.revision == 2


def test_a_note_after_the_text_has_to_be_circulated_first(hall):
    circulated(hall)
    hall.note("One more thing.")

    with pytest.raises(InvalidTransitionError, match="Circulate the minutes once more"):
        approve(hall)


def propose(hall, text="It was Tuesday.", *, name="member", nonce="one"):
    return hall.do(minutes.propose, name, number=1, nonce=nonce, text=text)


def test_corrections_are_collected_and_settled(hall):
    circulated(hall)
    propose(hall)
    assert not propose(hall).is_new
    (correction,) = hall.record().corrections

    with pytest.raises(InvalidTransitionError, match="still open: 1"):
        approve(hall)
    first = hall.do(minutes.settle, "chair", answer_id=correction.id)
    again = hall.do(minutes.settle, "chair", answer_id=correction.id)

    assert (first.is_new, again.is_new) == (True, False)
    assert approve(hall).approval is not None


def test_whoever_says_it_looks_right_counts_once(hall):
    circulated(hall)

    for name in ("member", "member", "other"):
        hall.do(minutes.agree, name, number=1)

    assert hall.record().agreed == 2


def test_nobody_corrects_what_was_not_circulated(hall):
    with pytest.raises(InvalidTransitionError, match="still being written"):
        propose(hall)
    with pytest.raises(InvalidTransitionError, match="still being written"):
        hall.do(minutes.agree, "member", number=1)


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001])
def test_an_empty_or_endless_correction_is_refused(hall, text):
    circulated(hall)

    with pytest.raises(InvalidInputError):
        propose(hall, text)


def test_externals_read_minutes_of_meetings_they_are_invited_to(hall):
    circulated(hall)

    with pytest.raises(NotFoundError, match="invited"):
        hall.record("guest")
    with pytest.raises(NotFoundError, match="invited"):
        hall.do(minutes.agree, "guest", number=1)


def test_minutes_of_a_running_meeting_are_drafted_but_not_circulated(database):
    hall = a_hall(database)
    hall.start()
    hall.edit("# So far", revision=0)

    with pytest.raises(InvalidTransitionError, match="End it with"):
        hall.circulate("# So far", revision=1)


def test_there_are_no_minutes_of_what_has_not_begun(database):
    hall = a_hall(database)

    with pytest.raises(InvalidTransitionError, match="has not begun"):
        hall.edit("# Too early", revision=0)
    with pytest.raises(NotFoundError, match="No meeting has begun"):
        hall.do(holding.material, "chair")
