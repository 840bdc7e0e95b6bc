"""What somebody types to schedule or change meetings, read field by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import public_holidays, zones
from bot.domain.countries import COUNTRIES
from bot.domain.meetings import Meeting
from bot.domain.recurrence import USUAL_AHEAD, Cadence, OnHoliday, Series, on_day
from bot.domain.registers.typed import Typed
from bot.domain.reminders import LADDER
from bot.domain.zones import Moment

TITLE_LIMIT = 150
PLACE_LIMIT = 200
REASON_LIMIT = 300
MAX_COUNTRIES = 30
LONGEST = 24 * 60
SHORTEST = 5
AHEAD = (1, 12)
# Minutes before a meeting at which the channel can be reminded of it.
_HOUR, _A_DAY = 60, 24 * 60
REMINDERS = (
    *(_A_DAY * days for days in (28, 21, 14, 10, 7, 5, 3, 2, 1)),
    *(3 * _HOUR, _HOUR, 30, 15, 5),
)
_FARTHEST = timedelta(days=365 * 10)
_CLOCK = re.compile(r"\d\d:\d\d", re.ASCII)
_DAY = "Please choose a day."


class Mode(StrEnum):
    """How people come together."""

    ONLINE = "online"
    PLACE = "in_person"
    HYBRID = "hybrid"


class Repeats(StrEnum):
    """How a meeting repeats, said by its first day."""

    ONCE = "once"
    WEEKDAY = "weekday"
    LAST_WEEKDAY = "last_weekday"
    DAY = "day"
    WEEKS = "weeks"


class Scope(StrEnum):
    """Which meetings of a series a change is about."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


