"""Decisions: who votes, what a quorum does, what replaces what."""

from datetime import timedelta

import pytest
from held import a_hall
from scenarios_meetings import mark_all

from bot.domain.decisions import Choice, DecisionKind, Proposal
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.meetings import DecisionStatus
from bot.domain.outbox import Message, MessageKind
from bot.services import decisions, minutes
from storage import outbox

CONSENSUS, RULING = DecisionKind.CONSENSUS, DecisionKind.RULING
WRITTEN, VOTE = DecisionKind.WRITTEN, DecisionKind.VOTE


@pytest.fixture
def hall(database):
    hall = a_hall(database)
    hall.start()
    return hall


def vote(hall, name, choice=Choice.FOR, number=1):
    return hall.do(decisions.vote, name, number=number, choice=choice)


def shown(hall, number=1):
    return hall.do(decisions.shown, "member", number=number)


def state(hall, number=1):
    return shown(hall, number).decision.status


def test_a_consensus_holds_at_once(hall):
    stored = hall.decide(kind=CONSENSUS)

    assert stored.decision.status is DecisionStatus.ADOPTED
    assert stored.decision.quorum_met is None
    assert stored.decision.decided_on == hall.moment.date()
    assert stored.meeting == 1


@pytest.mark.parametrize(("present", "is_met"), [(1, True), (2, True)])
def test_a_quorum_is_counted_by_who_was_there(hall, present, is_met):
    mark_all(hall, present)

    assert hall.decide(kind=CONSENSUS).decision.quorum_met is is_met


def test_without_a_quorum_there_is_no_consensus(hall):
    mark_all(hall, 1, percent=100)

    with pytest.raises(InvalidInputError, match=r"1 of 2 cluster.* needs 2") as refused:
        hall.decide(kind=CONSENSUS)

    assert set(refused.value.fields) == {"kind"}
    assert hall.do(decisions.listed, "member") == ()


def test_the_same_form_twice_is_one_decision(hall):
    assert hall.decide() == hall.decide()

    assert len(hall.do(decisions.listed, "member")) == 1


def test_only_those_who_lead_rule(hall):
    proposal = decisions_of(RULING)

    with pytest.raises(NotAllowedError):
        hall.do(decisions.record, "editor", nonce="1", proposal=proposal)
    assert hall.decide(kind=RULING).decision.status is DecisionStatus.ADOPTED


def decisions_of(kind, **changes):
    return Proposal(text="We go on.", kind=kind, **changes)


def test_a_vote_counts_one_voice_for_each_cluster(hall):
    hall.decide()

    vote(hall, "member", Choice.AGAINST)
    second = vote(hall, "colleague", Choice.FOR)
    vote(hall, "other", Choice.ABSTAIN)

    assert second.before is Choice.AGAINST
    counted = shown(hall).counted
    assert (len(counted.in_favour), len(counted.against), len(counted.abstain)) == (
        *(1, 0, 1),
    )
    assert hall.do(decisions.close, "chair", number=1).decision.votes.in_favour == 1
    assert state(hall) is DecisionStatus.ADOPTED


@pytest.mark.parametrize("name", ["observer", "guest", "chair"])
def test_who_speaks_for_no_cluster_has_no_vote(hall, name):
    hall.decide()

    with pytest.raises(NotAllowedError):
        vote(hall, name)
    assert shown(hall).counted.voices == ()


def test_nobody_votes_after_the_close(hall):
    hall.decide()
    vote(hall, "member")
    hall.do(decisions.close, "chair", number=1)

    with pytest.raises(InvalidTransitionError, match="The vote on D-1 is closed"):
        vote(hall, "other", Choice.AGAINST)
    assert shown(hall).counted.against == ()


def test_closing_twice_is_once(hall):
    hall.decide()
    vote(hall, "member")

    first = hall.do(decisions.close, "chair", number=1)

    assert hall.do(decisions.close, "chair", number=1) == first


def test_a_vote_without_a_quorum_is_not_closed(hall):
    hall.decide()

    with pytest.raises(InvalidTransitionError, match="There is no quorum on D-1"):
        hall.do(decisions.close, "chair", number=1)
    assert state(hall) is DecisionStatus.PROPOSED
    hall.do(decisions.withdraw, "chair", number=1)
    assert state(hall) is DecisionStatus.REJECTED


def test_a_tie_adopts_nothing(hall):
    hall.decide()
    vote(hall, "member")
    vote(hall, "other", Choice.AGAINST)

    hall.do(decisions.close, "chair", number=1)

    assert state(hall) is DecisionStatus.REJECTED


def enter(hall, **typed):
    said = {Choice(name): keys for name, keys in typed.items()}
    return hall.do(decisions.enter, "chair", number=1, typed=said)


def test_all_votes_are_entered_in_one_form(hall):
    hall.decide()

    counted = enter(hall, **{"for": ["ee"], "against": ["pt"], "abstain": []})

    assert counted.decision.status is DecisionStatus.REJECTED
    assert counted.decision.votes.against == 1


def test_a_form_with_a_cluster_twice_changes_nothing(hall):
    hall.decide()

    with pytest.raises(InvalidInputError):
        enter(hall, **{"for": ["ee"], "against": ["ee"]})
    with pytest.raises(InvalidInputError, match="do not know one"):
        enter(hall, **{"for": ["xx"]})
    assert shown(hall).counted.voices == ()


