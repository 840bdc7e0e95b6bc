"""`convenor whitepaper import`, as an operator runs it."""

import pytest
from paper_group import INTRODUCTION, a_desk
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.errors import ConvenorError, ImportRejectedError


@pytest.fixture
def desk(sqlite_database):
    return a_desk(sqlite_database)


@pytest.fixture
def run(sqlite_url, tmp_path):
    """Return what runs the command on a text, with what is typed."""

    def running(markdown, *options, typed=""):
        file = tmp_path / "draft.md"
        file.write_text(markdown, encoding="utf-8")
        words = ["whitepaper", "import", str(file), "--database-url", sqlite_url]
        return CliRunner().invoke(app, [*words, *options], input=typed)

    return running


def test_it_previews_asks_and_imports(desk, run):
    result = run(desk.draft().replace("Our method.", "Our way."), typed="y\n")

    assert "1 section changes" in result.output
    assert result.output.endswith("Imported.\n")
    assert "Our way." in desk.body("introduction")


def test_a_no_changes_nothing(desk, run):
    result = run(desk.draft().replace("Our method.", "Our way."), typed="n\n")

    assert result.output.endswith("Nothing was imported.\n")
    assert desk.body("introduction") == INTRODUCTION


def test_it_does_not_ask_where_nobody_is(desk, run):
    result = run(desk.draft().replace("Our method.", "Our way."), "--yes")

    assert result.output.endswith("Imported.\n")


def test_an_unchanged_draft_says_so(desk, run):
    assert run(desk.draft()).output.endswith("There is nothing to import.\n")


def test_two_texts_are_kept_for_a_choice(desk, run):
    edited = desk.draft().replace("Our method.", "As the file has it.")
    desk.write("introduction", INTRODUCTION.replace("Our method.", "As Slack has it."))

    assert "/whitepaper conflicts" in run(edited, "--yes").output
    assert "As Slack has it." in desk.body("introduction")


def test_a_broken_file_is_refused(desk, run):
    assert isinstance(run("# A letter\n").exception, ImportRejectedError)
    assert desk.body("introduction") == INTRODUCTION


def test_a_file_that_is_not_there_is_told(desk, sqlite_url, tmp_path):
    words = ["whitepaper", "import", str(tmp_path / "no.md")]
    result = CliRunner().invoke(app, [*words, "--database-url", sqlite_url])

    assert isinstance(result.exception, ConvenorError)