MOST_EVERY: Mapping[Repeats, int] = {Repeats.WEEKS: 52}
_CADENCES = {
    Repeats.WEEKDAY: Cadence.WEEKDAY_OF_MONTH,
    Repeats.LAST_WEEKDAY: Cadence.WEEKDAY_OF_MONTH,
    Repeats.DAY: Cadence.DAY_OF_MONTH,
    Repeats.WEEKS: Cadence.WEEKS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """When and where one meeting is; ``wall`` is the time as it was typed."""

    title: str
    moment: Moment
    wall: datetime
    duration_minutes: int
    mode: str
    join_url: str = ""
    place: str = ""

    def fits(self, meeting: Meeting) -> bool:
        """Whether the meeting is like that already."""
        return (
            meeting.title == self.title
            and meeting.starts_at == self.moment.starts_at
            and meeting.zone == self.moment.zone
            and meeting.duration_minutes == self.duration_minutes
            and meeting.mode == self.mode
            and meeting.join_url == self.join_url
            and meeting.place == self.place
        )

    def is_moved(self, meeting: Meeting) -> bool:
        """Whether the meeting is at another time now, or in another zone."""
        moment = self.moment
        return (meeting.starts_at, meeting.zone) != (moment.starts_at, moment.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A meeting, and the rule by which it repeats; no rule: it takes place once.

    ``note`` is what everybody should know of the one.
    """

    details: Details
    series: Series | None = None
    note: str | None = None


def read_details(
    form: Typed, *, now: datetime, known: Meeting | None = None
) -> Details:
    """Read when and where a meeting is; problems stay in ``form``.

    ``known`` is the meeting that is changed: it may stay where it is.
    """
    zone = form.raw("zone")
    if not zones.is_known(zone):
        form.complain("zone", "Choose a time zone: type the name of a large city.")
        zone = "UTC"
    zone = zones.zone_of(zone).key  # the name that holds now
    day, clock = _day(form), _clock(form)
    wall = datetime.combine(day or date(2000, 1, 1), clock or time())
    moment = zones.resolve(wall, zone)
    details = Details(
        title=_title(form),
        moment=moment,
        wall=wall,
        duration_minutes=_duration(form),
        mode=form.choice("mode", [each.value for each in Mode]) or Mode.ONLINE,
        join_url=form.address("join_url", known.join_url if known else None) or "",
        place=form.line("place", PLACE_LIMIT) or "",
    )
    if day and clock and (known is None or details.is_moved(known)):
        _check_future(form, moment, now=now)
    return details


def read_schedule(form: Typed, *, now: datetime) -> Schedule:
    """Read a meeting and how it repeats; problems stay in ``form``."""
    details = read_details(form, now=now)
    chosen = form.choice("repeats", [each.value for each in Repeats])
    repeats = Repeats(chosen) if chosen in set(Repeats) else Repeats.ONCE
    if repeats is Repeats.ONCE:
        return Schedule(details=details, note=read_reason(form) or None)
    day = _day(form) or now.date()
    is_last = repeats is Repeats.LAST_WEEKDAY
    if is_last and (day + timedelta(days=7)).month == day.month:
        form.complain("day", f"{day:%-d %B} is not the last {day:%A} of its month.")
    series = Series(
        title=details.title,
        cadence=_CADENCES[repeats],
        every=_every(form, repeats),
        starts_on=day,
        ends_on=_last_day(form, day),
        local_time=_clock(form) or time(),
        zone=details.moment.zone,
        duration_minutes=details.duration_minutes,
        mode=details.mode,
        join_url=details.join_url,
        place=details.place,
        skip_months=_months(form),
        holiday_countries=_countries(form),
        on_holiday=_on_holiday(form),
        ahead=_ahead(form),
        reminder_minutes=_reminders(form),
    )
    return Schedule(details=details, series=on_day(series, day, is_last=is_last))


def typed_of_meeting(meeting: Meeting) -> dict[str, str | tuple[str, ...]]:
    """Return a meeting as the form shows it."""
    return {
        "title": meeting.title,
        "day": f"{meeting.starts_local:%Y-%m-%d}",
        "time": f"{meeting.starts_local:%H:%M}",
        "zone": meeting.zone,
        "duration": str(meeting.duration_minutes),
        "mode": meeting.mode,
        "join_url": meeting.join_url,
        "place": meeting.place,
    }


def typed_of_rule(series: Series) -> dict[str, str | tuple[str, ...]]:
    """Return how a series repeats as the form shows it."""
    return {
        "repeats": repeats_of(series).value,
        "every": str(series.every),
        "ends_on": series.ends_on.isoformat() if series.ends_on else "",
        "skip_months": tuple(str(month) for month in series.skip_months),
        "holiday_countries": series.holiday_countries,
        "on_holiday": series.on_holiday.value,
        "ahead": str(series.ahead),
        "reminders": tuple(
            str(each)
            for each in (
                LADDER if series.reminder_minutes is None else series.reminder_minutes
            )
        ),
    }


def repeats_of(series: Series) -> Repeats:
    """Return how the form calls the rule of a series."""
    if series.cadence is Cadence.WEEKDAY_OF_MONTH:
        return Repeats.LAST_WEEKDAY if series.nth == -1 else Repeats.WEEKDAY
    return Repeats.DAY if series.cadence is Cadence.DAY_OF_MONTH else Repeats.WEEKS


def read_reason(form: Typed, *, missing: str = "") -> str:
    """Read why something is changed."""
    return form.line("reason", REASON_LIMIT, missing=missing) or ""


def _title(form: Typed) -> str:
    return form.line("title", TITLE_LIMIT, missing="Please give it a title.") or ""


def _day(form: Typed) -> date | None:
    if not form.raw("day"):
        form.complain("day", _DAY)
    return form.day("day")


def _clock(form: Typed) -> time | None:
    typed = form.raw("time").strip()
    try:
        found = time.fromisoformat(typed) if _CLOCK.fullmatch(typed) else None
    except ValueError:
        found = None
    if found is None:
        form.complain("time", "Please choose a time such as 14:00.")
    return found


def _duration(form: Typed) -> int:
    minutes = form.count("duration")
    if minutes is None or not SHORTEST <= minutes <= LONGEST:
        said = f"Write how many minutes it takes: {SHORTEST} to {LONGEST}."
        form.complain("duration", said)
    return minutes or SHORTEST


def _check_future(form: Typed, moment: Moment, *, now: datetime) -> None:
    local = moment.starts_local
    if moment.starts_at <= now:
        here = now.astimezone(zones.zone_of(moment.zone))
        said = (
            f"This is over: in {zones.place_of(moment.zone)} it is {here:%H:%M} on "
            f"{here:%-d %B %Y} already. Please choose a time to come."
        )
        form.complain("day", said)
    elif moment.starts_at > now + _FARTHEST:
        said = f"Is {local.year} right? That is more than ten years from now."
        form.complain("day", said)


def _every(form: Typed, repeats: Repeats) -> int:
    most = MOST_EVERY.get(repeats, 12)
    every = form.count("every") if form.raw("every").strip() else 1
    if every is not None and not 1 <= every <= most:
        unit = "weeks" if repeats is Repeats.WEEKS else "months"
        form.complain("every", f"Write a number of {unit} from 1 to {most}.")
    return every or 1


def _last_day(form: Typed, first: date) -> date | None:
    last = form.day("ends_on")
    if last is not None and last < first:
        said = f"The series would end before it begins on {first:%-d %B %Y}."
        form.complain("ends_on", said)
        return None
    return last


def _months(form: Typed) -> tuple[int, ...]:
    months = form.choices("skip_months", [str(month) for month in range(1, 13)])
    return tuple(sorted(int(month) for month in months if month.isdecimal()))


def _countries(form: Typed) -> tuple[str, ...]:
    chosen = form.choices("holiday_countries", COUNTRIES)
    unknown = [code for code in chosen if code not in public_holidays.countries()]
    if unknown:
        names = ", ".join(COUNTRIES.get(code, code) for code in unknown)
        said = f"I do not know the public holidays of {names}. Please leave it out."
        form.complain("holiday_countries", said)
    if len(chosen) > MAX_COUNTRIES:
        said = f"Please choose up to {MAX_COUNTRIES} countries."
        form.complain("holiday_countries", said)
    return chosen


def _on_holiday(form: Typed) -> OnHoliday:
    chosen = form.choice("on_holiday", [each.value for each in OnHoliday])
    return OnHoliday(chosen) if chosen in set(OnHoliday) else OnHoliday.SKIP


def _reminders(form: Typed) -> tuple[int, ...] | None:
    """Read when the channel is reminded; None is the usual ladder."""
    if form.values.get("reminders") is None:
        return None
    known = [str(each) for each in REMINDERS]
    chosen = form.choices("reminders", known)
    minutes = sorted((int(each) for each in chosen if each in known), reverse=True)
    return None if tuple(minutes) == LADDER else tuple(minutes)


def _ahead(form: Typed) -> int:
    low, high = AHEAD
    typed = form.count("ahead") if form.raw("ahead").strip() else USUAL_AHEAD
    if typed is not None and not low <= typed <= high:
        form.complain("ahead", f"Write a number from {low} to {high}.")
    return typed or low