def due(hall, number=1):
    """Let the last day of a written procedure be over, as the worker does it."""
    decision = shown(hall, number).decision
    with hall.database.read() as session:
        message = outbox.by_key(session, f"decision:{decision.id}:due")
    hall.moment = message.due_at + timedelta(minutes=5)
    return decisions.decided_for_message(hall.database, message)


def test_a_written_procedure_belongs_to_no_meeting_and_ends_by_itself(hall):
    stored = hall.decide(kind=WRITTEN)
    vote(hall, "member")
    vote(hall, "other")

    first, second = due(hall), due(hall)

    assert stored.meeting is None
    assert first.decision.status is DecisionStatus.ADOPTED
    assert second.decision == first.decision
    with pytest.raises(InvalidTransitionError):
        vote(hall, "other", Choice.AGAINST)


def test_nobody_votes_after_the_last_day_even_if_nothing_ended_it_yet(hall):
    hall.decide(kind=WRITTEN)
    hall.moment += timedelta(days=9)

    with pytest.raises(InvalidTransitionError, match="is closed"):
        vote(hall, "member")


def test_a_written_procedure_that_too_few_answer_adopts_nothing(hall):
    hall.decide(kind=WRITTEN)

    assert due(hall).decision.status is DecisionStatus.REJECTED
    assert shown(hall).decision.quorum_met is False


def test_a_written_procedure_closed_early_is_announced_once(hall):
    stored = hall.decide(kind=WRITTEN)
    vote(hall, "member")

    hall.do(decisions.close, "chair", number=1)

    with hall.database.read() as session:
        later = outbox.by_key(session, f"decision:{stored.decision.id}:due")
        now = outbox.by_key(session, f"decision:{stored.decision.id}:decided")
    assert later.state == "cancelled"
    assert decisions.decided_for_message(hall.database, now) is not None


def test_what_comes_late_supersedes_with_links_both_ways(hall):
    hall.decide("Old", kind=CONSENSUS)

    new = hall.decide("New", kind=CONSENSUS, supersedes=1)

    assert new.decision.supersedes == 1
    old = shown(hall, 1)
    assert old.decision.status is DecisionStatus.SUPERSEDED
    assert old.recorded.superseded_by == 2


def test_a_vote_supersedes_only_once_it_is_adopted(hall):
    hall.decide("Old", kind=CONSENSUS)
    hall.decide("New", supersedes=1)
    assert state(hall, 1) is DecisionStatus.ADOPTED
    assert shown(hall, 1).recorded.superseded_by is None

    vote(hall, "member", number=2)
    hall.do(decisions.close, "chair", number=2)

    assert state(hall, 1) is DecisionStatus.SUPERSEDED


def supersede(hall, old, new):
    return hall.do(decisions.supersede, "chair", old=old, new=new)


def test_nothing_supersedes_itself_or_in_a_circle(hall):
    for text in ("One", "Two"):
        hall.decide(text, kind=CONSENSUS)

    with pytest.raises(InvalidInputError, match="cannot supersede itself"):
        supersede(hall, 1, 1)
    assert supersede(hall, 1, 2) == supersede(hall, 1, 2)
    with pytest.raises(InvalidInputError, match="each other"):
        supersede(hall, 2, 1)
    with pytest.raises(NotFoundError):
        supersede(hall, 2, 9)


def test_what_is_not_in_force_is_not_superseded(hall):
    hall.decide("Open")
    hall.decide("Settled", kind=CONSENSUS)

    with pytest.raises(InvalidTransitionError, match="Only a decision in force"):
        supersede(hall, 1, 2)
    with pytest.raises(InvalidTransitionError):
        hall.decide("Next", kind=CONSENSUS, supersedes=1)


def reword(hall, text, *, version=1, number=1):
    return hall.do(
        decisions.reword,
        "chair",
        number=number,
        version=version,
        text=text,
        dissent="",
    )


def test_the_wording_is_corrected_until_the_minutes_are_approved(hall):
    hall.decide(kind=CONSENSUS)
    assert reword(hall, "We go on!").stored.decision.text == "We go on!"
    stale = reword(hall, "We go on?")
    assert stale.typed.decision.text == "We go on?"
    hall.end()
    record = hall.circulate(takes_in=hall.record().takes_in)
    revision = record.newest.revision
    hall.do(minutes.approve, "chair", number=1, revision=revision)

    with pytest.raises(InvalidTransitionError, match="supersede D-1"):
        reword(hall, "We stop.", version=2)


def test_a_text_that_clusters_voted_on_stays(hall):
    hall.decide()
    reword(hall, "Better said")
    vote(hall, "member")

    with pytest.raises(InvalidTransitionError, match="have voted on D-1"):
        reword(hall, "Something else", version=3)


def test_without_a_meeting_only_some_ways_are_offered(database):
    hall = a_hall(database, meeting=False)

    kinds = hall.do(decisions.form, "chair").kinds

    assert kinds == (RULING, WRITTEN)
    with pytest.raises(InvalidInputError, match="No meeting runs now"):
        hall.decide(kind=CONSENSUS)


def test_a_message_of_another_group_shows_nothing(hall):
    stored = hall.decide()
    message = Message(
        key="x",
        kind=MessageKind.DECISION_RECORDED,
        sig_id=stored.sig_id + 1,
        object_id=stored.decision.id,
        recipient="CSIG",
        due_at=hall.moment,
    )

    assert decisions.for_message(hall.database, message) is None
    assert decisions.decided_for_message(hall.database, message) is None
