"""People, their places in groups, and the groups themselves."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.clusters import Cluster, Network, Theme
from bot.domain.errors import InvalidInputError, NotFoundError
from bot.domain.permissions import Actor, Role
from bot.domain.sigs import Membership, Person, PersonState, Sig
from storage import clusters, members, networks, sigs, themes
from storage.tables import SigRow


@pytest.fixture
def sig(database):
    with database.begin() as session:
        return sigs.add(session, Sig(name="Digitalisation"))


def a_person(database, user_id="U1", **changes):
    person = Person(team_id="T1", user_id=user_id, display_name="chair", zone="UTC")
    with database.begin() as session:
        return members.add_person(session, replace(person, **changes))


def join(database, sig, person, role=Role.MEMBER, **changes):
    place = Membership(sig_id=sig.id, person_id=person.id, role=role, **changes)
    with database.begin() as session:
        members.set_membership(session, place)
    return place


def test_a_person_is_found_by_slack_account(database):
    person = a_person(database)

    with database.read() as session:
        assert members.find_person(session, "T1", "U1") == person
        assert members.person(session, person.id) == person
        assert members.find_person(session, "T2", "U1") is None
        with pytest.raises(NotFoundError):
            members.person(session, 77)


def test_a_newcomer_who_writes_twice_at_once_is_one_person(database):
    start, seen = threading.Barrier(8), []

    def write():
        start.wait()
        seen.append(a_person(database).id)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(seen)) == 1


def test_people_known_by_role_only_may_be_many(database):
    one = a_person(database, None, team_id=None, key="chair")
    other = a_person(database, None, team_id=None, key="secretariat")

    assert one.id != other.id


def test_a_role_is_linked_to_an_account(database):
    chair = a_person(database, None, team_id=None, key="chair")
    with database.begin() as session:
        members.link_person(session, chair.id, team_id="T1", user_id="U9")

    with database.read() as session:
        assert members.find_person(session, "T1", "U9").key == "chair"


def test_an_account_belongs_to_one_person(database):
    a_person(database, "U9")
    chair = a_person(database, None, team_id=None, key="chair")

    with (
        database.begin() as session,
        pytest.raises(InvalidInputError, match="another person"),
    ):
        members.link_person(session, chair.id, team_id="T1", user_id="U9")


def test_a_name_can_be_changed(database):
    person = a_person(database)
    with database.begin() as session:
        renamed = members.rename_person(session, person.id, "A cluster manager")

    assert renamed == replace(person, display_name="A cluster manager")


def test_the_group_sees_a_member_as_an_actor(database, sig):
    person = a_person(database)
    with database.begin() as session:
        cluster = clusters.add_cluster(
            session, sig.id, Cluster(key="cl-ee", name="Estonia", country="EE")
        )
    join(
        database,
        sig,
        person,
        Role.EXTERNAL,
        cluster_id=cluster.id,
        sponsor_cluster_id=cluster.id,
        purpose="advice",
        expires_on=date(2026, 12, 31),
        may_submit=False,
    )

    with database.read() as session:
        actor = members.actor(session, sig.id, person.id)
        stranger = members.actor(session, sig.id, 77)
    assert stranger is None
    assert actor == Actor(
        person_id=person.id,
        sig_id=sig.id,
        role=Role.EXTERNAL,
        cluster_id=cluster.id,
        may_submit=False,
        expires_on=date(2026, 12, 31),
    )


def test_a_membership_is_changed_in_place(database, sig):
    person = a_person(database)
    join(database, sig, person)
    changed = join(database, sig, person, Role.EDITOR)

    with database.read() as session:
        known = members.membership(session, sig.id, person.id)
        assert known == replace(changed, version=2)
        assert members.members_with(session, sig.id, [Role.MEMBER]) == ()
        assert members.members_with(session, sig.id, {Role.EDITOR}) == (person,)


@pytest.mark.parametrize("state", [PersonState.LEFT, PersonState.ERASED])
def test_somebody_who_left_is_no_member_any_more(database, sig, state):
    person = a_person(database)
    join(database, sig, person, Role.CHAIR)
    with database.begin() as session:
        members.save_person(session, replace(person, state=state))

    with database.read() as session:
        assert members.actor(session, sig.id, person.id) is None
        assert members.members_with(session, sig.id, [Role.CHAIR]) == ()


def test_a_place_can_be_taken_away(database, sig):
    person = a_person(database)
    join(database, sig, person)
    with database.begin() as session:
        removed = members.remove_membership(session, sig.id, person.id)
        again = members.remove_membership(session, sig.id, person.id)

    assert (removed, again) == (True, False)
    with database.read() as session:
        assert members.membership(session, sig.id, person.id) is None


def test_a_group_is_found_by_its_channel_and_by_its_people(database, sig):
    person = a_person(database)
    join(database, sig, person)
    with database.begin() as session:
        waiting = sigs.without_channel(session)
        bound = sigs.bind(session, sig.id, team_id="T1", channel_id="C1")
        sigs.bind(session, sig.id, team_id="T1", channel_id="C1")

    assert waiting == sig
    with database.read() as session:
        assert sigs.by_channel(session, "T1", "C1") == bound
        assert sigs.by_channel(session, "T2", "C1") is None
        assert sigs.without_channel(session) is None
        assert sigs.of_person(session, "T1", "U1") == (bound,)
        assert sigs.of_person(session, "T1", "U2") == ()
        assert sigs.all_sigs(session) == (bound,)


def test_a_channel_is_home_of_one_group(database, sig):
    with database.begin() as session:
        sigs.bind(session, sig.id, team_id="T1", channel_id="C1")
        other = sigs.add(session, Sig(name="Other"))

    with (
        database.begin() as session,
        pytest.raises(InvalidInputError, match="home of Digitalisation"),
    ):
        sigs.bind(session, other.id, team_id="T1", channel_id="C1")


def test_themes_are_added_once_and_keep_their_order(database, sig):
    wanted = [
        Theme(slug="b", label="B", position=1),
        Theme(slug="a", label="A", position=2),
    ]
    with database.begin() as session:
        themes.ensure_themes(session, sig.id, wanted)
        themes.ensure_themes(session, sig.id, [replace(wanted[0], label="changed")])
        themes.ensure_themes(session, sig.id, [])
        found = themes.themes(session, sig.id)
        with pytest.raises(InvalidInputError, match="short name b"):
            themes.add_theme(session, sig.id, wanted[0])

    assert [(theme.slug, theme.label) for theme in found] == [("b", "B"), ("a", "A")]


def test_a_cluster_comes_back_with_its_profile_and_networks(database, sig):
    network = Network(
        slug="scanbalt", name="ScanBalt", kind="network", relation="liaison", position=1
    )
    cluster = Cluster(
        key="cl-ee",
        name="Connected health",
        name_original="Tervisetehnoloogia",
        language="et",
        country="EE",
        nuts="EE00",
        nuts_name="Eesti",
        scope="national",
        members_total=82,
        members_companies=43,
        zone="Europe/Tallinn",
        s3_priorities=("Health technologies",),
        networks=("scanbalt",),
    )
    with database.begin() as session:
        network = networks.add_network(session, sig.id, network)
        cluster = clusters.add_cluster(session, sig.id, cluster)
        with pytest.raises(InvalidInputError, match="short name cl-ee"):
            clusters.add_cluster(session, sig.id, cluster)

    with database.read() as session:
        assert clusters.clusters(session, sig.id) == (cluster,)
        assert networks.networks(session, sig.id) == (network,)


def test_everything_of_a_group_goes_with_it(database, sig):
    other = None
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
        for each in (sig, other):
            themes.ensure_themes(
                session, each.id, [Theme(slug="a", label="A", position=1)]
            )
            clusters.add_cluster(
                session, each.id, Cluster(key="cl-ee", name="Estonia", country="EE")
            )
    with database.begin() as session:
        session.delete(session.get_one(SigRow, sig.id))

    with database.read() as session:
        assert clusters.clusters(session, sig.id) == ()
        assert len(clusters.clusters(session, other.id)) == 1
