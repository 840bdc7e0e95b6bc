"""What handlers are given, and nothing more."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from bot.domain.clock import Clock
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
