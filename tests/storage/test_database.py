"""Transactions: saved as a whole, or explained in a sentence a member may read."""

import logging
import sqlite3
import threading
import time
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bot.domain.errors import NotFoundError, NotSavedError, UnavailableError
from bot.domain.references import Kind
from bot.domain.sigs import Sig
from storage import engines, sigs
from storage.database import open_database
from storage.fairness import FairLock
from storage.tables import SigRow

PASSWORD = "not-for-logs"  # noqa: S105 - must not be shown


def names(database):
    with database.read() as session:
        return [sig.name for sig in sigs.all_sigs(session)]


def test_what_a_transaction_wrote_is_there_afterwards(database):
    with database.begin() as session:
        sigs.add(session, Sig(name="One"))

    assert names(database) == ["One"]


def test_an_error_of_the_program_passes_through_and_leaves_nothing(database):
    def change_then_fail():
        with database.begin() as session:
            sigs.add(session, Sig(name="One"))
            sigs.get(session, 77)

    with pytest.raises(NotFoundError, match="no such group"):
        change_then_fail()

    assert names(database) == []


def test_what_is_written_while_reading_is_not_kept(sqlite_database):
    with sqlite_database.read() as session:
        sigs.add(session, Sig(name="One"))

    assert names(sqlite_database) == []


def test_postgresql_refuses_to_write_while_reading(postgresql_url):
    database = open_database(postgresql_url)

    with pytest.raises(NotSavedError, match="read-only"), database.read() as session:
        sigs.add(session, Sig(name="One"))
    database.close()


def test_postgresql_prepares_what_is_read_again_and_again(postgresql_url):
    database = open_database(postgresql_url)
    for _ in range(7):
        names(database)

    with database.read() as session:
        prepared = "SELECT statement FROM pg_prepared_statements"
        found = session.connection().exec_driver_sql(prepared).scalars().all()
    database.close()
    assert [statement for statement in found if "FROM sig" in statement]


def test_a_reader_sees_one_state_of_everything(database):
    with database.read() as session:
        before = sigs.all_sigs(session)
        with database.begin() as other:
            sigs.add(other, Sig(name="Meanwhile"))
        session.expire_all()
        after = sigs.all_sigs(session)

    assert before == after == ()
    assert names(database) == ["Meanwhile"]


def test_the_program_clock_dates_the_rows(sqlite_url):
    moments = iter([datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 9)])
    database = open_database(sqlite_url, clock=lambda: next(moments))
    with database.begin() as session:
        sig = sigs.add(session, Sig())
    with database.begin() as session:
        sigs.bind(session, sig.id, team_id="T1", channel_id="C1")

    with database.read() as session:
        row = session.get(SigRow, sig.id)
        assert row.created_at == datetime(2026, 1, 1, tzinfo=UTC)
        assert row.updated_at == datetime(2026, 1, 3, tzinfo=UTC)
    database.close()


def test_a_database_that_answers_says_so(database):
    assert database.ping()


def test_a_database_that_is_not_there_says_so(tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'missing' / 'x.db'}")

    assert not database.ping()
    with (
        pytest.raises(NotSavedError, match="Nothing was saved: the database file can"),
        database.begin() as session,
    ):
        sigs.add(session, Sig())


def test_a_locked_file_is_busy(sqlite_url, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 50)
    database = open_database(sqlite_url)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")

    with (
        pytest.raises(NotSavedError, match="Nothing was saved: the database is busy"),
        database.begin() as session,
    ):
        sigs.add(session, Sig())
    other.rollback()
    other.close()
    assert names(database) == []
    database.close()


def test_several_that_open_a_new_file_at_once_all_come_in(tmp_path):
    """SQLite does not wait by itself while another one switches the file to WAL."""
    together, errors = threading.Barrier(4), []

    def enter(database):
        together.wait()
        try:
            with database.begin() as session:
                session.connection().exec_driver_sql("SELECT 1")
        except NotSavedError as error:
            errors.append(error)

    for number in range(50):
        opened = [open_database(f"sqlite:///{tmp_path}/{number}.db") for _ in range(4)]
        threads = [threading.Thread(target=enter, args=(each,)) for each in opened]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for each in opened:
            each.close()

    assert errors == []


def test_a_full_disk_is_named(sqlite_database):
    def write_much():
        with sqlite_database.begin() as session:
            pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
            session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            sigs.add(session, Sig(objectives="x" * 100_000))

    with pytest.raises(NotSavedError, match="the disk is full"):
        write_much()

    assert names(sqlite_database) == []


def test_a_database_without_tables_says_what_to_run(tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'empty.db'}")

    with (
        pytest.raises(NotSavedError, match="Run: convenor migrate"),
        database.begin() as session,
    ):
        sigs.all_sigs(session)
    database.close()


def test_a_postgresql_database_without_tables_says_what_to_run(postgresql_server):
    database = open_database(postgresql_server)

    with (
        pytest.raises(NotSavedError, match="Run: convenor migrate"),
        database.begin() as session,
    ):
        sigs.all_sigs(session)
    database.close()


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "x.db").write_bytes(b"some other file, not a database at all" * 100)
    database = open_database(f"sqlite:///{tmp_path / 'x.db'}")

    with pytest.raises(NotSavedError, match="damaged"), database.begin() as session:
        sigs.add(session, Sig())
    database.close()


