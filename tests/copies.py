"""What fills an empty database is done once; later ones are given a copy of it.

Importing the sample group takes a third of a second, and many tests begin with it.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import sqlalchemy as sa

from storage.database import Database
from storage.tables import metadata

_KEPT: dict[tuple[bool, object], tuple[Any, Any]] = {}
_KNOWN = "SELECT id FROM sig UNION SELECT id FROM person"
_SKIP_REFERENCES = "SET LOCAL session_replication_role = replica"
_COUNTERS = "SELECT sequencename, last_value FROM pg_sequences"
_COUNT_ON = "SELECT setval(%s::regclass, coalesce(%s, 1), %s)"


def filled(database: Database, key: object, fill: Callable[[], Any]) -> Any:
    """Fill a database and return what that gave; an empty one may get a copy.

    Args:
        database: what is to be filled.
        key: what it is filled with; the same key stands for the same rows.
        fill: does it, the first time and where there is something already.
    """
    if not _is_empty(database):
        return fill()
    name = (database.is_sqlite, key)
    if name in _KEPT:
        result, kept = _KEPT[name]
        (_put_file if database.is_sqlite else _put_rows)(database, kept)
    else:
        result = fill()
        kept = (_keep_file if database.is_sqlite else _keep_rows)(database)
        _KEPT[name] = result, kept
    return result


def _is_empty(database: Database) -> bool:
    with database.read() as session:
        known = session.connection().exec_driver_sql(_KNOWN)
        return known.first() is None


def _file(database: Database) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(str(sa.make_url(database.url).database)))


def _keep_file(database: Database) -> sqlite3.Connection:
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with _file(database) as file:
        file.backup(kept)
    return kept


def _put_file(database: Database, kept: sqlite3.Connection) -> None:
    with _file(database) as file:
        kept.backup(file)


def _keep_rows(database: Database) -> tuple[dict[str, bytes], list[Any]]:
    rows = {}
    with database.read() as session:
        cursor = session.connection().connection.cursor()
        for name in metadata.tables:
            with cursor.copy(f"COPY {name} TO STDOUT (FORMAT binary)") as copying:
                rows[name] = b"".join(copying)
        return rows, cursor.execute(_COUNTERS).fetchall()


def _put_rows(database: Database, kept: tuple[dict[str, bytes], list[Any]]) -> None:
    rows, counters = kept
    empty = min(map(len, rows.values()))
    with database.begin() as session:
        cursor = session.connection().connection.cursor()
        cursor.execute(_SKIP_REFERENCES)
        for name, data in rows.items():
            if len(data) > empty:
                with cursor.copy(f"COPY {name} FROM STDIN (FORMAT binary)") as copying:
                    copying.write(data)
        cursor.executemany(_COUNT_ON, [(n, v, v is not None) for n, v in counters])
