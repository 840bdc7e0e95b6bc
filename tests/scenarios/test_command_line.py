"""The command line as an operator meets it."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app, main
from bot.cli.demo_group import SAMPLE

from processes import environment_of

CHANNEL = "CSIG"


@pytest.fixture
def environment(slack, sqlite_url, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    values = environment_of(slack, sqlite_url, channel=CHANNEL)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


def crosses(output):
    """Return what is not in order, with the advice under it."""
    return re.findall(r"✗ (.*)\n +(.*)", output)


def test_the_doctor_is_content(environment):
    result = run("doctor")

    assert crosses(result.output) == []
    assert "All in order. Start the bot with: convenor run" in result.output
    assert result.exit_code == 0


def test_a_new_database_is_no_fault(environment):
    environment.setenv("DATABASE_URL", "sqlite:///new.db")

    result = run("doctor")

    assert "✓ Database (convenor run brings it up to date)" in result.output
    assert result.exit_code == 0


def test_the_doctor_finds_the_bot_outside_the_channel(environment, slack):
    slack.workspace.channels[CHANNEL].members.remove(slack.bot_user_id)

    result = run("doctor")

    ((_, advice),) = crosses(result.output)
    assert advice == "The bot is not in #sig yet. Type /invite @Convenor there."
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("name", "value", "found", "advice"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "Bot token", "invalid_auth"),
        ("SLACK_API_URL", "http://127.0.0.1:9", "Bot token", "does not answer"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "App-level token", "connections:write"),
        ("CONVENOR_CHANNEL", "CNOWHERE", "Channel CNOWHERE", "channel_not_found"),
        ("CONVENOR_CHAIRS", "UNOBODY", "Chair UNOBODY", "Copy member ID"),
        ("DATABASE_URL", "sqlite:////nowhere/x.db", "Database", "unable to open"),
        ("DATABASE_URL", "sqlite:///old.txt", "Database", "not a database"),
        ("PORT", "x", "Settings", "PORT"),
    ],
)
def test_the_doctor_says_what_to_do(environment, name, value, found, advice):
    environment.setenv(name, value)
    Path("old.txt").write_text("no database, " * 100)

    result = run("doctor")

    said = [f"{what}: {how}" for what, how in crosses(result.output)]
    assert any(found in each and advice in each for each in said), result.output
    assert result.exit_code == 1


def test_the_doctor_says_how_to_set_up_a_group_in_slack(environment):
    environment.delenv("CONVENOR_CHANNEL")
    environment.delenv("CONVENOR_CHAIRS")

    result = run("doctor")

    assert "types /sig setup in Slack" in result.output
    assert result.exit_code == 0


def test_the_doctor_names_each_missing_permission(environment, slack):
    slack.installation.scopes -= {"files:write", "files:read"}

    result = run("doctor")

    ((found, advice),) = crosses(result.output)
    assert found == "Permission files:write"
    assert "putting the white paper and calendar files into the channel" in advice
    assert "Permission files:read is off (optional" in result.output


def test_from_the_sample_group_to_its_paper_twice_the_same(environment, tmp_path):
    as_of = ("--as-of", "2021-11-15")
    assert run("import", str(SAMPLE)).exit_code == 0
    first = run("whitepaper", "draft", *as_of, "--output", "first")
    second = run("whitepaper", "draft", *as_of, "--output", "second")

    assert (first.exit_code, second.exit_code) == (0, 0)
    files = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert files == [
        *("contributions.png", "coverage.png"),
        *("white-paper-0.1.html", "white-paper-0.1.md"),
    ]
    for name in files:
        one = (tmp_path / "first" / name).read_bytes()
        assert one == (tmp_path / "second" / name).read_bytes()
    paper = (tmp_path / "first" / "white-paper-0.1.md").read_text("utf-8")
    printed = re.findall(r"^#### P-(\d+): ", paper, re.MULTILINE)
    expected = json.loads(SAMPLE.read_text("utf-8"))["expected"]["in_white_paper"]
    assert sorted(map(int, printed)) == [int(name[2:]) for name in expected]


def test_without_a_group_the_command_line_says_what_to_do(environment):
    result = run("whitepaper", "draft")

    assert "convenor import FILE.json" in str(result.exception)


def test_a_folder_that_cannot_be_written_is_named(environment, tmp_path):
    (tmp_path / "file").write_text("in the way")
    run("import", str(SAMPLE))

    result = run("whitepaper", "draft", "--output", "file")

    assert "file cannot be written" in str(result.exception)


def test_a_missing_setting_is_one_line(environment, capsys):
    environment.delenv("SLACK_BOT_TOKEN")
    environment.setattr("sys.argv", ["convenor", "run"])

    with pytest.raises(SystemExit) as ended:
        main()

    line = "convenor: SLACK_BOT_TOKEN is not set; see .env.example\n"
    assert (ended.value.code, capsys.readouterr().err) == (1, line)
