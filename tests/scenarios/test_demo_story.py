"""`convenor demo --once`: what it prints, word for word, and a group that was kept."""

import contextlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app, demo, story
from bot.cli.story import Watch

# When wording changes on purpose, what is printed now becomes the text of this file.
TOLD = Path(__file__).parent.parent / "data" / "demo_story.txt"
# A Thursday; the clocks change before the next meeting.
NOW = datetime(2026, 3, 26, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def told(folder):
    """Play the story once in a new group and return what was printed."""
    printed = io.StringIO()
    with (
        contextlib.redirect_stdout(printed),
        demo.running(folder, watch=Watch(lambda: NOW)) as stage,
    ):
        story.play(stage)
        problems = stage.slack.complaints

    assert problems == []
    return printed.getvalue().replace(str(folder), "FOLDER").strip()


def test_the_story_is_told_word_for_word(told):
    assert told == TOLD.read_text("utf-8").strip()


def test_in_a_kept_folder_the_story_goes_on(told, folder):
    result = CliRunner().invoke(app, ["demo", "--once", "--keep", str(folder)])

    assert result.exit_code == 0, result.output
    assert "P-26" in result.output
    assert "Edition 0.3" in result.output
    assert "The end." in result.output
    assert (folder / "white-paper-0.2.html").exists()
