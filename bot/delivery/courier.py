"""The thread in which delivery runs: woken by what people do, and by the clock."""

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from bot.domain.errors import NotSavedError

logger = logging.getLogger(__name__)


class Courier:
    """Runs the delivery in one thread of its own, when woken or ticked.

    ``prepare`` says what to do before it, at a tick only: what fails there keeps
    nothing else from being done, nor from being delivered. ``then`` is called after
    each delivery.
    """

    def __init__(
        self,
        deliver: Callable[[], object],
        prepare: Callable[[], Iterable[Callable[[], object]]] = tuple,
        *,
        then: Callable[[], object] | None = None,
    ) -> None:
        self._deliver = deliver
        self._prepare = prepare
        self._then = then
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="courier")
        self._waiting = threading.Event()
        self._ticked = threading.Event()

    def wake(self) -> None:
        """Ask for a delivery soon; asking again before it begins is one."""
        if not self._waiting.is_set():
            self._waiting.set()
            try:
                self._pool.submit(self._run)
            except RuntimeError:
                return  # shutting down: the rows wait for the next start

    def tick(self) -> None:
        """Ask for a delivery soon, and for what comes before it."""
        self._ticked.set()
        self.wake()

    def close(self) -> None:
        """Finish the delivery that runs and start no other."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self) -> None:
        self._waiting.clear()
        if self._ticked.is_set():
            self._ticked.clear()
            _guarded("Planning", self._plan)
        _guarded("Delivery", self._deliver)
        if self._then is not None:
            self._then()

    def _plan(self) -> None:
        for work in self._prepare():
            _guarded("Planning", work)


def _guarded(name: str, work: Callable[[], object]) -> None:
    try:
        work()
    except NotSavedError:
        logger.warning("The database cannot be written; %s waits.", name.lower())
    except Exception:
        # The boundary of the clock: nothing above could show the error.
        logger.exception("%s failed.", name)
