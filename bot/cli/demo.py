"""`convenor demo`: the bot, a local Slack and a sample group in one process."""

import contextlib
import json
import re
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import app as composition
from bot import scopes
from bot.app import Convenor
from bot.cli import papers, story
from bot.domain.clock import system_clock
from bot.domain.errors import ConvenorError, UnavailableError
from bot.domain.whitepaper.exports import Format
from bot.services import exchange
from bot.settings import Settings, load
from storage import migrate
from storage.database import open_database
from templates import help as helps

try:
    from bot.playground import page
    from bot.playground.server import Playground
except ModuleNotFoundError as error:  # the extra is not installed
    _MISSING: str | None = error.name
else:
    _MISSING = None

CHANNEL = "CSIG"
CHAIR = "UCHAIR"
SAMPLE = Path(__file__).with_name("sample_group.json")
# The sample group's story is set in 2021; its paper speaks of this day.
AS_OF = date(2021, 11, 15)
_START_SECONDS = 20
_WELCOME = (
    "Welcome! Members: type /practice to share what works in your place, or "
    "/practice list to see what the others do. As the chair, I type /whitepaper draft "
    "to put it all into our paper."
)
# Slack id, what people see, time zone, place in the sample group.
_CAST: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    (CHAIR, "Chair", "Europe/Brussels", {"key": "chair"}),
    ("USECRETARIAT", "Secretariat", "Europe/Brussels", {"key": "secretariat"}),
    ("UESTONIA", "Cluster manager Estonia", "Europe/Tallinn", {"cluster": "cl-ee"}),
    (
        "UDENMARK",
        "Cluster manager Denmark",
        "Europe/Copenhagen",
        {"cluster": "cl-dk", "role": "reviewer"},
    ),
    (
        "UFRANCE",
        "Cluster manager France",
        "Europe/Paris",
        {"cluster": "cl-fr", "role": "reviewer"},
    ),
    ("UNEWCOMER", "Newcomer", "Europe/Vilnius", {}),
    ("UHOSPITAL", "Hospital (guest)", "Europe/Helsinki", {"key": "ext-hospital"}),
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
    with _folder(keep, keep_temporary=once) as folder, _running(folder, port) as slack:
        typer.echo(f"The sample group's paper: {_write_paper(folder)}")
        if once:
            story.play(slack, channel=CHANNEL, chair=CHAIR, folder=folder)
            return
        typer.echo(f"Open this page in a browser: {slack.url}/")
        typer.echo("Press Ctrl-C to end.")
        sys.stdout.flush()
        _wait_for_signal()


@contextlib.contextmanager
def _running(folder: Path, port: int) -> Iterator["Playground"]:
    """Run the local Slack, with the sample group, and the bot connected to it."""
    slack = Playground(port=port, commands=helps.COMMANDS, events=scopes.EVENTS)
    slack.extra_routes += page.routes(slack, manifest=_menu())
    with slack:
        _populate(slack)
        convenor = _start_bot(slack, folder)
        try:
            slack.wait_for_bot(_START_SECONDS)
            slack.person(CHAIR).say(CHANNEL, _WELCOME)
            yield slack
        finally:
            convenor.close()


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
    for user_id, name, zone, place in _CAST:
        slack.workspace.add_user(
            id=user_id,
            name=re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"),
            real_name=name,
            tz=zone,
            is_admin=user_id == CHAIR,
            is_restricted=place.get("key", "").startswith("ext-"),
        )
    slack.workspace.add_user(
        id="UOTHER",
        name="other-network",
        real_name="Somebody from another network",
        tz="Europe/Vienna",
        team_id="TOTHER",
    )
    everybody = [user_id for user_id, *_ in _CAST] + ["UOTHER"]
    slack.workspace.add_channel(
        id=CHANNEL, name="sig-digitalisation", members=everybody, is_ext_shared=True
    )


def _start_bot(slack: "Playground", folder: Path) -> Convenor:
    settings = _settings(slack, folder)
    migrate.upgrade(settings.database_url)
    database = open_database(settings.database_url)
    try:
        sample = json.dumps(_sample(slack.team_id)).encode()
        exchange.import_file(database, system_clock, sample)
    finally:
        database.close()
    convenor = composition.build(settings)
    convenor.start()
    return convenor


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


def _sample(team_id: str) -> dict[str, Any]:
    """Return the sample group with the demo's people in their places."""
    sample: dict[str, Any] = json.loads(SAMPLE.read_text("utf-8"))
    sample["sig"] = {"name": "Digitalisation SIG (fictional)"}
    records = sample["roles"] + sample["external_stakeholders"]
    by_key = {record["id"]: record for record in records}
    sample["members"] = []
    for user_id, _, zone, place in _CAST:
        account = {"slack_user_id": user_id, "slack_team_id": team_id, "tz": zone}
        if "key" in place:
            by_key[place["key"]].update(account)
        elif "cluster" in place:
            member = {"id": user_id.lower(), "role": "member", "name": ""}
            sample["members"].append(member | place | account)
    return sample


def _database_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'convenor.db'}"


def _write_paper(folder: Path) -> Path:
    paths = papers.write(
        _database_url(folder),
        folder,
        as_of=AS_OF,
        formats=[Format.MARKDOWN, Format.HTML],
    )
    return next(path for path in paths if path.suffix == ".html")


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
