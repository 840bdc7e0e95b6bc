"""Databases that are opened for one test after the other."""

import sqlalchemy as sa

from bot.domain.clock import Clock, system_clock
from storage.database import Database, open_database


class Engines:
    """Opens databases; an engine remembers the statements that it has compiled.

    Each test has a ``Database`` of its own: what the program keeps beside one, such as
    texts to compare with, was kept for other rows.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, Clock], sa.Engine] = {}

    def open(self, url: str, *, clock: Clock = system_clock) -> Database:
        """Return the database at an address, whatever is there now."""
        if (url, clock) not in self._known:
            self._known[url, clock] = open_database(url, clock=clock)._engine
        return Database(self._known[url, clock])
