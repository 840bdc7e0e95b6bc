"""Rows as parts of a record, with keys in place of ids, and the other way round."""

from collections.abc import Mapping
from typing import Any, TypeVar

from bot.domain.exchange.parts.shapes import parts_of
from storage.directory import Directory
from storage.exchange.keys import person_of
from storage.tables import Table

P = TypeVar("P")


def part_of(
    kind: type[P],
    row: Table,
    who: Directory,
    *,
    columns: Mapping[str, str] | None = None,
    **others: Any,
) -> P:
    """Return a row as a part; ``columns`` are those of another name than the field.

    ``others`` are the fields that are not in a column of the row.
    """
    values = dict(others)
    for name, how in parts_of(kind):
        if name in others:
            continue
        value = getattr(row, (columns or {}).get(name, name))
        if how.of == "person":
            value = who.people.get(value or 0)
        elif how.of == "cluster":
            value = who.clusters.get(value or 0)
        values[name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)


def values_of(
    part: Any, who: Directory, *, columns: Mapping[str, str] | None = None, leave: Any
) -> dict[str, Any]:
    """Return a part as values of columns, but for the fields to ``leave``."""
    values = {}
    for name, how in parts_of(type(part)):
        if name in leave:
            continue
        value = getattr(part, name)
        if how.of == "person":
            value = person_of(who, value)
        elif how.of == "cluster":
            value = who.find(value)[1] if value else None
        column = (columns or {}).get(name, name)
        values[column] = list(value) if isinstance(value, tuple) else value
    return values
