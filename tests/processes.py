"""Start the bot as a real process against a local Slack."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.playground.server import Playground

ROOT = Path(__file__).parent.parent


def environment_of(
    slack: Playground, database_url: str, *, channel: str | None = None
) -> dict[str, str]:
    """Return the settings of a bot in a process of its own, at home in a channel."""
    at_home = {"CONVENOR_CHANNEL": channel, "CONVENOR_CHAIRS": "UCHAIR"}
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        **(at_home if channel else {}),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(
    arguments: Sequence[str],
    environment: dict[str, str],
    folder: Path,
    **options: Any,
) -> Iterator[subprocess.Popen[str]]:
    """Run a command; it is killed at the end if it still runs."""
    keep = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "HOME", "CI"} or name.startswith(("COVERAGE", "COV_"))
    }
    running = subprocess.Popen(  # noqa: S603 - our own command line
        [sys.executable, *arguments],
        env=keep | environment | {"PYTHONPATH": str(ROOT)},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGKILL)
        running.communicate()


@contextmanager
def nursery(
    environment: dict[str, str], folder: Path, *, lease: float
) -> Iterator[Callable[[], int]]:
    """Yield what starts a bot and returns the id of its process; none is left."""
    script = [str(ROOT / "tests" / "crash" / "nursery.py"), str(lease)]
    with process(script, environment, folder, stdin=subprocess.PIPE) as running:

        def bear() -> int:
            running.stdin.write("another\n")
            running.stdin.flush()
            return int(running.stdout.readline())

        try:
            yield bear
        finally:
            running.stdin.close()
            running.stdin = None  # what is closed cannot be flushed at the end
            running.wait(10)
            log = folder / "bots.log"
            print(log.read_text() if log.exists() else "no bot was born")  # noqa: T201


def get(url: str) -> tuple[int, str]:
    """Return status and body."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - loopback
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for(condition, seconds: float = 15.0) -> None:
    """Wait until something outside the local Slack holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)
