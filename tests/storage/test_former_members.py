"""What is kept of a place that ended, and given back."""

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.domain.clusters import Cluster
from bot.domain.permissions import Role
from bot.domain.sigs import Membership, Person, Sig
from storage import clusters, former_members, members, sigs
from storage.tables import MembershipRow, OrganisationRow

from factories import NOW


@pytest.fixture
def sig(database):
    with database.begin() as session:
        return sigs.add(session, Sig(name="Digitalisation"))


@pytest.fixture
def person(database):
    with database.begin() as session:
        return members.add_person(session, Person(team_id="T1", user_id="U1"))


def settle(session, sig, person, **changes):
    place = Membership(sig_id=sig.id, person_id=person.id, role=Role.EXTERNAL)
    members.set_membership(session, place)
    session.connection().execute(sa.update(MembershipRow).values(**changes))


def row_of(session):
    skipped = {"created_at", "updated_at", "version"}
    return session.exec(select(MembershipRow)).one().model_dump(exclude=skipped)


def test_everything_about_a_place_comes_back(database, sig, person):
    with database.begin() as session:
        cluster = clusters.add_cluster(
            session, sig.id, Cluster(key="ee", name="Estonia", country="EE")
        )
        settle(
            session,
            sig,
            person,
            sponsor_cluster_id=cluster.id,
            purpose="Advice",
            expires_on=NOW.date(),
            may_submit=False,
            meetings=[4, 7],
            invited_by=person.id,
            title="nurse",
            listed_as="external_stakeholders",
            position=3,
            extra={"note": 1},
        )
        before = row_of(session)
        ended = former_members.end(session, sig.id, person.id, by=person.id, now=NOW)
        again = former_members.end(session, sig.id, person.id, by=person.id, now=NOW)
        place = former_members.place_of(session, sig.id, person.id)

    assert (ended, again) == (True, False)
    assert (place.role, place.meetings) == (Role.EXTERNAL, (4, 7))
    with database.begin() as session:
        assert members.place(session, sig.id, person.id) is None
        assert former_members.put_back(session, sig.id, person.id)
        assert not former_members.put_back(session, sig.id, person.id)
        assert row_of(session) == before


def test_a_cluster_that_is_gone_is_not_given_back(database, sig, person):
    with database.begin() as session:
        cluster = clusters.add_cluster(
            session, sig.id, Cluster(key="ee", name="Estonia", country="EE")
        )
        settle(session, sig, person, cluster_id=cluster.id)
        former_members.end(session, sig.id, person.id, by=person.id, now=NOW)
        session.connection().execute(sa.delete(OrganisationRow))

    with database.begin() as session:
        former_members.put_back(session, sig.id, person.id)
        place = members.place(session, sig.id, person.id)

    assert place.cluster_id is None


def test_who_left_alone_was_not_removed(database, sig, person):
    with database.begin() as session:
        other = members.add_person(session, Person(team_id="T1", user_id="U2"))
        for each in (person, other):
            settle(session, sig, each)
            former_members.end(session, sig.id, each.id, by=other.id, now=NOW)

    with database.begin() as session:
        assert former_members.was_removed(session, sig.id, person.id)
        assert not former_members.was_removed(session, sig.id, other.id)
        assert not former_members.was_removed(session, 77, person.id)
        former_members.forget(session, sig.id, person.id)
        assert not former_members.was_removed(session, sig.id, person.id)
        assert former_members.place_of(session, sig.id, person.id) is None
