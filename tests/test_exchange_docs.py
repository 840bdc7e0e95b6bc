"""The document on the exchange format names every key of a file."""

import re
from pathlib import Path

from exchange_files import clock, give, take
from exchange_full import the_full_group

from bot.services import exchange

DOCUMENT = Path(__file__).parent.parent / "docs" / "exchange-format.md"
# Kept as the sample says them, and known to nobody.
_FOREIGN = {"_about", "field_limits", "expected"}
# Names of sources, not keys.
_BY_NAME = "sources"


def keys_of(value):
    if isinstance(value, list):
        return set().union(*map(keys_of, value))
    if not isinstance(value, dict):
        return set()
    return set(value) | keys_of(list(value.values()))


def test_every_key_of_a_full_file_is_explained(sqlite_database, tmp_path):
    take(sqlite_database, the_full_group())
    given = give(sqlite_database, tmp_path)
    given = {name: given[name] for name in given.keys() - _FOREIGN}
    sources = given.pop(_BY_NAME)

    words = set(re.findall(r"`(\w+)`", DOCUMENT.read_text("utf-8")))

    nested = keys_of(list(sources.values())) | keys_of(given)
    # What is counted and what a claim rests on explain themselves.
    spoken = {"for_", "against", "abstain", "field", "claim"}
    assert nested - spoken - words == set()


def test_the_example_of_a_small_file_is_taken(sqlite_database):
    take(sqlite_database, the_full_group())
    (example,) = re.findall(r"`(\{.+\})`", DOCUMENT.read_text("utf-8"))

    report = exchange.import_file(sqlite_database, clock, example.encode())

    assert dict(report.changed) == {"clusters": ("cl-ee",)}
