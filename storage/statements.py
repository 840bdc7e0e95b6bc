"""Statements that read the same on both databases."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from storage.tables import Table


def insert(session: Session, table: type[Table]) -> postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT.

    Both databases know it; SQLAlchemy has one class for each, with the same methods.
    Rows go in without the ORM, which takes eight times as long for each of them.
    """
    return _insert(table, session.get_bind().dialect.name)


@cache
def _insert(table: type[Table], dialect: str) -> postgresql.Insert:
    columns = sa.inspect(table).local_table
    if dialect == "sqlite":
        return sqlite.insert(columns)  # type: ignore[return-value]  # same methods
    return postgresql.insert(columns)


def insert_new(session: Session, table: type[Table], **values: Any) -> bool:
    """Insert a row and say so; an existing row with a same unique key stays."""
    statement = _insert_new(table, session.get_bind().dialect.name)
    return session.connection().execute(statement, values).first() is not None


@cache
def _insert_new(table: type[Table], dialect: str) -> sa.Executable:
    new = _insert(table, dialect).on_conflict_do_nothing()
    # Not every driver counts the rows of an INSERT; each returns them.
    return new.returning(sa.literal_column("1"))


def changed_one(session: Session, statement: Any) -> bool:
    """Run an UPDATE and say whether it found its row."""
    rowcount: int = session.connection().execute(statement).rowcount
    return rowcount == 1
