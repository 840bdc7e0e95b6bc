"""Who reads: the names of people and channels, and times, as one person sees them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Format = Callable[["Reader", datetime], str]

_TOKEN = re.compile(r"\{(\w+)\}")
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One person's eyes; `places` are the conversations a menu can offer."""

    names: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC
    now: float = 0.0

    def moment(self, seconds: float) -> datetime:
        """Return what the reader's clocks show then.

        Raises:
            ValueError: when no calendar reaches so far.
        """
        try:
            return datetime.fromtimestamp(seconds, self.zone)
        except (OverflowError, OSError) as error:
            raise ValueError(str(error)) from None

    def date(self, seconds: float, form: str) -> str:
        """Fill in Slack's date tokens; those that are unknown stay.

        https://docs.slack.dev/messaging/formatting-message-text#date-formatting

        Raises:
            ValueError: when no calendar reaches so far.
        """
        there = self.moment(seconds)

        def filled(found: re.Match[str]) -> str:
            show = _FORMATS.get(found[1])
            return show(self, there) if show else found[0]

        return _TOKEN.sub(filled, form)


def zone_named(name: str) -> tzinfo:
    """Return a time zone; UTC for names nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def day(there: datetime) -> str:
    """Return a date with its weekday."""
    return f"{there:%A} {_long(there)}"


def _long(there: datetime) -> str:
    return f"{there.day} {there:%B} {there.year}"


def _short(there: datetime) -> str:
    return f"{there.day} {there:%b} {there.year}"


def _near(show: Callable[[datetime], str]) -> Format:
    def shown(reader: Reader, there: datetime) -> str:
        today = reader.moment(reader.now).date()
        near = {
            today - timedelta(days=1): "yesterday",
            today: "today",
            today + timedelta(days=1): "tomorrow",
        }
        return near.get(there.date()) or show(there)

    return shown


def _ago(reader: Reader, there: datetime) -> str:
    passed = reader.now - there.timestamp()
    for seconds, unit in _UNITS:
        if (many := round(abs(passed) / seconds)) >= 1:
            amount = f"{many} {unit}{'s' if many > 1 else ''}"
            return f"{amount} ago" if passed > 0 else f"in {amount}"
    return "now"


_FORMATS: dict[str, Format] = {
    "date": lambda _reader, there: _long(there),
    "date_num": lambda _reader, there: f"{there:%Y-%m-%d}",
    "date_slash": lambda _reader, there: f"{there:%d/%m/%Y}",
    "date_short": lambda _reader, there: _short(there),
    "date_long": lambda _reader, there: day(there),
    "date_pretty": _near(_long),
    "date_short_pretty": _near(_short),
    "date_long_pretty": _near(day),
    "day_divider_pretty": _near(day),
    "time": lambda _reader, there: f"{there:%H:%M}",
    "time_secs": lambda _reader, there: f"{there:%H:%M:%S}",
    "ago": _ago,
}
