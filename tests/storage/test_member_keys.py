"""Each group has its own names for people in its files."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bot.domain.permissions import Role
from bot.domain.sigs import Membership, Person, Sig
from storage import former_members, members, migrate, sigs
from storage.directory import directory
from storage.tables import MembershipRow

from factories import NOW

_STAMPS = dict.fromkeys(("created_at", "updated_at"), datetime(2026, 1, 1, tzinfo=UTC))
_SIG = {
    "name": "Group",
    "objectives": "",
    "licence": "CC-BY-4.0",
    "zone": "Europe/Brussels",
    "language": "en",
    "min_clusters": 5,
    "max_clusters": 10,
    "version": 1,
}
_PLACE = {
    "role": "member",
    "purpose": "",
    "may_submit": True,
    "listed_as": "members",
    "position": 1,
    "version": 1,
}


def fill(connection):
    """Store two people called chair and one called guest as the first release did."""
    metadata = sa.MetaData()
    metadata.reflect(connection)

    def add(table, **values):
        connection.execute(sa.insert(metadata.tables[table]), values | _STAMPS)

    for number in (1, 2):
        add("sig", id=number, **_SIG)
    for number, key in enumerate(("chair", "chair", "guest", None), start=1):
        add("person", id=number, key=key, display_name="", state="active", version=1)
    for sig_id, person_id in ((1, 1), (1, 2), (1, 3), (1, 4), (2, 2)):
        add("membership", sig_id=sig_id, person_id=person_id, **_PLACE)


def test_places_of_the_first_release_get_the_names_of_their_people(tmp_path):
    url = f"sqlite:///{tmp_path / 'convenor.db'}"
    check_names_after_upgrade(url)


def test_so_they_do_on_postgresql(postgresql_server):
    import postgres  # noqa: PLC0415 - beside the tests

    with postgres.new_database(postgresql_server) as url:
        check_names_after_upgrade(url)


def check_names_after_upgrade(url):
    migrate.upgrade(url, "0001")
    name = url.replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(name, poolclass=sa.NullPool)
    with engine.begin() as connection:
        fill(connection)

    migrate.upgrade(url)

    query = "SELECT sig_id, person_id, key FROM membership ORDER BY sig_id, person_id"
    with engine.begin() as connection:
        rows = connection.exec_driver_sql(query).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [
        (1, 1, "chair"),
        (1, 2, None),
        (1, 3, "guest"),
        (1, 4, None),
        (2, 2, "chair"),
    ]


@pytest.fixture
def place(database):
    """A member who is known as ``chair`` in the files of the group."""
    with database.begin() as session:
        sig = sigs.add(session, Sig())
        person = members.add_person(session, Person(team_id="T1", user_id="U1"))
        return settle(session, sig.id, person.id, key="chair")


def settle(session, sig_id, person_id, key):
    place = Membership(sig_id=sig_id, person_id=person_id, role=Role.MEMBER)
    members.set_membership(session, place)
    row = session.get(MembershipRow, (sig_id, person_id), populate_existing=True)
    row.key = key
    session.flush()
    return place


def test_whoever_comes_back_has_the_name_again(database, place):
    with database.begin() as session:
        there = (place.sig_id, place.person_id)
        former_members.end(session, *there, by=place.person_id, now=NOW)
        former_members.put_back(session, *there)

        known = directory(session, place.sig_id).people

    assert known == {place.person_id: "chair"}


def test_a_name_that_somebody_else_has_now_does_not_come_back(database, place):
    with database.begin() as session:
        there = (place.sig_id, place.person_id)
        former_members.end(session, *there, by=place.person_id, now=NOW)
        other = members.add_person(session, Person(team_id="T1", user_id="U2"))
        settle(session, place.sig_id, other.id, key="chair")
        former_members.put_back(session, *there)

        known = directory(session, place.sig_id).people

    assert known == {other.id: "chair", place.person_id: "T1.U1"}
