"""What people are shown of meetings: lists, cards, previews, and what was changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.meetings import Meeting
from bot.domain.public_holidays import Holiday
from bot.domain.quorum import Forecast
from bot.domain.recurrence import Series, Turn
from bot.domain.schedules import Schedule
from bot.domain.sigs import Sig


class Which(StrEnum):
    """Which meetings a list shows."""

    COMING = "coming"
    PAST = "past"
    CANCELLED = "cancelled"


class Choice(StrEnum):
    """What becomes of a meeting on a public holiday."""

    KEEP = "keep"
    NEXT_WORKING_DAY = "next"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The meetings of a list, those nearest to now first."""

    which: Which
    meetings: tuple[Meeting, ...]
    may_schedule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One meeting with what its card says of it."""

    meeting: Meeting
    series: Series | None = None
    forecast: Forecast = field(default_factory=Forecast)
    may_change: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a schedule comes to, before it is saved.

    ``people`` counts the members by time zone.
    """

    schedule: Schedule
    turns: tuple[Turn, ...]
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """What was scheduled: meetings, and the series they belong to."""

    meetings: tuple[Meeting, ...]
    series: Series | None = None
    sig: Sig


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A meeting after a change, or before one that somebody else came before.

    ``is_stale``: it was changed since the form was opened; nothing is saved.
    ``is_new``: this change is what changed it.
    """

    meeting: Meeting
    series: Series | None = None
    is_stale: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What was seen of a meeting and its series when a form was opened."""

    meeting: int = 1
    series: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reshaping:
    """What a change of a series comes to, before or after it is saved.

    ``seen`` is what it was worked out from. ``is_stale``: somebody changed the series
    or the meeting since the form was opened, and nothing is saved. ``people`` counts
    the members by time zone.
    """

    meeting: Meeting
    series: Series
    turns: tuple[Turn, ...] = ()
    moved: tuple[tuple[Meeting, Turn], ...] = ()
    kept: tuple[Meeting, ...] = ()
    surplus: tuple[Meeting, ...] = ()
    people: Mapping[str, int]
    seen: Versions = Versions()
    is_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A series that ends, and the meetings that were called off with it."""

    meeting: Meeting
    called_off: tuple[Meeting, ...] = ()
    is_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesNews:
    """A series with its meetings, for what is said of it.

    ``meetings`` are those to come, ``called_off`` those that its end cancelled;
    ``replaced`` is the rule that held before.
    """

    series: Series
    meetings: tuple[Meeting, ...] = ()
    called_off: tuple[Meeting, ...] = ()
    replaced: Series | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayQuestion:
    """A meeting on a public holiday, of which the chair decides."""

    sig_id: int
    meeting: Meeting
    holidays: tuple[Holiday, ...]
