"""What each use case asks that is about working on action items."""

from datetime import timedelta

from who_may.asking import Case, Helper, Step, Table, Theirs, asks
from who_may.scene import TODAY

from bot.domain.actions.listing import Filter
from bot.domain.actions.messages import Said
from bot.domain.permissions import Permission
from bot.domain.references import Kind

from factories import NOW

READ, WORK = Permission.READ_ACTIONS, Permission.WORK_ACTION
MANAGE, RECORD = Permission.MANAGE_ACTIONS, Permission.RECORD_ACTION
STEP = "part of the steps of an action item, which ask before"
LOOKS = "looks at an action item that was read"


def numbered(name="action_open", **more):
    """Return what names one of the scene's action items."""
    return lambda s, _: {"number": getattr(s.ids, name)} | more


def nobodys(name="action_open", **more):
    """Return the cases of what is said of an action item that nobody owns."""
    return (asks(MANAGE, arguments=numbered(name, **more)),)


def a_message(_scene, _who):
    said = Said(line="Go on", whole="Go on", written_at=NOW)
    return {"said": said, "source": "new"}


def step():
    return (Case(Step(words=STEP)),)


ACTIONS: Table = {
    "actions.working.done": nobodys(),
    "actions.working.start": (
        *nobodys(),
        Case(
            Theirs(words="an action item of their own", permissions=(WORK,)),
            lambda s, who: {"number": s.mine("action", who)},
        ),
    ),
    "actions.working.reopen": nobodys("action_done"),
    "actions.working.block": nobodys(reason="No figures"),
    "actions.working.unblock": nobodys("action_blocked"),
    "actions.working.cancel": nobodys(reason="No figures"),
    "actions.working.add_evidence": nobodys("action_done", evidence="See there"),
    "actions.working.snooze": nobodys(until=TODAY + timedelta(days=3)),
    "actions.working.move": nobodys(due_on=TODAY + timedelta(days=3)),
    "actions.working.changed": (
        asks(
            MANAGE,
            arguments=numbered(change=lambda action: action, verb="linked"),
        ),
    ),
    "actions.assigning.assign_form": nobodys(),
    "actions.assigning.assign": (
        asks(
            MANAGE,
            arguments=lambda s, _: {
                "number": s.ids.action_open,
                "user_id": s.account("member"),
            },
        ),
    ),
    "actions.assigning.take": (asks(RECORD, arguments=numbered()),),
    "actions.assigning.cluster_named": step(),
    "actions.linking.link": nobodys(to="M-1"),
    "actions.linking.unlink": nobodys(to="M-1"),
    "actions.linking.relink": nobodys(typed={"meeting": "M-1"}),
    "actions.listing.mine": (asks(READ),),
    "actions.listing.typed": (asks(READ, arguments=lambda _s, _w: {"text": "all"}),),
    "actions.listing.listed": (
        asks(READ, arguments=lambda _s, _w: {"chosen": Filter()}),
    ),
    "actions.listing.export": (asks(READ),),
    "actions.showing.show": (
        asks(
            Permission.READ_GROUP,
            arguments=lambda s, _: {"named": s.ids.action_open},
        ),
    ),
    "actions.showing.around": (
        asks(READ, arguments=lambda _s, _w: {"kind": Kind.MEETING, "number": 1}),
    ),
    "actions.showing.around_section": (
        asks(READ, arguments=lambda _s, _w: {"key": "introduction"}),
    ),
    "actions.showing.to_change": nobodys(),
    "actions.showing.story": step(),
    "actions.understanding.next_day": (
        Case(Helper(words="tells the day of the caller's next meeting")),
    ),
    "actions.collecting.collect": (asks(RECORD, arguments=a_message),),
    "actions.common.asked": step(),
    "actions.common.is_theirs": (Case(Helper(words=LOOKS)),),
    "actions.common.may_work": (Case(Helper(words=LOOKS)),),
    "actions.common.require_work": (Case(Helper(words=LOOKS)),),
    "actions.common.store": step(),
    "actions.common.tell": step(),
}
