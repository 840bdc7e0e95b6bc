"""Quiet hours: private nudges wait for the morning of the person who gets them."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def when_awake(
    moment: datetime, zone: str, *, quiet_from: time, quiet_until: time
) -> datetime:
    """Return ``moment`` or, in the quiet hours of that zone, when they end (UTC).

    The hours may span midnight; where both are the same there are none. Compared in
    wall time, because that is what a person's evening is.
    """
    local = moment.astimezone(ZoneInfo(zone))
    if not _is_quiet(local.time(), quiet_from, quiet_until):
        return moment.astimezone(UTC)
    is_evening = local.time() >= quiet_until
    day = local.date() + timedelta(days=1 if is_evening else 0)
    return datetime.combine(day, quiet_until, ZoneInfo(zone)).astimezone(UTC)


def _is_quiet(hour: time, quiet_from: time, quiet_until: time) -> bool:
    if quiet_from <= quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until
