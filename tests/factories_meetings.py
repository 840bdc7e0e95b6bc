"""Meetings with sensible defaults: name only what the test is about."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.meetings import Meeting, MeetingStatus, MinutesStatus

BRUSSELS = "Europe/Brussels"


def a_meeting(starts_local=None, **changes):
    """Return a meeting of an hour at a wall time of its zone."""
    zone = changes.pop("zone", BRUSSELS)
    wall = starts_local or datetime(2026, 12, 8, 14, 0)  # noqa: DTZ001 - wall time
    values = {
        "number": 0,
        "title": "Monthly meeting",
        "starts_local": wall,
        "zone": zone,
        "starts_at": wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC),
        "duration_minutes": 60,
        "mode": "online",
        "status": MeetingStatus.SCHEDULED,
        "minutes_status": MinutesStatus.NONE,
    }
    return Meeting(**(values | changes))
