"""The sample group with five Danish clusters, on both databases."""

import danish
import pytest


@pytest.fixture
def chair(database):
    return danish.prepare(database)
