"""What each use case asks that is about recording action items."""

from who_may.asking import Case, Helper, Step, Table, asks

from bot.domain.actions.drafts import Draft
from bot.domain.permissions import Permission

ACT = Permission.RECORD_ACTION
STEP = "part of recording an action, which asks before"


def a_draft(_scene, _who):
    return {"draft": Draft(title="Go on")}


ACTIONS_RECORDING: Table = {
    "actions.recording.require_recordable": (asks(ACT),),
    "actions.recording.to_record": (asks(ACT, arguments=a_draft),),
    "actions.recording.record": (
        asks(ACT, arguments=lambda s, w: a_draft(s, w) | {"source": "new"}),
    ),
    "actions.recording.day_of": (Case(Helper(words="tells the caller's day")),),
    "actions.recording.with_meeting": (Case(Step(words=STEP)),),
    "actions.understanding.understand": (
        asks(ACT, arguments=lambda _s, _w: {"typed": "go on by 3 December"}),
    ),
}
