"""The table of states: every step, and no other."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidTransitionError
from bot.domain.practices import (
    STATUS_WORDS,
    TRANSITIONS,
    Label,
    PracticeEvent,
    PracticeStatus,
    after,
    change_of,
    is_possible,
)

from factories import NOW, a_content, a_practice

# Event, where it may happen, what follows: written out once more, by hand.
EXPECTED = {
    "submit": ("draft", "submitted"),
    "take_up": ("submitted", "under_review"),
    "ask": ("under_review", "changes_requested"),
    "resubmit": ("changes_requested", "submitted"),
    "accept": ("under_review", "accepted"),
    "rule": ("submitted under_review", "accepted"),
    "reject": ("submitted under_review changes_requested", "rejected"),
    "publish": ("accepted", "published"),
    "edit": ("submitted under_review accepted published", "submitted"),
    "withdraw": (
        (
            "submitted under_review changes_requested accepted published rejected "
            "superseded"
        ),
        "withdrawn",
    ),
    "supersede": ("accepted published", "superseded"),
}


@pytest.mark.parametrize("event", list(PracticeEvent))
@pytest.mark.parametrize("status", list(PracticeStatus))
def test_every_pair_of_state_and_event(status, event):
    sources, target = EXPECTED[event.value]

    if status.value in sources.split():
        assert is_possible(event, status)
        assert after(event, status, "P-7").value == target
        return
    assert not is_possible(event, status)
    with pytest.raises(InvalidTransitionError) as caught:
        after(event, status, "P-7")
    assert str(caught.value).startswith(f"P-7 is {STATUS_WORDS[status]}, so it cannot")


def test_every_event_is_done_by_somebody_and_leaves_a_trace():
    assert set(TRANSITIONS) == set(PracticeEvent)
    verbs = [each.verb for each in TRANSITIONS.values()]
    assert len(set(verbs)) == len(verbs)
    by_nobody = {
        event
        for event, each in TRANSITIONS.items()
        if not each.by_author and each.permission is None
    }
    assert by_nobody == {PracticeEvent.PUBLISH}


STEPS = {
    "take_up": lambda it: it.take_up(),
    "ask": lambda it: it.ask_for_changes(),
    "accept": lambda it: it.accept(NOW, label=Label.GOOD, is_ruling=False),
    "rule": lambda it: it.accept(NOW),
    "reject": lambda it: it.reject("No.", None),
    "publish": lambda it: it.publish(),
    "edit": lambda it: it.revise(replace(it.content, title=it.content.title + "!")),
    "withdraw": lambda it: it.withdraw(),
    "supersede": lambda it: it.supersede(99),
}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_any_sequence_of_steps_stays_on_the_table(steps):
    practice = a_practice(number=None, status=PracticeStatus.DRAFT).submit(7, NOW)

    for name in steps:
        event = PracticeEvent(name)
        if name == "edit":
            event = change_of(practice.status)
        if not is_possible(event, practice.status):
            with pytest.raises(InvalidTransitionError):
                STEPS[name](practice)
            continue
        expected = after(event, practice.status, "P-7")
        practice = STEPS[name](practice)
        assert practice.status is expected
        assert practice.number == 7


def test_nothing_is_accepted_without_a_word_of_evidence():
    practice = a_practice(
        status=PracticeStatus.SUBMITTED, content=a_content(evidence=" ")
    )

    with pytest.raises(InvalidTransitionError, match="one sentence of evidence"):
        practice.accept(NOW)


def test_a_refused_new_text_gives_way_to_the_accepted_one():
    accepted = a_content(title="Before")
    practice = a_practice(
        status=PracticeStatus.UNDER_REVIEW,
        revision=2,
        accepted_revision=1,
        content=a_content(title="After"),
    )

    kept = practice.reject("Too short.", accepted)
    gone = practice.reject("Too short.", None)

    assert (kept.status, kept.content.title) == (PracticeStatus.ACCEPTED, "Before")
    assert (gone.status, gone.content.title) == (PracticeStatus.REJECTED, "After")
    assert kept.reason == gone.reason == "Too short."


def test_who_accepted_it_and_as_what_is_remembered():
    practice = a_practice(status=PracticeStatus.UNDER_REVIEW)

    reviewed = practice.accept(NOW, label=Label.PROMISING, is_ruling=False)
    ruled = practice.accept(NOW)

    assert (reviewed.label, reviewed.is_ruling) == (Label.PROMISING, False)
    assert (ruled.label, ruled.is_ruling) == (None, True)
    assert reviewed.accepted_revision == practice.revision
