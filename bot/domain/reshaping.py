"""Changes a series from one of its meetings on: who keeps a place, and who moves."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile

from dateutil.relativedelta import relativedelta

from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.recurrence import Cadence, Series, Turn, meetings

_MOVABLE = {MeetingStatus.PLANNED, MeetingStatus.SCHEDULED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reshaped:
    """What a new rule does to the meetings that exist already.

    ``moved`` follow it, each with its turn; ``kept`` were moved alone, cancelled or
    held before and stay as they are; ``surplus`` have no place in it any more.
    """

    moved: tuple[tuple[Meeting, Turn], ...]
    kept: tuple[tuple[Meeting, Turn | None], ...]
    surplus: tuple[Meeting, ...]


def reshape(
    existing: Iterable[Meeting], series: Series, *, after: datetime
) -> Reshaped:
    """Give every meeting of an old rule its place in a new one, in the same order.

    A meeting that stays as it is keeps its place too, so that none takes place twice.
    """
    coming = meetings(series, after=after)
    moved, kept, surplus = [], [], []
    for meeting in sorted(existing, key=lambda each: each.occurs_on or date.max):
        turn = next(coming, None)
        if is_touched(meeting):
            kept.append((meeting, turn))
        elif turn is None:
            surplus.append(meeting)
        else:
            moved.append((meeting, turn))
    return Reshaped(moved=tuple(moved), kept=tuple(kept), surplus=tuple(surplus))


def is_touched(meeting: Meeting) -> bool:
    """Whether somebody decided of this meeting alone."""
    return meeting.status not in _MOVABLE or meeting.moved_from is not None


def following(meeting: Meeting, turn: Turn, series: Series) -> Meeting:
    """Return a meeting as the new rule has it."""
    if turn.moment is None:
        return meeting
    return replace(
        meeting,
        title=series.title,
        starts_local=turn.moment.starts_local,
        starts_at=turn.moment.starts_at,
        zone=series.zone,
        duration_minutes=series.duration_minutes,
        mode=series.mode,
        join_url=series.join_url,
        place=series.place,
        series_id=series.id,
        occurs_on=turn.occurs_on,
    )


def from_the_first(series: Series, *, before: int, after: datetime) -> Series:
    """Return the rule so many meetings earlier, in step with the day that was typed.

    The typed day is that of a later meeting; the ``before`` meetings that come sooner
    follow the rule too. Nothing begins before ``after``.
    """
    found, steps, today = series, 0, after.date()
    while _count_before(found, series.starts_on, after=after) < before:
        steps += 1
        earlier = _back(series, steps)
        if earlier < today:
            break
        if _has(series, earlier):
            found = replace(series, starts_on=earlier)
    return found


def _count_before(series: Series, day: date, *, after: datetime) -> int:
    coming = meetings(series, after=after)
    return sum(1 for _ in takewhile(lambda turn: turn.occurs_on < day, coming))


def _back(series: Series, steps: int) -> date:
    """Return the day so many turns before the start, or the last of its month."""
    if series.cadence is Cadence.WEEKS:
        return series.starts_on - timedelta(weeks=steps * series.every)
    month = series.starts_on.replace(day=1) - relativedelta(months=steps * series.every)
    return _day_in(series, month) or month + relativedelta(day=31)


def _has(series: Series, day: date) -> bool:
    if series.cadence is Cadence.WEEKS:
        return True
    return _day_in(series, day.replace(day=1)) == day


def _day_in(series: Series, month: date) -> date | None:
    """Return the day of a monthly rule in a month; None where it has none."""
    last = month + relativedelta(day=31)
    if series.cadence is Cadence.DAY_OF_MONTH:
        day = series.month_day or 1
        return month.replace(day=day) if day <= last.day else None
    weekday, nth = series.weekday or 0, series.nth or 1
    if nth < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = month + timedelta(days=(weekday - month.weekday()) % 7)
    found = first + timedelta(weeks=nth - 1)
    return found if found.month == month.month else None
