"""Action items in the states that use cases go on from: nobody's, and one's own."""

from bot.domain.actions import ActionItem, ActionStatus
from storage import actions, meetings
from storage.directory import directory

from factories import NOW

STATES = {
    "action_open": {},
    "action_done": {"status": ActionStatus.DONE, "done_on": NOW.date()},
    "action_blocked": {"status": ActionStatus.BLOCKED, "reason": "No figures"},
}


def write(scene):
    """Store one in each state; only those who change those of others may."""
    for name, values in STATES.items():
        new = ActionItem(number=0, title=scene.say(f"Action {name}"), **values)
        with scene.database.begin() as session:
            stored = actions.add(session, scene.sig.id, new)
        setattr(scene.ids, name, stored.number)
        setattr(scene.ids, f"{name}_id", stored.id)
    _one_each(scene)
    with scene.database.begin() as session:
        for number in (scene.ids.circulated_meeting, scene.ids.running):
            meeting = meetings.find(session, scene.sig.id, number)
            left_open = [scene.ids.action_open_id]
            actions.carry(session, meeting.id, left_open=left_open, read_out=())


def _one_each(scene):
    """Give everybody one of their own."""
    scene.ids.action_of = {}
    with scene.database.begin() as session:
        who = directory(session, scene.sig.id)
        for caller in scene.callers.values():
            owner = who.people.get(caller.person.id)
            new = ActionItem(number=0, title=scene.say("Their own"), owner=owner)
            stored = actions.add(session, scene.sig.id, new)
            scene.ids.action_of[caller.person.user_id] = stored.number
