"""`convenor practice` as an operator sees it."""

import shutil
import subprocess
import sys

import pytest
import typer
from filled_forms import ANSWERS, as_markdown, as_table
from sqlmodel import select
from typer.testing import CliRunner

from bot.cli import data, forms
from bot.domain.errors import ConvenorError, InvalidInputError
from bot.domain.outbox import MessageKind
from bot.domain.permissions import Role
from storage import sigs
from storage.database import open_database
from storage.tables import OutboxRow, PracticeRow

from groups import TEAM, seat

# The sample group calls its themes differently; their short names are the same.
FILLED = ANSWERS | {"themes": "telehealth"}


@pytest.fixture
def run(tmp_path):
    app = typer.Typer()
    data.register(app)
    forms.register(app)
    url = f"sqlite:///{tmp_path / 'convenor.db'}"

    def call(*arguments, typed=None):
        words = [str(each) for each in arguments]
        runner = CliRunner()
        return runner.invoke(app, [*words, "--database-url", url], input=typed)

    call.url = url
    return call


@pytest.fixture
def database(run, sample_sqlite, tmp_path):
    """The sample group, where somebody speaks for its Estonian cluster."""
    shutil.copy(sample_sqlite, tmp_path / "convenor.db")
    opened = open_database(run.url)
    with opened.begin() as session:
        (sig,) = sigs.all_sigs(session)
        sigs.bind(session, sig.id, team_id=TEAM, channel_id="CSIG")
    seat(opened, "CSIG", "UESTONIA", Role.MEMBER, "EE")
    yield opened
    opened.close()


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "form.md"
    path.write_text(as_markdown(FILLED), "utf-8")
    return path


def imported(database):
    with database.read() as session:
        drafts = session.exec(select(PracticeRow).where(PracticeRow.status == "draft"))
        kind = OutboxRow.kind == MessageKind.PRACTICE_IMPORTED
        told = session.exec(select(OutboxRow).where(kind))
        return len(drafts.all()), [row.recipient for row in told]


def test_a_form_is_printed_without_any_group(run):
    text, table = run("practice", "form"), run("practice", "form", "--csv")

    assert text.stdout.startswith("# Practice\n\n> Help: Thank you for sharing")
    assert "ePrescription and medication" in text.stdout
    assert table.stdout_bytes.startswith(b"\xef\xbb\xbfQuestion;Help;Answer\r\n")


def test_a_form_has_the_themes_of_the_group(run, database):
    with database.begin() as session:
        session.connection().exec_driver_sql(
            "UPDATE theme SET label = 'Our own theme' WHERE slug = 'ai'"
        )

    assert "Our own theme" in run("practice", "form").stdout
    assert run("practice", "form", "--sig", "99").exit_code == 1


def test_a_real_shell_gets_the_bytes(tmp_path):
    path = tmp_path / "form.csv"
    url = f"sqlite:///{tmp_path / 'none.db'}"
    words = ["-m", "bot", "practice", "form", "--csv", "--database-url", url]
    with path.open("wb") as out:
        subprocess.run([sys.executable, *words], stdout=out, check=True)  # noqa: S603

    assert path.read_bytes().startswith(b"\xef\xbb\xbfQuestion;Help;Answer\r\nTitle;")
    assert not (tmp_path / "none.db").exists()


def test_a_form_is_imported_for_a_cluster_after_a_question(run, database, form):
    no = run("practice", "import", form, "--sponsor", "cl-ee", typed="n\n")
    assert imported(database) == (0, [])
    yes = run("practice", "import", form, "--sponsor", "cl-ee", typed="y\n")

    assert "form.md: 1 practice, no problems" in no.stdout
    assert "Nothing was imported." in no.stdout
    assert f"Draft saved: {ANSWERS['title']}" in yes.stdout
    assert imported(database) == (1, ["UESTONIA"])


def test_the_same_form_twice_is_the_same_draft(run, database, form):
    run("practice", "import", form, "--sponsor", "cl-ee", "--yes")

    again = run("practice", "import", form, "--sponsor", "cl-ee", "--yes")

    assert "There already, from the same file" in again.stdout
    assert imported(database) == (1, ["UESTONIA"])


