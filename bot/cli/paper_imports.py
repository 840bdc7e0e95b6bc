"""`convenor whitepaper import`: an edited draft comes back without Slack."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.files import read_up_to
from bot.domain.clock import Clock, system_clock
from bot.domain.errors import ConvenorError, NotFoundError
from bot.domain.sigs import Sig
from bot.domain.whitepaper.incoming import MAX_BYTES
from bot.services import sigs
from bot.services.whitepaper import importing
from bot.settings import load_database_url
from storage import migrate
from storage.database import Database, open_database
from templates.whitepaper import imports as views

_NO_GROUP = "There is no group here yet. Run: convenor import FILE"
_CHANGED = "The paper was changed meanwhile. Look again, and run it once more."


def import_draft(
    file: Annotated[Path, typer.Argument(help="A draft that was edited (.md).")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database_url: Annotated[
        str | None, typer.Option(help="As DATABASE_URL in .env.")
    ] = None,
    sig: Annotated[
        int | None, typer.Option(help="Number of the group, where there are several.")
    ] = None,
) -> None:
    """Take an edited draft back: show what would change, ask, then change it.

    Only what stands between the marks is taken, all of it or nothing. Where two people
    changed the same lines both texts are kept; one is chosen in Slack.
    """
    url = load_database_url(database_url)
    if not migrate.is_current(url):
        raise NotFoundError(_NO_GROUP)
    database = open_database(url)
    try:
        typer.echo(take_back(database, sigs.only(database, sig), file, yes=yes))
    finally:
        database.close()


def take_back(
    database: Database,
    sig: Sig,
    file: Path,
    *,
    yes: bool,
    clock: Clock = system_clock,
) -> str:
    """Do it, and return the sentence that says what became of it.

    Raises:
        ConvenorError: the file cannot be read.
        ImportRejectedError: it is no draft of this group, or its markers are broken.
    """
    looked = importing.look_for(
        database, sig, file_name=file.name, data=read_up_to(file, MAX_BYTES)
    )
    typer.echo(views.plain_text(looked.name, looked.plan))
    if looked.plan.changes_nothing:
        return "There is nothing to import."
    if not yes and not typer.confirm("Import?"):
        return "Nothing was imported."
    taken = importing.take_for(database, clock, sig, import_id=looked.import_id)
    if not taken.is_taken:
        raise ConvenorError(_CHANGED)
    if taken.plan.conflicts:
        return "Imported. Choose the other texts in Slack: /whitepaper conflicts"
    return "Imported."
