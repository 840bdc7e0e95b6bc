"""The sample group with five Danish clusters, on both databases."""

import shutil

import danish
import pytest

from storage.database import open_database


@pytest.fixture(scope="session")
def prepared_sqlite(migrated_sqlite, tmp_path_factory):
    """The group in a SQLite database, to be copied: importing it takes a while."""
    path = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("danish") / "group.db")
    opened = open_database(f"sqlite:///{path}")
    danish.prepare(opened)
    opened.close()
    return path


@pytest.fixture
def sqlite_url(prepared_sqlite, tmp_path):
    return f"sqlite:///{shutil.copy(prepared_sqlite, tmp_path / 'convenor.db')}"


@pytest.fixture
def chair(database):
    return danish.chair(database) if database.is_sqlite else danish.prepare(database)
