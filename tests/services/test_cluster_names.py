"""Which cluster somebody means by a name or an acronym."""

import pytest

from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.errors import NotFoundError
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services import clusters
from storage import clusters as rows
from storage import sigs

from factories import NOW
from groups import a_caller


def clock():
    return NOW


@pytest.fixture
def find(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Group"))
        for key, name, more in (
            ("north", "Health North", {"acronym": "HC"}),
            ("south", "Hospitals South", {"acronym": "HC"}),
            ("old", "Welfare Tech", {"status": OrganisationStatus.MERGED}),
            ("new", "Welfare Tech", {}),
            ("hce", "HCE of the East", {}),
        ):
            cluster = Cluster(key=key, name=name, country="EE", **more)
            rows.add_cluster(session, sig.id, cluster)
    who = a_caller(database, sig, Role.CHAIR)

    def run(name):
        return clusters.find(database, clock, caller=who, name=name).cluster.key

    return run


def test_of_two_with_the_same_acronym_both_are_named(find):
    with pytest.raises(NotFoundError) as caught:
        find("hc")

    assert str(caught.value) == (
        "“hc” fits several clusters: Health North; Hospitals South. "
        "Please type more of the name."
    )
    assert find("health n") == "north"
    assert find("south") == "south"


def test_a_whole_name_goes_before_a_part_and_what_is_before_what_was(find):
    assert find("hce") == "hce"
    assert find("Welfare Tech") == "new"
    assert find("old") == "old"
