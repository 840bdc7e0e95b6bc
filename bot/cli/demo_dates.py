"""Brings the sample group into the present: its dates move by whole weeks.

So a Tuesday stays a Tuesday, 14:00 in Brussels stays 14:00 in Brussels whatever the
clocks do, and everything keeps its order and its distance in days. What people wrote,
and what is said of the world outside of the group (when a practice began, on which day
its facts were true), stays as it is.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.zones import resolve

# The day on which the sample group is as its file says.
AS_OF = date(2021, 11, 15)
_WEEK = timedelta(weeks=1)
_DAYS = frozenset({"due", "done_on", "given_on", "moved_from"})
_WALL, _INSTANT = "starts_local", "starts_utc"


def weeks_until(today: date) -> int:
    """Return by how many weeks to move, so that ``AS_OF`` comes into this week."""
    monday = today - timedelta(days=today.weekday())
    return (monday - (AS_OF - timedelta(days=AS_OF.weekday()))) // _WEEK


def moved(value: Any, weeks: int) -> Any:
    """Return a value of the exchange format with its dates so many weeks later."""
    if isinstance(value, list):
        return [moved(each, weeks) for each in value]
    if not isinstance(value, Mapping):
        return value
    changed = {key: _moved(key, each, weeks) for key, each in value.items()}
    if _INSTANT in changed:
        # The wall time counts; its instant may be another one in summer.
        wall = datetime.fromisoformat(changed[_WALL])
        instant = resolve(wall, changed["tz"]).starts_at
        changed[_INSTANT] = f"{instant.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return changed


def _moved(key: str, value: Any, weeks: int) -> Any:
    if key in _DAYS and isinstance(value, str):
        return (date.fromisoformat(value) + weeks * _WEEK).isoformat()
    if key == _WALL:
        later = datetime.fromisoformat(value) + weeks * _WEEK
        return later.isoformat(timespec="minutes")
    return moved(value, weeks)
