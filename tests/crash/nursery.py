"""Bots that start at once: `python tests/crash/nursery.py LEASE`, then a line for each.

The program is imported once, then each line forks a bot and answers with the id of its
process. A bot is the same as any other; only the seconds are saved that importing
takes, in which there is nothing to kill.
"""

import os
import signal
import sys
import threading
from datetime import timedelta

from bot import app as composition
from bot import settings as configuration

LOG = "bots.log"


def main() -> None:
    lease = timedelta(seconds=float(sys.argv[1]))
    composition.TICK_SECONDS = 1  # what is looked up again waits for the next tick
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    born = []
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            live(lease)
        born.append(child)
        print(child, flush=True)  # noqa: T201 - the answer
    for child in born:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue


def live(lease: timedelta) -> None:
    """Be a bot until somebody kills it; what it logs is in a file."""
    log = os.open(LOG, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for old, new in ((0, nothing), (1, log), (2, log)):
        os.dup2(new, old)
    try:
        convenor = composition.build(configuration.load(None), lease=lease)
        convenor.start()
        threading.Event().wait()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
