"""`convenor import`, `export` and `migrate` as an operator sees them."""

import json
import shutil

import pytest
import typer
from exchange_files import CORPUS
from typer.testing import CliRunner

from bot.cli import data
from storage import migrate


@pytest.fixture
def run(tmp_path):
    app = typer.Typer()
    data.register(app)
    url = f"sqlite:///{tmp_path / 'convenor.db'}"

    def call(*arguments):
        words = [str(each) for each in arguments]
        return CliRunner().invoke(app, [*words, "--database-url", url])

    call.url = url
    return call


def test_import_prepares_the_database_and_says_what_it_did(run):
    result = run("import", CORPUS)

    assert result.exit_code == 0
    assert result.stdout.startswith("Imported into a new group: Special interest group")
    assert "  new: 24 practices\n" in result.stdout


@pytest.fixture
def sample(sample_sqlite, tmp_path):
    shutil.copy(sample_sqlite, tmp_path / "convenor.db")


@pytest.fixture
def migrated(migrated_sqlite, tmp_path):
    shutil.copy(migrated_sqlite, tmp_path / "convenor.db")


def test_import_again_says_that_nothing_changed(run, sample):
    result = run("import", CORPUS)

    assert result.exit_code == 0
    assert result.stdout.startswith("Nothing to change")


def test_export_names_the_files_it_wrote(run, sample, tmp_path):
    result = run("export", tmp_path / "out")

    assert result.exit_code == 0
    assert str(tmp_path / "out" / "convenor.json") in result.stdout.splitlines()
    given = json.loads((tmp_path / "out" / "convenor.json").read_text("utf-8"))
    assert len(given["practices"]) == 24


def test_a_refused_file_is_one_block_with_every_reason(run, migrated, tmp_path):
    corpus = json.loads(CORPUS.read_text("utf-8"))
    corpus["practices"][3]["title"] = "x" * 120
    corpus["themes"][0]["label"] = None
    (tmp_path / "broken.json").write_text(json.dumps(corpus))

    result = run("import", tmp_path / "broken.json")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "convenor: Nothing was imported: there are 2 problems in this file.",
        "  themes[0] eprescription: label: This is missing.",
        "  practices[3] P-04: title: That is 120 characters; 100 fit here.",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"nope", "convenor: The file is not JSON", id="no json"),
        pytest.param(
            "{}".encode("utf-16"),
            "convenor: This file is written in UTF-16",
            id="utf-16",
        ),
    ],
)
def test_a_file_that_is_no_json_is_one_line(run, migrated, tmp_path, content, said):
    (tmp_path / "x.json").write_bytes(content)

    result = run("import", tmp_path / "x.json")

    assert result.exit_code == 1
    assert result.stderr.startswith(said)
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_file_is_one_line(run, migrated, tmp_path):
    result = run("import", tmp_path / "none.json")

    assert result.exit_code == 1
    assert result.stderr == f"convenor: There is no file {tmp_path / 'none.json'}.\n"


def test_export_of_an_empty_database_says_what_to_do(run, tmp_path):
    before = run("export", tmp_path / "out")
    run("migrate")
    after = run("export", tmp_path / "out")

    assert (before.exit_code, after.exit_code) == (1, 1)
    assert "Run: convenor migrate" in before.stderr
    assert "There is no group yet" in after.stderr
    assert not (tmp_path / "out").exists()


def test_migrate_says_where_the_database_stands(run):
    first, again = run("migrate"), run("migrate")

    assert (
        first.stdout == f"The database is now up to date (schema {migrate.head()}).\n"
    )
    assert "already up to date" in again.stdout
    assert migrate.is_current(run.url)


def test_a_database_that_does_not_answer_is_one_line(tmp_path):
    app = typer.Typer()
    data.register(app)
    url = f"sqlite:///{tmp_path / 'missing' / 'x.db'}"

    result = CliRunner().invoke(app, ["migrate", "--database-url", url])

    assert result.exit_code == 1
    assert "unable to open database file" in result.stderr
    assert len(result.stderr.splitlines()) == 1
