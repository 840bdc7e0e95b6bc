"""`convenor import`, `export` and `migrate`: the group's data without Slack."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import forms
from bot.domain.clock import system_clock
from bot.domain.errors import ConvenorError, ImportRejectedError, UnavailableError
from bot.services import exchange
from bot.settings import load_database_url
from storage import migrate
from storage.database import Database, open_database

_DatabaseUrl = Annotated[
    str | None, typer.Option("--database-url", help="As DATABASE_URL in .env.")
]
_Sig = Annotated[
    int | None,
    typer.Option("--sig", help="Number of the group, where there are several."),
]
_NO_FORM = (
    "{file} is a whole group (JSON), for which no cluster answers. Run it without "
    "--sponsor."
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_command)
    app.command("export")(export_command)
    app.command("migrate")(migrate_command)


def import_command(
    file: Annotated[
        Path,
        typer.Argument(
            help="A group, as export writes it (.json), or a form for one practice or "
            "several that was filled in (.md or .csv)."
        ),
    ],
    *,
    sponsor: Annotated[
        str | None,
        typer.Option(help="For a form: the cluster whose voice answers for it."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="For a form: do not ask.")] = False,
    database_url: _DatabaseUrl = None,
    sig: _Sig = None,
) -> None:
    """Take a file into the database: all of it, or nothing and a list of reasons.

    Importing the same file again changes nothing; nothing is ever deleted. A form
    becomes a draft of its sponsor, as with: convenor practice import.
    """
    with _readable():
        url = load_database_url(database_url)
        if forms.is_form(file):
            forms.import_form(url, file, sponsor=sponsor or "", yes=yes, sig_id=sig)
            return
        if sponsor is not None:
            raise UnavailableError(_NO_FORM.format(file=file))
        if not migrate.is_current(url):
            migrate.upgrade(url)
        with _opened(url) as database:
            report = exchange.import_file(database, system_clock, file, sig_id=sig)
    for line in report.lines:
        typer.echo(line)


def export_command(
    directory: Annotated[Path, typer.Argument(help="The folder to write into.")],
    *,
    database_url: _DatabaseUrl = None,
    sig: _Sig = None,
) -> None:
    """Write the group into a folder: JSON to import again, CSV and Markdown to read.

    The files hold Slack ids and names of members: keep the folder private.
    """
    with _readable():
        url = load_database_url(database_url)
        if not migrate.is_current(url):
            message = "The database is empty or out of date. Run: convenor migrate"
            raise UnavailableError(message)
        with _opened(url) as database:
            written = exchange.export(database, sig, directory)
    for path in written:
        typer.echo(path)


def migrate_command(*, database_url: _DatabaseUrl = None) -> None:
    """Bring the database to the schema of this version; a new one is made."""
    with _readable():
        url = load_database_url(database_url)
        was_current = migrate.is_current(url)
        if not was_current:
            migrate.upgrade(url)
    said = "already up to date" if was_current else "now up to date"
    typer.echo(f"The database is {said} (schema {migrate.head()}).")


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _readable() -> Iterator[None]:
    """Show what went wrong as one block, without a trace, and end with status 1."""
    try:
        yield
    except ImportRejectedError as error:
        typer.echo(f"convenor: {error}", err=True)
        for problem in error.problems:
            if problem != str(error):
                typer.echo(f"  {problem}", err=True)
        raise typer.Exit(1) from None
    except ConvenorError as error:
        typer.echo(f"convenor: {error}", err=True)
        raise typer.Exit(1) from None
