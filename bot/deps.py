"""What handlers are given, and nothing more."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.sigs import Sig
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """The database, the clock, a pool for slow work, and a nudge for the outbox.

    ``wake`` asks the delivery worker to look at the outbox now; it returns at once.
    """

    db: Database
    clock: Clock
    slow: Executor
    wake: Callable[[], None]

    def today(self, sig: Sig) -> date:
        """Return the present day in the group's home zone."""
        return self.clock().astimezone(ZoneInfo(sig.zone)).date()
