"""A poll that is being written: what its form holds before it is saved."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.polls.forming import DURATIONS, MOST_SLOTS
from bot.domain.polls.suggesting import suggested
from bot.domain.polls.values import instant
from bot.domain.registers.typed import Typed, Values

USUAL_MINUTES = 60
_SHOWN = 4
_MORE = 3
_DAYS_TO_ANSWER = 7
_CLOSES = "17:00"
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed so far, with fields for ``shown`` times.

    ``generation`` counts how often times were filled in; ``zones`` say how many of
    those who will be asked live in each zone.
    """

    values: Values
    shown: int = _SHOWN
    generation: int = 0
    zones: Mapping[str, int] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        """The zone of the times, or nothing."""
        return Typed(self.values).raw("zone")

    @property
    def minutes(self) -> int:
        """How long the meeting is, or is usually."""
        typed = Typed(self.values).raw("minutes")
        return int(typed) if typed in map(str, DURATIONS) else USUAL_MINUTES

    def times(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield the wall times that are complete, each with its moment."""
        for number in range(1, self.shown + 1):
            found = _moment(self, f"day_{number}", f"time_{number}")
            if found is not None:
                yield found


def blank(zone: str, *, zones: Mapping[str, int], now: datetime) -> Draft:
    """Return a new draft: an hour online, a week to answer."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=_DAYS_TO_ANSWER)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    values = {
        "minutes": str(USUAL_MINUTES),
        "mode": "online",
        "zone": zone,
        "deadline_day": day.isoformat(),
        "deadline_time": _CLOSES,
    }
    return Draft(values=values, zones=zones)


def with_more(draft: Draft) -> Draft:
    """Return the draft with fields for more times, as far as there is room."""
    return replace(draft, shown=min(draft.shown + _MORE, MOST_SLOTS))


def with_suggestions(
    draft: Draft, *, zone: str, countries: Collection[str], now: datetime
) -> Draft:
    """Return the draft with its empty times filled in; where none is empty, with more.

    The first day is the one after the deadline. ``zone`` is used where none was
    chosen.
    """
    if not _empty(draft):
        draft = with_more(draft)
    empty, typed = _empty(draft), dict(draft.times())
    chosen = draft.zone or zone
    deadline = _moment(draft, "deadline_day", "deadline_time")
    found = suggested(
        zone=chosen,
        minutes=draft.minutes,
        zones=draft.zones,
        countries=countries,
        after=max(now, deadline[1]) if deadline else now,
        count=len(empty) + len(typed),
    )
    days = {local.date() for local in typed}
    fresh = [local for local in found if local.date() not in days]
    values = dict(draft.values) | {"zone": chosen}
    for number, local in zip(empty, fresh, strict=False):
        values[f"day_{number}"] = local.date().isoformat()
        values[f"time_{number}"] = f"{local:%H:%M}"
    return replace(draft, values=values, generation=draft.generation + 1)


def _empty(draft: Draft) -> list[int]:
    """Return the numbers of the times of which nothing was typed."""
    typed = Typed(draft.values)
    return [
        number
        for number in range(1, draft.shown + 1)
        if not (typed.raw(f"day_{number}") or typed.raw(f"time_{number}"))
    ]


def _moment(
    draft: Draft, day_field: str, time_field: str
) -> tuple[datetime, datetime] | None:
    typed = Typed(draft.values)
    day = typed.day(day_field)
    try:
        hour = time.fromisoformat(typed.raw(time_field))
    except ValueError:
        return None
    if day is None or not draft.zone:
        return None
    local = datetime.combine(day, hour)
    moment = instant(local, draft.zone)
    return (local, moment) if moment else None
