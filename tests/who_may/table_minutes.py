"""What each use case asks that is about holding meetings, decisions and minutes."""

from datetime import timedelta

from who_may.asking import Case, Step, Table, asks
from who_may.scene import TODAY

from bot.domain.decisions import Choice, DecisionKind, Proposal
from bot.domain.minutes import TakesIn
from bot.domain.permissions import Permission
from storage import clusters

RUN, NOTE = Permission.RUN_MEETING, Permission.TAKE_NOTES
READ, WRITE = Permission.READ_MINUTES, Permission.WRITE_MINUTES
APPROVE, RULE = Permission.APPROVE_MINUTES, Permission.RULE
READ_DECISIONS, RECORD = Permission.READ_DECISIONS, Permission.RECORD_DECISION
VOTE = Permission.VOTE


def named(key, **more):
    """Return what names something by its number in the group."""
    return lambda s, _: {"number": getattr(s.ids, key)} | more


def typed(key, **more):
    """Return what names a meeting as people write it."""
    return lambda s, _: {"text": f"M-{getattr(s.ids, key)}"} | more


def a_note(s, who):
    known = s.ids.minutes_note_of
    return {"note_id": known.get(who.person.user_id, known[s.account("chair")])}


def a_proposal(kind):
    def arguments(s, _):
        proposal = Proposal(
            text="We go on.", kind=kind, ends_on=TODAY + timedelta(days=3)
        )
        return {"nonce": "new", "proposal": proposal}

    return arguments


def votes(s, _):
    with s.database.read() as session:
        keys = [each.key for each in clusters.active(session, s.sig.id)]
    return {"number": s.ids.decision_open, "typed": {Choice.FOR: keys}}


def texts(revision):
    return {"revision": revision, "body": "# Minutes", "takes_in": TakesIn()}


STEP = "part of the steps of a meeting, which ask before"

HOLDING: Table = {
    "holding.material.material": (asks(READ, arguments=typed("circulated_meeting")),),
    "holding.material.running_or_latest": (Case(Step(words=STEP)),),
    "holding.material.latest": (Case(Step(words=STEP)),),
    "holding.material.open_meeting": (Case(Step(words=STEP)),),
    "holding.material.require_open_meeting": (Case(Step(words=STEP)),),
    "holding.running.start": (asks(RUN, arguments=typed("to_start")),),
    "holding.running.end": (asks(RUN, arguments=typed("running")),),
    "holding.noting.note_form": (asks(NOTE),),
    "holding.noting.note": (
        asks(NOTE, arguments=lambda _s, _w: {"text": "Said", "source": "new"}),
    ),
    "holding.noting.note_to_change": (asks(NOTE, arguments=a_note),),
    "holding.noting.change_note": (
        asks(NOTE, arguments=lambda s, w: a_note(s, w) | {"version": 1, "text": "No"}),
    ),
}
DECIDING: Table = {
    "decisions.recording.form": (asks(RECORD),),
    "decisions.recording.record": (
        asks(RECORD, arguments=a_proposal(DecisionKind.CONSENSUS)),
        asks(RULE, arguments=a_proposal(DecisionKind.RULING)),
    ),
    "decisions.recording.take_place": (Case(Step(words=STEP)),),
    "decisions.recording.to_reword": (asks(RECORD, arguments=named("decision_first")),),
    "decisions.recording.reword": (
        asks(
            RECORD,
            arguments=named(
                "decision_first", version=1, text="Better said", dissent=""
            ),
        ),
    ),
    "decisions.voting.vote": (
        asks(VOTE, arguments=named("decision_open", choice=Choice.FOR)),
    ),
    "decisions.voting.cluster_of": (Case(Step(words=STEP)),),
    "decisions.voting.to_enter": (asks(RECORD, arguments=named("decision_open")),),
    "decisions.voting.enter": (asks(RECORD, arguments=votes),),
    # Nobody has voted yet, so closing is possible only for what is closed already.
    "decisions.voting.close": (asks(RULE, arguments=named("decision_first")),),
    "decisions.voting.withdraw": (asks(RULE, arguments=named("decision_open")),),
    "decisions.superseding.supersede": (
        asks(
            RULE,
            arguments=lambda s, _: {
                "old": s.ids.decision_first,
                "new": s.ids.decision_second,
            },
        ),
    ),
    "decisions.reading.listed": (asks(READ_DECISIONS),),
    "decisions.reading.shown": (
        asks(READ_DECISIONS, arguments=named("decision_open")),
    ),
}
WRITING_MINUTES: Table = {
    "minutes.writing.to_edit": (asks(WRITE, arguments=named("circulated_meeting")),),
    "minutes.writing.edit": (
        asks(WRITE, arguments=named("circulated_meeting", **texts(2))),
    ),
    "minutes.writing.restore": (
        asks(WRITE, arguments=named("circulated_meeting", revision=1)),
    ),
    "minutes.writing.write": (Case(Step(words=STEP)),),
    "minutes.telling.log": (Case(Step(words="records what was done")),),
    "minutes.circulating.circulate": (
        asks(WRITE, arguments=named("circulated_meeting", **texts(2))),
    ),
    "minutes.circulating.agree": (asks(READ, arguments=named("circulated_meeting")),),
    "minutes.circulating.to_correct": (
        asks(READ, arguments=named("circulated_meeting")),
    ),
    "minutes.circulating.propose": (
        asks(READ, arguments=named("circulated_meeting", nonce="new", text="No")),
    ),
    "minutes.circulating.settle": (
        asks(WRITE, arguments=lambda s, _: {"answer_id": s.ids.correction}),
    ),
    "minutes.approving.approve": (
        asks(APPROVE, arguments=named("approved_meeting", revision=1)),
    ),
}
MINUTES: Table = HOLDING | DECIDING | WRITING_MINUTES
