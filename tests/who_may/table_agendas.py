"""What each use case asks that is about agendas, answers and attendance."""

from who_may.asking import Case, Step, Table, asks

from bot.domain.agendas import Move
from bot.domain.meetings import Rsvp
from bot.domain.permissions import Permission

READ, PROPOSE = Permission.READ_MEETINGS, Permission.PROPOSE_AGENDA
ORDER, ANSWER = Permission.ORDER_AGENDA, Permission.ANSWER_MEETING
PEOPLE, MARK = Permission.READ_RSVP, Permission.MARK_ATTENDANCE
TYPED = {"title": "A point", "kind": "discussion", "minutes": "10"}
PART = "part of reading and changing an agenda, which ask before"


def coming(s, _):
    return {"text": f"M-{s.ids.coming}"}


def running(s, _):
    return {"text": f"M-{s.ids.running}"}


def invited(**more):
    return lambda s, _: {"meeting_id": s.ids.coming_id} | more


def point(**more):
    return lambda s, _: {"item_id": s.ids.point, "version": 1} | more


def own(**more):
    return lambda s, who: {"item_id": s.mine("point", who)} | more


def waiting(s, who):
    return {"item_id": s.mine("point", who), "version": 1}


def suggested(s, _):
    return {"text": f"M-{s.ids.coming}", "suggested": False}


AGENDAS: Table = {
    "agendas.reading.shown": (asks(READ, arguments=coming),),
    "agendas.reading.seen": (Case(Step(words=PART)),),
    "agendas.looking_up.choices_for": (Case(Step(words=PART)),),
    "agendas.looking_up.applied": (Case(Step(words=PART)),),
    "agendas.proposing.choices": (asks(PROPOSE, arguments=suggested),),
    "agendas.proposing.propose": (
        asks(
            PROPOSE,
            arguments=lambda s, _: {
                "number": s.ids.coming,
                "nonce": "new",
                "typed": TYPED,
            },
        ),
    ),
    "agendas.editing.editable": (
        asks(PROPOSE, arguments=own()),
        asks(ORDER, arguments=lambda s, _: {"item_id": s.ids.point}),
    ),
    "agendas.editing.edit": (
        asks(PROPOSE, arguments=own(version=1, typed=TYPED)),
        asks(ORDER, arguments=point(typed=TYPED)),
    ),
    "agendas.editing.accept": (asks(ORDER, arguments=waiting),),
    "agendas.editing.finish": (asks(ORDER, arguments=point()),),
    "agendas.editing.move": (asks(ORDER, arguments=point(to=Move.UP)),),
    "rsvps.answer": (asks(ANSWER, arguments=invited(said=Rsvp.YES)),),
    "rsvps.answerable": (asks(ANSWER, arguments=invited()),),
    "rsvps.shown": (asks(ANSWER, arguments=coming),),
    "rsvps.people": (asks(PEOPLE, arguments=invited()),),
    "attendance.shown": (asks(PEOPLE, arguments=running),),
    "attendance.markable": (asks(MARK, arguments=running),),
    "attendance.mark": (
        asks(
            MARK,
            arguments=lambda s, _: {
                "number": s.ids.running,
                "digest": "none",
                "typed": {"guests": "Somebody"},
            },
        ),
    ),
}
