"""Every use case, called by every role: the table of permissions holds."""

import pytest
from who_may import walking
from who_may.asking import Helper, Step
from who_may.building import build
from who_may.scene import EXPIRED, MUTE, Scene, clock
from who_may.table import TABLE
from who_may.table_others import OTHERS

from bot.domain.permissions import Permission, Role
from storage.database import open_database

USE_CASES = walking.use_cases()
CALLERS = (*(role.value for role in Role), EXPIRED, MUTE)


def test_the_table_speaks_of_every_use_case():
    assert walking.unnamed(USE_CASES, TABLE) == []


def test_whatever_asks_for_no_caller_says_who_comes_that_way():
    assert walking.other_ways_in() == set(OTHERS)


def test_every_permission_is_asked_somewhere():
    asked = {
        permission
        for cases in TABLE.values()
        for case in cases
        for permission in case.asks.permissions
    }

    assert asked == set(Permission)


@pytest.mark.parametrize("name", sorted(USE_CASES.keys() & TABLE.keys()))
def test_the_table_of_permissions_holds(stage, name):
    for case in TABLE[name]:
        assert walking.problems(USE_CASES[name], case, stage, CALLERS) == []


def test_on_postgresql_refusals_change_nothing_either(postgresql_url):
    """Those who may least call everything, one after the other, in one database."""
    database = open_database(postgresql_url, clock=clock)
    scene = build(Scene(database), "Group")
    before = walking.dump(database)
    got_through = [
        (name, role)
        for name, cases in TABLE.items()
        for case in cases
        for role in (EXPIRED, "observer")
        if not isinstance(case.asks, Helper | Step)
        and not case.asks.lets(scene.callers[role])
        and not walking.is_refused(USE_CASES[name], case, scene, role)
    ]

    assert got_through == []
    assert walking.changed(before, walking.dump(database)) == []
    database.close()
