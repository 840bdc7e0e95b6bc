"""A bot in a process of its own, to be killed: `python tests/bot_process.py LEASE`."""

import sys
import threading
from datetime import timedelta

from bot import app as composition
from bot import settings as configuration


def main() -> None:
    lease = timedelta(seconds=float(sys.argv[1]))
    convenor = composition.build(configuration.load(None), lease=lease)
    convenor.start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
