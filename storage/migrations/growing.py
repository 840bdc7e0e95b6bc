"""Add columns to tables that hold rows, on SQLite and PostgreSQL."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

Column = sa.Column[Any]


def add(table: str, parts: Sequence[Column | sa.CheckConstraint]) -> None:
    """Add columns and checks; a default only fills the rows that are there.

    New rows get their values from the program, as with every other column.
    """
    columns = [part for part in parts if isinstance(part, sa.Column)]
    checks = [part for part in parts if isinstance(part, sa.CheckConstraint)]
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.add_column(column)
        for check in checks:
            batch.create_check_constraint(check.name, check.sqltext)  # type: ignore[arg-type]
    filled = [column for column in columns if column.server_default is not None]
    if filled:
        with op.batch_alter_table(table) as batch:
            for column in filled:
                batch.alter_column(column.name, server_default=None)


def drop(table: str, *names: str, checks: Sequence[str] = ()) -> None:
    """Take columns, and first the constraints on them, away again."""
    with op.batch_alter_table(table) as batch:
        for check in checks:
            batch.drop_constraint(op.f(check), type_="check")
        for name in names:
            batch.drop_column(name)


def filled(name: str, kind: sa.types.TypeEngine[Any], value: str) -> Column:
    """Return a column that must have a value; rows that are there get ``value``."""
    return sa.Column(name, kind, nullable=False, server_default=sa.text(value))


def empty(kind: sa.types.TypeEngine[Any], *names: str) -> list[Column]:
    """Return columns that may say nothing."""
    return [sa.Column(name, kind, nullable=True) for name in names]


def choice(
    table: str, column: str, values: str, *, default: str
) -> list[Column | sa.CheckConstraint]:
    """Return a column of a few values and the constraint that allows only those."""
    allowed = ", ".join(f"'{value}'" for value in values.split())
    check = sa.CheckConstraint(
        f"{column} IN ({allowed})", name=op.f(f"ck_{table}_{column}")
    )
    return [filled(column, sa.String(length=30), f"'{default}'"), check]


def reference(table: str, column: str, target: str) -> Column:
    """Return a column for a row spoken of, that is forgotten when it goes."""
    name = op.f(f"fk_{table}_{column}")
    key = sa.ForeignKey(f"{target}.id", name=name, ondelete="SET NULL")
    return sa.Column(column, sa.Integer(), key, nullable=True)
