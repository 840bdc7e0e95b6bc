"""Each table is in a file or there is a reason why not; what is in it comes back."""

from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from exchange_files import give, prepare, take
from exchange_full import the_full_group

from storage.exchange.carried import CARRIED, LEFT_OUT
from storage.tables import metadata

DOCUMENT = Path(__file__).parents[2] / "docs" / "exchange-format.md"
# A column that says only this in the full group says nothing.
_NOTHING = {"None", "''", "[]", "{}", "False", "0"}


@pytest.fixture
def full(database):
    prepare(database, the_full_group())
    return database


def values_in(database):
    """Return how often each value stands in each column; of an id, if there is one."""
    found = {}
    with database.read() as session:
        for table, columns in carried_columns().items():
            rows = session.connection().execute(sa.select(*columns)).all()
            for place, column in enumerate(columns):
                is_link = column.primary_key or bool(column.foreign_keys)
                values = [row[place] for row in rows]
                if is_link:
                    values = [value is not None for value in values]
                found[f"{table.name}.{column.name}"] = Counter(map(repr, values))
    return found


def carried_columns():
    """Return the columns that a file carries, by table."""
    return {
        metadata.tables[name]: [
            column for column in metadata.tables[name].c if column.name not in left_out
        ]
        for name, left_out in CARRIED.items()
    }


def test_each_table_is_carried_or_has_a_reason_why_not():
    """A new table is carried by the exchange files, or says in one place why not."""
    named = [*CARRIED, *LEFT_OUT]

    assert sorted(named) == sorted(metadata.tables)
    assert all(len(reason.split()) > 2 for reason in LEFT_OUT.values())


def test_each_column_that_is_left_out_is_one_of_its_table():
    for name, left_out in CARRIED.items():
        assert left_out.keys() <= set(metadata.tables[name].c.keys()), name
        assert all(len(reason.split()) > 2 for reason in left_out.values()), name


def test_the_full_group_says_something_in_each_column_that_is_carried(full):
    """So that a column which is added later is not forgotten in a file."""
    silent = [
        name for name, found in values_in(full).items() if not found.keys() - _NOTHING
    ]

    assert silent == []


def test_each_column_that_is_carried_comes_back(full, second_database, tmp_path):
    take(second_database, give(full, tmp_path / "out"))

    here, there = values_in(full), values_in(second_database)
    assert {name for name in here if there[name] != here[name]} == set()
