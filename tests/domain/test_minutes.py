"""Minutes: the way to approval, and texts that go through a form unharmed."""

import pytest
from factories_paper import a_meeting
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import minutes as rules
from bot.domain.errors import InvalidInputError, InvalidTransitionError
from bot.domain.meetings import MeetingStatus, MinutesStatus
from bot.domain.minutes import MAX_PART, fits_form, join, split, tidy_body

ORDER = list(MinutesStatus)
STEPS = {
    "draft": rules.drafted,
    "circulate": rules.circulated,
    "approve": rules.approved,
}
lines = st.text(st.sampled_from("ab #-*\n\u00e4`"), min_size=1, max_size=40) | st.just(
    "## Notes"
)


@given(
    status=st.sampled_from(list(MeetingStatus)),
    steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=8),
)
def test_minutes_only_go_forward_and_end_approved(status, steps):
    meeting = a_meeting(status=status, minutes_status=MinutesStatus.NONE)
    for step in steps:
        before = meeting.minutes_status
        try:
            after = STEPS[step](meeting)
        except InvalidTransitionError:
            continue
        assert ORDER.index(after) >= ORDER.index(before)
        assert before is not MinutesStatus.APPROVED or step == "approve"
        if after is MinutesStatus.APPROVED:
            assert before in {MinutesStatus.CIRCULATED, MinutesStatus.APPROVED}
        meeting = a_meeting(status=status, minutes_status=after)

    if meeting.minutes_status is not MinutesStatus.NONE:
        assert status in {MeetingStatus.IN_PROGRESS, MeetingStatus.HELD}
    if ORDER.index(meeting.minutes_status) > ORDER.index(MinutesStatus.DRAFT):
        assert status is MeetingStatus.HELD


@given(st.lists(lines, min_size=1, max_size=30).map("\n".join))
def test_a_text_comes_back_from_the_fields_of_a_form(text):
    try:
        body = tidy_body(text)
    except InvalidInputError:
        return

    assert tidy_body(body) == body
    assert join(split(body)) == body


@given(st.lists(st.text("ab ", min_size=1, max_size=900), min_size=1, max_size=30))
def test_paragraphs_that_fit_give_parts_that_fit(paragraphs):
    try:
        body = tidy_body("\n\n".join(paragraphs))
    except InvalidInputError:
        return

    assert all(len(part) <= MAX_PART for part in split(body))
    assert fits_form(body)


def test_a_paragraph_longer_than_a_field_needs_a_file():
    assert not fits_form(tidy_body("x" * (MAX_PART + 1)))


def test_a_text_of_many_parts_needs_a_file():
    assert not fits_form("\n\n".join(f"## Part {number}" for number in range(60)))


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b"])
def test_an_empty_note_is_refused(text):
    with pytest.raises(InvalidInputError, match="Write what was said"):
        rules.tidy_note(text)


def test_a_note_may_have_three_thousand_characters():
    assert rules.tidy_note("x" * 3000) == "x" * 3000
    with pytest.raises(InvalidInputError, match="3000 fit here"):
        rules.tidy_note("x" * 3001)
