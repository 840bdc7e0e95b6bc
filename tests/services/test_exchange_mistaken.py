"""What is misspelt, too large or of another kind is named or made harmless."""

import json

import pytest
from exchange_files import clock, problems_of, record, take, the_corpus

from bot.domain.errors import ImportRejectedError
from bot.domain.exchange import decoding
from bot.domain.exchange.tables import csv_files
from bot.services import exchange


@pytest.fixture
def corpus():
    return the_corpus()


def test_a_misspelt_field_is_a_doubt(sqlite_database, corpus):
    record(corpus, "practices", "P-01")["visiblity"] = "sig_only"
    corpus["white_paper"]["sections"][2]["lockd"] = True
    corpus["members"] = [
        {"id": "m", "role": "member", "name": "m", "cluster": None, "expires": "x"}
    ]

    report = take(sqlite_database, corpus)

    assert report.doubts == (
        "m: I do not know the field expires.",
        "P-01: I do not know the field visiblity.",
        "Executive summary: I do not know the field lockd.",
    )


def test_a_misspelt_field_of_a_consent_is_refused(sqlite_database, corpus):
    record(corpus, "practices", "P-01")["consent"]["withdrawn_at"] = "2021-09-01"

    found = problems_of(sqlite_database, corpus)

    assert found == [
        "practices[0] P-01: consent.withdrawn_at: I do not know this field."
    ]


def test_of_a_file_on_disk_no_more_than_the_limit_is_read(
    sqlite_database, tmp_path, monkeypatch
):
    monkeypatch.setattr(decoding, "MAX_BYTES", 2**20)
    monkeypatch.setattr(exchange, "MAX_BYTES", 2**20)
    (tmp_path / "large.json").write_bytes(b" " * (2**20 + 2))

    with pytest.raises(ImportRejectedError, match="larger than 1 MB"):
        exchange.import_file(sqlite_database, clock, tmp_path / "large.json")


def test_a_number_that_is_too_large_is_refused(sqlite_database, corpus):
    data = json.dumps(corpus)[:-1] + ', "x": [1.5, -1e999]}'

    found = problems_of(sqlite_database, data.encode())

    assert found == ["The file is not JSON: -1e999 is too large a number."]


@pytest.mark.parametrize(
    ("part", "value", "where"),
    [
        pytest.param(
            "practices",
            "0001-01-01T00:00:00+14:00",
            "practices[0] P-01: submitted_at",
            id="submitted",
        ),
        pytest.param(
            "meetings",
            "0001-01-01T00:00",
            "meetings[0] M-2021-01: starts_local",
            id="first year",
        ),
        pytest.param(
            "meetings",
            "9999-12-31T23:59",
            "meetings[0] M-2021-01: starts_local",
            id="last year",
        ),
    ],
)
def test_a_year_that_cannot_be_meant_is_a_problem(
    sqlite_database, corpus, part, value, where
):
    corpus[part][0].pop("starts_utc", None)
    corpus[part][0][where.rpartition(" ")[2]] = value

    found = problems_of(sqlite_database, corpus)

    assert found == [f"{where}: Write a year from 1900 to 2200."]


@pytest.mark.parametrize(
    "value", [{}, {"name": "x", "version": "1.0", "practises": []}]
)
def test_a_file_without_anything_known_is_refused(sqlite_database, value):
    (found,) = problems_of(sqlite_database, value)

    assert found == (
        "This file holds nothing that I know. It should be a file that convenor "
        "export wrote."
    )


@pytest.mark.parametrize(
    "text", ["＝1+1", "＋1", "－1", "＠SUM(A1)", " =1+1", "\u00a0=1", '" =1', "a; =1"]
)
def test_no_cell_hides_a_formula_behind_a_space_or_a_wide_sign(text):
    table = csv_files({"themes": [{"id": "x", "label": text}]})["themes.csv"]

    sign = next(each for each in "=＝＋－＠" if each in text)
    assert f"'{sign}" in table
