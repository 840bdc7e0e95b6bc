"""`convenor practice`: the form for people without Slack, and taking it in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.files import read_up_to
from bot.domain.clock import Clock, system_clock
from bot.domain.errors import ConvenorError, InvalidInputError, NotFoundError
from bot.domain.practices import outside
from bot.domain.practices.outside import MAX_BYTES, Reading
from bot.domain.sigs import Sig
from bot.domain.themes import DEFAULT_THEMES
from bot.services import practices, sigs
from bot.services.practices import Kept
from bot.settings import load_database_url
from storage import migrate
from storage.database import Database, open_database
from templates.practices import forms_outside
from templates.practices import imports as views

_DatabaseUrl = Annotated[
    str | None, typer.Option("--database-url", help="As DATABASE_URL in .env.")
]
_NAMELESS = "our group"
_NO_GROUP = "There is no group here yet. Run: convenor import FILE.json"
_PAPER = b"<!-- sig:begin "
_SigId = Annotated[
    int | None,
    typer.Option("--sig", help="Number of the group, where there are several."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Practices from people without Slack.")
    group.command("form")(form_command)
    group.command("import")(import_command)
    app.add_typer(group, name="practice", no_args_is_help=True)


def form_command(
    *,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="For a spreadsheet; else as text.")
    ] = False,
    database_url: _DatabaseUrl = None,
    sig: _SigId = None,
) -> None:
    """Print the empty form: `convenor practice form > form.md`."""
    data = form(load_database_url(database_url), as_csv=as_csv, sig_id=sig)
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def form(
    database_url: str, *, as_csv: bool = False, sig_id: int | None = None
) -> bytes:
    """Return the empty form, with the group's themes where there is a group.

    Raises:
        NotFoundError: there is no such group, or several and none was named.
    """
    themes, name = DEFAULT_THEMES, _NAMELESS
    if migrate.is_current(database_url):
        with _opened(database_url) as database:
            themes, chosen = practices.form_for(database, sig_id)
            name = chosen.name if chosen else name
    elif sig_id is not None:
        raise NotFoundError(_NO_GROUP)
    asked = forms_outside.questions(themes)
    markdown, table = forms_outside.files(asked, group=name)
    return table.content if as_csv else markdown.content


def import_command(
    file: Annotated[Path, typer.Argument(help="A form that was filled in.")],
    *,
    sponsor: Annotated[
        str, typer.Option(help="The cluster whose voice answers for it.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database_url: _DatabaseUrl = None,
    sig: _SigId = None,
) -> None:
    """Take a form in as a draft of whoever speaks for a cluster in Slack.

    They are told, and confirm rights and consent before it is submitted. All of the
    file is taken in, or nothing; the same file twice is the same draft.
    """
    url = load_database_url(database_url)
    import_form(url, file, sponsor=sponsor, yes=yes, sig_id=sig)


def is_form(file: Path) -> bool:
    """Whether it is a form by its name; the group's own files are JSON."""
    try:
        outside.require_form(file.name, 0)
    except InvalidInputError:
        return False
    return True


def import_form(
    database_url: str, file: Path, *, sponsor: str, yes: bool, sig_id: int | None
) -> None:
    """Read a form, show what is in it, ask, and take it in.

    Raises:
        NotFoundError: there is no group, or no such cluster, or nobody in Slack
            speaks for it.
        ConvenorError: the file cannot be read, or is no form.
    """
    if not migrate.is_current(database_url):
        raise NotFoundError(_NO_GROUP)
    with _opened(database_url) as database:
        chosen = sigs.only(database, sig_id)
        themes, _ = practices.form_for(database, chosen.id)
        asked = forms_outside.questions(themes)
        reading = outside.read(file.name, _bytes_of(file), asked)
        typer.echo(views.plain_text(file.name, reading))
        if not reading.is_fine:
            typer.echo("Nothing was imported.", err=True)
            raise typer.Exit(1)
        found = practices.sponsor(database, chosen, sponsor)
        question = f"Import for {found.cluster.name}?"
        if not yes and not typer.confirm(question):
            typer.echo("Nothing was imported.")
            return
        for line in take_in(database, chosen, sponsor, reading=reading):
            typer.echo(line)


def take_in(
    database: Database,
    sig: Sig,
    sponsor: str,
    *,
    reading: Reading,
    clock: Clock = system_clock,
) -> list[str]:
    """Make the drafts; say of each what became of it."""
    kept = practices.take_in_for(
        database, clock, sig=sig, cluster=sponsor, reading=reading
    )
    return [_said(each) for each in kept]


def _said(kept: Kept) -> str:
    title = kept.practice.content.title or "(without a title)"
    if kept.is_new:
        return f"Draft saved: {title}"
    return f"There already, from the same file: {title}"


def _bytes_of(file: Path) -> bytes:
    data = read_up_to(file, MAX_BYTES)
    if _PAPER in data:
        message = f"{file} is a draft of the paper. Run: convenor whitepaper import"
        raise ConvenorError(f"{message} {file}")
    return data


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    try:
        yield database
    finally:
        database.close()
