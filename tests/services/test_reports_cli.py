"""`convenor report` as an operator sees it."""

import shutil

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import data, reports
from bot.domain.errors import ConvenorError


@pytest.fixture
def run(tmp_path):
    app = typer.Typer()
    data.register(app)
    reports.register(app)
    url = f"sqlite:///{tmp_path / 'convenor.db'}"

    def call(*arguments):
        words = [str(each) for each in arguments]
        return CliRunner().invoke(app, [*words, "--database-url", url])

    return call


@pytest.fixture
def sample(sample_sqlite, tmp_path):
    shutil.copy(sample_sqlite, tmp_path / "convenor.db")


def test_a_report_is_printed_and_written(run, sample, tmp_path):
    folder = tmp_path / "new" / "folder"

    result = run("report", "--year", "2021", "--output", folder)

    assert result.exit_code == 0
    assert "Special interest group in 2021\n10 meetings" in result.stdout
    written = sorted(path.name for path in folder.iterdir())
    assert written == ["report-2021.csv", "report-2021.png"]
    assert all(str(folder / name) in result.stdout for name in written)


def test_a_year_of_which_nothing_is_known_writes_no_files(run, sample, tmp_path):
    result = run("report", "--year", "2019", "--output", tmp_path / "out")

    assert "I know nothing of 2019" in result.stdout
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_done_is_said_in_a_sentence(run, sample_sqlite, tmp_path):
    assert "There is no group here yet" in str(run("report").exception)
    shutil.copy(sample_sqlite, tmp_path / "convenor.db")
    assert "four digits" in str(run("report", "--year", "21").exception)
    (tmp_path / "file").write_text("")

    blocked = run("report", "--year", "2021", "--output", tmp_path / "file")

    assert isinstance(blocked.exception, ConvenorError)
    assert "cannot be written" in str(blocked.exception)
