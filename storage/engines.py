"""Engines for SQLite and PostgreSQL, set up so that nothing acknowledged is lost."""

import sqlite3
from collections.abc import Callable
from importlib.util import find_spec
from time import monotonic, sleep
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from bot.domain.clock import Clock
from bot.domain.errors import UnavailableError

WRITING = "writing"
# Slack waits three seconds for an acknowledgement. Waiting for a turn (see
# storage.database) and then for another process that writes must both fit, so that
# the form says what happened instead of Slack's time-out.
BUSY_MILLISECONDS = 700
_WRONG_URL = (
    "I do not understand DATABASE_URL. Write sqlite:///convenor.db or "
    "postgresql://user:password@host/name."
)
_NO_DRIVER = (
    "PostgreSQL needs one more package. Install it with: "
    "pip install 'convenor[postgres]'."
)
_IN_MEMORY = (
    "A database in memory would forget everything at the end. Give DATABASE_URL a "
    "file, for example sqlite:///convenor.db."
)


def read_url(text: str) -> URL:
    """Return the address with the driver that is used for it.

    ``postgres://`` is what several hosting services write.

    Raises:
        UnavailableError: it is no SQLite or PostgreSQL address, or the driver is
            not installed.
    """
    try:
        url = make_url(text)
    except sa.exc.ArgumentError:
        # The address may hold a password: never show it, not even as a cause.
        raise UnavailableError(_WRONG_URL) from None
    kind = url.drivername.partition("+")[0]
    if kind == "sqlite":
        if url.database in {None, "", ":memory:"}:
            raise UnavailableError(_IN_MEMORY)
        return url.set(drivername="sqlite+pysqlite")
    if kind not in {"postgres", "postgresql"}:
        raise UnavailableError(_WRONG_URL)
    if find_spec("psycopg") is None:
        raise UnavailableError(_NO_DRIVER)
    return url.set(drivername="postgresql+psycopg")


def make_engine(
    url: URL, *, clock: Clock, patience: int | None = None, **options: Any
) -> sa.Engine:
    """Return an engine; it connects when it is first used.

    ``patience`` is how many milliseconds it waits for a lock.
    """
    engine = sa.create_engine(
        url,
        execution_options={"clock": clock},
        # The program has more than the usual 500 different statements.
        query_cache_size=3000,
        hide_parameters=True,  # a log must not show what members wrote
        **options,
    )
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite(patience))
        sa.event.listen(engine, "begin", _begin_sqlite(patience))
    else:
        sa.event.listen(engine, "connect", _prepare_postgresql(patience))
    return engine


def _prepare_sqlite(patience: int | None) -> Callable[..., None]:
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own idea of transactions starts them late and lost 231 of 600
        # updates when tried; with None it leaves them to us.
        connection.isolation_level = None
        run = connection.execute
        milliseconds = patience or BUSY_MILLISECONDS
        run(f"PRAGMA busy_timeout = {milliseconds}")
        _switch_to_wal(connection, milliseconds)
        # FULL and not NORMAL: in WAL mode NORMAL may lose the last commits in a power
        # cut (https://www.sqlite.org/pragma.html#pragma_synchronous), and a
        # submission is acknowledged to its author as soon as it is committed.
        run("PRAGMA synchronous = FULL")
        run("PRAGMA foreign_keys = ON")

    return prepare


def _switch_to_wal(connection: sqlite3.Connection, milliseconds: int) -> None:
    """Let readers and a writer work side by side in this file, from now on.

    While another process switches a new file too, SQLite says "busy" at once, whatever
    its busy_timeout is (https://www.sqlite.org/wal.html).
    """
    end = monotonic() + milliseconds / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or monotonic() > end:
                raise
            sleep(0.02)
        else:
            return


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def _prepare_postgresql(patience: int | None) -> Callable[..., None]:
    def prepare(connection: Any, _record: object) -> None:
        connection.execute(f"SET lock_timeout = {patience or 3 * BUSY_MILLISECONDS}")
        connection.commit()

    return prepare


def _begin_sqlite(patience: int | None) -> Callable[[sa.Connection], None]:
    def begin(connection: sa.Connection) -> None:
        if not connection.get_execution_options().get(WRITING, False):
            connection.exec_driver_sql("BEGIN")
            return
        _wait_for_lock(connection, milliseconds=patience or BUSY_MILLISECONDS)
        if not _raw(connection).in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return begin


def _wait_for_lock(connection: sa.Connection, *, milliseconds: int) -> None:
    """Begin a writing transaction, or give up when the time is over.

    A transaction that reads first and takes the write lock later fails at once when
    somebody else wrote in between; IMMEDIATE waits. SQLite sleeps longer and longer
    while it waits (up to 100 ms), so a process that writes without a pause could keep
    another one out for seconds; asked anew every 20 ms it comes back sooner.
    """
    raw, end = _raw(connection), monotonic() + milliseconds / 1000
    raw.execute("PRAGMA busy_timeout = 20")
    while not raw.in_transaction and monotonic() < end:
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                break  # the same statement again will say what is wrong
    raw.execute(f"PRAGMA busy_timeout = {milliseconds}")


def _raw(connection: sa.Connection) -> sqlite3.Connection:
    raw = connection.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError(type(raw))
    return raw
