"""`convenor whitepaper`: the paper without Slack."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.paper_imports import import_draft
from bot.domain.clock import system_clock
from bot.domain.errors import ConvenorError, NotFoundError
from bot.domain.whitepaper.exports import Format
from bot.services import sigs, whitepaper
from bot.services.members import today
from bot.settings import load_database_url, load_templates_folder
from storage import migrate
from storage.database import open_database
from templates import documents
from templates.documents import checking, pictures
from templates.documents.exporting import export, file_name

_DATE_FORMATS = ["%Y-%m-%d"]


class FileFormat(StrEnum):
    """A form the paper can be written in."""

    MARKDOWN = Format.MARKDOWN
    HTML = Format.HTML
    PDF = Format.PDF
    DOCX = Format.DOCX


# Without being asked, it writes what needs nothing installed.
_ALWAYS = [FileFormat.MARKDOWN, FileFormat.HTML]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The white paper without Slack.", no_args_is_help=True)
    group.command()(draft)
    group.command("import")(import_draft)
    app.add_typer(group, name="whitepaper")


def draft(
    *,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=_DATE_FORMATS, help="The day the paper speaks of."),
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder to write into.")] = Path(),
    formats: Annotated[
        list[FileFormat] | None, typer.Option("--format", help="Repeat it for several.")
    ] = None,
    database_url: Annotated[
        str | None, typer.Option(help="As DATABASE_URL in .env.")
    ] = None,
    sig: Annotated[
        int | None, typer.Option(help="Number of the group, where there are several.")
    ] = None,
) -> None:
    """Assemble the white paper from the database and write it as files."""
    for path in write(
        load_database_url(database_url),
        output,
        as_of=as_of.date() if as_of else None,
        formats=[Format(each) for each in formats or _ALWAYS],
        sig_id=sig,
    ):
        typer.echo(path)


def write(
    database_url: str,
    output: Path,
    *,
    as_of: date | None,
    formats: Sequence[Format],
    sig_id: int | None = None,
) -> list[Path]:
    """Write the files; return their paths.

    Raises:
        NotFoundError: there is no group yet, or several and none was named.
        ConvenorError: the folder cannot be written.
        UnavailableError: what makes one of the formats is not installed here.
    """
    if not migrate.is_current(database_url):
        raise NotFoundError("There is no group here yet. Run: convenor import FILE")
    database = open_database(database_url)
    try:
        chosen = sigs.only(database, sig_id)
        snapshot = whitepaper.material_of(database, chosen.id)
    finally:
        database.close()
    custom = checking.load(load_templates_folder())
    # Without a date it is the group's own day, as in Slack.
    day = as_of or today(system_clock, chosen)
    paper = documents.draft(snapshot, as_of=day, custom=custom, draw=pictures.draw)
    paths = []
    try:
        output.mkdir(parents=True, exist_ok=True)
        for form in formats:
            path = output / file_name(paper.version, form)
            written = export(paper.edition, form, pictures=paper.pictures)
            path.write_bytes(written.content)
            paths.append(path)
        if Format.MARKDOWN in formats:  # it only names its pictures
            for picture in paper.pictures:
                path = output / picture.name
                path.write_bytes(picture.content)
                paths.append(path)
    except OSError as error:
        raise ConvenorError(f"{output} cannot be written: {error.strerror}.") from None
    return paths
