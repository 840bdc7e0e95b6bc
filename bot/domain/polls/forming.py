"""Reads what a chair typed about a poll; each problem is said beside its field."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import InvalidInputError
from bot.domain.polls.values import Poll, Slot, instant
from bot.domain.registers.typed import ADDRESS_LIMIT, Typed, Values

TITLE_LIMIT = 120
MODES = ("online", "in_person", "hybrid")
DURATIONS = (15, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 360, 420, 480)
FEWEST_SLOTS = 2
MOST_SLOTS = 10
_FURTHEST = timedelta(days=366)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_PAST = "This is over already. Choose a later time."
_HALF = "Choose the day and the time, or leave both empty."
_FEW = "A poll needs at least two times. Give another one here, or press Suggest times."
_AFTER_SLOTS = "Answers have to be in before the first of the times: {}."


def read_poll(values: Values, *, zones: Collection[str], now: datetime) -> Poll:
    """Return the poll that a form describes, without a number.

    Raises:
        InvalidInputError: with a sentence per field.
    """
    typed = Typed(values)
    title = typed.line("title", TITLE_LIMIT, missing="What is the meeting called?")
    minutes = typed.choice("minutes", [str(each) for each in DURATIONS])
    mode = typed.choice("mode", MODES)
    link = typed.address("join_url", None)
    place = typed.line("place", ADDRESS_LIMIT)
    zone = _zone(typed, zones)
    slots = _slots(typed, zone, now) if zone else ()
    deadline = _deadline(typed, zone, now, slots=slots) if zone else None
    for name, value in (("minutes", minutes), ("mode", mode)):
        if value is None:
            typed.complain(name, "Please choose one.")
    typed.require()
    return Poll(
        number=0,
        title=title or "",
        zone=zone or "",
        duration_minutes=int(minutes or 0),
        mode=mode or "",
        join_url=link or "",
        place=place or "",
        deadline_at=deadline or now,
        slots=slots,
    )


def read_deadline(values: Values, poll: Poll, *, now: datetime) -> datetime:
    """Return another deadline for a poll, in the wall time of its zone.

    Raises:
        InvalidInputError: with a sentence per field.
    """
    typed = Typed(values)
    if all(each.starts_at <= now for each in poll.slots):
        said = "All times of this poll are over. Ask for new ones: /meeting poll."
        typed.complain("deadline_day", said)
    found = _deadline(typed, poll.zone, now, slots=poll.slots)
    typed.require()
    return found or now


def read_zone(values: Values, *, zones: Collection[str]) -> str:
    """Return the zone that was chosen.

    Raises:
        InvalidInputError: it is none.
    """
    typed = Typed(values)
    zone = _zone(typed, zones)
    typed.require()
    return zone or ""


def moved(poll: Poll, zone: str, *, now: datetime) -> Poll:
    """Return the poll in another zone: its times keep what the clocks show.

    The deadline stays the moment that everybody was told.

    Raises:
        InvalidInputError: a time does not exist there, or comes before the deadline.
    """
    slots = []
    for each in poll.slots:
        moment = instant(each.starts_local, zone)
        if moment is None:
            raise InvalidInputError({"zone": _gap(each.starts_local, zone)})
        slots.append(replace(each, starts_at=moment))
    first = min(each.starts_at for each in slots)
    if now < poll.deadline_at and first <= poll.deadline_at:
        said = (
            "There the first time would be before the answers are in. Choose an "
            "earlier deadline first."
        )
        raise InvalidInputError({"zone": said})
    return replace(poll, zone=zone, slots=tuple(slots))


def _zone(typed: Typed, zones: Collection[str]) -> str | None:
    zone = typed.raw("zone")
    if zone in zones:
        return zone
    typed.complain("zone", "Type the name of a large city and choose its zone.")
    return None


def _deadline(
    typed: Typed, zone: str, now: datetime, *, slots: tuple[Slot, ...]
) -> datetime | None:
    found = _moment(typed, "deadline_day", "deadline_time", zone=zone)
    if found is None:
        typed.complain("deadline_day", "Until when can people answer?")
        return None
    _, moment = found
    if moment <= now:
        typed.complain("deadline_day", _PAST)
    ahead = (each.starts_at for each in slots if each.starts_at > now)
    first = min(ahead, default=None)
    if first is not None and moment >= first:
        local = first.astimezone(ZoneInfo(zone))
        said = _AFTER_SLOTS.format(f"{local:%-d %B %Y, %H:%M}")
        typed.complain("deadline_day", said)
    return moment


def _slots(typed: Typed, zone: str, now: datetime) -> tuple[Slot, ...]:
    """Return the times in order; the fields are day_1, time_1, day_2 and so on."""
    seen: dict[datetime, datetime] = {}
    for number in _numbers(typed):
        day = f"day_{number}"
        found = _moment(typed, day, f"time_{number}", zone=zone)
        if found is None:
            continue
        local, moment = found
        if moment <= now:
            typed.complain(day, _PAST)
        elif moment > now + _FURTHEST:
            typed.complain(day, "That is more than a year ahead.")
        elif local in seen:
            typed.complain(day, "This time is in the list already.")
        seen[local] = moment
    filled = set(_numbers(typed))
    if len(filled) < FEWEST_SLOTS:
        empty = min({1, FEWEST_SLOTS} - filled)
        typed.complain(f"day_{empty}", _FEW)
    return tuple(
        Slot(position=position, starts_local=local, starts_at=seen[local])
        for position, local in enumerate(sorted(seen), start=1)
    )


def _numbers(typed: Typed) -> Iterator[int]:
    for number in range(1, MOST_SLOTS + 1):
        if typed.raw(f"day_{number}") or typed.raw(f"time_{number}"):
            yield number


def _moment(
    typed: Typed, day_field: str, time_field: str, *, zone: str
) -> tuple[datetime, datetime] | None:
    """Return a wall time and its moment; None where there is none."""
    day, hour = typed.day(day_field), typed.raw(time_field)
    if day is None or not hour:
        if day is not None or hour:
            typed.complain(time_field if day else day_field, _HALF)
        return None
    if not _CLOCK.fullmatch(hour):
        typed.complain(time_field, "Write a time like 14:00.")
        return None
    local = _combined(day, hour)
    moment = instant(local, zone)
    if moment is None:
        typed.complain(time_field, _gap(local, zone))
        return None
    return local, moment


def _combined(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour))


def _gap(local: datetime, zone: str) -> str:
    city = zone.rpartition("/")[2].replace("_", " ")
    return (
        f"On {local:%-d %B %Y} the clocks in {city} jump over {local:%H:%M}: summer "
        "time begins. Choose another time."
    )
