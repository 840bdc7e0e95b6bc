"""Short ways to write the columns of the first release; plain SQLAlchemy types."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

Column = sa.Column[Any]


def columns(
    kind: sa.types.TypeEngine[Any], *names: str, nullable: bool = False
) -> Iterator[Column]:
    """Yield columns of one type."""
    for name in names:
        yield sa.Column(name, kind, nullable=nullable)


def reference(
    table: str,
    column: str,
    target: str,
    ondelete: str | None,
    *,
    nullable: bool = False,
) -> Column:
    """Return a column that refers to another table's id."""
    name = op.f(f"fk_{table}_{column}")
    key = sa.ForeignKey(f"{target}.id", name=name, ondelete=ondelete)
    return sa.Column(column, sa.Integer(), key, nullable=nullable)


def choice(
    table: str, column: str, values: str, *, nullable: bool = False
) -> tuple[Column, sa.CheckConstraint]:
    """Return a column and the constraint that allows these values only."""
    allowed = ", ".join(f"'{value}'" for value in values.split())
    name = op.f(f"ck_{table}_{column}")
    check = sa.CheckConstraint(f"{column} IN ({allowed})", name=name)
    return sa.Column(column, sa.String(length=30), nullable=nullable), check


def unique(table: str, *names: str) -> sa.UniqueConstraint:
    """Return a constraint that these columns together are unique."""
    return sa.UniqueConstraint(*names, name=op.f(f"uq_{table}_{'_'.join(names)}"))
