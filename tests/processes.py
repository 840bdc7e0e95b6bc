"""Start the bot as a real process against a local Slack."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.playground.server import Playground

ROOT = Path(__file__).parent.parent


def environment_of(slack: Playground, database_url: str) -> dict[str, str]:
    """Return the settings of a bot in a process of its own."""
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "CONVENOR_CHANNEL": "CSIG",
        "CONVENOR_CHAIRS": "UCHAIR",
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
