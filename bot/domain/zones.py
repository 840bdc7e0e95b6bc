"""Wall times and time zones: which instant a clock on the wall means.

The names are those of the IANA time zone database; a name it gave up is read as the
one that took its place.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import InvalidInputError

# Renamed or given up (file "backward" of the database). Both directions are needed:
# a computer may know only the older or only the newer name.
_RENAMED = (
    ("Europe/Kyiv", "Europe/Kiev"),
    ("Europe/Kyiv", "Europe/Uzhgorod"),
    ("Europe/Kyiv", "Europe/Zaporozhye"),
    ("Asia/Kolkata", "Asia/Calcutta"),
    ("Asia/Yangon", "Asia/Rangoon"),
    ("Asia/Ho_Chi_Minh", "Asia/Saigon"),
    ("Asia/Kathmandu", "Asia/Katmandu"),
    ("Asia/Dhaka", "Asia/Dacca"),
    ("Asia/Ulaanbaatar", "Asia/Ulan_Bator"),
    ("Atlantic/Faroe", "Atlantic/Faeroe"),
    ("America/Nuuk", "America/Godthab"),
    ("America/Los_Angeles", "US/Pacific-New"),
    ("America/Argentina/Buenos_Aires", "America/Buenos_Aires"),
    ("Pacific/Kanton", "Pacific/Enderbury"),
    ("Pacific/Pohnpei", "Pacific/Ponape"),
    ("Pacific/Chuuk", "Pacific/Truk"),
)
_NO_PLACES = {"UTC", "GMT", "UCT", "Zulu", "Universal"}
_WEEK = timedelta(days=7)
# Longer than any two regions have their clocks changed apart, and than any month.
_FOUR_WEEKS = timedelta(days=28)
_HOUR = 3600


class Shift(StrEnum):
    """What the change of the clocks does to a wall time."""

    NONE = "none"
    GAP = "gap"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A wall time that exists, and its instant.

    A time in the gap of a change goes forward by the gap; of one that happens twice
    the first is meant (``fold=0``, PEP 495).
    """

    starts_local: datetime
    starts_at: datetime
    zone: str
    shift: Shift = Shift.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTime:
    """What the clock says where some people are."""

    zone: str
    local: datetime
    people: int


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name, also by one that was renamed.

    Raises:
        InvalidInputError: there is no such zone.
    """
    for candidate in _names(name):
        try:
            return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    said = f"I do not know the time zone {name[:40]}. Please choose another one."
    raise InvalidInputError({"zone": said})


def is_known(name: str) -> bool:
    """Whether there is such a zone."""
    try:
        zone_of(name)
    except InvalidInputError:
        return False
    return True


def place_of(name: str) -> str:
    """Return the place that a zone is called after: "Brussels"."""
    return name.rpartition("/")[2].replace("_", " ")


def in_words(name: str) -> str:
    """Return how people call the time of a zone: "Brussels time"."""
    place = place_of(name)
    return place if place in _NO_PLACES else f"{place} time"


def agree(moment: datetime, one: str, other: str) -> bool:
    """Whether clocks in two zones show the same at an instant."""
    if not is_known(one) or not is_known(other):
        return False
    return _offset(moment, one) == _offset(moment, other)


def resolve(wall: datetime, zone: str) -> Moment:
    """Return the instant of a wall time, which may not exist, or exist twice.

    Raises:
        InvalidInputError: there is no such zone.
    """
    where = zone_of(zone)
    first = wall.replace(tzinfo=where, fold=0)
    instant = first.astimezone(UTC)
    real = instant.astimezone(where).replace(tzinfo=None, fold=0)
    shift = Shift.NONE
    if real != wall:
        shift = Shift.GAP
    elif first.utcoffset() != first.replace(fold=1).utcoffset():
        shift = Shift.OVERLAP
    return Moment(starts_local=real, starts_at=instant, zone=zone, shift=shift)


def local_times(moment: datetime, people: Mapping[str, int]) -> tuple[LocalTime, ...]:
    """Return what the clocks of people say at an instant, the earliest first.

    ``people`` counts them by zone; a zone that nobody knows any more is left out.
    """
    found = (
        LocalTime(
            zone=zone,
            local=moment.astimezone(zone_of(zone)).replace(tzinfo=None),
            people=count,
        )
        for zone, count in people.items()
        if is_known(zone)
    )
    return tuple(sorted(found, key=lambda each: (each.local, each.zone)))


def clock_change_note(
    zone: str, starts_local: datetime, *, others: Collection[str] = ()
) -> str:
    """Say that clocks changed in the week before, here or where ``others`` are.

    Empty when nothing did. A member's zone is named when the meeting is at another
    hour there than four weeks before: it changes on another day, or never.
    """
    if not is_known(zone):
        return ""
    sentences = [
        *_own_change(zone, starts_local),
        *_other_changes(zone, starts_local, others=others),
    ]
    return " ".join(sentences)


def _names(name: str) -> Iterable[str]:
    yield name
    for new, old in _RENAMED:
        if name == old:
            yield new
        elif name == new:
            yield old


def _own_change(zone: str, starts_local: datetime) -> Iterable[str]:
    now = resolve(starts_local, zone)
    before = resolve(starts_local - _WEEK, zone)
    change = _offset(now.starts_at, zone) - _offset(before.starts_at, zone)
    if change:
        way = "forward" if change > timedelta() else "back"
        day = _change_day(zone, before.starts_at, now.starts_at)
        yield (
            f"The clocks in {place_of(zone)} went {way} by {_length(change)} on "
            f"{day:%A %-d %B}; the meeting stays at {starts_local:%H:%M} there."
        )


def _other_changes(
    zone: str, starts_local: datetime, *, others: Collection[str]
) -> Iterable[str]:
    now = resolve(starts_local, zone).starts_at
    before = resolve(starts_local - _FOUR_WEEKS, zone).starts_at
    for other in sorted(set(others) - {zone}):
        if not is_known(other):
            continue
        local = now.astimezone(zone_of(other))
        change = (_offset(now, other) - _offset(now, zone)) - (
            _offset(before, other) - _offset(before, zone)
        )
        if change:
            way = "later" if change > timedelta() else "earlier"
            yield (
                f"In {place_of(other)} it begins at {local:%H:%M}, {_length(change)} "
                f"{way} than four weeks before."
            )


def _offset(moment: datetime, zone: str) -> timedelta:
    return moment.astimezone(zone_of(zone)).utcoffset() or timedelta()


def _change_day(zone: str, low: datetime, high: datetime) -> datetime:
    """Return when the offset changed between two instants, to the minute."""
    before = _offset(low, zone)
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        if _offset(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high.astimezone(zone_of(zone))


def _length(change: timedelta) -> str:
    seconds = abs(int(change.total_seconds()))
    if seconds == _HOUR:
        return "one hour"
    hours, rest = divmod(seconds, _HOUR)
    return f"{hours} hours" if not rest else f"{seconds // 60} minutes"
