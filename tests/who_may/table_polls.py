"""What each use case asks that is about polls."""

from who_may.asking import Table, asks
from who_may.poll_doings import FORM

from bot.domain.permissions import Permission

ASK, ANSWER = Permission.POLL_DATES, Permission.ANSWER_POLL
READ = Permission.READ_RSVP
LATER = {"deadline_day": "2026-12-02", "deadline_time": "12:00"}


def poll(name, **more):
    return lambda s, _: {"poll_id": getattr(s.ids, f"poll_{name}")} | more


def draft(_scene, _who):
    return {"values": FORM, "shown": 4}


def form(_scene, _who):
    return {"nonce": "new", "values": FORM | {"title": "Kick-off"}}


def answers(s, _):
    said = {s.ids.slot_open: "no"}
    return {"poll_id": s.ids.poll_open, "zone": FORM["zone"], "answers": said}


def choice(s, _):
    return {"poll_id": s.ids.poll_closed, "slot_id": s.ids.slot_closed}


POLLS: Table = {
    "polls.opening.blank": (asks(ASK),),
    "polls.opening.more": (asks(ASK, arguments=draft),),
    "polls.opening.suggest": (asks(ASK, arguments=draft),),
    "polls.opening.open_poll": (asks(ASK, arguments=form),),
    "polls.answering.sheet": (asks(ANSWER, arguments=poll("open")),),
    "polls.answering.answer": (asks(ANSWER, arguments=answers),),
    "polls.reading.listed": (asks(READ),),
    "polls.reading.numbered": (
        asks(
            READ,
            arguments=lambda _s, _w: {"text": "1"},
            shared="each group has a poll of this number",
        ),
    ),
    "polls.reading.shown": (asks(READ, arguments=poll("open")),),
    "polls.leading.to_change": (asks(ASK, arguments=poll("open")),),
    "polls.leading.close": (asks(ASK, arguments=poll("open")),),
    "polls.leading.cancel": (asks(ASK, arguments=poll("open")),),
    "polls.leading.extend": (
        asks(ASK, arguments=poll("open", version=1, values=LATER)),
    ),
    "polls.leading.correct_zone": (
        asks(ASK, arguments=poll("open", version=1, values={"zone": "Europe/Lisbon"})),
    ),
    "polls.leading.decide": (asks(ASK, arguments=choice),),
}
