"""The only place where the program looks at the clock."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present as an aware datetime in UTC."""
    return datetime.now(UTC)
