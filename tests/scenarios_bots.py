"""Bots in this process that live by the clock of a test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from opened import Engines

from bot import app as composition
from bot.app import Convenor
from bot.domain.clock import Clock, system_clock
from bot.playground.server import Playground
from bot.settings import Settings

from groups import onboard

CHANNEL = "CSIG"
KNOWN = ("UCHAIR", "UMEMBER", "UOTHER")


class _ClockOfNow:
    """The clock of the test that runs now: an open database outlives tests."""

    def __init__(self) -> None:
        self.clock: Clock = system_clock

    def __call__(self) -> datetime:
        return self.clock()


_clock_of_now = _ClockOfNow()


@contextmanager
def living_by(
    clock: Clock,
    slack: Playground,
    settings: Settings,
    engines: Engines,
    *,
    known: tuple[str, ...] = KNOWN,
) -> Iterator[Callable[[], Convenor]]:
    """Yield what starts a bot whose group knows its people; all are closed at the end.

    The first one is given a database that has been open before, as an engine
    remembers the statements it has compiled.
    """
    _clock_of_now.clock = clock
    given = [engines.open(settings.database_url, clock=_clock_of_now)]
    with ExitStack() as closing:

        def run() -> Convenor:
            db = given.pop() if given else None
            convenor = composition.build(settings, clock=clock, db=db)
            closing.callback(convenor.close)
            convenor.start()
            slack.wait_for_bot()
            onboard(convenor.deps.db, CHANNEL, *known)
            return convenor

        yield run
