"""Migrations: the schema they make is the declared one, on both databases."""

import re
import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.domain.errors import NotSavedError, UnavailableError
from storage import migrate
from storage.tables import metadata
from storage.tables.search import WORDS, is_declared

import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def empty(request, kind, tmp_path):
    """A database without any table."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'one.db'}"
        return
    server = request.getfixturevalue("postgresql_server")
    with postgres.new_database(server) as url:
        yield url


@pytest.fixture
def migrated(request, kind):
    """A database that the migrations have made, and that is only read."""
    if kind == "sqlite":
        return f"sqlite:///{request.getfixturevalue('migrated_sqlite')}"
    return request.getfixturevalue("migrated_postgresql")


def _engine(url):
    if url.startswith("postgresql"):
        url = sa.make_url(url).set(drivername="postgresql+psycopg")
    return sa.create_engine(url, poolclass=sa.NullPool)


def _schema(url):
    """Everything the database knows about its tables, in comparable form."""
    engine = _engine(url)
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        names = set(inspector.get_table_names()) - {"alembic_version"}
        described = {name: _table(inspector, name) for name in names}
        for name, text in _definitions(connection):
            described[f"definition of {name}"] = text
    engine.dispose()
    return described


def _table(inspector, name):
    columns = {
        column["name"]: (
            str(column["type"]),
            column["nullable"],
            column["default"],
        )
        for column in inspector.get_columns(name)
    }
    keys = sorted(
        (
            key["name"],
            tuple(key["constrained_columns"]),
            key["referred_table"],
            str(key["options"]),
        )
        for key in inspector.get_foreign_keys(name)
    )
    uniques = sorted(
        (each["name"], tuple(each["column_names"]))
        for each in inspector.get_unique_constraints(name)
    )
    checks = sorted(
        (each["name"], each["sqltext"])
        for each in inspector.get_check_constraints(name)
    )
    primary = inspector.get_pk_constraint(name)
    return (
        columns,
        keys,
        uniques,
        checks,
        primary["name"],
        set(primary["constrained_columns"]),
    )


def _definitions(connection):
    """The databases' own words for indexes, with their conditions, and checks."""
    if connection.dialect.name == "sqlite":
        query = (
            "SELECT name, sql FROM sqlite_master"
            " WHERE (type IN ('index', 'trigger') OR sql LIKE 'CREATE VIRTUAL%')"
            " AND tbl_name <> 'alembic_version'"
        )
        for name, text in connection.exec_driver_sql(query):
            yield name, re.sub(r"\s+", " ", text or "automatic")
        return
    queries = (
        (
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " AND tablename <> 'alembic_version'"
        ),
        (
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype IN ('c', 'f', 'u')"
            " AND connamespace = 'public'::regnamespace"
        ),
    )
    for query in queries:
        yield from connection.exec_driver_sql(query)


def test_the_migrated_schema_is_the_declared_one(migrated, empty):
    engine = _engine(empty)
    metadata.create_all(engine)
    engine.dispose()

    assert _schema(empty) == _schema(migrated)


def test_the_comparison_sees_checks_partial_indexes_and_enumerations(migrated):
    described = _schema(migrated)

    _, _, _, checks, _, _ = described["outbox"]
    assert "missed" in str(checks)
    assert "claimed" in described["definition of ix_outbox_due"]
    assert "WHERE" in described["definition of ix_outbox_due"]


def test_autogenerate_finds_nothing_to_do(migrated):
    engine = _engine(migrated)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_declared}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert not differences


def test_up_down_and_up_again_ends_at_the_same_schema(empty):
    migrate.upgrade(empty)
    before = _schema(empty)
    migrate.downgrade(empty, "base")
    emptied = _schema(empty)
    migrate.upgrade(empty)

    assert not emptied
    assert _schema(empty) == before


def test_processes_that_start_at_once_take_turns_until_it_is_current(empty):
    errors = []

    def start():
        try:
            migrate.upgrade(empty)
        except Exception as error:  # noqa: BLE001 - reported by the assertion
            errors.append(error)

    assert not migrate.is_current(empty)
    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not errors
    assert migrate.is_current(empty)


def test_a_database_of_a_newer_version_is_left_alone(sqlite_url):
    engine = _engine(sqlite_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()

    with pytest.raises(UnavailableError, match="newer version"):
        migrate.upgrade(sqlite_url)


def test_rows_that_lost_their_parent_stop_the_migration(sqlite_url):
    engine = _engine(sqlite_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO sig_counter (sig_id, kind, last, created_at, updated_at)"
            " VALUES (7, 'P', 1, '2026-01-01', '2026-01-01')"
        )
        connection.exec_driver_sql("DELETE FROM alembic_version")
        tables = [name for name in metadata.tables if name != "sig_counter"]
        for name in (*tables, WORDS):
            connection.exec_driver_sql(f"DROP TABLE {name}")
        connection.exec_driver_sql("ALTER TABLE sig_counter RENAME TO leftover")
    engine.dispose()

    with pytest.raises(NotSavedError, match="leftover"):
        migrate.upgrade(sqlite_url)


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path):
    url = f"sqlite:///{tmp_path / 'convenor.db'}"
    engine = _engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE inbound (key TEXT)")
    before = _schema(url)

    with pytest.raises(NotSavedError, match="inbound"):
        migrate.upgrade(url)
    assert _schema(url) == before


def test_a_file_that_cannot_be_opened_is_explained(tmp_path):
    with pytest.raises(NotSavedError, match="unable to open"):
        migrate.upgrade(f"sqlite:///{tmp_path / 'missing' / 'convenor.db'}")
