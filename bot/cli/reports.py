"""`convenor report`: the figures of a year without Slack."""

from pathlib import Path
from typing import Annotated

import typer

from bot.domain.clock import Clock, system_clock
from bot.domain.errors import ConvenorError, NotFoundError
from bot.domain.reports import YearReport
from bot.services import reports, sigs
from bot.settings import load_database_url
from storage import migrate
from storage.database import open_database
from templates import reports as views


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report_command)


def report_command(
    *,
    year: Annotated[
        int | None, typer.Option(help="The year; without it the present one.")
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder to write into.")] = Path(),
    database_url: Annotated[
        str | None, typer.Option(help="As DATABASE_URL in .env.")
    ] = None,
    sig: Annotated[
        int | None, typer.Option(help="Number of the group, where there are several.")
    ] = None,
) -> None:
    """Print the figures of a year and write them as a table and a chart."""
    report = count(
        load_database_url(database_url), "" if year is None else str(year), sig_id=sig
    )
    typer.echo(views.plain_text(report), nl=False)
    if not report.is_empty:
        for line in write(report, output):
            typer.echo(line)


def count(
    database_url: str,
    year: str,
    *,
    sig_id: int | None = None,
    clock: Clock = system_clock,
) -> YearReport:
    """Return the figures of a year.

    Raises:
        NotFoundError: there is no group yet, or several and none was named.
        InvalidInputError: that is no year, or not yet.
    """
    if not migrate.is_current(database_url):
        raise NotFoundError("There is no group here yet. Run: convenor import FILE")
    database = open_database(database_url)
    try:
        chosen = sigs.only(database, sig_id)
        return reports.read_for(database, clock, sig=chosen, year=year)
    finally:
        database.close()


def write(report: YearReport, output: Path) -> list[str]:
    """Write the files; return their paths, and what could not be made.

    Raises:
        ConvenorError: the folder cannot be written.
    """
    files = views.files(report)
    try:
        output.mkdir(parents=True, exist_ok=True)
        for each in files.made:
            (output / each.name).write_bytes(each.content)
    except OSError as error:
        raise ConvenorError(f"{output} cannot be written: {error.strerror}.") from None
    paths = [str(output / each.name) for each in files.made]
    return [*paths, files.trouble] if files.trouble else paths
