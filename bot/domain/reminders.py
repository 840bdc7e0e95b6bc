"""When a meeting is spoken of before it begins, and after it when minutes are missing.

Everything here is a function of the meeting and of the time, so planning twice plans
the same: a message is known by a key that says what it is about and when that begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.domain.meetings import Meeting, MeetingStatus, MinutesStatus
from bot.domain.quiet import when_awake
from bot.domain.quorum import Forecast
from bot.domain.sigs import Sig
from bot.domain.zones import is_known, zone_of

_DAY = 24 * 60
# Answers and items two weeks before, the agenda five days, then the day before and
# a quarter of an hour.
LADDER = (14 * _DAY, 5 * _DAY, _DAY, 15)
_TWO_HOURS = 120
MINUTES_DUE = timedelta(hours=48)
# A daily word about minutes ends after two months: who has not written them by then
# will not, and a group that comes with its history is not asked about the past.
ASKED_FOR = timedelta(days=60)
_MORNING = time(9)
_SATURDAY = 5
_COMING = {MeetingStatus.PLANNED, MeetingStatus.SCHEDULED}
_WITHOUT_MINUTES = {MinutesStatus.NONE, MinutesStatus.DRAFT}


class Rung(StrEnum):
    """What a reminder is for, by how long before the meeting it comes."""

    CALL = "call"
    AGENDA = "agenda"
    SOON = "soon"
    NOW = "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What the planner knows of a meeting; ``ladder`` are minutes before its start."""

    id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    status: MeetingStatus
    minutes_status: MinutesStatus
    ladder: tuple[int, ...] = LADDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When something is said, and when it is of no use any more."""

    key: str
    due_at: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What a reminder says: ``note`` is about clocks that changed, or empty."""

    sig: Sig
    meeting: Meeting
    minutes: int
    note: str = ""
    forecast: Forecast = field(default_factory=Forecast)

    @property
    def rung(self) -> Rung:
        """What it is for."""
        return rung(self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingMinutes:
    """A meeting that is over, whose minutes nobody has sent round."""

    sig: Sig
    meeting: Meeting


def rung(minutes: int) -> Rung:
    """Return what a reminder is for that comes so many minutes before."""
    if minutes > LADDER[1]:
        return Rung.CALL
    if minutes > LADDER[2]:
        return Rung.AGENDA
    return Rung.SOON if minutes >= _TWO_HOURS else Rung.NOW


def reminders(occasion: Occasion) -> Iterator[Due]:
    """Yield the reminders of a meeting, the earliest first.

    Each is of use until the next one says the same, the last until the meeting begins.
    """
    if occasion.status not in _COMING:
        return
    steps = sorted({each for each in occasion.ladder if each > 0}, reverse=True)
    times = [occasion.starts_at - timedelta(minutes=each) for each in (*steps, 0)]
    for minutes, (due, end) in zip(steps, pairwise(times), strict=True):
        key = reminder_key(occasion.id, minutes, occasion.starts_at)
        yield Due(key=key, due_at=due, not_after=end)


def reminder_key(meeting_id: int, minutes: int, starts_at: datetime) -> str:
    """Return the key of a reminder: another start is another reminder."""
    return f"meeting:{meeting_id}:reminder:{minutes}:{starts_at.astimezone(UTC):%FT%RZ}"


def minutes_of(key: str, meeting: Meeting) -> int | None:
    """Return how long before the start a reminder is; None when it is of another start.

    So it never speaks of a time that is not the meeting's any more.
    """
    parts = key.split(":", 4)
    minutes = int(parts[3])
    same = reminder_key(meeting.id, minutes, meeting.starts_at) == key
    return minutes if same and meeting.status in _COMING else None


def is_without_minutes(meeting: Meeting | Occasion, now: datetime) -> bool:
    """Whether a meeting is long over and its minutes were not sent round."""
    is_over = meeting.ends_at + MINUTES_DUE <= now
    return is_over and _may_lack_minutes(meeting)


def nags(
    occasion: Occasion, sig: Sig, *, reader_id: int, zone: str | None, now: datetime
) -> Iterator[Due]:
    """Yield today's and tomorrow's word about missing minutes, to one who writes them.

    On working days in the morning of that person; each is of use until the next one,
    so that after a break there is one and not one for every day.
    """
    first = occasion.ends_at + MINUTES_DUE
    last = occasion.ends_at + ASKED_FOR
    if not _may_lack_minutes(occasion) or now > last:
        return
    where = zone if zone and is_known(zone) else sig.zone
    days = _mornings(sig, where, since=first, around=now)
    for (day, due), (_, after) in pairwise(days):
        if after > now and due <= last:
            key = f"meeting:{occasion.id}:minutes:{day:%F}:{reader_id}"
            yield Due(key=key, due_at=due, not_after=after)
            if due > now:
                return


def _may_lack_minutes(meeting: Meeting | Occasion) -> bool:
    is_cancelled = meeting.status is MeetingStatus.CANCELLED
    return not is_cancelled and meeting.minutes_status in _WITHOUT_MINUTES


def _mornings(
    sig: Sig, zone: str, *, since: datetime, around: datetime
) -> Sequence[tuple[date, datetime]]:
    """Return the mornings of working days from the one before ``around`` on."""
    begin = max(since, around - timedelta(days=5)).astimezone(zone_of(zone)).date()
    found = []
    for number in range(16):
        day = begin + timedelta(days=number)
        if day.weekday() >= _SATURDAY:
            continue
        due = when_awake(
            datetime.combine(day, _MORNING, zone_of(zone)),
            zone_of(zone).key,
            quiet_from=sig.quiet_from,
            quiet_until=sig.quiet_until,
        )
        if due >= since:
            found.append((day, due))
    return found
