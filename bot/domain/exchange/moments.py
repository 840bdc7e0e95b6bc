"""Times as they stand in a file."""

from datetime import UTC, datetime


def minutes(moment: datetime) -> str:
    """Return a wall time, with seconds only where it has some."""
    exact = "minutes" if not (moment.second or moment.microsecond) else "auto"
    return moment.replace(tzinfo=None).isoformat(timespec=exact)


def in_utc(moment: datetime) -> str:
    """Return a point in time."""
    return f"{minutes(moment.astimezone(UTC))}Z"
