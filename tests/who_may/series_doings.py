"""Meetings that were scheduled as people do it: a series, and single ones changed."""

from datetime import timedelta

from bot.domain.schedules import typed_of_meeting
from bot.services.meetings import changing, reshaping, scheduling

from factories import NOW

WHY = {"reason": "Too few can come."}


def typed(scene, name, *, days, repeats="once", **changes):
    """Return a form that schedules something so many days from now."""
    values = {
        "title": scene.say(f"Meeting {name}"),
        "day": f"{NOW.date() + timedelta(days=days)}",
        "time": "14:00",
        "zone": "Europe/Brussels",
        "duration": "90",
        "mode": "hybrid",
        "place": scene.say("Room"),
        "repeats": repeats,
        "on_holiday": "skip",
        "ahead": "2",
    }
    return values | changes


def write(scene):
    """Schedule far from now, so that the next meeting stays the next."""
    ids = scene.ids
    ids.planned, ids.planned_id, _ = _schedule(scene, "planned", days=300)
    ids.moved, ids.moved_id, _ = _schedule(scene, "moved", days=301)
    _move(scene, ids.moved, time="15:00")
    ids.changed, ids.changed_id, _ = _schedule(scene, "changed", days=302)
    _move(scene, ids.changed, title=scene.say("Another title"))
    ids.off, ids.off_id, _ = _schedule(scene, "off", days=303)
    _cancel(scene, ids.off)
    ids.reopened, ids.reopened_id, _ = _schedule(scene, "reopened", days=304)
    _cancel(scene, ids.reopened)
    scene.do(changing.reopen, "chair", text=f"M-{ids.reopened}")
    ids.of_series, _, ids.series = _schedule(
        scene, "of a series", days=305, repeats="weekday"
    )
    last, _, ids.series_ended = _schedule(
        scene, "of an ended series", days=310, repeats="weeks"
    )
    scene.do(
        reshaping.end,
        "chair",
        number=last,
        version=1,
        typed={"reason": scene.say("It is over")},
    )
    christmas = {"day": "2027-12-25", "holiday_countries": ["BE"], "on_holiday": "ask"}
    ids.on_holiday, ids.on_holiday_id, _ = _schedule(
        scene, "on a holiday", days=0, repeats="day", **christmas
    )


def _schedule(scene, name, *, days, repeats="once", **changes):
    done = scene.do(
        scheduling.schedule,
        "chair",
        nonce=scene.say(name),
        typed=typed(scene, name, days=days, repeats=repeats, **changes),
    )
    first = done.meetings[0]
    return first.number, first.id, done.series.id if done.series else None


def _move(scene, number, **changes):
    meeting = scene.do(changing.editable, "chair", text=f"M-{number}").meeting
    scene.do(
        changing.move,
        "chair",
        number=number,
        version=meeting.version,
        typed=typed_of_meeting(meeting) | {"reason": scene.say("Why")} | changes,
    )


def _cancel(scene, number):
    scene.do(
        changing.cancel,
        "chair",
        number=number,
        version=1,
        typed={"reason": scene.say("Why")},
    )
