"""`convenor demo`: the bot, a local Slack and a sample group in one process."""

import contextlib
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import app as composition
from bot import scopes
from bot.app import Convenor
from bot.cli import demo_group
from bot.cli.demo_group import CAST, CHAIR, CHANNEL, ZONE
from bot.domain.clock import Clock, system_clock
from bot.domain.errors import ConvenorError, UnavailableError
from bot.domain.zones import resolve, zone_of
from bot.settings import Settings, load
from storage import migrate
from storage.database import open_database
from templates import help as helps

try:
    from bot.cli import story
    from bot.cli.story import Stage, Watch
    from bot.playground import page
    from bot.playground.server import Playground
except ModuleNotFoundError as error:  # the extra is not installed
    _MISSING: str | None = error.name
else:
    _MISSING = None

_START_SECONDS = 20
# When messages are due on a usual day: summaries at nine in both time zones of the
# members, reminders of the meetings at ten and at two, the end of a poll.
_HOURS = (
    *(time(8), time(9), time(9, 45), time(10)),
    *(time(13, 45), time(14), time(17)),
)
_MORNING = time(10)
_ACK_SECONDS = 5
_WELCOME = (
    "Welcome! Members: type /practice to share what works in your place, or "
    "/practice list to see what the others do. What waits for you is on Convenor's "
    "Home. As the chair, I type /whitepaper draft to put it all into our paper."
)
_PAPER = (
    "Our paper so far. Edit what stands between the marks in the file, and give it "
    "back with /whitepaper import."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    *,
    port: Annotated[int, typer.Option(help="0 picks a free one.")] = 0,
    keep: Annotated[
        Path | None, typer.Option(help="Folder that stays; else a temporary one.")
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="Play the story as text and end.")
    ] = False,
) -> None:
    """Try everything on this machine: a local Slack with a sample group."""
    if _MISSING is not None:
        message = f"The demo needs the package {_MISSING}: pip install '.[demo]'"
        raise UnavailableError(message)
    try:
        _show(keep, port, once=once)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConvenorError(f"The demo cannot start: {reason}.") from None


def _show(keep: Path | None, port: int, *, once: bool) -> None:
    watch = Watch(system_clock)
    typer.echo("Making a sample group and its paper: a few seconds…")
    sys.stdout.flush()
    with (
        _folder(keep, keep_temporary=once) as folder,
        running(folder, port=port, watch=watch) as stage,
    ):
        typer.echo(f"The sample group's paper: {stage.paper}")
        if once:
            story.play(stage)
            return
        typer.echo(f"Open this page in a browser: {stage.slack.url}/")
        typer.echo("Press Ctrl-C to end.")
        sys.stdout.flush()
        _wait_for_signal()


@contextlib.contextmanager
def running(folder: Path, *, port: int = 0, watch: "Watch") -> Iterator["Stage"]:
    """Run the local Slack, with the sample group, and the bot connected to it."""
    slack = Playground(
        port=port, commands=helps.COMMANDS, events=scopes.EVENTS, clock=watch.now
    )
    slack.extra_routes += page.routes(slack, manifest=_menu())
    with slack:
        _populate(slack)
        meets_at, paper = _prepare(slack, folder, watch.now)
        convenor = composition.build(_settings(slack, folder), clock=watch.now)
        convenor.start()
        slack.next_day = lambda: _pass_day(watch, convenor)
        try:
            slack.wait_for_bot(_START_SECONDS)
            chair = slack.person(CHAIR)
            chair.say(CHANNEL, _WELCOME)
            markdown = paper.with_suffix(".md")
            chair.upload(CHANNEL, markdown.name, markdown.read_bytes(), comment=_PAPER)
            yield Stage(
                slack=slack,
                tick=convenor.tick,
                watch=watch,
                folder=folder,
                paper=paper,
                meets_at=meets_at,
            )
            _let_finish(slack)
        finally:
            convenor.close()


def _pass_day(watch: "Watch", convenor: Convenor) -> None:
    """Make it the next morning, and do on the way whatever is due, when it is due."""
    now = watch.now().astimezone(zone_of(ZONE)).replace(tzinfo=None)
    days = (now.date(), now.date() + timedelta(days=1))
    last = datetime.combine(days[-1], _MORNING)
    for wall in (datetime.combine(day, hour) for day in days for hour in _HOURS):
        if now < wall <= last:
            watch.put_forward(resolve(wall, ZONE).starts_at)
            convenor.tick()


def _let_finish(slack: "Playground") -> None:
    """Wait until the bot has heard of everything that happened last."""
    with contextlib.suppress(TimeoutError):
        slack.wait_until(
            lambda: all(each.state != "pending" for each in slack.deliveries),
            _ACK_SECONDS,
        )


def _menu() -> dict[str, Any]:
    """Return what a manifest says, for the page's menus and the Home tab."""
    commands = [
        {
            "command": command,
            "description": examples[0][1],
            "usage_hint": f"[{' | '.join(helps.subcommands(command))}]",
        }
        for command, examples in helps.COMMANDS.items()
    ]
    shortcuts = [
        {"name": each.name, "type": each.kind, "callback_id": each.callback_id}
        for each in scopes.SHORTCUTS
    ]
    home = {"home_tab_enabled": True}
    menu = {"slash_commands": commands, "shortcuts": shortcuts, "app_home": home}
    return {"features": menu}


def _populate(slack: "Playground") -> None:
    for each in CAST:
        slack.workspace.add_user(
            id=each.user_id,
            name=each.short_name,
            real_name=each.name,
            tz=each.zone,
            is_admin=each.user_id == CHAIR,
            is_restricted=each.is_guest,
        )
    slack.workspace.add_user(
        id="UOTHER",
        name="other-network",
        real_name="Somebody from another network",
        tz="Europe/Vienna",
        team_id="TOTHER",
    )
    everybody = [each.user_id for each in CAST] + ["UOTHER"]
    slack.workspace.add_channel(
        id=CHANNEL, name="sig-digitalisation", members=everybody, is_ext_shared=True
    )


def _prepare(
    slack: "Playground", folder: Path, clock: Clock
) -> tuple[datetime | None, Path]:
    """Make the group and its paper; return when it meets and the paper's page."""
    url, team_id = _database_url(folder), slack.team_id
    migrate.upgrade(url)
    database = open_database(url)
    try:
        meets_at = demo_group.settle(database, clock, team_id=team_id)
        paper = demo_group.write_paper(database, clock, team_id=team_id, folder=folder)
    finally:
        database.close()
    return meets_at, paper


def _settings(slack: "Playground", folder: Path) -> Settings:
    return load(
        None,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=_database_url(folder),
        convenor_channel=CHANNEL,
        convenor_chairs=(CHAIR,),
    )


def _database_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'convenor.db'}"


@contextlib.contextmanager
def _folder(keep: Path | None, *, keep_temporary: bool) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
    elif keep_temporary:
        yield Path(tempfile.mkdtemp(prefix="convenor-"))
    else:
        with tempfile.TemporaryDirectory(prefix="convenor-") as folder:
            yield Path(folder)


def _wait_for_signal() -> None:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
