"""Bring a database to the present schema, on SQLite and PostgreSQL."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlmodel import Session

from bot.domain.clock import system_clock
from bot.domain.errors import NotSavedError, UnavailableError
from storage.engines import WRITING, make_engine, read_url
from storage.practices.indexing import index_missing

_FOLDER = Path(__file__).parent / "migrations"
# Any fixed number: two processes that start at once take turns.
_LOCK = 7_270_831
# Another process may be migrating, which takes longer than any other change.
_PATIENCE_MILLISECONDS = 120_000
_NEWER = (
    "This database was made by a newer version of Convenor. Please install that "
    "version."
)
_FAILED = "The database {name} could not be prepared: {reason}"


@cache
def head() -> str:
    """Return the newest revision this program knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:  # pragma: no cover - the package always holds one
        raise LookupError("no migrations found")
    return revision


def is_current(database_url: str) -> bool:
    """Say whether the database has the present schema.

    Raises:
        UnavailableError: the address is not understood.
        NotSavedError: the database does not answer.
    """
    if _is_yet_to_be_made(database_url):
        return False
    with _connection(database_url) as connection:
        return MigrationContext.configure(connection).get_current_revision() == head()


def upgrade(database_url: str, revision: str = "head") -> None:
    """Bring a database, new or old, to the present schema; all or nothing.

    Raises:
        UnavailableError: the address is not understood, or the database was made by
            a newer version.
        NotSavedError: the database does not answer, or its data do not fit.
    """
    then = _index_practices if revision == "head" else None
    _run(database_url, command.upgrade, revision, then=then)


def downgrade(database_url: str, revision: str) -> None:
    """Take a database back to an earlier schema; all or nothing.

    Raises:
        UnavailableError: the address or the revision is not understood.
        NotSavedError: the database does not answer, or its data do not fit.
    """
    _run(database_url, command.downgrade, revision)


def _run(
    database_url: str,
    step: Callable[[Config, str], None],
    revision: str,
    *,
    then: Callable[[sa.Connection], None] | None = None,
) -> None:
    with _connection(database_url) as connection:
        _take_turn(connection)
        config = _config()
        config.attributes["connection"] = connection
        try:
            step(config, revision)
        except CommandError as error:
            raise UnavailableError(_NEWER) from error
        _check_references(connection)
        if then:
            then(connection)


def _index_practices(connection: sa.Connection) -> None:
    """Let practices be found that were stored before there was a search."""
    with Session(connection) as session:
        index_missing(session)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _connection(database_url: str) -> Iterator[sa.Connection]:
    engine = make_engine(
        read_url(database_url),
        clock=system_clock,
        patience=_PATIENCE_MILLISECONDS,
        poolclass=sa.NullPool,
    )
    if engine.dialect.name == "sqlite":
        _make_private(Path(str(engine.url.database)))
        # A table is changed by copying it. With foreign keys on, dropping the old one
        # would silently delete the rows that refer to it. The pragma does nothing
        # inside a transaction, so it comes first.
        sa.event.listen(engine, "connect", _without_foreign_keys)
    try:
        writing = engine.execution_options(**{WRITING: True})
        with writing.begin() as connection:
            yield connection
    except (sa.exc.DatabaseError, sa.exc.InterfaceError) as error:
        reason = str(error.orig).strip().splitlines()[0]
        name = engine.url.render_as_string(hide_password=True)
        raise NotSavedError(_FAILED.format(name=name, reason=reason)) from error
    finally:
        engine.dispose()


def _is_yet_to_be_made(database_url: str) -> bool:
    """Whether it is a file that can be made: asking must not leave an empty one."""
    url = read_url(database_url)
    file = Path(str(url.database))
    is_file = url.get_backend_name() == "sqlite"
    return is_file and not file.exists() and os.access(file.parent, os.W_OK)


def _make_private(file: Path) -> None:
    """Make a new file that only this user can read: it will hold people's ids."""
    with suppress(OSError):  # the connection says better what is wrong
        file.touch(mode=0o600, exist_ok=True)


def _without_foreign_keys(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")


def _take_turn(connection: sa.Connection) -> None:
    # SQLite's BEGIN IMMEDIATE has locked the file already.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _check_references(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        reason = f"rows without the row they belong to, in {tables}"
        raise NotSavedError(_FAILED.format(name="", reason=reason))
