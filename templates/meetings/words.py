"""Words about meetings and their rules, for cards, lists, forms and notices."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from bot.domain.countries import COUNTRIES
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.public_holidays import Holiday
from bot.domain.recurrence import Cadence, Fate, OnHoliday, Series, Turn
from bot.domain.reminders import LADDER
from bot.domain.zones import Moment, Shift, agree, in_words, local_times, place_of
from templates.documents.words import count, long_date
from templates.text import cut, link, mrkdwn
from templates.times import WEEKDAYS, reader_time

_TITLE = 600
_HOLIDAYS = 400
_PLACES = 600
_HOUR = 60
MONTHS: Mapping[str, str] = {
    str(number): name
    for number, name in enumerate(
        (
            *("January", "February", "March", "April", "May", "June", "July"),
            *("August", "September", "October", "November", "December"),
        ),
        start=1,
    )
}
NTH: Mapping[int, str] = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    -1: "last",
}
MODES: Mapping[str, str] = {
    "online": "Online",
    "in_person": "In one place",
    "hybrid": "In one place and online",
}
STATES: Mapping[MeetingStatus, str] = {
    MeetingStatus.PLANNED: "planned",
    MeetingStatus.SCHEDULED: "scheduled",
    MeetingStatus.IN_PROGRESS: "running now",
    MeetingStatus.HELD: "held",
    MeetingStatus.CANCELLED: "cancelled",
}
ON_HOLIDAY: Mapping[OnHoliday, str] = {
    OnHoliday.SKIP: "Leave that meeting out",
    OnHoliday.NEXT_WORKING_DAY: "Meet on the next working day",
    OnHoliday.ASK: "Ask me each time",
}
_SATURDAY = 5


def named(meeting: Meeting) -> str:
    """Return a meeting with its title."""
    return f"*{meeting.ref}: {cut(mrkdwn(meeting.title), _TITLE)}*"


def when(meeting: Meeting, *, reader: str | None = None) -> str:
    """Return a time as its reader's clock shows it, and where the meeting is.

    ``reader`` is the zone of the one person who reads it, where that is known.
    """
    own = reader_time(meeting.starts_at)
    return own if is_twice(meeting, reader) else f"{own}\n{there(meeting)}"


def on_line(meeting: Meeting, *, reader: str | None = None) -> str:
    """Return the same on one line, the reader's clock first."""
    own = reader_time(meeting.starts_at)
    return own if is_twice(meeting, reader) else f"{own} ({there(meeting)})"


def is_twice(meeting: Meeting, reader: str | None) -> bool:
    """Whether the reader's clock shows what is shown where the meeting is."""
    return bool(reader) and agree(meeting.starts_at, str(reader), meeting.zone)


def there(meeting: Meeting) -> str:
    """Return day and time on the clocks of the meeting's zone, in words."""
    return wall(meeting.starts_local, meeting.zone)


def wall(local: datetime, zone: str) -> str:
    """Return a wall time in words: Tuesday 14 December 2021, 14:00 Brussels time."""
    return mrkdwn(f"{day(local.date())}, {local:%H:%M} {in_words(zone)}")


def day(of: date) -> str:
    """Return a day with the name of its weekday."""
    return f"{WEEKDAYS[of.weekday()]} {long_date(of)}"


def length(minutes: int) -> str:
    """Return a length of time: 1 h 30 min."""
    hours, rest = divmod(minutes, _HOUR)
    said = [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]
    return " ".join(each for each in said if each)


def where(meeting: Meeting) -> str:
    """Return how long a meeting is, how people come together, and where."""
    parts = [length(meeting.duration_minutes), MODES.get(meeting.mode, meeting.mode)]
    said = " · ".join(mrkdwn(part) for part in parts)
    if meeting.place:
        said += f" · {mrkdwn(meeting.place)}"
    if address := link(meeting.join_url):
        said += f" · <{address}|Join>"
    return said


def rule(series: Series) -> str:
    """Return a rule in words: every second Tuesday of the month at 14:00 Brussels time.

    Months that are left out, the last day and holidays are said too.
    """
    said = f"{_cadence(series)} at {series.local_time:%H:%M} {in_words(series.zone)}"
    if series.skip_months:
        months = ", ".join(MONTHS[str(month)] for month in series.skip_months)
        said += f", not in {months}"
    if series.ends_on is not None:
        said += f", until {long_date(series.ends_on)}"
    return mrkdwn(said)


def remarks(series: Series) -> list[str]:
    """Return what a rule does in months without its day, and on holidays."""
    said = []
    if series.cadence is Cadence.DAY_OF_MONTH and (series.month_day or 0) > 28:  # noqa: PLR2004 - every month has 28 days
        number = ordinal(series.month_day or 0)
        said.append(f"A month without a {number} has no meeting.")
    if series.nth == 5:  # noqa: PLR2004 - the fifth of its weekday
        name = WEEKDAYS[series.weekday or 0]
        said.append(f"A month without a fifth {name} has no meeting.")
    if series.holiday_countries:
        names = ", ".join(COUNTRIES.get(c, c) for c in series.holiday_countries)
        does = {
            OnHoliday.SKIP: "that meeting is left out",
            OnHoliday.NEXT_WORKING_DAY: "it is on the next day that is no weekend "
            "and no holiday in any of them",
            OnHoliday.ASK: "I ask the chair what to do",
        }[series.on_holiday]
        said.append(mrkdwn(f"On a public holiday in {names}, {does}."))
    return said


