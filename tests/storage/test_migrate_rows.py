"""Rows that a group has already live through every migration, on both databases."""

from contextlib import contextmanager
from datetime import UTC, datetime, time

import pytest
import sqlalchemy as sa

from bot.domain.clusters import OrganisationStatus
from bot.domain.permissions import Role
from bot.domain.sigs import SigState
from bot.domain.whitepaper import SectionState
from storage import clusters, members, migrate, sections, sigs
from storage.database import open_database

_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
# What the first release wrote, in its own columns.
_ROWS = {
    "sig": {
        "id": 1,
        "name": "Group",
        "objectives": "Aims",
        "licence": "CC-BY-4.0",
        "zone": "Europe/Brussels",
        "language": "en",
        "min_clusters": 5,
        "max_clusters": 10,
        "version": 1,
    },
    "person": {"id": 1, "display_name": "Chair", "state": "active", "version": 1},
    "organisation": {
        "id": 1,
        "sig_id": 1,
        "key": "ee",
        "name": "Cluster",
        "kind": "cluster_organisation",
        "country": "EE",
        "version": 1,
    },
    "cluster": {
        "id": 1,
        "sig_id": 1,
        "organisation_id": 1,
        "s3_priorities": [],
        "version": 1,
    },
    "network": {
        "id": 1,
        "sig_id": 1,
        "slug": "net",
        "name": "Network",
        "kind": "network",
        "relation": "liaison",
        "position": 1,
    },
    "cluster_network": {"cluster_id": 1, "network_id": 1, "position": 1},
    "membership": {
        "sig_id": 1,
        "person_id": 1,
        "role": "chair",
        "cluster_id": 1,
        "purpose": "",
        "may_submit": True,
        "listed_as": "members",
        "position": 1,
        "version": 1,
    },
    "white_paper": {
        "id": 1,
        "sig_id": 1,
        "title": "Paper",
        "subtitle": "",
        "language": "en",
        "licence": "CC-BY-4.0",
        "status": "drafting",
        "label": "0.1",
        "version": 1,
    },
    "section": {
        "id": 1,
        "paper_id": 1,
        "key": "outlook",
        "title": "Outlook",
        "position": 1,
        "mode": "handwritten",
        "locked": False,
        "revision": 3,
        "version": 1,
    },
    "section_revision": {
        "id": 1,
        "section_id": 1,
        "revision": 3,
        "body": "Words.",
        "sha256": "",
        "reason": "",
    },
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url_of_the_first_release(request, tmp_path):
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'convenor.db'}"
        yield _filled(url)
        return
    import postgres  # noqa: PLC0415 - beside the tests

    server = request.getfixturevalue("postgresql_server")
    with postgres.new_database(server) as url:
        yield _filled(url)


def _filled(url):
    migrate.upgrade(url, "0001")
    with _connection(url) as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection)
        stamps = {"created_at": _SOME_DAY, "updated_at": _SOME_DAY}
        for name, values in _ROWS.items():
            connection.execute(sa.insert(metadata.tables[name]), values | stamps)
    return url


@contextmanager
def _connection(url):
    name = url.replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(name, poolclass=sa.NullPool)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_a_group_of_the_first_release_reads_as_before(url_of_the_first_release):
    migrate.upgrade(url_of_the_first_release)

    database = open_database(url_of_the_first_release)
    with database.read() as session:
        sig = sigs.get(session, 1)
        (cluster,) = clusters.clusters(session, 1)
        place = members.membership(session, 1, 1)
        (kept,) = sections.listed(session, 1)
    database.close()
    assert (sig.name, sig.state, sig.quiet_from) == ("Group", SigState.ACTIVE, time(20))
    assert cluster.status is OrganisationStatus.ACTIVE
    assert (cluster.hubs, cluster.networks) == ((), ("net",))
    assert (kept.body, kept.section.state) == ("Words.", SectionState.DRAFT)
    assert (place.role, place.cluster_id, place.meetings) == (Role.CHAIR, 1, None)


def test_going_back_to_the_first_release_keeps_its_rows(url_of_the_first_release):
    migrate.upgrade(url_of_the_first_release)
    migrate.downgrade(url_of_the_first_release, "0001")

    with _connection(url_of_the_first_release) as connection:
        names = connection.exec_driver_sql("SELECT name FROM organisation").all()
        roles = connection.exec_driver_sql("SELECT role FROM membership").all()
    assert (names, roles) == ([("Cluster",)], [("chair",)])
