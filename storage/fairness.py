"""A lock that serves its waiters in the order in which they came."""

from collections import deque
from threading import Event, Lock


class FairLock:
    """First come, first served.

    ``threading.Lock`` wakes any waiter, and SQLite's own busy handler sleeps for
    growing, random times: with 50 people submitting at once some of them waited
    longer than Slack's three seconds. Here nobody overtakes.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._held = False
        self._waiting: deque[Event] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait for the lock and say whether it was given within ``timeout`` seconds."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        with self._guard:
            if turn.is_set():  # handed over between the time-out and here
                return True
            self._waiting.remove(turn)
            return False

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False
