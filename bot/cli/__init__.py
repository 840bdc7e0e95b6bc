"""The command line: one file per group of commands."""

import logging
import sys

import typer

from bot.cli import data, demo, doctor, forms, papers, reports, run
from bot.domain.errors import ConvenorError, ImportRejectedError
from bot.settings import SettingsError

app = typer.Typer(
    name="convenor",
    help="Convenor, the Slack bot that runs a special interest group.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (run, demo, doctor, data, papers, reports, forms):
    part.register(app)


def main() -> None:
    """Run the command line; a foreseen error is told without a trace, with status 1."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        app()
    except (ConvenorError, SettingsError) as error:
        problems = error.problems if isinstance(error, ImportRejectedError) else ()
        for line in (f"convenor: {error}", *(f"  {each}" for each in problems)):
            print(line, file=sys.stderr)  # noqa: T201 - the command line
        sys.exit(1)
