"""Statements that read the same on both databases."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from storage.tables import Table


def insert(session: Session, table: type[Table]) -> postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT.

    Both databases know it; SQLAlchemy has one class for each, with the same methods.
    """
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)  # type: ignore[return-value]  # same methods
    return postgresql.insert(table)


def insert_new(session: Session, table: type[Table], **values: Any) -> bool:
    """Insert a row and say so; an existing row with a same unique key stays."""
    statement: Any = (
        insert(session, table)
        .values(**values)
        .on_conflict_do_nothing()
        # Not every driver counts the rows of an INSERT; each returns them.
        .returning(sa.literal_column("1"))
    )
    return session.connection().execute(statement).first() is not None


def changed_one(session: Session, statement: Any) -> bool:
    """Run an UPDATE and say whether it found its row."""
    rowcount: int = session.connection().execute(statement).rowcount
    return rowcount == 1
