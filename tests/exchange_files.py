"""Importing and exporting in tests: the corpus, and short ways to take and give it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import copies
import pytest

from bot.domain.errors import ImportRejectedError
from bot.services import exchange
from storage import sigs

DATA = Path(__file__).parent / "data"
# The sample group of the demo is what the tests read, so that there is one.
CORPUS = Path(__file__).parent.parent / "bot" / "cli" / "sample_group.json"


def clock():
    return datetime(2026, 11, 21, 12, tzinfo=UTC)


def the_corpus():
    return json.loads(CORPUS.read_text("utf-8"))


def take(database, value, **options):
    """Import a file given as bytes or as JSON values."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return exchange.import_file(database, clock, data, **options)


def prepare(database, value):
    """Let a database hold what the import of a file into an empty one leaves there."""
    data = json.dumps(value).encode()
    copies.filled(database, data, lambda: take(database, data))


def give(database, folder, sig_id=None):
    """Export and return the JSON values."""
    exchange.export(database, sig_id, folder)
    return json.loads((folder / exchange.JSON_NAME).read_text("utf-8"))


def problems_of(database, value):
    """Import a file that must be refused as a whole, and return the reasons."""
    with database.read() as session:
        before = sigs.all_sigs(session)
    with pytest.raises(ImportRejectedError) as caught:
        take(database, value)
    with database.read() as session:
        assert sigs.all_sigs(session) == before
    return list(caught.value.problems)


def record(value, name, key):
    """Return the record of a list by its identifier."""
    return next(each for each in value[name] if each["id"] == key)
