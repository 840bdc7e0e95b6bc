"""Recommendations in a real database: proposed, asked about, decided, printed."""

from datetime import timedelta

import pytest
from paper_group import a_desk
from review_board import DECLARED

from bot.domain.consensus import Answer, Facet, Ruling, Stance, mark
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.outbox import Message
from bot.domain.permissions import Role
from bot.domain.recommendations import RecommendationStatus as Status
from bot.services import practices
from bot.services.recommendations import proposing, rounds, ruling

from factories import a_content

TYPED = {
    "title": "Let vouchers cross borders",
    "statement": "Regions should let vouchers be spent elsewhere.",
    "rationale": "Small companies find partners abroad.",
    "addressees": ["regional", "eu"],
    "evidence": "",
    "themes": [],
    "horizon": "short",
}


@pytest.fixture
def desk(database):
    desk = a_desk(database)
    group = desk.group
    desk.estonian = group.add(Role.MEMBER, "UEE", group.estonia)
    desk.latvian = group.add(Role.MEMBER, "ULV", group.latvia)
    return desk


def propose(desk, nonce="form", caller=None, **changes):
    caller = caller or desk.estonian
    return desk.do(
        proposing.propose, caller, nonce=nonce, typed=TYPED | changes
    ).proposed


def a_practice(desk):
    """Let the chair submit and accept a practice, and return it."""
    change = {"nonce": "practice", "change": lambda _: a_content(themes=())}
    desk.do(practices.save_draft, desk.chair, **change)
    found = desk.do(practices.submit, desk.chair, **change, declaration=DECLARED)
    return desk.do(practices.accept, desk.chair, practice_id=found.id)


def ask(desk, number=1, days=7):
    day = desk.group.clock().date() + timedelta(days=days)
    found = shown(desk, number).proposed
    return desk.do(
        rounds.open_round,
        desk.chair,
        number=number,
        version=found.version,
        typed={"closes_on": day.isoformat()},
    )


def say(desk, caller, stance, **changes):
    answer = Answer(stance=stance, **changes)
    return desk.do(rounds.say, caller, number=1, answer=answer).standing


def rule(desk, status, number=1, **changes):
    version = shown(desk, number).proposed.version
    ruled = Ruling(status=status, version=version, **{"reason": "So."} | changes)
    found = desk.do(ruling.rule, desk.chair, number=number, ruling=ruled)
    assert found.is_done
    return found.standing.proposed


def shown(desk, number=1, caller=None):
    return desk.do(proposing.shown, caller or desk.estonian, text=number)


def wait_until_over(desk):
    desk.group.clock.moment += timedelta(days=30)
    return rounds.count_what_is_over(desk.group.database, desk.group.clock)


# --- words --------------------------------------------------------------------------