def before(minutes: int) -> str:
    """Return how long before a meeting something is: 5 days, 15 minutes."""
    for unit, size in (("day", _HOUR * 24), ("hour", _HOUR), ("minute", 1)):
        if minutes % size == 0:
            return count(minutes // size, unit)
    return f"{minutes} minutes"


def reminders(series: Series) -> str:
    """Return when the channel is reminded of the meetings of a series."""
    minutes = LADDER if series.reminder_minutes is None else series.reminder_minutes
    said = [before(each) for each in minutes]
    if not said:
        return "The channel gets no reminders."
    *earlier, last = said
    joined = f"{', '.join(earlier)} and {last}" if earlier else last
    return f"The channel is reminded {joined} before."


def turn(one: Turn, people: Mapping[str, int]) -> str:
    """Return a part of a preview: a meeting in everybody's time, or why not."""
    if one.moment is None:
        return f":heavy_minus_sign: {_left_out(one)}"
    local = one.moment.starts_local
    lines = [f"*{wall(local, one.moment.zone)}*"]
    if clocks := _clocks(one.moment, people):
        lines.append(clocks)
    lines += [f":warning: {said}" for said in _warnings(one)]
    return "\n".join(lines)


def holidays(found: Iterable[Holiday]) -> str:
    """Return holidays in words: Labour Day in Belgium and Estonia."""
    by_name: dict[str, list[str]] = {}
    for each in found:
        country = COUNTRIES.get(each.country, each.country)
        by_name.setdefault(each.name, []).append(country)
    said = [f"{name} ({', '.join(where)})" for name, where in by_name.items()]
    return cut(mrkdwn("; ".join(said)), _HOLIDAYS)


def shift_note(wall_time: datetime, moment: Moment) -> str:
    """Say what the change of the clocks does to a time; nothing where it does not."""
    place = mrkdwn(place_of(moment.zone))
    if moment.shift is Shift.GAP:
        return (
            f"There is no {wall_time:%H:%M} in {place} on this day, the clocks go "
            f"forward: the meeting is at {moment.starts_local:%H:%M}."
        )
    if moment.shift is Shift.OVERLAP:
        return (
            f"{moment.starts_local:%H:%M} comes twice in {place} on this day, the "
            "clocks go back: the first one is meant."
        )
    return ""


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th ..."""
    teens = 11 <= number % 100 <= 13  # noqa: PLR2004 - 11th, 12th and 13th
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _cadence(series: Series) -> str:
    name = WEEKDAYS[series.weekday or 0]
    if series.cadence is Cadence.WEEKS:
        return (
            f"every {name}"
            if series.every == 1
            else f"every {series.every} weeks, on {name}"
        )
    month = "every month" if series.every == 1 else f"every {series.every} months"
    if series.cadence is Cadence.DAY_OF_MONTH:
        return f"on the {ordinal(series.month_day or 1)} of {month}"
    return f"on the {NTH[series.nth or 1]} {name} of {month}"


def _left_out(one: Turn) -> str:
    if one.fate is Fate.NO_SUCH_DAY:
        month = f"{MONTHS[str(one.occurs_on.month)]} {one.occurs_on.year}"
        return f"{month}: no meeting, this month has no such day."
    said = day(one.occurs_on)
    if one.fate is Fate.SKIPPED_MONTH:
        return f"{said}: no meeting in {MONTHS[str(one.occurs_on.month)]}."
    return f"{said}: no meeting, public holiday: {holidays(one.holidays)}."


def _warnings(one: Turn) -> Iterable[str]:
    moment = one.moment
    if moment is None:
        return
    if one.fate is Fate.MEETS_LATER:
        yield (
            f"Moved from {day(one.occurs_on)}, a public holiday: "
            f"{holidays(one.holidays)}."
        )
    elif one.fate is Fate.ASKS:
        yield f"Public holiday: {holidays(one.holidays)}. I will ask you what to do."
    elif moment.starts_local.weekday() >= _SATURDAY:
        yield f"This is a {WEEKDAYS[moment.starts_local.weekday()]}."
    if one.wall is not None and (said := shift_note(one.wall, moment)):
        yield said


def _clocks(moment: Moment, people: Mapping[str, int]) -> str:
    """Return what the clocks of the members say: Tallinn 15:00 (3 people)."""
    said = []
    for each in local_times(moment.starts_at, people):
        count = "1 person" if each.people == 1 else f"{each.people} people"
        other_day = each.local.date() != moment.starts_local.date()
        name = f" {WEEKDAYS[each.local.weekday()]}" if other_day else ""
        said.append(f"{place_of(each.zone)}{name} {each.local:%H:%M} ({count})")
    return cut(mrkdwn(" · ".join(said)), _PLACES)
