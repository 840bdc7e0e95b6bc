"""What time alone brings about: meetings of a series, reminders, what came too late."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.domain.clock import Clock
from bot.services import outbox
from bot.services.actions import reminding as actions
from bot.services.meetings import reminding, scheduling
from bot.services.recommendations import rounds
from bot.services.whitepaper import importing
from storage import sigs
from storage.database import Database

Work = Callable[[], object]


@dataclass(slots=True)
class Upkeep:
    """Does it now and then: at most once in ``every``, however often it is asked."""

    db: Database
    clock: Clock
    every: timedelta = timedelta(seconds=30)
    done_at: datetime | None = None

    def when_due(self) -> Iterator[Work]:
        """Yield what there is to do; nothing when it was done a moment ago.

        A clock that was set back is a reason to look again.
        """
        now = self.clock()
        if self.done_at and self.done_at <= now < self.done_at + self.every:
            return
        self.done_at = now
        yield from self.works()

    def works(self) -> Iterator[Work]:
        """Yield each thing to do alone, so that one that fails hinders no other."""
        with self.db.read() as session:
            known = sigs.all_sigs(session)
        for sig in known:
            yield partial(self._top_up, sig.id)
        yield partial(reminding.plan_all, self.db, self.clock)
        yield partial(actions.plan_all, self.db, self.clock)
        yield partial(rounds.count_what_is_over, self.db, self.clock)
        yield partial(importing.forget_old, self.db, self.clock)
        yield partial(outbox.miss_what_waits_too_long, self.db, self.clock())

    def run(self) -> None:
        """Do all of it now."""
        for work in self.works():
            work()

    def _top_up(self, sig_id: int) -> None:
        with self.db.begin() as session:
            scheduling.top_up(session, sig_id, self.clock())