def test_the_same_form_twice_is_one_recommendation(desk):
    first, second = propose(desk), propose(desk)

    assert first == second
    assert first.ref == "R-1"
    assert shown(desk).author == "Estonia"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"statement": " \n"}, "statement"),
        ({"statement": "x" * 3001}, "statement"),
        ({"addressees": []}, "addressees"),
        ({"addressees": ["the moon"]}, "addressees"),
        ({"evidence": "P-99"}, "evidence"),
        ({"evidence": "<!channel>"}, "evidence"),
        ({"evidence": "R-1"}, "evidence"),
        ({"themes": ["no theme"]}, "themes"),
        ({"horizon": "soon"}, "horizon"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(
    desk, changes, field
):
    with pytest.raises(InvalidInputError) as error:
        propose(desk, **changes)

    assert field in error.value.fields
    assert desk.do(proposing.listed) == ()


def test_its_author_and_editors_change_its_words_and_nobody_else(desk):
    propose(desk)
    typed = TYPED | {"title": "Other words"}
    changed = {"number": 1, "version": shown(desk).proposed.version, "typed": typed}

    with pytest.raises(NotAllowedError, match="Only its author"):
        desk.do(proposing.edit, desk.latvian, **changed)
    saved = desk.do(proposing.edit, desk.editor, **changed).standing.proposed

    assert saved.recommendation.title == "Other words"
    assert shown(desk).proposed == saved


def edit(desk, caller, proposed, **changes):
    """Save words typed into a form that was opened when it read like this."""
    return desk.do(
        proposing.edit,
        caller,
        number=proposed.recommendation.number,
        version=proposed.version,
        typed=TYPED | changes,
        seen=mark(proposed),
    )


def test_of_two_who_change_the_words_the_second_is_asked_again(desk):
    before = propose(desk)
    edit(desk, desk.editor, before, title="Theirs")

    refused = edit(desk, desk.estonian, before, title="Mine")

    assert (refused.is_done, refused.changed) == (False, (Facet.TITLE,))
    assert shown(desk).proposed.recommendation.title == "Theirs"
    now = refused.standing.proposed
    assert edit(desk, desk.estonian, now, title="Mine").is_done
    assert edit(desk, desk.estonian, before, title="Mine").is_done  # sent again


# --- words that change while a form is open -----------------------------------------


def test_the_chair_decides_on_the_words_they_read(desk):
    before = propose(desk)
    read = {"version": before.version, "seen": mark(before)}
    edit(desk, desk.editor, before, statement="Nobody should.", rationale="")
    wanted = Ruling(status=Status.ADOPTED, reason="All agree.", **read)

    refused = desk.do(ruling.rule, desk.chair, number=1, ruling=wanted)

    assert not refused.is_done
    assert refused.changed == (Facet.STATEMENT, Facet.RATIONALE)
    assert shown(desk).proposed.status is Status.PROPOSED
    assert desk.group.messages("recommendation_ruled") == []
    assert rule(desk, Status.ADOPTED).status is Status.ADOPTED


def test_the_chair_does_not_end_a_round_that_began_meanwhile(desk):
    before = propose(desk)
    ask(desk)
    wanted = Ruling(
        status=Status.REJECTED, reason="No.", version=before.version, seen=mark(before)
    )

    refused = desk.do(ruling.rule, desk.chair, number=1, ruling=wanted)

    assert refused.changed == (Facet.STATUS, Facet.ROUND)
    assert shown(desk).proposed.has_open_round


def test_nobody_is_asked_about_words_that_changed_meanwhile(desk):
    before = propose(desk)
    edit(desk, desk.editor, before, title="Other words")
    day = desk.group.clock().date() + timedelta(days=7)

    refused = desk.do(
        rounds.open_round,
        desk.chair,
        number=1,
        version=before.version,
        typed={"closes_on": day.isoformat()},
        seen=mark(before),
    )

    assert (refused.is_done, refused.changed) == (False, (Facet.TITLE,))
    assert desk.group.messages("round_opened") == []


def asked_again(desk, **changes):
    """Return what the first of two rounds asked, with these changes in between."""
    propose(desk)
    ask(desk)
    first = shown(desk).proposed
    say(desk, desk.latvian, Stance.OBJECT, reason="Too dear.")
    desk.do(rounds.end, desk.chair, number=1)
    if changes:
        edit(desk, desk.estonian, shown(desk).proposed, **changes)
    ask(desk)
    return first


def test_an_answer_to_earlier_words_is_not_noted(desk):
    first = asked_again(desk, statement="Regions may let them.")
    answer = Answer(stance=Stance.OBJECT, reason="As I said.", seen=mark(first))

    refused = desk.do(rounds.say, desk.latvian, number=1, answer=answer)

    assert not refused.is_done
    assert Facet.STATEMENT in refused.changed
    assert refused.standing.proposed.positions == ()
    assert say(desk, desk.latvian, Stance.SUPPORT).tally.endorsed_by == ("lv",)


def test_the_question_of_an_earlier_round_is_answered_while_its_words_are_the_same(
    desk,
):
    first = asked_again(desk)

    found = say(desk, desk.latvian, Stance.SUPPORT, seen=mark(first))

    assert found.tally.endorsed_by == ("lv",)


# --- rounds -------------------------------------------------------------------------


def test_silence_is_consent_and_the_decision_can_be_traced(desk):
    propose(desk)
    ask(desk)
    say(desk, desk.estonian, Stance.SUPPORT)

    assert wait_until_over(desk) == 1
    found = shown(desk)

    assert found.proposed.status is Status.ADOPTED
    assert found.proposed.recommendation.decision == 1
    assert found.tally.endorsed_by == ("ee",)
    assert found.tally.silent == ("lv",)
    assert [row.kind for row in desk.group.messages()] == [
        "round_opened",
        "round_reminder",
        "round_ended",
    ]


def test_a_round_is_counted_once(desk):
    propose(desk)
    ask(desk)

    assert (wait_until_over(desk), wait_until_over(desk)) == (1, 0)


def test_an_objection_needs_a_reason_and_leaves_it_to_the_chair(desk):
    propose(desk)
    ask(desk)
    with pytest.raises(InvalidInputError):
        say(desk, desk.latvian, Stance.OBJECT, reason="  ")
    say(desk, desk.latvian, Stance.OBJECT, reason="Too dear.", is_printed=True)

    ended = desk.do(rounds.end, desk.chair, number=1)

    assert ended.proposed.status is Status.DISCUSSED
    assert len(desk.group.messages("round_disputed")) == 1
    adopted = rule(desk, Status.ADOPTED, reason="The others agree.")
    assert adopted.recommendation.dissent == "Too dear."
    assert adopted.recommendation.decision == 1


def test_the_last_word_of_a_cluster_counts_whoever_says_it(desk):
    colleague = desk.group.add(Role.MEMBER, "UEE2", desk.group.estonia)
    propose(desk)
    ask(desk)
    say(desk, desk.estonian, Stance.OBJECT, reason="No.")
    found = say(desk, colleague, Stance.LIVE_WITH)

    assert found.tally.is_consensus
    assert found.mine.stance is Stance.LIVE_WITH


def test_who_speaks_for_no_cluster_or_comes_late_is_told(desk):
    propose(desk)
    with pytest.raises(InvalidTransitionError, match="Nobody is asked"):
        say(desk, desk.estonian, Stance.SUPPORT)
    ask(desk)
    with pytest.raises(NotAllowedError, match="no cluster"):
        say(desk, desk.editor, Stance.SUPPORT)
    desk.group.clock.moment += timedelta(days=30)
    with pytest.raises(InvalidTransitionError, match="Nobody is asked"):
        say(desk, desk.estonian, Stance.SUPPORT)


def test_a_question_is_not_sent_when_the_round_is_over(desk):
    propose(desk)
    ask(desk)
    (row,) = desk.group.messages("round_opened")
    message = Message(
        key=row.key,
        kind=row.kind,
        sig_id=row.sig_id,
        object_id=row.object_id,
        recipient=row.recipient,
        due_at=row.due_at,
    )
    assert rounds.for_message(desk.group.database, message) is not None

    wait_until_over(desk)

    assert rounds.for_message(desk.group.database, message) is None


# --- rulings ------------------------------------------------------------------------


def test_one_is_merged_into_another_and_another_takes_the_place_of_a_third(desk):
    for nonce in ("one", "two", "three"):
        propose(desk, nonce, title=f"Number {nonce}")
    rule(desk, Status.ADOPTED, 2)

    merged = rule(desk, Status.MERGED, 1, other=2)
    superseded = rule(desk, Status.SUPERSEDED, 2, other=3)

    assert (merged.status, merged.other) == (Status.MERGED, 2)
    assert (superseded.status, superseded.other) == (Status.SUPERSEDED, 3)


def test_a_rejected_one_can_be_opened_again(desk):
    propose(desk)
    rule(desk, Status.REJECTED)

    assert rule(desk, Status.PROPOSED).status is Status.PROPOSED


def test_a_ruling_needs_its_reason_and_what_it_names(desk):
    propose(desk)

    with pytest.raises(InvalidInputError):
        rule(desk, Status.REJECTED, reason="")
    with pytest.raises(InvalidInputError):
        rule(desk, Status.MERGED)
    with pytest.raises(NotFoundError):
        rule(desk, Status.MERGED, other=9)


def test_the_same_ruling_twice_is_told_once(desk):
    propose(desk)
    rule(desk, Status.REJECTED)
    rule(desk, Status.REJECTED)

    assert len(desk.group.messages("recommendation_ruled")) == 1


def test_a_second_ruling_with_another_reason_is_told_that_it_is_decided(desk):
    propose(desk)
    rule(desk, Status.REJECTED, reason="Too dear.")

    with pytest.raises(InvalidTransitionError, match="R-1 is rejected already"):
        rule(desk, Status.REJECTED, reason="Too late.")

    assert shown(desk).proposed.reason == "Too dear."


# --- in the paper -------------------------------------------------------------------


def test_the_paper_prints_who_endorses_it_and_what_it_rests_on(desk):
    propose(desk)
    ask(desk)
    say(desk, desk.estonian, Stance.SUPPORT)
    wait_until_over(desk)

    markdown = desk.draft()

    assert "#### R-1: Let vouchers cross borders {#r-1}" in markdown
    assert "**Endorsed by:** Estonia." in markdown
    assert "**Adopted by decision:** D-1" in markdown


def test_a_practice_tells_which_recommendations_rest_on_it(desk):
    practice = a_practice(desk)
    propose(desk, evidence=practice.ref)
    assert "rest on it" not in desk.draft()
    rule(desk, Status.ADOPTED)
    propose(desk, "other", title="Rejected", evidence=practice.ref)
    propose(desk, "third", title="Rests on nothing")
    rule(desk, Status.REJECTED, 2)

    found = desk.do(proposing.resting_on, desk.latvian, practice=practice.number)

    assert [each.title for each in found] == [TYPED["title"]]
    draft = desk.draft()
    assert "**Recommendations that rest on it:** [R-1](#r-1)" in draft
    assert "**Evidence:** [P-1](#p-1)." in draft
