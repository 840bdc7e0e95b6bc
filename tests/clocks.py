"""Clocks that a test sets."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from factories import NOW


@dataclass
class Clock:
    """It stands still until a test lets time pass."""

    moment: datetime = NOW

    def __call__(self):
        return self.moment

    def later(self, **time):
        """Let so much time pass: ``days``, ``minutes``, and so on."""
        self.moment += timedelta(**time)


@dataclass
class RunningClock:
    """It goes as time goes, and a test lets more time pass."""

    ahead: timedelta = timedelta()

    def __call__(self):
        return datetime.now(UTC) + self.ahead

    def later(self, **time):
        """Let so much more time pass."""
        self.ahead += timedelta(**time)
