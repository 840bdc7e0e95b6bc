"""What all tables share: names of constraints, times, enumerations, JSON."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

# Named constraints can be altered by a migration on both databases.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
Json = dict[str, Any]


def _now(context: DefaultExecutionContext) -> datetime:
    # The engine carries the program's clock (see open_database), so that a test
    # which sets the time sees that time here too.
    clock = context.root_connection.get_execution_options()["clock"]
    moment: datetime = clock()
    return moment


class Table(
    SQLModel, registry=registry(metadata=sa.MetaData(naming_convention=_NAMES))
):
    """A table whose rows know when they were made and last changed."""

    created_at: datetime = Field(default=None, sa_column_kwargs={"default": _now})
    updated_at: datetime = Field(
        default=None, sa_column_kwargs={"default": _now, "onupdate": _now}
    )


def primary_key() -> Any:
    """Return a field for an id that the database assigns."""
    return Field(default=None, primary_key=True)


def enum_type(kind: type[StrEnum], column: str) -> Any:
    """Return a column type that stores the values of ``kind`` and checks them.

    A CHECK and not PostgreSQL's own enum type: both databases then say the same.
    """
    return sa.Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=30,
        name=column,
    )


def json_field(*, default: Any = None) -> Any:
    """Return a field for lists and objects that are only ever read as a whole."""
    if default is None:
        return Field(default=None, sa_type=sa.JSON(none_as_null=True))
    return Field(default_factory=lambda: default, sa_type=sa.JSON)


def parent(column: str, **options: Any) -> Any:
    """Return a field for the owner of a row: the row goes when its owner goes."""
    return Field(foreign_key=column, ondelete="CASCADE", **options)


def mention(column: str, **options: Any) -> Any:
    """Return a field for a row spoken of, that is forgotten when it goes."""
    return Field(default=None, foreign_key=column, ondelete="SET NULL", **options)


def as_tuple(value: list[str] | None) -> tuple[str, ...]:
    """Return a JSON list as the tuple that domain values hold."""
    return tuple(value or ())


def without_none(value: Mapping[str, Any]) -> Json:
    """Return the entries that say something."""
    return {key: item for key, item in value.items() if item is not None}
