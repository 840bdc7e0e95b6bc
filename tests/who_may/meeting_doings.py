"""What has happened in the group's meetings: one runs, one is over, decisions."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.actions.drafts import Draft
from bot.domain.decisions import Choice, DecisionKind, Proposal
from bot.domain.meetings import AgendaItem, Meeting, MeetingStatus, MinutesStatus
from bot.domain.minutes import TakesIn
from bot.services import actions, decisions, holding, minutes
from storage import decisions as decision_rows
from storage import meeting_rows, meetings

from factories import NOW

ROLES_THAT_NOTE = (
    *("chair", "vice_chair", "secretariat", "editor", "reviewer", "member"),
    "alternate",
)


def write(scene):
    """Let meetings be held; the clock of the scene stands still."""
    ids = scene.ids
    ids.circulated_meeting = _meeting(scene, "circulated", days=-20)
    ids.running = _meeting(scene, "running", days=-1)
    ids.to_start = _meeting(scene, "to start", days=0)
    ids.approved_meeting = _meeting(scene, "to approve", days=-30)
    _circulate(scene)
    _settle(scene)
    _run(scene)
    _decide(scene)


def _meeting(scene, name, *, days):
    starts = NOW + timedelta(days=days)
    new = Meeting(
        number=0,
        title=scene.say(f"Meeting {name}"),
        starts_local=starts.replace(tzinfo=None),
        zone="UTC",
        starts_at=starts,
        duration_minutes=90,
        mode="online",
        status=MeetingStatus.SCHEDULED,
        minutes_status=MinutesStatus.NONE,
        place=scene.say("Room"),
        guests=(scene.say("A guest"),),
    )
    with scene.database.begin() as session:
        made = meeting_rows.add(session, scene.sig.id, new)
        item = AgendaItem(
            position=1, kind="discussion", title=scene.say("Figures"), minutes=20
        )
        meetings.save(session, scene.sig.id, [replace(made, agenda=(item,))])
    return made.number


def _set(scene, number, **changes):
    with scene.database.begin() as session:
        known = meetings.find(session, scene.sig.id, number)
        meeting_rows.change(session, scene.sig.id, replace(known, **changes))


def _circulate(scene):
    ids, number = scene.ids, scene.ids.circulated_meeting
    _set(scene, number, status=MeetingStatus.HELD, began_at=NOW - timedelta(days=20))
    body = scene.say("# Minutes\n\nSomething was said.")
    for revision, text in enumerate((body, f"{body} Again.")):
        scene.do(
            minutes.edit,
            "chair",
            number=number,
            revision=revision,
            body=text,
            takes_in=TakesIn(),
            reason=scene.say("Because"),
        )
    scene.do(
        minutes.circulate,
        "chair",
        number=number,
        revision=2,
        body=f"{body} Again.",
        takes_in=TakesIn(),
    )
    said = scene.do(
        minutes.propose,
        "member",
        number=number,
        nonce="correction",
        text=scene.say("It was different"),
    )
    ids.correction = said.record.corrections[0].id


def _settle(scene):
    """Let minutes be circulated to which nobody objects."""
    number = scene.ids.approved_meeting
    _set(scene, number, status=MeetingStatus.HELD, began_at=NOW - timedelta(days=30))
    scene.do(
        minutes.circulate,
        "chair",
        number=number,
        revision=0,
        body=scene.say("# Minutes"),
        takes_in=TakesIn(),
    )


def _run(scene):
    ids = scene.ids
    begun = NOW - timedelta(days=1)
    _set(scene, ids.running, status=MeetingStatus.IN_PROGRESS, began_at=begun)
    ids.minutes_note_of = {}
    for role in ROLES_THAT_NOTE:
        said = scene.do(
            holding.note,
            role,
            text=scene.say(f"Note of {role}"),
            source=f"{scene.word}:{role}",
        )
        ids.minutes_note_of[scene.account(role)] = said.note.id
    draft = Draft(title=scene.say("Send the list"))
    recorded = scene.do(actions.record, "member", draft=draft, source="once")
    ids.action = recorded.shown.action_id


def _decide(scene):
    ids = scene.ids
    for name, kind in (
        ("open", DecisionKind.VOTE),
        ("first", DecisionKind.CONSENSUS),
        ("second", DecisionKind.CONSENSUS),
        ("written", DecisionKind.WRITTEN),
    ):
        stored = scene.do(
            decisions.record,
            "chair",
            nonce=f"{scene.word}:{name}",
            proposal=Proposal(
                text=scene.say(f"Decision {name}"),
                kind=kind,
                ends_on=NOW.date() + timedelta(days=7),
                dissent=scene.say("Others said"),
            ),
        )
        setattr(ids, f"decision_{name}", stored.decision.number)
        setattr(ids, f"decision_{name}_id", stored.decision.id)
    with scene.database.begin() as session:
        decision_rows.cast(
            session,
            ids.decision_written_id,
            cluster_id=ids.other,
            choice=Choice.FOR,
            person_id=scene.callers["author"].person.id,
        )