def test_a_lost_connection_is_explained_and_the_next_one_works(postgresql_url):
    database = open_database(postgresql_url)

    def lose_the_connection():
        with database.begin() as session:
            connection = session.connection()
            mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            with database.begin() as other:
                end = f"SELECT pg_terminate_backend({mine})"
                other.connection().exec_driver_sql(end)
            sigs.add(session, Sig())

    with pytest.raises(NotSavedError, match="Nothing was saved"):
        lose_the_connection()

    with database.begin() as session:
        sigs.add(session, Sig(name="Again"))
    assert names(database) == ["Again"]
    database.close()


def test_a_mistake_of_the_program_is_not_dressed_up(database):
    with pytest.raises(sa.exc.IntegrityError), database.begin() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO sig_counter (sig_id, kind, last, created_at, updated_at)"
            " VALUES (99, 'P', 1, '2026-01-01', '2026-01-01')"
        )
    with (
        pytest.raises((sa.exc.ProgrammingError, NotSavedError)),
        database.begin() as session,
    ):
        session.connection().exec_driver_sql("SELEC nothing")


def test_a_member_text_is_in_no_log(sqlite_database, caplog):
    with (
        caplog.at_level(logging.DEBUG),
        pytest.raises(NotSavedError),
        sqlite_database.begin() as session,
    ):
        session.execute(sa.text("INSERT INTO nowhere VALUES (:x)"), {"x": PASSWORD})

    assert PASSWORD not in caplog.text


def test_transactions_within_transactions_are_refused_at_once(sqlite_database):
    with (
        pytest.raises(RuntimeError, match="inside"),
        sqlite_database.begin(),
        sqlite_database.begin(),
    ):
        pass
    with sqlite_database.begin() as session:
        sigs.add(session, Sig(name="Afterwards"))

    assert names(sqlite_database) == ["Afterwards"]


def test_readers_do_not_wait_for_a_writer(sqlite_database):
    with sqlite_database.begin() as session:
        sigs.add(session, Sig(name="Slow"))
        began = time.perf_counter()
        found = []
        reader = threading.Thread(target=lambda: found.append(names(sqlite_database)))
        reader.start()
        reader.join()

    assert found == [[]]
    assert time.perf_counter() - began < 2


def test_a_commit_survives_a_power_cut(sqlite_database):
    with sqlite_database.begin() as session:
        pragma = session.connection().exec_driver_sql
        settings = {
            name: pragma(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    full = 2
    assert settings == {"journal_mode": "wal", "synchronous": full, "foreign_keys": 1}


def test_the_password_is_never_shown():
    database = open_database(f"postgres://me:{PASSWORD}@db.example/convenor")

    assert PASSWORD not in repr(database)
    assert PASSWORD not in database.url
    assert "me:***@db.example/convenor" in database.url
    database.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param(f"mysql://me:{PASSWORD}@h/x", "DATABASE_URL", id="mysql"),
        pytest.param(f"{PASSWORD} is no address", "DATABASE_URL", id="nonsense"),
        pytest.param("sqlite://", "memory", id="in memory"),
        pytest.param("sqlite:///:memory:", "memory", id="in memory, named"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(url, said):
    with pytest.raises(UnavailableError, match=said) as caught:
        open_database(url)

    assert PASSWORD not in str(caught.value)


def test_a_missing_driver_names_the_extra(monkeypatch):
    real = engines.find_spec
    monkeypatch.setattr(
        engines, "find_spec", lambda name: None if name == "psycopg" else real(name)
    )

    with pytest.raises(UnavailableError, match=r"pip install 'convenor\[postgres\]'"):
        open_database("postgresql://localhost/x")


def test_the_lock_serves_in_the_order_of_asking():
    lock, served = FairLock(), []
    assert lock.acquire(1)

    def work(index):
        assert lock.acquire(5)
        served.append(index)
        lock.release()

    threads = []
    for index in range(20):
        thread = threading.Thread(target=work, args=(index,))
        thread.start()
        threads.append(thread)
        while len(lock._waiting) <= index:
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()

    assert served == list(range(20))


def test_the_lock_gives_up_after_a_while_and_is_not_lost():
    lock = FairLock()
    assert lock.acquire(1)

    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0.01)


def test_a_row_that_stays_locked_is_busy(postgresql_url, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 50)
    database = open_database(postgresql_url)
    with database.begin() as session:
        sig = sigs.add(session, Sig())

    def wait_for_another():
        with database.begin() as one:
            sigs.next_number(one, sig.id, Kind.PRACTICE)
            with database.begin() as other:
                sigs.next_number(other, sig.id, Kind.PRACTICE)

    with pytest.raises(NotSavedError, match="Nothing was saved: the database is busy"):
        wait_for_another()
    database.close()


def test_a_turn_that_does_not_come_is_busy(sqlite_database, monkeypatch):
    monkeypatch.setattr("storage.database._TURN_SECONDS", 0.05)
    entered, leave = threading.Event(), threading.Event()

    def slow():
        with sqlite_database.begin():
            entered.set()
            leave.wait(5)

    thread = threading.Thread(target=slow)
    thread.start()
    entered.wait(5)
    with (
        pytest.raises(NotSavedError, match="Nothing was saved: the database is busy"),
        sqlite_database.begin(),
    ):
        pass
    leave.set()
    thread.join()