def test_problems_are_listed_and_nothing_is_imported(run, database, tmp_path):
    path = tmp_path / "form.csv"
    text = as_table(FILLED, FILLED | {"country": "Narnia", "start": "soon"})
    path.write_bytes(text.encode("utf-16"))

    result = run("practice", "import", path, "--sponsor", "cl-ee", "--yes")

    assert result.exit_code == 1
    assert "form.csv: 2 practices, 2 problems" in result.output
    assert "Country: I do not know “Narnia”." in result.output
    assert "Nothing was imported." in result.output
    assert imported(database) == (0, [])


def test_what_is_still_needed_is_listed(run, database, tmp_path):
    path = tmp_path / "half.txt"
    path.write_bytes("## Title\nPôle santé".encode("cp1252"))

    result = run("practice", "import", path, "--sponsor", "cl-ee", "--yes")

    assert "  Pôle santé (still needed: Summary, " in result.stdout
    assert "please check: This file is not UTF-8" in result.stdout
    assert imported(database) == (1, ["UESTONIA"])


def test_what_cannot_be_done_is_said_in_a_sentence(run, form, sample_sqlite, tmp_path):
    words = ("practice", "import", form, "--sponsor", "cl-ee", "--yes")
    assert "There is no group here yet" in str(run(*words).exception)
    shutil.copy(sample_sqlite, tmp_path / "convenor.db")

    assert "Nobody in Slack speaks for" in str(run(*words).exception)
    unknown = run("practice", "import", form, "--sponsor", "Atlantis", "--yes")
    assert "is no cluster of this group" in str(unknown.exception)
    missing = run("practice", "import", tmp_path / "no.md", "--sponsor", "cl-ee")
    assert isinstance(missing.exception, ConvenorError)
    assert "cannot be read" in str(missing.exception)
    (tmp_path / "form.docx").write_bytes(b"PK")
    word = run("practice", "import", tmp_path / "form.docx", "--sponsor", "cl-ee")
    assert isinstance(word.exception, InvalidInputError)


@pytest.mark.parametrize("kind", ["md", "csv"])
def test_the_import_of_groups_takes_a_form_too(run, database, tmp_path, kind):
    path = tmp_path / f"form.{kind}"
    text = as_markdown(FILLED) if kind == "md" else as_table(FILLED)
    path.write_text(text, "utf-8")

    no = run("import", path, "--sponsor", "cl-ee", typed="n\n")
    assert imported(database) == (0, [])
    first = run("import", path, "--sponsor", "cl-ee", "--yes")
    again = run("practice", "import", path, "--sponsor", "cl-ee", "--yes")

    assert "Nothing was imported." in no.stdout
    assert f"Draft saved: {ANSWERS['title']}" in first.stdout
    assert "There already, from the same file" in again.stdout
    assert imported(database) == (1, ["UESTONIA"])


def test_without_a_sponsor_the_clusters_are_listed(run, database, form):
    result = run("import", form)

    assert result.exit_code == 1
    assert "Which cluster answers for this form? Say it with --sponsor" in result.output
    assert "There are: " in result.output
    assert imported(database) == (0, [])


def test_what_is_no_form_is_sent_the_right_way(run, database, tmp_path):
    paper = tmp_path / "paper.md"
    paper.write_text("<!-- sig:begin foreword rev=1 sha=ab12cd34 -->", "utf-8")
    group = tmp_path / "group.json"
    group.write_text("{}", "utf-8")

    assert "convenor whitepaper import" in run("import", paper).output
    assert "Run it without --sponsor" in run("import", group, "--sponsor", "x").output
    assert "cannot be read" in run("import", tmp_path / "none.csv").output


def test_a_form_with_problems_is_refused_by_the_import_of_groups(run, database, form):
    form.write_text(as_markdown(FILLED | {"country": "Narnia"}), "utf-8")

    result = run("import", form, "--sponsor", "cl-ee", "--yes")

    assert result.exit_code == 1
    assert "Country: I do not know “Narnia”." in result.output
    assert imported(database) == (0, [])
