"""Numbers of a group: gapless and never given twice, whoever asks at once."""

import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.errors import NotSavedError
from bot.domain.practices import Practice, PracticeContent
from bot.domain.references import Kind
from bot.domain.sigs import Sig
from storage import practices, sigs
from storage.database import open_database

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    # These tests are about numbers, not about how long a busy machine takes.
    monkeypatch.setattr("storage.database._TURN_SECONDS", 60)
    monkeypatch.setattr("storage.engines.BUSY_MILLISECONDS", 20_000)


class _ChangedMindError(Exception):
    pass


def submit(database, sig_id, nonce, *, fail=False):
    with database.begin() as session:
        content = PracticeContent(title=f"Practice {nonce}")
        draft = practices.add_draft(
            session, Practice(sig_id=sig_id, content=content), nonce
        )
        number = sigs.next_number(session, sig_id, Kind.PRACTICE)
        practices.submit(session, draft.submit(number, NOW), nonce)
        if fail:
            raise _ChangedMindError


def all_numbers(database, sig_id):
    with database.read() as session:
        return [each.number for each in practices.numbered(session, sig_id)]


def a_sig(database):
    with database.begin() as session:
        return sigs.add(session, Sig()).id


def test_each_kind_and_each_group_counts_for_itself(database):
    one, other = a_sig(database), a_sig(database)

    with database.begin() as session:
        taken = [
            sigs.next_number(session, one, Kind.PRACTICE),
            sigs.next_number(session, one, Kind.PRACTICE),
            sigs.next_number(session, one, Kind.MEETING),
            sigs.next_number(session, other, Kind.PRACTICE),
        ]

    assert taken == [1, 2, 1, 1]


def test_a_number_of_a_transaction_that_is_rolled_back_is_given_again(database):
    sig_id = a_sig(database)
    with pytest.raises(_ChangedMindError):
        submit(database, sig_id, "first", fail=True)

    submit(database, sig_id, "second")

    assert all_numbers(database, sig_id) == [1]


def submit_patiently(database, sig_id, nonce, *, fail):
    """Submit as somebody who is told on a busy machine to try again, and does."""
    for _ in range(10):
        with suppress(NotSavedError):
            return submit(database, sig_id, nonce, fail=fail)
    return submit(database, sig_id, nonce, fail=fail)


def test_fifty_submissions_at_once_get_fifty_numbers_without_gaps(database):
    sig_id = a_sig(database)
    start = threading.Barrier(50)
    unexpected = []

    def one(index):
        fails = index % 5 == 0
        try:
            start.wait()
            submit_patiently(database, sig_id, f"n{index}", fail=fails)
        except _ChangedMindError:
            pass
        except Exception as error:  # noqa: BLE001 - reported by the assertion
            unexpected.append(error)

    threads = [threading.Thread(target=one, args=(index,)) for index in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not unexpected
    assert all_numbers(database, sig_id) == list(range(1, 41))


def test_the_same_form_sent_many_times_at_once_is_one_practice(database):
    sig_id = a_sig(database)
    with database.begin() as session:
        draft = Practice(sig_id=sig_id, content=PracticeContent(title="Once"))
        practices.add_draft(session, draft, "the nonce")
    start = threading.Barrier(10)
    seen = []

    def click():
        start.wait()
        with database.begin() as session:
            draft = practices.by_nonce(session, sig_id, "the nonce")
            if draft.number is None:
                number = sigs.next_number(session, sig_id, Kind.PRACTICE)
                draft = practices.submit(
                    session, draft.submit(number, NOW), "the nonce"
                )
            seen.append(draft.number)

    threads = [threading.Thread(target=click) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    submit(database, sig_id, "another")

    assert seen == [1] * 10
    assert all_numbers(database, sig_id) == [1, 2]


_SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
sys.path.insert(0, sys.argv[1] + "/tests/storage")
from test_numbers import submit
from storage import engines
from storage.database import open_database
engines.BUSY_MILLISECONDS = 20_000
database = open_database(sys.argv[2])
for index in range(40):
    submit(database, int(sys.argv[3]), f"{sys.argv[4]}-{index}")
database.close()
"""


def test_two_processes_on_one_file_do_not_disturb_each_other(sqlite_url):
    database = open_database(sqlite_url)
    sig_id = a_sig(database)

    processes = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _SCRIPT, str(ROOT), sqlite_url, str(sig_id), name],
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "other")
    ]
    errors = [process.communicate()[1] for process in processes]

    assert errors == ["", ""]
    assert all_numbers(database, sig_id) == list(range(1, 81))
    database.close()
