"""`convenor run`: the bot as a service."""

import logging
import os
import signal
import socket
import threading

import typer
import uvicorn

from bot import app as composition
from bot import settings as configuration
from bot import web
from bot.settings import Settings, SettingsError

logger = logging.getLogger(__name__)
# uvicorn waits this long for HTTP requests before the bot itself is drained; both
# together stay below the ten seconds that most supervisors grant.
_HTTP_DRAIN_SECONDS = 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(run)


def run() -> None:
    """Run the bot until it is told to stop (SIGTERM or Ctrl-C)."""
    settings = configuration.load()
    configure_logging(settings.log_level)
    serve(settings)


def serve(settings: Settings) -> None:
    """Run the bot; uvicorn owns this thread and the signals."""
    listening = _listen(settings.host, settings.port)
    convenor = composition.build(settings)
    drained: list[bool] = []
    server = uvicorn.Server(
        uvicorn.Config(
            web.create(
                convenor,
                slack_over_http=not settings.uses_socket,
                has_calendars=settings.convenor_url is not None,
                on_started=lambda: logger.info("Convenor is running."),
                on_stopped=drained.append,
            ),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=_HTTP_DRAIN_SECONDS,
        )
    )
    # uvicorn raises the signal again after a clean stop; here it means success.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    server.run(sockets=[listening])
    if drained == [False]:
        # A listener that does not end would keep the process for ever. What it was
        # doing is in the database and goes on after the next start.
        logger.warning("Stopped with work unfinished (%s).", threading.active_count())
        os._exit(0)


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else starts.

    Raises:
        SettingsError: it is taken, or the address is not one of this machine's.
    """
    try:
        return socket.create_server((host, port))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        line = f"HOST {host} and PORT {port}: {reason}; see .env.example"
        raise SettingsError(line) from None


def configure_logging(level: str) -> None:
    """Log to standard error; keep frameworks from printing requests."""
    logging.basicConfig(
        level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s", force=True
    )
    # Bolt and the SDK print whole requests at INFO (bad signature) and at DEBUG.
    for name in ("slack_bolt", "slack_sdk", "apscheduler", "uvicorn", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
