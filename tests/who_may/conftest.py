"""One group for all tests of this folder; building it takes a while."""

import shutil

import pytest
from who_may.building import build
from who_may.scene import Scene, clock
from who_may.walking import Stage

from storage.database import open_database


@pytest.fixture(scope="session")
def stage(migrated_sqlite, tmp_path_factory):
    """A group that is as it was again whenever ``set`` is called."""
    path = tmp_path_factory.mktemp("who_may") / "scene.db"
    shutil.copy(migrated_sqlite, path)
    database = open_database(f"sqlite:///{path}", clock=clock)
    made = Stage(build(Scene(database), "Group"), path)
    yield made
    made.close()
